"""The words a rule may use: every column it can ask about, its unit, its plausible bounds and its plain name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Kind = Literal["number", "date", "choice", "flag"]
Owner = Literal["family", "member"]
# Whose words may be used: a family's, one member's, or a person's, who belongs to a family.
About = frozenset[Owner]
FAMILY: Final[About] = frozenset({"family"})
MEMBER: Final[About] = frozenset({"member"})
PERSON: Final[About] = FAMILY | MEMBER


@dataclass(frozen=True, slots=True)
class Spoken:
    """One meaning in the two languages of the house."""

    id: str
    en: str

    def __getitem__(self, language: str) -> str:
        return self.en if language == "en" else self.id


@dataclass(frozen=True, slots=True)
class Field:
    """One column of the families or of the members.

    A number outside `bounds` and a word outside `choices` are read as unknown: a decile of 11 proves nothing.
    `dated_by` and `sourced_by` name the columns that say when the value was found, and by whom.
    `years_of` and `months_of` make a derived number: completed years or months since a date, on the day asked.
    `codes` says which answer code of Regsosek 2022-K is which word, where the column is one of its questions.
    """

    name: str
    owner: Owner
    kind: Kind
    label: Spoken
    unit: str = ""
    bounds: tuple[int, int] = (0, 0)
    choices: Mapping[str, Spoken] = field(default_factory=dict)
    dated_by: str = ""
    sourced_by: str = ""
    years_of: str = ""
    months_of: str = ""
    codes: Mapping[int, str] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the frame that this word reads."""
        read = (self.years_of or self.months_of or self.name, self.dated_by, self.sourced_by)
        return tuple(column for column in read if column)

    def __hash__(self) -> int:
        return hash((self.owner, self.name))


Vocabulary = Mapping[str, Field]
