"""The stages of a work: how far it is after each, and how its cost is shared out over them, exact to the rupiah."""

from collections.abc import Sequence
from dataclasses import dataclass

from lontar.science.trouble import Refusal, words

NAME_LETTERS = range(2, 81)
NO_STAGE = words("Sebuah pekerjaan punya paling sedikit satu tahap.")
NAME = words("Nama tahap ke-%(at)d berisi 2 sampai 80 huruf.")
RISES = words("Kemajuan setiap tahap naik, dan yang terakhir 100 persen; tahap ke-%(at)d tidak.")
SHARES = words("Termin setiap tahap 0 sampai 100 persen; tahap ke-%(at)d tidak.")
WHOLE = words("Semua termin bersama 100 persen; sekarang %(sum)d.")


@dataclass(frozen=True, slots=True)
class Planned:
    """One stage: percent of the work that stands then, and percent of the cost that is paid for it."""

    name: str
    progress: int
    share: int


def tranches(cost: int, stages: Sequence[Planned]) -> list[int]:
    """Whole rupiah for each stage: shares rounded down, the last one that is paid takes the rest.

    >>> tranches(100_000_001, [Planned("Mulai", 0, 30), Planned("Dinding", 60, 40), Planned("Selesai", 100, 30)])
    [30000000, 40000000, 30000001]
    >>> tranches(50, [Planned("Mulai", 0, 0), Planned("Selesai", 100, 100)])
    [0, 50]
    >>> tranches(50, [Planned("Mulai", 0, 50), Planned("Selesai", 90, 50)])
    Traceback (most recent call last):
    lontar.science.trouble.Refusal: Kemajuan setiap tahap naik, dan yang terakhir 100 persen; tahap ke-2 tidak.
    """
    _require_sensible(stages)
    shared = [cost * stage.share // 100 for stage in stages]
    last = max(at for at, stage in enumerate(stages) if stage.share)
    shared[last] += cost - sum(shared)
    return shared


def _require_sensible(stages: Sequence[Planned]) -> None:
    if not stages:
        raise Refusal(NO_STAGE, field="stages")
    before = -1
    for at, stage in enumerate(stages, 1):
        if len(stage.name.strip()) not in NAME_LETTERS:
            raise Refusal(NAME, values={"at": at}, field="stages")
        rises = before < stage.progress <= 100 and (stage.progress == 100) == (at == len(stages))
        if not rises:
            raise Refusal(RISES, values={"at": at}, field="stages")
        if not 0 <= stage.share <= 100:
            raise Refusal(SHARES, values={"at": at}, field="stages")
        before = stage.progress
    total = sum(stage.share for stage in stages)
    if total != 100:
        raise Refusal(WHOLE, values={"sum": total}, field="stages")
