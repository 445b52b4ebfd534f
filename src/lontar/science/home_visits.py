"""Who visits which family, and who is visited twice: shared out by a rule, drawn by a number that is stated."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

Split = Literal["evenly", "by_rt", "by_ward"]
SPLITS: Final[tuple[Split, ...]] = ("by_rt", "evenly", "by_ward")


@dataclass(frozen=True, slots=True, order=True)
class Stop:
    """A family at its address; in this order one walks."""

    place_id: int
    rw: str
    rt: str
    family_id: int


@dataclass(frozen=True, slots=True)
class Walker:
    """Who visits, and in which ranges of place ids."""

    id: int
    spans: tuple[tuple[int, int], ...]

    def serves(self, place_id: int) -> bool:
        """Whether this place is theirs."""
        return any(low <= place_id <= high for low, high in self.spans)


def share_out(
    stops: Iterable[Stop], walkers: Sequence[Walker], split: Split, *, taken: Mapping[int, int] | None = None
) -> dict[int, int | None]:
    """Each family's officer; None where nobody serves the ward. The same families and officers give the same list.

    `by_ward` and `by_rt` keep a ward or an RT whole and give the next largest one to whoever has least; `evenly`
    walks along the addresses and gives each officer of a ward an equal stretch. `taken` names for a family the
    officer who may not get it, because they visit it already.

    >>> stops = [Stop(1, "01", rt, at) for at, rt in enumerate(("01", "01", "02"))]
    >>> share_out(stops, [Walker(7, ((1, 1),)), Walker(8, ((1, 1),))], "by_rt")
    {0: 7, 1: 7, 2: 8}
    """
    load = {walker.id: 0 for walker in walkers}
    shares: dict[int, int | None] = {}
    for group in _groups(sorted(set(stops)), walkers, split, taken or {}):
        able = [
            walker.id
            for walker in walkers
            if walker.serves(group[0].place_id) and walker.id not in {(taken or {}).get(one.family_id) for one in group}
        ]
        officer = min(able, key=lambda one: (load[one], one)) if able else None
        for stop in group:
            shares[stop.family_id] = officer
        if officer is not None:
            load[officer] += len(group)
    return dict(sorted(shares.items()))


def _groups(stops: list[Stop], walkers: Sequence[Walker], split: Split, taken: Mapping[int, int]) -> list[list[Stop]]:
    """What goes to one officer as a whole, the largest first."""
    blocks: dict[tuple[object, ...], list[Stop]] = defaultdict(list)
    for stop in stops:
        barred = taken.get(stop.family_id)
        key: tuple[object, ...] = (stop.place_id, barred)
        blocks[(*key, stop.rw, stop.rt) if split == "by_rt" else key].append(stop)
    if split == "evenly":
        return [part for block in blocks.values() for part in _stretches(block, walkers, taken)]
    return sorted(blocks.values(), key=lambda block: (-len(block), block[0]))


def _stretches(block: list[Stop], walkers: Sequence[Walker], taken: Mapping[int, int]) -> list[list[Stop]]:
    barred = taken.get(block[0].family_id)
    able = sum(walker.serves(block[0].place_id) and walker.id != barred for walker in walkers) or 1
    whole, more = divmod(len(block), able)
    parts, at = [], 0
    for number in range(able):
        size = whole + (number < more)
        if size:
            parts.append(block[at : at + size])
        at += size
    return parts


def drawn(keys: Iterable[int], *, percent: int, seed: int) -> list[int]:
    """A share of these keys, at least one of them, chosen by the seed alone: whoever knows it can draw again.

    The keys with the smallest SHA-256 of `seed:key` are taken, so a key's luck does not hang on which others are there.

    >>> drawn(range(100), percent=5, seed=1) == drawn(reversed(range(100)), percent=5, seed=1)
    True
    >>> len(drawn(range(100), percent=5, seed=1)), drawn([], percent=5, seed=1), drawn([1], percent=0, seed=1)
    (5, [], [])
    """
    known = sorted(set(keys))
    if not 0 <= percent <= 100:
        raise ValueError("a share is between 0 and 100 percent")
    wanted = -(-len(known) * percent // 100)
    return sorted(sorted(known, key=lambda key: (hashlib.sha256(f"{seed}:{key}".encode()).digest(), key))[:wanted])
