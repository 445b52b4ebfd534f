"""Asked after payment: the samples, the draw, one sample with what differs, and the field worker's families."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.delivery import actions, queries
from lontar.city.delivery.forms import (
    ASKED_MEASURES,
    AskPaidForm,
    DrawPaidForm,
)
from lontar.city.delivery.models import PaymentSurvey
from lontar.city.delivery.pages.asking import actor_of
from lontar.city.journal.actions import saw, saw_by_name
from lontar.city.places import queries as places
from lontar.city.registry import queries as registry
from lontar.kit import formats, masks
from lontar.kit.answers import done, status_of
from lontar.kit.gate import door
from lontar.kit.paging import KEY_MAX, numbered_page
from lontar.kit.samples import ANSWER_STATES, SAMPLE_STATES, share_told

PAGE = 50
Crumb = tuple[str, str]


def _crumbs(one: PaymentSurvey | None = None) -> list[Crumb]:
    crumbs = [(reverse("delivery:paid_surveys"), _("Tanya sesudah penyaluran"))]
    return crumbs if one is None else [*crumbs, (reverse("delivery:paid_survey", args=[one.pk]), one.number)]


def _survey_or_404(request: HttpRequest, key: int) -> PaymentSurvey:
    found = queries.payment_survey(actor_of(request), key) if key <= KEY_MAX else None
    if found is None:
        raise Http404
    return found


@door(*queries.WHO_SEE_SURVEYS)
def paid_surveys(request: HttpRequest) -> HttpResponse:
    """Every sample, the newest first, with how far it came or what it found."""
    actor = actor_of(request)
    page = numbered_page(request, queries.payment_surveys(actor), PAGE)
    rows = [(one, SAMPLE_STATES[one.state], queries.asked_so_far(one), measures_of(one)) for one in page.object_list]  # fmt: skip
    context = {"page": page, "rows": rows, "draws": actor.role in queries.WHO_DRAW_PAID}
    return render(request, "delivery/paid_surveys.html", context)


def measures_of(one: PaymentSurvey) -> list[dict[str, Any]]:
    """Each share in percent with its interval and how far to trust it; empty while the sample is open."""
    measures = one.results.get("measures", {})
    return [share_told(measures[name], *words) for name, words in ASKED_MEASURES.items()] if measures else []


def _short(one: PaymentSurvey) -> dict[str, Any] | None:
    """The difference between the book and the families: as a part, and in rupiah of all that it was drawn from."""
    told = one.results.get("short")
    if not told or told["value"] is None or one.goods:
        return None
    whole = one.frame["rupiah"]
    found: dict[str, Any] = {"rows": told["rows"], "whole": whole}
    for key in ("value", "low", "high"):
        found[key] = None if told[key] is None else 100 * told[key]
        found[f"{key}_rupiah"] = None if told[key] is None else round(told[key] * whole)
    return found


@door(*queries.WHO_DRAW_PAID)
def draw_paid(request: HttpRequest) -> HttpResponse:
    """Draw families of one line and period that were paid."""
    actor = actor_of(request)
    lots = [
        (
            f"{one.line_id}/{one.period}",
            _("%(line)s, %(period)s: %(families)s keluarga, %(rupiah)s")
            % {
                "line": one.line.name, "period": formats.period(one.period), "families": formats.number(one.families),
                "rupiah": formats.rupiah(one.rupiah),
            },
        )
        for one in queries.handed_over_lots(actor)
    ]  # fmt: skip
    areas = [(one.pk, str(one.name)) for one in queries.survey_area(actor)]
    form = DrawPaidForm(request.POST or None, lots=lots, areas=areas)

    made: list[int] = []

    def draw(given: dict[str, Any]) -> str:
        line, period = given["lot"].split("/", 1)
        lot = actions.Lot(int(line), period, given["place"])
        drawn = actions.draw_paid(
            lot, margin=given["margin"], due=given["due"], seed=given["seed"], by=actor, on=places.today()
        )
        made.append(drawn.pk)
        count = formats.number(queries.asked_so_far(drawn)["families"])
        return _("%(count)s keluarga ditarik. Petugas lapangan melihatnya di daftarnya.") % {"count": count}

    if done(request, form, draw):
        return redirect("delivery:paid_survey", made[0])

    words = _("Keluarga yang menurut buku sudah menerima ditarik acak, lalu ditanyai oleh petugas lapangan yang tidak menyerahkannya. Keluarga yang alamatnya dilindungi tidak didatangi.")  # fmt: skip
    if not lots:
        words = _("Belum ada bantuan yang diserahkan di wilayah Anda.")
    context = {
        "title": _("Tanyai yang sudah menerima"), "crumbs": _crumbs(), "words": words, "action": _("Tarik keluarga contoh"),
        "back": reverse("delivery:paid_surveys"), "form": form,
    }  # fmt: skip
    return render(request, "delivery/step.html", context, status=status_of(form))


@door(*queries.WHO_SEE_SURVEYS)
def paid_survey(request: HttpRequest, key: int) -> HttpResponse:
    """One sample: how far it came, what it found, whose answer is not what the book says, and how it was drawn."""
    one, actor = _survey_or_404(request, key), actor_of(request)
    sees = actor.role in queries.WHO_SEE_DIFFERING
    page = numbered_page(request, queries.differing(one), PAGE) if sees else None
    if page:
        saw("list", [row.family_id for row in page.object_list], by=actor, on=places.today(), named=False)
    closed = one.state == queries.SurveyState.CLOSED
    states = one.results.get("states", {}).items()
    context = {
        "one": one, "state": SAMPLE_STATES[one.state], "progress": queries.asked_so_far(one), "facts": _facts(one),
        "measures": measures_of(one), "short": _short(one), "page": page, "rows": list(page.object_list) if page else [],
        "states": [(ANSWER_STATES[name], count) for name, count in states if count],
        "may_close": not closed and actor.role in queries.WHO_DRAW_PAID, "sees": sees, "crumbs": _crumbs(),
    }  # fmt: skip
    return render(request, "delivery/paid_survey.html", context)


def _facts(one: PaymentSurvey) -> list[tuple[str, Any]]:
    frame = one.frame
    many = {"families": formats.number(frame["families"]), "rupiah": formats.rupiah(frame["rupiah"])}
    facts: list[tuple[str, Any]] = [
        (_("Nomor"), one.number), (_("Kerangka"), _("%(families)s keluarga, %(rupiah)s") % many),
        (_("Seberapa teliti"), _("± %(margin)s persen pada 95%%") % {"margin": one.margin}),
        (_("Cara menarik"), _("keluarga ditarik langsung, terpisah menurut wilayah")), (_("Benih undian"), one.seed),
        (_("Tidak didatangi"), _("%(n)s keluarga yang alamatnya dilindungi") % {"n": formats.number(frame["shielded"])}),
        (_("Ditarik oleh"), f"{one.opened_by.name}, {formats.day(one.begins)}"),
        (_("Selesai paling lambat"), formats.day(one.due)),
    ]  # fmt: skip
    if one.goods:
        facts.insert(1, (_("Barangnya"), one.goods))
    if one.closed_by and one.closed_on:
        facts.append((_("Ditutup oleh"), f"{one.closed_by.name}, {formats.day(one.closed_on)}"))
    return facts


@door(*queries.WHO_DRAW_PAID)
def close_paid(request: HttpRequest, key: int) -> HttpResponse:
    """Close a sample after saying what will happen."""
    one = _survey_or_404(request, key)
    back = reverse("delivery:paid_survey", args=[one.pk])
    if request.method == "POST":
        actions.close_paid(one.pk, by=actor_of(request), on=places.today())
        messages.success(request, _("Contoh ditutup dan hasilnya dihitung."))
        return redirect(back)
    if one.state == queries.SurveyState.CLOSED:
        return redirect(back)
    told = {key: formats.number(value) for key, value in queries.asked_so_far(one).items()}
    context = {
        "title": _("Tutup contoh ini?"), "crumbs": _crumbs(one), "action": _("Tutup dan hitung"), "back": back, "form": Form(),
        "words": _("%(asked)s dari %(families)s keluarga sudah ditanyai; dari %(known)s diketahui apakah bantuannya sampai. Hasilnya dihitung sekarang; sesudah ini tidak ada jawaban yang dapat ditambah atau diubah.") % told,
    }  # fmt: skip
    return render(request, "delivery/step.html", context)


@door(*queries.WHO_ASK_PAID)
def to_ask(request: HttpRequest) -> HttpResponse:
    """The families of a field worker: those that nobody has asked, and what they wrote down themselves."""
    actor, today = actor_of(request), places.today()
    found = queries.families_to_ask(actor)
    page = numbered_page(request, found.filter(state=queries.AskedState.OPEN), PAGE)
    mine = list(found.exclude(state=queries.AskedState.OPEN)[:PAGE])
    homes = _homes([*page.object_list, *mine])
    saw_by_name("list", [one.family_id for one in page.object_list], request=request, on=today, covered_too=True)
    context = {
        "page": page, "today": today, "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request),
        "rows": [(one, homes[one.family_id], masks.shown(request, homes[one.family_id].head)) for one in page.object_list],
        "done": [(one, homes[one.family_id], ANSWER_STATES[one.state]) for one in mine],
    }  # fmt: skip
    return render(request, "delivery/to_ask.html", context)


def _homes(rows: list[Any]) -> dict[int, registry.FamilyRow]:
    return {home.id: home for home in registry.rows_of([one.family for one in rows], {})}


@door(*queries.WHO_ASK_PAID)
def ask_paid(request: HttpRequest, key: int) -> HttpResponse:
    """The questions to one family, at the door or by telephone."""
    actor, today = actor_of(request), places.today()
    one = queries.families_to_ask(actor).filter(pk=key).first() if key <= KEY_MAX else None
    if one is None:
        raise Http404
    said = {True: "yes", False: "no", None: ""}
    before = {
        "state": one.state, "how": one.how, "rupiah": one.rupiah, "received_on": one.received_on, "note": one.note,
        "arrived": said[one.arrived], "whole": said[one.whole], "asked_money": said[one.asked_money],
    } if one.by_id else {}  # fmt: skip
    form = AskPaidForm(
        request.POST or None, goods=one.survey.goods, initial={"asked_on": one.asked_on or today, **before}
    )

    def do(given: dict[str, Any]) -> str:
        told = actions.Told(given["arrived"], given.get("rupiah"), given.get("whole"), given["asked_money"])
        answer = actions.Answer(
            given["state"], given["how"], given["asked_on"], told, given["received_on"], given["note"]
        )
        actions.answer_paid(one.pk, answer, by=actor, on=today)
        return _("Tersimpan. Terima kasih.")

    if done(request, form, do):
        return redirect("delivery:to_ask")
    home = _homes([one])[one.family_id]
    saw_by_name("page", [one.family_id], request=request, on=today, covered_too=True)
    context = {
        "one": one, "form": form, "home": home, "head": masks.shown(request, home.head), "masks_down": masks.are_down(request),
        "may_unmask": masks.may_unmask(request), "crumbs": [(reverse("delivery:to_ask"), _("Tanyai penerima"))],
    }  # fmt: skip
    return render(request, "delivery/ask_paid.html", context, status=status_of(form))
