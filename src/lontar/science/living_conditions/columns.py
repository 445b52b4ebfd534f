"""A column of living conditions: its question, its answers, and what a value means in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Level = Literal["family", "person"]
Kind = Literal["code", "number", "bits"]

# Two public readings of the printed form disagree on roof codes 5 and 6. Codes are kept as they were written, and the
# version of a row says by which reading. Who has not looked at the form yet says so.
REGSOSEK: Final = "regsosek-2022-k"
REGSOSEK_BAMBOO_5: Final = "regsosek-2022-k/5=bambu"
REGSOSEK_UNSURE: Final = "regsosek-2022-k/?"
VERSIONS: Final = (REGSOSEK, REGSOSEK_BAMBOO_5, REGSOSEK_UNSURE)
ROOF: Final = "roof_material"
ROOF_SHINGLE, ROOF_BAMBOO = 5, 6
UNSURE: Final = {"id": "bacaan kode belum dipastikan", "en": "reading of the code not confirmed"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What one code means, in Indonesian and in English."""

    id: str
    en: str
    unknown: bool = False  # the family itself does not know

    def words(self, language: str) -> str:
        return self.en if language.startswith("en") else self.id


@dataclass(frozen=True, slots=True)
class Column:
    """One question of the form.

    `kind` says what a value is: a code of `answers`, a number from `least` to `most` in `unit`, or a sum of bits.
    """

    name: str
    question: str
    group: str
    label_id: str
    label_en: str
    answers: Mapping[int, Answer] = field(default_factory=dict)
    kind: Kind = "code"
    level: Level = "family"
    least: int = 0
    most: int = 0
    unit: Answer = Answer("", "")

    def label(self, language: str) -> str:
        """The question in a few words."""
        return self.label_en if language.startswith("en") else self.label_id

    def allows(self, value: int) -> bool:
        """Whether this is an answer to the question."""
        if self.kind == "number":
            return self.least <= value <= self.most
        if value in self.answers:
            return True
        return self.kind == "bits" and 0 < value <= sum(self.bits)

    @property
    def bits(self) -> tuple[int, ...]:
        """The codes that can be added: those that are one bit."""
        return tuple(code for code in self.answers if code > 0 and code & (code - 1) == 0)

    def meaning(self, value: int, language: str, version: str = REGSOSEK) -> str:
        """A value in words, by the reading of the row that it comes from.

        >>> roof = Column(ROOF, "305", "house", "Atap", "Roof", {5: Answer("Kayu", "Wood"), 6: Answer("Bambu", "Bamboo")})
        >>> roof.meaning(5, "id"), roof.meaning(5, "id", REGSOSEK_BAMBOO_5)
        ('Kayu', 'Bambu')
        >>> roof.meaning(5, "en", REGSOSEK_UNSURE)
        'Wood / Bamboo (reading of the code not confirmed)'
        """
        if self.kind == "number":
            return f"{value} {self.unit.words(language)}".strip()
        if self.name == ROOF and value in (ROOF_SHINGLE, ROOF_BAMBOO):
            return self._roof(value, language, version)
        if value in self.answers:
            return self.answers[value].words(language)
        parts = [self.answers[bit].words(language) for bit in self.bits if value & bit]
        return ", ".join(parts) or str(value)

    def _roof(self, value: int, language: str, version: str) -> str:
        words = {code: self.answers[code].words(language) for code in (ROOF_SHINGLE, ROOF_BAMBOO)}
        if version == REGSOSEK_UNSURE:
            why = UNSURE["en" if language.startswith("en") else "id"]
            return f"{words[ROOF_SHINGLE]} / {words[ROOF_BAMBOO]} ({why})"
        swapped = ROOF_SHINGLE + ROOF_BAMBOO - value
        return words[swapped if version == REGSOSEK_BAMBOO_5 else value]


def answers(*lines: str) -> dict[int, Answer]:
    """Answers from lines `code|Indonesian|English`; a code with `?` is what the family does not know.

    >>> answers("1|Ya|Yes", "8?|Tidak tahu|Not known")[8]
    Answer(id='Tidak tahu', en='Not known', unknown=True)
    """
    found = {}
    for line in lines:
        code, indonesian, english = line.split("|")
        found[int(code.rstrip("?"))] = Answer(indonesian, english, unknown=code.endswith("?"))
    return found


YES_NO: Final = answers("1|Ya|Yes", "2|Tidak|No")
YES, NO = 1, 2
