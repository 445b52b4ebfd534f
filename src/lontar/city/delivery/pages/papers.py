"""The list that families sign for cash at the ward, as PDF/A made by Typst from data."""

import json
from typing import Any

import typst
from django.http import HttpResponse
from django.utils.translation import gettext as _

from lontar.city.places import queries as places
from lontar.kit import formats

SHEET = b"""
#let d = json(bytes(sys.inputs.data))
#set document(title: d.title, author: d.city)
#set text(font: ("Libertinus Serif",), size: 10pt, lang: "id")
#set table(stroke: 0.4pt + luma(150), inset: 4pt)
#set page(paper: "a4", margin: (x: 1.6cm, y: 1.8cm), footer: context [#set text(8pt, fill: luma(90)); #d.footer #h(1fr) #str(counter(page).get().first()) / #str(counter(page).final().first())])
= #d.title
#d.lead
#if d.made_up != "" [#block(fill: luma(235), inset: 6pt, width: 100%)[#d.made_up]]
#table(columns: (auto, 1fr, auto, auto, 5cm), align: (right, left, left, right, left),
  table.header(..d.heads.map(h => strong(h))),
  ..d.rows.enumerate().map(((n, r)) => (str(n + 1), [#r.head \\ #text(8pt, fill: luma(90))[#r.number]], r.rt, r.amount, [#v(0.7cm)])).flatten(),
  table.cell(colspan: 3)[#strong(d.sum_word)], strong(d.sum), [])
#v(0.8cm)
#d.closing
#v(0.6cm)
#grid(columns: (1fr, 1fr), ..d.signatures.map(s => [#s #v(1.6cm) #line(length: 80%, stroke: 0.4pt)]))
"""


def signed_list(title: str, lead: str, footer: str, rows: list[dict[str, str]], total: int) -> bytes:
    """One ward's list; nothing in a name is markup, nothing is written to a disk."""
    home = places.home()
    told: dict[str, Any] = {
        "title": title, "lead": lead, "footer": footer, "rows": rows, "city": home.name if home else "",
        "made_up": _("Data contoh: semua orang dan angka di sini dibuat-buat.") if places.is_made_up() else "",
        "heads": [_("No."), _("Kepala keluarga"), _("RT/RW"), _("Jumlah"), _("Tanda tangan atau cap jempol")],
        "sum_word": _("Jumlah"), "sum": formats.rupiah(total),
        "closing": _("Yang tidak mengambil sampai akhir hari pembayaran dikembalikan; haknya tetap."),
        "signatures": [_("Petugas yang menyerahkan"), _("Saksi")],
    }  # fmt: skip
    inputs = {"data": json.dumps(told, ensure_ascii=False)}
    made: bytes = typst.compile(SHEET, sys_inputs=inputs, format="pdf", pdf_standards=["a-2b"])
    return made


def attached(content: bytes, name: str) -> HttpResponse:
    """A PDF to keep, which no browser and no proxy keeps for others."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
