"""A person's own data on paper: PDF/A by Typst, from the same words as the JSON. Nothing is written to a disk."""

import json
from typing import Any

import typst

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
#set table(stroke: 0.4pt + luma(180), inset: 4pt)
#show heading.where(level: 2): set block(above: 1.3em, below: 0.6em)
= #d.title
#text(fill: luma(80))[#d.city. #d.person. #d.made_at.]
#if d.made_up [#block(fill: luma(235), inset: 6pt)[#d.made_up_words]]
#d.rights
#for part in d.parts [
  == #part.title
  #if part.rows.len() == 0 [#text(fill: luma(90))[#d.nothing]] else {
    let heads = part.rows.first().keys()
    table(columns: heads.len() * (auto,), align: left, table.header(..heads.map(h => strong(h))),
      ..part.rows.map(r => heads.map(h => text(size: 8.5pt, r.at(h)))).flatten())
  }
]
== #d.sources_title
#for one in d.sources [
  *#one.name.* #one.purpose #text(fill: luma(80))[#one.basis. #one.law]

]
"""


def pdf(told: dict[str, Any], *, language: str, words: dict[str, str]) -> bytes:
    """The document as PDF/A-2b."""
    data = json.dumps(told | words | {"lang": language}, ensure_ascii=False)
    made: bytes = typst.compile(SOURCE, sys_inputs={"data": data}, format="pdf", pdf_standards=["a-2b"])
    return made
