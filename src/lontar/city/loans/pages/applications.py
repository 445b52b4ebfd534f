"""Who asks, what the committee decided by its minutes, and the payment out."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.loans import actions, queries
from lontar.city.loans.forms import Apply, Decide, KeepMinutes, Reason
from lontar.city.loans.models import Choice
from lontar.city.loans.pages.shown import (
    STATES,
    actor_of,
    application_or_404,
    asked,
    fund_or_404,
    masks_context,
    minutes_choices,
    name_of,
    note_names,
)
from lontar.city.loans.pages.words import APPLICATION_WORDS, JOINT_WORDS, penalty_words
from lontar.city.places import queries as places
from lontar.city.registry import queries as registry
from lontar.kit import formats
from lontar.kit.gate import door
from lontar.kit.sayings import told
from lontar.science.rupiah_text import typed_rupiah
from lontar.science.trouble import Refusal, words

SCAN_BYTES_MAX = 5_000_000


def _person(number: str, field: str) -> int:
    found = registry.person_by_number(number)
    if found is None:
        raise Refusal(
            words("Tidak ada orang dengan nomor ini di wilayah Anda."),
            advice=words("Periksa NIK-nya, atau daftarkan dahulu keluarganya."), field=field,
        )  # fmt: skip
    return found


def _wish(given: dict[str, Any]) -> queries.Wish:
    parts = [part.partition("=") for part in given["members"].replace("\n", ",").split(",") if part.strip()]
    shares = [typed_rupiah(share, field="members", least=0) for _number, sign, share in parts if sign]
    if shares and len(shares) != len(parts):
        raise Refusal(
            words("Bagian sebagian anggota tidak ditulis."),
            advice=words("Tuliskan bagian setiap anggota, atau tidak seorang pun."), field="members",
        )  # fmt: skip
    return queries.Wish(
        _person(given["person"], "person"), given["amount"],
        tuple(_person(one.strip(), "members") for one, _sign, _share in parts),
        given["group_name"], given["business"], given["plan"], given["guarantor"], given["collateral"], tuple(shares),
    )  # fmt: skip


@door(*queries.WHO_RUN)
def apply(request: HttpRequest, place_id: int) -> HttpResponse:
    """Write down what somebody asks for; the product's rule says at once who may."""
    found, actor, today = fund_or_404(place_id), actor_of(request), places.today()
    form = Apply(request.POST or None)
    offer = queries.offer(found.product, today)

    def deed(given: dict[str, Any]) -> None:
        try:
            key = uuid.UUID(given["key"])
        except ValueError:
            key = uuid.uuid4()
        actions.apply_for(place_id, _wish(given), key=key, by=actor, on=today)

    fine = penalty_words(offer.penalty)
    late = " " + _("Denda keterlambatan: %(rule)s.") % {"rule": fine} if fine else ""
    lead = _("Pinjaman %(least)s sampai %(most)s, di atas %(above)s dengan agunan; %(n)s angsuran. Yang meminjam tinggal di kelurahan ini, tidak mempunyai pinjaman dana bergulir di kelurahan mana pun, dan belum disetujui menerima hibah untuk tujuan yang sama.")  # fmt: skip
    return asked(
        request, form, deed, done=_("Permohonan dicatat dan menunggu keputusan komite."), to=("loans:fund", place_id),
        words={
            "title": _("Catat permohonan pinjaman"), "action": _("Catat permohonan"),
            "back": reverse("loans:fund", args=[place_id]),
            "lead": lead % {
                "least": formats.rupiah(offer.least), "most": formats.rupiah(offer.most),
                "above": formats.rupiah(offer.collateral_above), "n": offer.terms.instalments,
            } + late,
        },
    )  # fmt: skip


@door(*queries.WHO_SEE_LOANS)
def application(request: HttpRequest, key: int) -> HttpResponse:
    """One application: what was asked, what speaks against it, what was decided."""
    found, actor = application_or_404(request, key), actor_of(request)
    members = list(found.members.order_by("pk"))
    offer = queries.offer(found.fund.product, places.today())
    people = queries.names_of([found, *members])
    people_of = [queries.family_of(one.person_id) for one in members]
    note_names(request, [found.family_id, *(family.pk for family in people_of if family is not None)])
    choice = Choice.objects.filter(application=found).select_related("minutes", "by").first()
    facts = [
        (_("Peminjam"), name_of(request, people.get(found.person_id, ""), found.person_id)),
        (_("Keluarga"), f"K-{found.family_id:07d}"), (_("Diminta"), formats.rupiah(found.amount)),
        (_("Usaha"), found.business), (_("Untuk apa uangnya"), found.plan),
        (_("Penjamin"), name_of(request, found.guarantor, 0) if found.guarantor else "–"),
        (_("Agunan"), found.collateral or "–"), (_("Dicatat"), f"{formats.day(found.on)}, {found.by.name}"),
    ]  # fmt: skip
    if found.group_name:
        names = ", ".join(
            name_of(request, people.get(one.person_id, ""), one.person_id)
            + (f" ({formats.rupiah(one.share)})" if one.share else "")
            for one in members
        )
        rest = found.amount - sum(one.share for one in members)
        if all(one.share for one in members):
            facts[0] = (facts[0][0], f"{facts[0][1]} ({formats.rupiah(rest)})")
        facts.insert(1, (_("Kelompok"), f"{found.group_name}: {names}"))
        facts.insert(2, (_("Tanggung renteng"), str(JOINT_WORDS[offer.joint])))
    against = []
    if found.state in ("received", "approved"):
        wish = queries.Wish(
            found.person_id, found.amount, tuple(one.person_id for one in members), found.group_name, found.business,
            found.plan, found.guarantor, found.collateral,
            tuple(one.share for one in members) if members and all(one.share for one in members) else (),
        )  # fmt: skip
        against = [
            (one.kind, told(one.message, one.values))
            for one in queries.objections(wish, offer, found.place_id, on=places.today())
        ]
    loan = getattr(found, "loan", None)
    decided_by = str(choice.by_id) if choice else ""
    context = {
        "one": found, "facts": facts, "choice": choice, "against": against, "loan": loan,
        "words": APPLICATION_WORDS[found.state], "look": STATES[found.state],
        "decides": actor.role in queries.WHO_DECIDE and found.state == "received",
        "pays_out": actor.role in queries.WHO_RUN and found.state == "approved" and decided_by not in ("", str(actor.id)),
        "withdraws": actor.role in queries.WHO_RUN and found.state in ("received", "approved"),
    }  # fmt: skip
    return render(request, "loans/application.html", context | masks_context(request))


@door(*queries.WHO_DECIDE)
def decide(request: HttpRequest, key: int) -> HttpResponse:
    """What the committee decided, by its signed minutes."""
    found, actor = application_or_404(request, key), actor_of(request)
    form = Decide(
        request.POST or None, minutes=minutes_choices(found.fund_id), initial={"amount": formats.number(found.amount)}
    )

    def deed(given: dict[str, Any]) -> None:
        actions.decide(
            found.pk, minutes_id=given["minutes"], approved=given["approved"], amount=given["amount"] or 0,
            reason=given["reason"], by=actor, on=places.today(),
        )  # fmt: skip

    return asked(
        request, form, deed, done=_("Keputusan komite dicatat."), to=("loans:application", found.pk),
        words={
            "title": _("Keputusan komite atas %(slip)s") % {"slip": found.slip}, "action": _("Catat keputusan"),
            "back": reverse("loans:application", args=[found.pk]),
            "lead": _("Hanya berita acara yang ditandatangani memutuskan. Yang mencatat di sini tidak mencairkan; keputusan tidak dapat diubah."),
            "other": (reverse("loans:minutes", args=[found.place_id]), _("Unggah berita acara")),
        },
    )  # fmt: skip


@door(*queries.WHO_RUN)
def pay_out(request: HttpRequest, key: int) -> HttpResponse:
    """Lend what was approved, out of the fund."""
    found, actor = application_or_404(request, key), actor_of(request)
    choice = Choice.objects.filter(application=found, approved=True).first()
    if request.method == "POST":
        done = actions.pay_out(found.pk, by=actor, on=places.today())
        messages.success(request, _("Pinjaman %(number)s dicairkan dan dibukukan.") % {"number": done.loan.number})
        return redirect("loans:loan", done.loan.pk)
    own = choice is not None and str(choice.by_id) == str(actor.id)
    context = {"one": found, "choice": choice, "own": own, "back": reverse("loans:application", args=[found.pk])}
    return render(request, "loans/pay_out.html", context)


@door(*queries.WHO_RUN)
def withdraw(request: HttpRequest, key: int) -> HttpResponse:
    """Take an application back."""
    found, actor = application_or_404(request, key), actor_of(request)
    form = Reason(request.POST or None)

    def deed(given: dict[str, Any]) -> None:
        actions.withdraw(found.pk, reason=given["reason"], by=actor, on=places.today())

    return asked(
        request, form, deed, done=_("Permohonan ditarik."), to=("loans:application", found.pk),
        words={
            "title": _("Tarik permohonan %(slip)s") % {"slip": found.slip}, "action": _("Tarik permohonan ini"),
            "back": reverse("loans:application", args=[found.pk]), "lead": _("Orang itu boleh memohon lagi kapan saja."),
        },
    )  # fmt: skip


@door(*queries.WHO_DECIDE)
def minutes(request: HttpRequest, place_id: int) -> HttpResponse:
    """Keep the signed minutes of a meeting of the committee."""
    fund_or_404(place_id)
    sent = request.method == "POST"
    form = KeepMinutes(request.POST if sent else None, request.FILES if sent else None)

    def deed(given: dict[str, Any]) -> None:
        actions.keep_minutes(
            place_id, number=given["number"], signed_on=given["signed_on"], scan=given["scan"].read(SCAN_BYTES_MAX + 1),
            by=actor_of(request), on=places.today(),
        )  # fmt: skip

    return asked(
        request, form, deed, done=_("Berita acara disimpan; keputusannya dapat dicatat."), to=("loans:fund", place_id),
        words={
            "title": _("Unggah berita acara komite"), "action": _("Simpan berita acara"), "file": True,
            "back": reverse("loans:fund", args=[place_id]),
            "lead": _("Disimpan tersegel; siapa yang membukanya dicatat."),
        },
    )  # fmt: skip


@door(*queries.WHO_SEE_LOANS)
def scan(request: HttpRequest, place_id: int, key: int) -> HttpResponse:
    """The signed minutes as they were scanned."""
    media_type, content = actions.see_minutes(key, place_id, by=actor_of(request), on=places.today())
    answer = HttpResponse(content, content_type=media_type)
    ending = "pdf" if media_type.endswith("pdf") else "jpg"
    answer["Content-Disposition"] = f'attachment; filename="berita-acara-dana-{key}.{ending}"'
    answer["Cache-Control"] = "no-store"
    return answer
