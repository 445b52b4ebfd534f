"""Where three opinions on a family's welfare disagree: the official decile, the local score, and who stood in the house.

Nothing is scored here. A sign is one published criterion of want that the columns can tell; a disagreement names what
both sides say and where each comes from, so that a person can look.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from lontar.science.living_conditions.columns import Answer

POOR_MOST: Final = 4  # national aid reaches deciles 1 to 4 (PKH and Sembako, February 2026)
WELL_OFF_LEAST: Final = 6  # and was switched off for deciles 6 to 10 in the same month
GONE: Final = frozenset({"moved_country", "moved_abroad", "died", "not_found"})

DisagreementKind = Literal["gone", "poor_without_signs", "not_poor_with_signs", "unranked_with_signs", "not_deserving"]


@dataclass(frozen=True, slots=True)
class Sign:
    """One published criterion of want, as far as the columns can tell it; None is not known."""

    name: str
    words: Answer
    source: Answer
    needs: tuple[str, ...]
    shows: Callable[[Mapping[str, int]], bool | None]


def _any_of(column: str, *codes: int) -> Callable[[Mapping[str, int]], bool | None]:
    def shows(known: Mapping[str, int]) -> bool | None:
        return known[column] in codes if column in known else None

    return shows


def _house(known: Mapping[str, int]) -> bool | None:
    """Walls of bamboo, logs or other makeshift, or a roof of thatch: not a permanent house."""
    wall, roof = known.get("wall_material"), known.get("roof_material")
    if wall in (2, 4, 5, 6, 7) or roof in (7, 8):
        return True
    return None if wall is None else False


KUPANG: Final = Answer(
    "Lima indikator Kota Kupang (dua yang pertama diketahui dari pers, tiga lainnya belum diketahui)",
    "Kota Kupang's five indicators (two known from the press, three not known)",
)
NATIONAL: Final = Answer(
    "Kepmensos 262/HUK/2022 (bunyinya terverifikasi sebagian)", "Kepmensos 262/HUK/2022 (its wording partly verified)"
)
# What a used sheet of zinc looks like, whether water is bought by the tank, and whether work is informal: the columns
# cannot tell these parts of the indicators, so they are not here.
SIGNS: Final = (
    Sign("house", Answer("Rumah tidak permanen", "House not permanent"), KUPANG, ("wall_material",), _house),
    Sign(
        "floor", Answer("Lantai tanah atau semen kasar", "Floor of earth or rough cement"), NATIONAL,
        ("floor_material",), _any_of("floor_material", 6, 8),
    ),
    Sign(
        "water", Answer("Air minum dari sumber tak terlindung", "Drinking water from an unprotected source"), KUPANG,
        ("drinking_water_source",), _any_of("drinking_water_source", 6, 8, 9),
    ),
    Sign(
        "toilet", Answer("Tanpa jamban sendiri", "No toilet of its own"), KUPANG, ("toilet_facility",),
        _any_of("toilet_facility", 3, 4, 5, 6),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """What a field check says: the outcome of the visit, whether it finds the list right, and the columns it saw."""

    outcome: str
    deserves: str  # yes, no, unsure, or empty when nobody was asked
    columns: Mapping[str, int]
    on: date


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One contradiction between two opinions, with the signs that were seen and those that nobody could tell."""

    kind: DisagreementKind
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def signs(columns: Mapping[str, int]) -> dict[str, bool | None]:
    """Each sign of want: there, not there, or not known.

    >>> signs({"floor_material": 8, "toilet_facility": 1})
    {'house': None, 'floor': True, 'water': None, 'toilet': False}
    """
    return {sign.name: sign.shows(columns) for sign in SIGNS}


def disagreements(decile: int | None, seen: Seen | None) -> list[Disagreement]:
    """Where the official decile and the field check say different things. Without a field check nothing can be said.

    * gone: listed in deciles 1 to 4, but nobody of the family was met there;
    * poor_without_signs: deciles 1 to 4, every sign could be told, and none is there;
    * not_poor_with_signs: decile 6 and above, and at least one sign is there;
    * unranked_with_signs: no decile at all, and at least one sign is there;
    * not_deserving: deciles 1 to 4, and who checked says that the family does not belong on the list.

    >>> one, = disagreements(2, Seen("found", "", {"wall_material": 1, "floor_material": 2, "drinking_water_source": 3,
    ...     "toilet_facility": 1}, date(2026, 11, 20)))
    >>> one.kind, one.absent
    ('poor_without_signs', ('house', 'floor', 'water', 'toilet'))
    """
    if seen is None:
        return []
    poor = decile is not None and decile <= POOR_MOST
    if seen.outcome in GONE:
        return [Disagreement("gone")] if poor else []
    if seen.outcome != "found":
        return []
    told = signs(seen.columns)
    present, absent, unknown = (_with(told, wanted) for wanted in (True, False, None))
    found: list[Disagreement] = []
    if poor and seen.deserves == "no":
        found.append(Disagreement("not_deserving", present, absent, unknown))
    if poor and not present and not unknown:
        found.append(Disagreement("poor_without_signs", present, absent, unknown))
    if present and decile is None:
        found.append(Disagreement("unranked_with_signs", present, absent, unknown))
    if present and decile is not None and decile >= WELL_OFF_LEAST:
        found.append(Disagreement("not_poor_with_signs", present, absent, unknown))
    return found


def _with(told: Mapping[str, bool | None], wanted: bool | None) -> tuple[str, ...]:
    return tuple(name for name, shows in told.items() if shows is wanted)


def differences(file: Mapping[str, int], field: Mapping[str, int]) -> list[str]:
    """The columns that both know and tell differently; what one of them does not know is no difference.

    >>> differences({"floor_material": 8, "lighting": 1}, {"floor_material": 2, "roof_material": 3})
    ['floor_material']
    """
    return [name for name, value in file.items() if name in field and field[name] != value]


def words_of(names: Iterable[str], language: str) -> str:
    """Signs in words, one after another."""
    told = {sign.name: sign.words.words(language) for sign in SIGNS}
    return ", ".join(told[name] for name in names)
