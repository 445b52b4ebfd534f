"""Papers as PDF/A, made by Typst from data: nothing in a name is markup, nothing is written to a disk."""

import json
from collections.abc import Iterable
from typing import Any

import typst
from django.http import HttpResponse

FRAME = b"""
#let d = json(bytes(sys.inputs.data))
#set document(title: d.title, author: d.city)
#set text(font: ("Libertinus Serif",), size: 10.5pt, lang: "id")
#set table(stroke: 0.4pt + luma(150), inset: 4pt)
#let footer = context [#set text(8pt, fill: luma(90)); #d.footer #h(1fr) #str(counter(page).get().first()) / #str(counter(page).final().first())]
#let madeup = if d.made_up != "" [#block(fill: luma(235), inset: 6pt, width: 100%)[#d.made_up]]
"""
SLIP = (
    FRAME
    + b"""
#set page(width: 10.5cm, height: 14.8cm, margin: 1.2cm)
#text(weight: "bold")[#d.city]
= #d.title
#madeup
#table(columns: (auto, 1fr), stroke: none, inset: (x: 0pt, y: 3pt), column-gutter: 8pt, ..d.facts.map(f => (strong(f.at(0)), f.at(1))).flatten())
#d.words
"""
)


def compiled(source: bytes, data: dict[str, Any]) -> bytes:
    """The paper as PDF/A-2b; `data` holds at least title, city and, where all of it was invented, `made_up`."""
    inputs = {"data": json.dumps({"footer": "", "city": "", "made_up": "", **data}, ensure_ascii=False)}
    made: bytes = typst.compile(source, sys_inputs=inputs, format="pdf", pdf_standards=["a-2b"])
    return made


def pairs(facts: Iterable[tuple[Any, Any]]) -> list[list[str]]:
    """Terms and values as a paper takes them."""
    return [[str(term), str(value)] for term, value in facts]


def attached(content: bytes, name: str, media_type: str) -> HttpResponse:
    """A file to keep, which no browser and no proxy keeps for others."""
    form = {"application/pdf": "pdf", "image/jpeg": "jpg"}[media_type]
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    answer["Cache-Control"] = "no-store"
    return answer
