"""A ward's own spreadsheet is brought, its columns are named once; and cases in which book and borrower differ."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.loans import actions, queries
from lontar.city.loans.forms import AddPaper, BookTitles, BringBook, OpenDispute, Propose
from lontar.city.loans.pages.shown import (
    actor_of,
    asked,
    fund_or_404,
    loan_or_404,
    masks_context,
    name_of,
    note_names,
)
from lontar.city.loans.pages.words import DISPUTE_LOOKS, DISPUTE_WORDS, VERDICT_WORDS
from lontar.city.places import queries as places
from lontar.kit import formats
from lontar.kit.answers import beside_field
from lontar.kit.gate import door
from lontar.kit.memory_files import brought
from lontar.kit.sayings import finding_told
from lontar.science.instalments.penalties import NO_PENALTY
from lontar.science.trouble import NotAllowed, Refusal

FINDINGS_SHOWN = 200
SCAN_BYTES_MAX = 5_000_000


@door(*queries.WHO_CARRY)
def carry(request: HttpRequest, place_id: int) -> HttpResponse:
    """Bring the ward's spreadsheet; what cannot be carried over is told row by row."""
    found, actor = fund_or_404(place_id), actor_of(request)
    form = BringBook(request.POST or None, request.FILES or None)
    told: Any = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            with brought(given) as path:
                told = actions.carry_over(place_id, path, name=given.name, by=actor, on=places.today())
        except NotAllowed:
            raise
        except Refusal as refusal:
            beside_field(form, refusal)
        else:
            if told.carried and not told.findings:
                messages.success(request, _carried(told))
                return redirect("loans:fund", place_id)
    layout = getattr(found, "layout", None)
    context = {
        "fund": found, "form": form, "told": told, "summary": _carried(told) if told else "",
        "findings": [finding_told(one) for one in told.findings[:FINDINGS_SHOWN]] if told else [],
        "titles": layout.titles if layout else {}, "back": reverse("loans:fund", args=[place_id]),
        "files": found.files.select_related("by").order_by("-pk")[:20],
    }  # fmt: skip
    return render(request, "loans/carry.html", context, status=422 if form.errors else 200)


def _carried(told: Any) -> str:
    return _("%(n)s pinjaman dibawa, sisanya %(sum)s; %(known)s sudah dibawa sebelumnya; %(cases)s menjadi perkara.") % {
        "n": formats.number(told.carried), "sum": formats.rupiah(told.rupiah), "known": formats.number(told.known),
        "cases": formats.number(told.disputed),
    }  # fmt: skip


@door(*queries.WHO_CARRY)
def book_titles(request: HttpRequest, place_id: int) -> HttpResponse:
    """Say once what the ward calls its columns."""
    found, actor = fund_or_404(place_id), actor_of(request)
    layout = getattr(found, "layout", None)
    form = BookTitles(request.POST or None, initial=layout.titles if layout else {})

    def deed(given: dict[str, Any]) -> None:
        actions.save_book_layout(place_id, given, by=actor, on=places.today())

    return asked(
        request, form, deed, done=_("Judul kolom kelurahan ini disimpan."), to=("loans:carry", place_id),
        words={
            "title": _("Judul kolom berkas kelurahan"), "action": _("Simpan judul kolom"),
            "back": reverse("loans:carry", args=[place_id]),
            "lead": _("Hanya yang disebut lain di berkas kelurahan ini. Disimpan sekali untuk semua berkasnya."),
        },
    )  # fmt: skip


@door(*queries.WHO_SEE_LOANS)
def disputes(request: HttpRequest) -> HttpResponse:
    """The cases that wait, and those that were decided."""
    actor = actor_of(request)
    decided = request.GET.get("keadaan") == "decided"
    rows = list(queries.disputes(actor, decided=decided)[:200])
    people = queries.names_of([one.loan for one in rows])
    note_names(request, [one.loan.family_id for one in rows])
    context = {
        "rows": [(one, name_of(request, people.get(one.loan.person_id, ""), one.loan.person_id),
                  DISPUTE_WORDS[one.state], DISPUTE_LOOKS[one.state]) for one in rows],
        "decided": decided,
    }  # fmt: skip
    return render(request, "loans/disputes.html", context)


@door(*queries.WHO_DISPUTE)
def open_dispute(request: HttpRequest, key: int) -> HttpResponse:
    """Write down what a borrower says."""
    found, actor = loan_or_404(request, key), actor_of(request)
    form = OpenDispute(request.POST or None)

    def deed(given: dict[str, Any]) -> None:
        actions.open_dispute(
            found.pk, said_left=given["said_left"], statement=given["statement"], by=actor, on=places.today()
        )

    return asked(
        request, form, deed, done=_("Perkara dibuka. Tidak ada angka yang berubah sampai diputus dua orang."),
        to=("loans:disputes",),
        words={
            "title": _("Buka perkara %(number)s") % {"number": found.number}, "action": _("Buka perkara"),
            "back": reverse("loans:loan", args=[found.pk]),
            "lead": _("Menurut buku sisanya %(sum)s. Tuliskan apa kata peminjam; suratnya dilampirkan sesudahnya.")
            % {"sum": formats.rupiah(queries.left_of(found, on=places.today()))},
        },
    )  # fmt: skip


@door(*queries.WHO_SEE_LOANS)
def dispute(request: HttpRequest, key: int) -> HttpResponse:
    """One case: both versions, the papers, what was proposed and decided."""
    found, actor = _dispute_or_404(request, key), actor_of(request)
    people = queries.names_of([found.loan])
    note_names(request, [found.loan.family_id])
    facts = [
        (_("Peminjam"), name_of(request, people.get(found.loan.person_id, ""), found.loan.person_id)),
        (_("Pinjaman"), found.loan.number), (_("Sisa menurut buku"), formats.rupiah(found.book_left)),
        (_("Sisa menurut peminjam"), formats.rupiah(found.said_left)), (_("Kata peminjam"), found.statement),
        (_("Dibuka"), f"{formats.day(found.on)}, {found.by.name}"),
    ]  # fmt: skip
    if found.proposed_by:
        facts += [
            (_("Diusulkan"), VERDICT_WORDS[found.verdict] + (f", {formats.rupiah(found.credited)}" if found.credited else "")),
            (_("Alasannya"), found.reason), (_("Diusulkan oleh"), f"{formats.day(found.proposed_on)}, {found.proposed_by.name}"),
        ]  # fmt: skip
    if found.decided_by:
        facts.append((_("Diputus oleh"), f"{formats.day(found.decided_on)}, {found.decided_by.name}"))
    may = actor.role in queries.WHO_DISPUTE
    own = str(found.proposed_by_id) == str(actor.id)
    context = {
        "one": found, "facts": facts, "papers": found.papers.select_related("by").defer("cipher").order_by("pk"),
        "words": DISPUTE_WORDS[found.state], "look": DISPUTE_LOOKS[found.state],
        "pauses": found.state != "decided" and queries.penalty_of(found.loan) != NO_PENALTY,
        "proposes": may and found.state == "open", "adds": may and found.state != "decided",
        "decides": actor.role in queries.WHO_CORRECT and found.state == "proposed" and not own,
        "waits_for_other": found.state == "proposed" and own,
    }  # fmt: skip
    return render(request, "loans/dispute.html", context | masks_context(request))


def _dispute_or_404(request: HttpRequest, key: int) -> Any:
    try:
        return queries.dispute_or_refuse(key, actor_of(request))
    except queries.NotFound:
        raise Http404 from None


@door(*queries.WHO_DISPUTE)
def add_dispute_paper(request: HttpRequest, key: int) -> HttpResponse:
    """Put a document beside one of the versions."""
    found, actor = _dispute_or_404(request, key), actor_of(request)
    form = AddPaper(request.POST or None, request.FILES or None)

    def deed(given: dict[str, Any]) -> None:
        scan = given["scan"].read(SCAN_BYTES_MAX + 1)
        actions.add_dispute_paper(found.pk, title=given["title"], scan=scan, by=actor, on=places.today())

    return asked(
        request, form, deed, done=_("Surat dilampirkan."), to=("loans:dispute", found.pk),
        words={
            "title": _("Lampirkan surat"), "action": _("Lampirkan surat"), "file": True,
            "back": reverse("loans:dispute", args=[found.pk]),
            "lead": _("Kuitansi, buku simpanan, pernyataan saksi. Disimpan tersandi; siapa yang membukanya dicatat."),
        },
    )  # fmt: skip


@door(*queries.WHO_SEE_LOANS)
def dispute_paper(request: HttpRequest, key: int, paper: int) -> HttpResponse:
    """Open a document of a case."""
    try:
        kind, content = actions.see_dispute_paper(key, paper, by=actor_of(request), on=places.today())
    except queries.NotFound:
        raise Http404 from None
    answer = HttpResponse(content, content_type=kind)
    answer["Cache-Control"] = "no-store"
    return answer


@door(*queries.WHO_DISPUTE)
def propose_verdict(request: HttpRequest, key: int) -> HttpResponse:
    """Say as the first person how it should end."""
    found, actor = _dispute_or_404(request, key), actor_of(request)
    form = Propose(request.POST or None)

    def deed(given: dict[str, Any]) -> None:
        actions.propose_verdict(
            found.pk, verdict=given["verdict"], credited=given["credited"] or 0, reason=given["reason"], by=actor,
            on=places.today(),
        )  # fmt: skip

    return asked(
        request, form, deed, done=_("Usulan dicatat dan menunggu orang kedua."), to=("loans:dispute", found.pk),
        words={
            "title": _("Usulkan putusan"), "action": _("Usulkan putusan ini"),
            "back": reverse("loans:dispute", args=[found.pk]),
            "lead": _("Perencana kota yang lain memutusnya. Sampai saat itu tidak ada angka yang berubah."),
        },
    )  # fmt: skip


@door(*queries.WHO_CORRECT)
def decide_dispute(request: HttpRequest, key: int) -> HttpResponse:
    """Decide as the second person, or give it back."""
    found = _dispute_or_404(request, key)
    if request.method == "POST":
        agreed = "agree" in request.POST
        actions.decide_dispute(found.pk, agreed=agreed, by=actor_of(request), on=places.today())
        messages.success(request, _("Perkara diputus.") if agreed else _("Usulan dikembalikan."))
    return redirect("loans:dispute", found.pk)
