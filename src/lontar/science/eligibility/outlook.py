"""What rules say to one family: what it qualifies for, what it misses by one condition, what cannot be said and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from lontar.science.eligibility import terms as t
from lontar.science.eligibility.columns import QUALIFIES, UNDECIDED
from lontar.science.eligibility.reading import Reading, Record, StepRead, read_family, read_person
from lontar.science.eligibility.rulebook import Ruling
from lontar.science.eligibility.vocabulary import Field

NEAR: Final = "near"  # one condition alone stands against it
DOES_NOT: Final = "does_not"
UNKNOWN_CRITERIA: Final = "criteria_unknown"
ORDER: Final = (QUALIFIES, NEAR, UNDECIDED, UNKNOWN_CRITERIA, DOES_NOT)


@dataclass(frozen=True, slots=True)
class Outlook:
    """One rule's word for a family: `reading` is its own, or that of the member it looks best for.

    `member` counts from 1, and is 0 for a rule about families; `members` are all for whom it looks as well.
    """

    ruling: Ruling
    answer: str
    reading: Reading
    member: int
    members: tuple[int, ...]

    @property
    def missed(self) -> StepRead | None:
        """The one condition that is not met, where one alone stands against it."""
        return next(iter(_alone(self.reading)), None) if self.answer == NEAR else None

    @property
    def unknown(self) -> tuple[StepRead, ...]:
        """The conditions that nobody here can answer."""
        return tuple(step for step in self.reading.steps if step.answer is None)

    @property
    def missing(self) -> frozenset[Field]:
        """The words that would have to be known to decide it."""
        return frozenset(
            evidence.field
            for step in self.unknown
            for evidence in step.evidence
            if evidence.value is None and not isinstance(step.step, t.NotKnown)
        )


def outlook(ruling: Ruling, family: Record, members: Sequence[Record]) -> Outlook | None:
    """One rule's word for a family; None for a rule about persons where nobody is known."""
    if ruling.rule.applies_to == "family":
        reading = read_family(ruling, family, members)
        return Outlook(ruling, answer_of(reading), reading, 0, ())
    read = [read_person(ruling, family, members, at, evidence=False) for at in range(len(members))]
    if not read:
        return None
    answers = [answer_of(reading) for reading in read]
    best = min(answers, key=ORDER.index)
    first = answers.index(best)
    alike = tuple(n for n, answer in enumerate(answers, 1) if answer == best)
    return Outlook(ruling, best, read_person(ruling, family, members, first), first + 1, alike)


def answer_of(reading: Reading) -> str:
    """The verdict, told finer: near where one condition alone stands against it, apart where criteria are not known.

    A step that is unknown makes nobody near: what is missed must be known to be missed.
    """
    if reading.verdict == UNDECIDED and any(isinstance(step.step, t.NotKnown) for step in reading.steps):
        return UNKNOWN_CRITERIA
    if reading.verdict in (QUALIFIES, UNDECIDED):
        return reading.verdict
    return NEAR if _alone(reading) else DOES_NOT


def _alone(reading: Reading) -> list[StepRead]:
    """The steps with a known answer that alone, answered otherwise, would let it qualify."""
    turning = {change.step for change in reading.changes if change.verdict == QUALIFIES}
    return [step for step in reading.steps if step.number in turning and step.answer is not None]


def ordered(found: Iterable[Outlook]) -> list[Outlook]:
    """What it qualifies for first, then what it nearly does, then what cannot be said."""
    return sorted(found, key=lambda one: (ORDER.index(one.answer), one.ruling.rule.name.id))
