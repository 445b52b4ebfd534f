"""Translation: collect the strings of the screens, keep the English catalogue complete, build what gettext reads.

Source strings are Indonesian. GNU gettext is not needed: templates are turned into Python-like text by Django
itself and read, like the Python files, by Babel.
"""

import ast
import functools
import io
import re
import sys
from collections.abc import Iterator
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from lontar.house.environment import ROOT

SOURCE = ROOT / "src/lontar"
ENGLISH = SOURCE / "house/locale/en/LC_MESSAGES/django.po"
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "npgettext": ((1, "c"), 2, 3), "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2), "words": None, "counted": (1, 1),
}  # fmt: skip
ALIAS = re.compile(r"\b(\w+) as (\w+)\b")


@functools.cache
def collected() -> Catalog:
    """Every string that a screen may show, with the places where it stands; read once, and only read by its callers."""
    catalog = Catalog(project="Lontar", charset="utf-8", fuzzy=False)
    for file, line, message, context in _strings():
        catalog.add(message, locations=[(file, line)], context=context)
    return catalog


def _strings() -> Iterator[tuple[str, int, str | tuple[str, ...], str | None]]:
    files = [path for pattern in ("*.py", "*.html", "*.txt") for path in SOURCE.rglob(pattern)]
    for file in sorted(files):
        if "migrations" in file.parts or "locale" in file.parts:
            continue
        text = file.read_text(encoding="utf-8")
        if file.suffix != ".py":
            text = templatize(text, origin=str(file))
        name = str(file.relative_to(ROOT))
        for line, message, _comments, context in extract("python", io.BytesIO(text.encode()), _keywords(text)):
            yield name, line, message, context
        if file.name == "api.py" or file.parent.name == "api":
            yield from ((name, line, words, None) for line, words in _operations(text))


def _operations(text: str) -> Iterator[tuple[int, str]]:
    """What the operations of the API say of themselves: their docstrings stand on the API's page."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and any(
            ast.unparse(one).startswith("router.") for one in node.decorator_list
        ):
            yield node.lineno, ast.get_docstring(node) or ""


def _keywords(text: str) -> dict[str, Any]:
    """The functions that mark a string, under the names by which this file imports them."""
    aliases = {alias: KEYWORDS[name] for name, alias in ALIAS.findall(text) if name in KEYWORDS}
    return KEYWORDS | aliases


def english() -> Catalog:
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def missing() -> list[str]:
    """The strings that have no English yet."""
    known = english()
    gaps = []
    for message in collected():
        if not message.id:
            continue
        translated = known.get(message.id, message.context)
        # What gettext holds for doubtful is left out of the compiled file.
        words = translated.string if translated and not translated.fuzzy else ""
        if not (all(words) if isinstance(words, list | tuple) else words):
            gaps.append(str(message.id))
    return gaps


def update() -> None:
    """Bring the English catalogue's list of strings up to date; translations that are still used stay."""
    known = english() if ENGLISH.exists() else Catalog(locale="en")
    # No date of collecting: two people who collect the same strings write the same file.
    known.update(collected(), no_fuzzy_matching=True, update_creation_date=False)
    known.obsolete.clear()
    known.header_comment = "# The screens in English; written by ./lontar messages. Terms: docs/glossary.md."
    known.project, known.version, known.fuzzy = "Lontar", "", False
    known.last_translator, known.language_team = "Lontar", "Lontar"
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    with ENGLISH.open("wb") as file:
        write_po(file, known, width=100, sort_output=True, omit_header=False, include_lineno=False)


def build() -> None:
    """Write the compiled catalogue where it is missing or older than its source."""
    compiled = ENGLISH.with_suffix(".mo")
    if not ENGLISH.exists() or (compiled.exists() and compiled.stat().st_mtime >= ENGLISH.stat().st_mtime):
        return
    with compiled.open("wb") as file:
        write_mo(file, english())


def run(arguments: list[str]) -> int:
    update()
    build()
    gaps = missing()
    for gap in gaps:
        print(f"no English: {gap}")
    print(f"{len(gaps)} strings have no English", file=sys.stderr)
    return int(bool(gaps))
