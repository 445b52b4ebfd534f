"""What three sides say of a family's welfare, beside each other: DTSEN, the local score, who stood in the house."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lontar.city.registry.models import Decile, Family
from lontar.city.registry.queries.conditions import Conditions, Source, newest, said_of
from lontar.science.living_conditions import COLUMNS
from lontar.science.living_conditions.opinions import SIGNS, Seen, differences, disagreements, signs, words_of


@dataclass(frozen=True, slots=True)
class SignSeen:
    """One sign of want: there, not there, or not known (None); and where the criterion comes from."""

    words: str
    shows: bool | None
    source: str


@dataclass(frozen=True, slots=True)
class Opinions:
    """The official decile as imported; no local score before it is computed; the field check with what it showed.

    `differs` are columns that a file and the field check tell differently: label, the file's word, the visit's word.
    `doubts` are the signs that speak against the decile, in words.
    """

    decile: int | None
    version_on: date | None
    source: str
    checked_on: date | None
    signs: list[SignSeen]
    differs: list[tuple[str, str, str]]
    present: str
    doubts: bool
    known: Conditions


def opinions_of(family: Family, language: str, deciles: Sequence[Decile] = ()) -> Opinions:
    """All three, honest about what is missing. `deciles` are the family's, the newest first, as the page has them."""
    latest = deciles[0] if deciles else None
    said = said_of(family)
    field = newest(said, [Source.FIELD_CHECK]).family
    file = newest(said, [Source.IMPORT]).family
    seen = {name: one.value for name, one in field.items()}
    told = signs(seen)
    checked_on = max((one.on for one in field.values()), default=None)
    found = disagreements(family.decile, Seen("found", "", seen, checked_on)) if checked_on else []
    return Opinions(
        decile=family.decile,
        version_on=family.decile_on,
        source=latest.source if latest else "",
        checked_on=checked_on,
        signs=[
            SignSeen(sign.words.words(language), told[sign.name], sign.source.words(language)) for sign in SIGNS
        ] if checked_on else [],
        differs=[
            (
                COLUMNS[name].label(language),
                COLUMNS[name].meaning(file[name].value, language, file[name].version),
                COLUMNS[name].meaning(field[name].value, language, field[name].version),
            )
            for name in differences({name: one.value for name, one in file.items()}, seen)
        ],
        present=words_of([name for name, shows in told.items() if shows], language),
        doubts=bool(found),
        known=newest(said),
    )  # fmt: skip
