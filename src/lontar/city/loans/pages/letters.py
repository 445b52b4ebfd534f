"""The letter that reminds a borrower, or each member of a group of their own part and of what they bear for others."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from lontar.city.loans import queries
from lontar.city.loans.pages.shown import name_of, names_open
from lontar.city.places import queries as places
from lontar.kit import formats, papers
from lontar.science.instalments.together import Part

# Folded in three, the back of a sheet is the outside: it says where it comes from and a number, and no name.
LETTER = (
    papers.FRAME
    + b"""
#for (at, one) in d.letters.enumerate() {
  if at > 0 [#pagebreak(weak: true)]
  page(paper: "a4", margin: (x: 2.2cm, y: 2cm), footer: footer)[
    #text(weight: "bold", size: 12pt)[#d.city] \\
    #d.ward
    #line(length: 100%, stroke: 0.6pt)
    #d.day
    #v(0.4cm)
    #madeup
    = #d.title
    #one.greeting
    #v(0.2cm)
    #table(columns: (auto, 1fr), stroke: none, inset: 3pt, ..one.facts.map(f => (strong(f.at(0)), f.at(1))).flatten())
    #v(0.2cm)
    #for part in one.parts [#part #parbreak()]
  ]
  page(paper: "a4", margin: (x: 2.2cm, y: 2cm), footer: none)[
    #place(bottom + left, dy: -3cm)[#text(weight: "bold")[#d.city] \\ #d.ward \\ #v(0.3cm) #d.outside]
  ]
}
"""
)


def letters(request: HttpRequest, found: Any, today: date) -> bytes:
    """One letter for a borrower; for a group one for each of whom something is asked."""
    (row,) = queries.standings([found], on=today)
    members = [one for one in queries.members_of(found, on=today) if one.part.called]
    people = queries.names_of([found, *members]) if names_open(request) else {}
    facts = [
        (_("Nomor pinjaman"), found.number), (_("Tertunggak"), formats.rupiah(row.standing.overdue)),
        *([(_("Denda"), formats.rupiah(row.standing.penalty))] if row.standing.penalty else []),
        (_("Sejak"), _("%(n)s hari") % {"n": formats.number(row.standing.days)}),
        (_("Sisa seluruhnya"), formats.rupiah(row.standing.left)),
    ]  # fmt: skip

    def one(person: int, part: Part | None) -> dict[str, Any]:
        name = people.get(person, "")
        greeting = _("Kepada %(name)s,") % {"name": name_of(request, name, person)} if name else _("Kepada peminjam,")
        return {
            "greeting": greeting, "facts": papers.pairs([*facts, *(_own(part) if part else [])]),
            "parts": [*([_of_group(part)] if part else []), *_words()],
        }  # fmt: skip

    data = {
        "title": _("Pengingat angsuran"), "city": places.home_or_refuse().name, "day": formats.day(today),
        "ward": _("Dana bergulir %(place)s") % {"place": found.place.name},
        "letters": [one(each.person_id, each.part) for each in members] or [one(found.person_id, None)],
        "outside": _("Untuk pemegang nomor %(number)s. Dibuka oleh yang bersangkutan.") % {"number": found.number},
        "footer": found.number, "made_up": _("Contoh: pinjaman ini dibuat-buat.") if found.fund.made_up else "",
    }  # fmt: skip
    return papers.compiled(LETTER, data)


def _own(part: Part) -> list[tuple[str, str]]:
    return [
        (_("Bagian Anda yang tertunggak"), formats.rupiah(part.late)),
        (_("Yang Anda tanggung untuk anggota lain"), formats.rupiah(part.bears)),
        (_("Diminta dari Anda"), formats.rupiah(part.called)),
    ]


def _of_group(part: Part) -> str:
    if not part.bears:
        return _("Pinjaman ini pinjaman kelompok. Yang tidak Anda bayar ditanggung anggota lain.")
    return _("Pinjaman ini pinjaman kelompok yang saling menanggung: sebagian anggota belum membayar bagiannya. Yang Anda bayar untuk mereka dicatat atas nama Anda.")  # fmt: skip


def _words() -> list[str]:
    return [
        _("Kami mengingatkan angsuran yang belum kami terima. Bayarlah kepada komite dana di kantor kelurahan dan mintalah tanda terima bernomor; kodenya dapat Anda periksa sendiri."),
        _("Bila menurut Anda angka ini salah, datanglah dengan kuitansi Anda: bukunya diperiksa dan tidak ada yang ditagih sebelum diputus. Bila sedang kesulitan, mintalah jadwal baru."),
        _("Tunggakan ini tidak mengurangi atau menunda bantuan apa pun bagi keluarga Anda."),
    ]  # fmt: skip
