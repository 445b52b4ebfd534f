"""Who is meant by a name, a number or a local number: the person themselves, whoever fits best first."""

from dataclasses import dataclass
from typing import Final

from lontar.city.registry.models import Identifier
from lontar.city.registry.queries.families import LOCAL, NUMBER, PERSON, FamilyFilter, families_matching
from lontar.city.registry.queries.walking import names_in
from lontar.kit.sealing import blinds
from lontar.science.names import name_key

FAMILIES_MOST: Final = 2000
ALIKE_MIN: Final = 75
"""From so many hundredths of common letters on a word is taken for a slip of another."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A person who may be meant."""

    person_id: int
    name: str
    family_id: int

    @property
    def family_number(self) -> str:
        return f"K-{self.family_id:07d}"


def people_sought(words: str, *, most: int) -> list[Sought]:
    """Of the families that match, the people who are meant: by name the best fit first, by a number its bearer."""
    wanted = words.strip()
    families = families_matching(FamilyFilter(words=wanted)).values_list("pk", flat=True)[:FAMILIES_MOST]
    found = [Sought(person, name, family) for family, members in names_in(families).items() for person, name in members]
    digits = wanted.replace(" ", "").replace(".", "")
    if person := PERSON.match(digits):
        return [one for one in found if one.person_id == int(person[1])] or found[:most]
    if NUMBER.match(digits):
        bearers = set(Identifier.objects.filter(blind__in=blinds("nik", digits)).values_list("person_id", flat=True))
        return sorted(found, key=lambda one: (one.person_id not in bearers, one.family_id, one.person_id))[:most]
    if LOCAL.match(digits):
        return found[:most]
    parts = name_key(wanted[:120]).split()
    keys = {one.person_id: name_key(one.name).split() for one in found}
    fits = {one.person_id: _fit(parts, keys[one.person_id]) for one in found}
    told = [one for one in found if fits[one.person_id] > 0]
    # Of two that fit alike, the one whose name says nothing more.
    told.sort(key=lambda one: (-fits[one.person_id], len(keys[one.person_id]), one.name, one.person_id))
    return told[:most]


def _fit(parts: list[str], own: list[str]) -> float:
    """How much of what was asked for a name has, each word by the one that is most like it; 0 without one in common."""
    from rapidfuzz.fuzz import ratio  # only here: every start would wait for it

    best = [max((ratio(part, word) for word in own), default=0.0) for part in parts]
    return sum(best) if any(share >= ALIKE_MIN for share in best) else 0.0
