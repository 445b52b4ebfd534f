"""What rules say to one family: what it qualifies for, what it misses by one condition, what cannot be said and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from lontar.science.eligibility import terms as t
from lontar.science.eligibility.asking import Question, can_be, open_questions, open_steps
from lontar.science.eligibility.columns import QUALIFIES, UNDECIDED
from lontar.science.eligibility.reading import Reading, Record, StepRead, read_family, read_person
from lontar.science.eligibility.rulebook import Ruling

NEAR: Final = "near"  # one condition alone stands against it
DOES_NOT: Final = "does_not"
UNKNOWN_CRITERIA: Final = "criteria_unknown"
ORDER: Final = (QUALIFIES, NEAR, UNDECIDED, UNKNOWN_CRITERIA, DOES_NOT)


@dataclass(frozen=True, slots=True)
class Outlook:
    """One rule's word for a family: `reading` is its own, or that of the member it looks best for.

    `member` counts from 1, and is 0 for a rule about families; `members` are all for whom it looks as well. `asks` is
    what would have to be known, and of whom, for it to be decided or to look better.
    """

    ruling: Ruling
    answer: str
    reading: Reading
    member: int
    members: tuple[int, ...]
    asks: frozenset[Question] = frozenset()

    @property
    def missed(self) -> StepRead | None:
        """The one condition that is not met, where one alone stands against it."""
        return next(iter(_alone(self.reading)), None) if self.answer == NEAR else None

    @property
    def unknown(self) -> tuple[StepRead, ...]:
        """The conditions that nobody here can answer and that could still change the word."""
        still_open = open_steps(self.reading)
        return tuple(step for step in self.reading.steps if step.number in still_open)


def outlook(ruling: Ruling, family: Record, members: Sequence[Record]) -> Outlook | None:
    """One rule's word for a family; None for a rule about persons where nobody is known."""
    if ruling.rule.applies_to == "family":
        reading = read_family(ruling, family, members)
        answer = answer_of(reading)
        every = open_questions(reading, family, members, None) if answer == UNDECIDED else frozenset()
        return Outlook(ruling, answer, reading, 0, (), every)
    read = [read_person(ruling, family, members, at, evidence=False) for at in range(len(members))]
    if not read:
        return None
    answers = [_of_member(reading, member) for reading, member in zip(read, members, strict=True)]
    best = min(answers, key=ORDER.index)
    # Whoever is nearly there does not make the others' answers idle; whoever qualifies does.
    asks = {
        at: open_questions(read[at], family, members, at)
        for at, answer in enumerate(answers)
        if answer == UNDECIDED and best in (NEAR, UNDECIDED)
    }
    alike = [at for at, answer in enumerate(answers) if answer == best]
    # A baby's business is not known either: it speaks for the rule only where nobody else could have one.
    alike = [at for at in alike if best != UNDECIDED or asks[at]] or alike
    of_all = frozenset(question for questions in asks.values() for question in questions)
    reading = read_person(ruling, family, members, alike[0])
    return Outlook(ruling, best, reading, alike[0] + 1, tuple(at + 1 for at in alike), of_all)


def answer_of(reading: Reading) -> str:
    """The verdict, told finer: near where one condition alone stands against it, apart where criteria are not known.

    A step that is unknown makes nobody near: what is missed must be known to be missed.
    """
    if reading.verdict == UNDECIDED and any(isinstance(step.step, t.NotKnown) for step in reading.steps):
        return UNKNOWN_CRITERIA
    if reading.verdict in (QUALIFIES, UNDECIDED):
        return reading.verdict
    return NEAR if _alone(reading) else DOES_NOT


def _of_member(reading: Reading, member: Record) -> str:
    """The word for one member: nobody is near by what cannot be true of them, a baby not by its business."""
    answer = answer_of(reading)
    if answer != NEAR:
        return answer
    can = any(
        all(can_be(field.name, member, reading.ruling.on) for field in t.fields(step.step)) for step in _alone(reading)
    )
    return NEAR if can else DOES_NOT


def _alone(reading: Reading) -> list[StepRead]:
    """The steps with a known answer that alone, answered otherwise, would let it qualify."""
    turning = {change.step for change in reading.changes if change.verdict == QUALIFIES}
    return [step for step in reading.steps if step.number in turning and step.answer is not None]


def ordered(found: Iterable[Outlook]) -> list[Outlook]:
    """What it qualifies for first, then what it nearly does, then what cannot be said."""
    return sorted(found, key=lambda one: (ORDER.index(one.answer), one.ruling.rule.name.id))
