"""A person's own data on paper: PDF/A by Typst, from the same words as the JSON. Nothing is written to a disk."""

import json
import re
from datetime import date, datetime
from typing import Any, Final

import typst
from django.utils.translation import gettext as _

from lontar.kit.formats import day, number

# Everything is text to Typst: it comes in as data, so no sign in a name is markup, and no number is a pattern.
SOURCE = b"""
#let d = json(bytes(sys.inputs.data))
#set document(title: d.title, author: d.city)
#set page(paper: "a4", margin: (x: 1.8cm, y: 2cm), footer: context [
  #set text(8pt, fill: luma(90))
  #d.person #h(1fr) #d.made_at #h(1fr) #str(counter(page).get().first()) / #str(counter(page).final().first())
])
#set text(font: ("Libertinus Serif",), size: 9.5pt, lang: d.lang)
#set heading(numbering: none)
#set table(stroke: (x, y) => (bottom: 0.4pt + luma(200)), inset: (x: 4pt, y: 4pt))
#show heading.where(level: 2): set block(above: 1.5em, below: 0.6em, sticky: true)
#show table.cell.where(y: 0): set text(fill: luma(70))
= #d.title
#text(fill: luma(80))[#d.city. #d.person. #d.made_at.]
#if d.made_up [#block(fill: luma(235), inset: 6pt)[#d.made_up_words]]
#d.rights
#for part in d.parts [
  == #part.title
  #if part.rows.len() == 0 [#text(fill: luma(90))[#d.nothing]] else {
    let heads = part.rows.first().keys()
    table(columns: part.wide.map(w => if w == 0 { auto } else { w * 1fr }), align: left,
      table.header(..heads.map(h => strong(h))),
      ..part.rows.map(r => heads.map(h => text(size: 8.5pt, r.at(h)))).flatten())
  }
]
== #d.sources_title
#for one in d.sources [
  *#one.name.* #one.purpose #text(fill: luma(80))[#one.basis. #one.law]

]
"""
DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?[+-]\d\d:\d\d")
SHORT: Final = 22
"""Letters up to which a column is as wide as its longest text; longer ones share what is left."""
WIDEST: Final = 8


def pdf(told: dict[str, Any], *, language: str, words: dict[str, str]) -> bytes:
    """The document as PDF/A-2b."""
    parts = [_for_paper(part) for part in told["parts"]]
    made_at = readable(told["made_at"])
    data = json.dumps(told | words | {"lang": language, "parts": parts, "made_at": made_at}, ensure_ascii=False)
    made: bytes = typst.compile(SOURCE, sys_inputs={"data": data}, format="pdf", pdf_standards=["a-2b"])
    return made


def _for_paper(part: dict[str, Any]) -> dict[str, Any]:
    rows = [
        {head: _amount(cell) if head == _("Rupiah") else readable(cell) for head, cell in row.items()}
        for row in part["rows"]
    ]
    return {"title": part["title"], "rows": rows, "wide": _wide(rows)}


def _wide(rows: list[dict[str, str]]) -> list[int]:
    """How wide each column is beside the others; 0 is as wide as its text. One at least takes what is left."""
    longest = [max(len(head), *(len(row[head]) for row in rows)) for head in (rows[0] if rows else ())]
    shares = [0 if letters <= SHORT else min(WIDEST, letters // SHORT) for letters in longest]
    return shares if any(shares) or not shares else [*shares[:-1], 1]


def _amount(cell: str) -> str:
    return number(int(cell)) if cell.isdecimal() else cell


def readable(cell: str) -> str:
    """Days and moments as people write them; the JSON keeps them as programs do."""
    if DAY.fullmatch(cell):
        return day(date.fromisoformat(cell))
    if MOMENT.fullmatch(cell):
        at = datetime.fromisoformat(cell)
        return f"{day(at.date())}, {at:%H.%M}"
    return cell
