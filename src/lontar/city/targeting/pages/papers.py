"""Papers of a round as PDF/A, made by Typst from data: nothing in a name is markup, nothing is written to a disk."""

from typing import Any

from django.utils.translation import gettext as _

from lontar.city.places import queries as places
from lontar.city.targeting.models import Round
from lontar.kit import formats, papers
from lontar.kit.papers import FRAME, SLIP

SHEET = (
    FRAME
    + b"""
#set page(paper: "a4", margin: (x: 1.8cm, y: 2cm), footer: footer)
= #d.title
#d.lead
#madeup
*#d.question*
#table(columns: (auto, auto, 1fr, auto, auto, 3.2cm, 4cm), align: left,
  table.header(..d.heads.map(h => strong(h))),
  ..d.rows.enumerate().map(((n, r)) => (str(n + 1), r.number, r.head, r.rt, r.standing, "", "")).flatten())
#v(1cm)
#d.closing
#v(2cm)
#grid(columns: (1fr, 1fr, 1fr), ..d.signatures.map(s => [#s #v(1.6cm) #line(length: 80%, stroke: 0.4pt)]))
"""
)
DECREE = (
    FRAME
    + b"""
#set page(paper: "a4", margin: (x: 2.5cm, y: 2.5cm), footer: footer)
#align(center)[#text(13pt, weight: "bold")[#upper(d.city)] \\ #text(12pt, weight: "bold")[#d.title] \\ #d.number]
#v(0.6cm)
#madeup
#for one in d.paragraphs [#one

]
#table(columns: (auto, 1fr), stroke: none, inset: (x: 0pt, y: 3pt), column-gutter: 8pt, ..d.facts.map(f => (strong(f.at(0)), f.at(1))).flatten())
#v(0.8cm)
#align(right)[#box(width: 7cm)[#align(left)[#d.signed \\ #v(2cm) #line(length: 100%, stroke: 0.4pt)]]]
#pagebreak()
= #d.annex
#let widths = if d.heads.len() == 5 { (1.5cm, 2.3cm, 1fr, 1.9cm, 2.8cm) } else { (1fr, 3cm, 4cm) }
#let sides = if d.heads.len() == 5 { (right, left, left, left, right) } else { (left, right, right) }
#for ward in d.wards [
  #if ward.name != "" [== #ward.name]
  #table(columns: widths, align: sides, table.header(..d.heads.map(h => strong(h))), ..ward.rows.flatten())
]
#if d.note != "" [#text(fill: luma(80))[#d.note]]
"""
)


# A sheet that folds twice into a window envelope: the address stands in the window, all else is inside.
LETTERS = (
    FRAME
    + b"""
#set page(paper: "a4", margin: (x: 2.2cm, top: 4.5cm, bottom: 2cm), background: {
  place(top + left, dx: 4mm, dy: 99mm, line(length: 5mm, stroke: 0.4pt + luma(120)))
  place(top + left, dx: 4mm, dy: 198mm, line(length: 5mm, stroke: 0.4pt + luma(120)))
}, header: none)
#for (n, one) in d.letters.enumerate() {
  if n > 0 { pagebreak() }
  box(width: 8.5cm, height: 4.2cm)[#text(8pt, fill: luma(90))[#d.sender] \\ #v(2mm) #one.name \\ #one.address \\ #d.city]
  h(1fr)
  box(stroke: 0.6pt, inset: 5pt)[#strong(d.sealed)]
  v(1.6cm)
  madeup
  [#one.dated

  *#d.subject*

  #d.greeting #one.name,]
  parbreak()
  for paragraph in one.paragraphs { [#paragraph]; parbreak() }
  v(0.6cm)
  [#d.closing \\ #one.signed]
}
"""
)


def compiled(source: bytes, data: dict[str, Any]) -> bytes:
    """The paper as PDF/A-2b, with the city's name, and told to be invented where it is."""
    invented = _("Data contoh: semua orang dan angka di sini dibuat-buat.") if places.is_made_up() else ""
    return papers.compiled(source, {"city": _city(), "made_up": invented, **data})


def _city() -> str:
    home = places.home()
    return home.name if home else ""


def meeting_sheet(round_: Round, place: str, rows: list[dict[str, str]]) -> bytes:
    """What lies on the table of a meeting: who, which RT, and the question."""
    return compiled(
        SHEET,
        {
            "title": _("Musyawarah %(place)s: %(line)s") % {"place": place, "line": _line(round_)},
            "lead": _("Periode %(period)s. Daftar menurut aturan, sebelum dibahas.")
            % {"period": formats.period(round_.period)},
            "question": _("Apakah keluarga ini layak menerima?"),
            "heads": [_("No."), _("Nomor"), _("Kepala keluarga"), "RT/RW", _("Daftar"), _("Layak?"), _("Alasan")],
            "rows": rows,
            "closing": _("Keluarga yang menurut warga layak tetapi belum ada di daftar ditulis di balik lembar ini, dengan alasannya."),
            "signatures": [_("Lurah atau kepala desa"), _("Wakil RT/RW"), _("Wakil warga")],
            "footer": _("Penetapan nomor %(number)s. Simpan tertutup.") % {"number": round_.pk},
        },
    )  # fmt: skip


def _line(round_: Round) -> str:
    """A paper that is seen by others does not name a sensitive line."""
    return _("program nomor %(number)s") % {"number": round_.line_id} if round_.line.sensitive else round_.line.name


def decree(
    round_: Round, *, wards: list[dict[str, Any]], heads: list[str], facts: list[tuple[str, str]], named: bool
) -> bytes:
    """The decree, or the letter that proposes, with its annex by ward: with names for the agency, without for all."""
    entitles = round_.outcome == Round.Outcome.ENTITLES
    title = _("Keputusan penetapan penerima") if entitles else _("Usulan penerima")
    given = {"line": _line(round_), "period": formats.period(round_.period), "place": round_.place.name}
    paragraphs = [
        _("Penerima %(line)s untuk periode %(period)s di %(place)s ditetapkan sebagaimana tercantum dalam lampiran.") % given
        if entitles
        else _("Keluarga dalam lampiran diusulkan menjadi penerima %(line)s untuk periode %(period)s di %(place)s.") % given,
        _("Daftar disusun menurut aturan yang diterbitkan, dibahas dalam musyawarah, diperiksa di rumah, dan disetujui dua orang. Setiap keluarga dapat meminta alasannya dan mengajukan keberatan.")
        if round_.campaign_id
        else _("Daftar disusun menurut aturan yang diterbitkan, dibahas dalam musyawarah, dan disetujui dua orang; tidak diperiksa di rumah. Setiap keluarga dapat meminta alasannya dan mengajukan keberatan."),
    ]  # fmt: skip
    number = round_.paper_number or "……………"
    day = formats.day(round_.paper_on) if round_.paper_on else "……………"
    return compiled(
        DECREE,
        {
            "title": title, "number": _("Nomor %(number)s") % {"number": number}, "paragraphs": paragraphs,
            "facts": [[term, str(value)] for term, value in facts], "signed": (_("Ditetapkan pada %(day)s") if entitles else _("Ditandatangani pada %(day)s")) % {"day": day},
            "annex": _("Lampiran dengan nama, untuk perangkat daerah saja") if named else _("Lampiran tanpa nama, untuk umum"),
            "wards": wards, "heads": heads,
            "note": "" if named else _("Jumlah yang kecil disembunyikan supaya tidak menunjuk pada seseorang."),
            "footer": _("Penetapan nomor %(number)s") % {"number": round_.pk},
        },
    )  # fmt: skip


def slip(title: str, facts: list[tuple[str, Any]], words: str) -> bytes:
    """What somebody takes home: a number and until when there is an answer. A quarter of a sheet, nobody's name."""
    return compiled(SLIP, {"title": title, "facts": papers.pairs(facts), "words": words})


def letters(round_: Round, sender: str, made: list[dict[str, Any]]) -> bytes:
    """Letters for window envelopes: why a family is struck or waits, who signed it, and how to object."""
    return compiled(
        LETTERS,
        {
            "title": _("Surat kepada keluarga"), "sender": sender, "letters": made,
            "sealed": _("RAHASIA: hanya dibuka oleh keluarga ini"),
            "subject": _("Hasil penetapan %(line)s, %(period)s")
            % {"line": _line(round_), "period": formats.period(round_.period)},
            "greeting": _("Kepada keluarga"), "closing": _("Hormat kami,"),
        },
    )  # fmt: skip
