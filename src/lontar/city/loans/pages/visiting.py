"""Visits to borrowers who are late, and the letter that reminds them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from lontar.city.loans import actions, queries
from lontar.city.loans.forms import NoteVisit
from lontar.city.loans.pages.shown import actor_of, asked, loan_or_404, name_of, names_open, note_names
from lontar.city.places import queries as places
from lontar.kit import formats, papers
from lontar.kit.gate import door
from lontar.kit.sayings import refusal_told
from lontar.science.trouble import NotAllowed, Refusal

# Folded in three, the back of the sheet is the outside: it says where it comes from and a number, and no name.
LETTER = (
    papers.FRAME
    + b"""
#set page(paper: "a4", margin: (x: 2.2cm, y: 2cm), footer: footer)
#text(weight: "bold", size: 12pt)[#d.city] \
#d.ward
#line(length: 100%, stroke: 0.6pt)
#d.day
#v(0.4cm)
#madeup
= #d.title
#d.greeting
#v(0.2cm)
#table(columns: (auto, 1fr), stroke: none, inset: 3pt, ..d.facts.map(f => (strong(f.at(0)), f.at(1))).flatten())
#v(0.2cm)
#for part in d.parts [#part #parbreak()]
#pagebreak()
#set page(footer: none)
#place(bottom + left, dy: -3cm)[#text(weight: "bold")[#d.city] \\ #d.ward \\ #v(0.3cm) #d.outside]
"""
)


@door(*queries.WHO_DISPUTE)
def note_visit(request: HttpRequest, key: int) -> HttpResponse:
    """Write down a visit of the joint team."""
    found, actor = loan_or_404(request, key), actor_of(request)
    form = NoteVisit(request.POST or None, initial={"visited_on": places.today()})

    def deed(given: dict[str, Any]) -> None:
        actions.note_visit(found.pk, by=actor, on=places.today(), **given)

    return asked(
        request, form, deed, done=_("Kunjungan dicatat."), to=("loans:loan", found.pk),
        words={
            "title": _("Catat kunjungan %(number)s") % {"number": found.number}, "action": _("Catat kunjungan"),
            "back": reverse("loans:loan", args=[found.pk]),
            "lead": _("Ditepati atau tidaknya janji dihitung dari angsuran yang masuk, bukan ditulis orang."),
        },
    )  # fmt: skip


@door(*queries.WHO_RUN)
def reminder(request: HttpRequest, key: int) -> HttpResponse:
    """The letter as PDF; its outside names nobody."""
    found, actor, today = loan_or_404(request, key), actor_of(request), places.today()
    if request.method != "POST":
        return redirect("loans:loan", found.pk)
    try:
        actions.print_reminder(found.pk, by=actor, on=today)
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, " ".join(refusal_told(refusal)))
        return redirect("loans:loan", found.pk)
    note_names(request, [found.family_id])
    with translation.override("id"):  # a letter is Indonesian, whatever language the officer reads
        return papers.attached(_letter(request, found, today), f"pengingat-{found.number}", "application/pdf")


def _letter(request: HttpRequest, found: Any, today: Any) -> bytes:
    (row,) = queries.standings([found], on=today)
    home = places.home_or_refuse()
    name = queries.names_of([found]).get(found.person_id, "") if names_open(request) else ""
    facts = [
        (_("Nomor pinjaman"), found.number), (_("Tertunggak"), formats.rupiah(row.standing.overdue)),
        *([(_("Denda"), formats.rupiah(row.standing.penalty))] if row.standing.penalty else []),
        (_("Sejak"), _("%(n)s hari") % {"n": formats.number(row.standing.days)}),
        (_("Sisa seluruhnya"), formats.rupiah(row.standing.left)),
    ]  # fmt: skip
    greeting = (
        _("Kepada %(name)s,") % {"name": name_of(request, name, found.person_id)} if name else _("Kepada peminjam,")
    )
    ward = _("Dana bergulir %(place)s") % {"place": found.place.name}
    data = {
        "title": _("Pengingat angsuran"), "city": home.name, "ward": ward, "day": formats.day(today), "facts": papers.pairs(facts),
        "greeting": greeting, "parts": [
            _("Kami mengingatkan angsuran yang belum kami terima. Bayarlah kepada komite dana di kantor kelurahan dan mintalah tanda terima bernomor; kodenya dapat Anda periksa sendiri."),
            _("Bila menurut Anda angka ini salah, datanglah dengan kuitansi Anda: bukunya diperiksa dan tidak ada yang ditagih sebelum diputus. Bila sedang kesulitan, mintalah jadwal baru."),
            _("Tunggakan ini tidak mengurangi atau menunda bantuan apa pun bagi keluarga Anda."),
        ],
        "outside": _("Untuk pemegang nomor %(number)s. Dibuka oleh yang bersangkutan.") % {"number": found.number},
        "footer": found.number, "made_up": _("Contoh: pinjaman ini dibuat-buat.") if found.fund.made_up else "",
    }  # fmt: skip
    return papers.compiled(LETTER, data)
