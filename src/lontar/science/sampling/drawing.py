"""Draw homes for questions: strata, units within them, homes within units; each with the chance that it had."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lontar.science.trouble import Refusal, words

LEAST: Final = 2
"""Of each stratum and each part of a unit at least two are drawn, where there are two: one alone has no spread."""


@dataclass(frozen=True, slots=True)
class Home:
    """One family of the frame: in which stratum, in which unit of it (an RT), and in which part of the list."""

    family: int
    stratum: str
    unit: str
    part: str


@dataclass(frozen=True, slots=True)
class Design:
    """How many are drawn: `homes` of each part, in all or, where `units` are drawn first, in each unit."""

    homes: Mapping[str, int]
    units: int | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A home of the sample, and of how many how many were drawn at each stage."""

    family: int
    stratum: str
    unit: str
    part: str
    first_n: int
    first_of: int
    second_n: int
    second_of: int

    @property
    def probability(self) -> float:
        """The chance that it had to be drawn.

        >>> Drawn(1, "s", "u", "chosen", 5, 100, 2, 8).probability
        0.0125
        """
        return self.first_n / self.first_of * self.second_n / self.second_of


def lot(seed: str, key: str) -> str:
    """The lot of one key: SHA-256 of `seed:key` in hexadecimal. The smallest are drawn, and anybody can do it again.

    >>> lot("gong 2026", "00ff00ff00ff00ff")[:16]
    'ed0b4fd242728dcc'
    """
    return hashlib.sha256(f"{seed}:{key}".encode()).hexdigest()


def smallest(seed: str, keys: Iterable[str], wanted: int) -> list[str]:
    """A simple random sample without replacement, the same for the same seed whatever the order of the keys.

    >>> smallest("gong 2026", "abc", 2) == smallest("gong 2026", "cba", 2)
    True
    """
    return sorted(keys, key=lambda key: (lot(seed, key), key))[:wanted]


def shared_out(sizes: Mapping[str, int], total: int, *, least: int = LEAST) -> dict[str, int]:
    """How many of each stratum: in proportion to its size, by largest remainders, but at least two where there are two.

    >>> shared_out({"a": 70, "b": 30, "c": 1}, 10)
    {'a': 6, 'b': 3, 'c': 1}
    """
    whole = sum(sizes.values())
    if not whole:
        return {}
    exact = {key: total * size / whole for key, size in sizes.items()}
    found = {key: min(sizes[key], max(least, int(share))) for key, share in exact.items()}
    for key in sorted(exact, key=lambda one: (int(exact[one]) - exact[one], one)):
        if sum(found.values()) >= total:
            break
        if found[key] < sizes[key]:
            found[key] += 1
    while sum(found.values()) > total and max(found.values()) > least:
        found[max(found, key=lambda one: (found[one], one))] -= 1
    return found


def draw(frame: Sequence[Home], design: Design, *, seed: str) -> list[Drawn]:
    """The sample, in the order of strata, units and families.

    With `design.units` the units of each stratum are drawn by simple random sampling, then the homes of each part within
    each unit that was drawn. Without, homes are drawn directly, each part of each stratum being a stratum by itself.
    """
    if not frame:
        raise Refusal(
            words("Tidak ada keluarga untuk dijadikan contoh."), advice=words("Periksa daftar dan wilayahnya.")
        )
    found = _by_units(frame, design, seed) if design.units is not None else _directly(frame, design, seed)
    return sorted(found, key=lambda one: (one.stratum, one.unit, one.part, one.family))


def _directly(frame: Sequence[Home], design: Design, seed: str) -> list[Drawn]:
    strata: dict[str, dict[str, list[Home]]] = defaultdict(lambda: defaultdict(list))
    for home in frame:
        strata[home.part][home.stratum].append(home)
    found = []
    for part, of_part in sorted(strata.items()):
        wanted = shared_out({key: len(homes) for key, homes in of_part.items()}, design.homes.get(part, 0))
        for key, homes in of_part.items():
            known = {str(home.family): home for home in homes}
            taken = smallest(seed, known, wanted[key])
            found += [
                Drawn(known[one].family, f"{key}|{part}", one, part, len(taken), len(known), 1, 1) for one in taken
            ]
    return found


def _by_units(frame: Sequence[Home], design: Design, seed: str) -> list[Drawn]:
    strata: dict[str, dict[str, dict[str, list[int]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(list))
    )  # fmt: skip
    for home in frame:
        strata[home.stratum][home.unit][home.part].append(home.family)
    wanted = shared_out({key: len(units) for key, units in strata.items()}, design.units or 0)
    found = []
    for key, units in strata.items():
        drawn = smallest(seed, units, wanted[key])
        for unit in drawn:
            for part, families in units[unit].items():
                taken = smallest(seed, map(str, families), max(LEAST, design.homes.get(part, 0)))
                found += [
                    Drawn(int(one), key, unit, part, len(drawn), len(units), len(taken), len(families)) for one in taken
                ]
    return found
