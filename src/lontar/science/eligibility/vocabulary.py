"""The words a rule may use: every column it can ask about, its unit, its plausible bounds and its plain name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["number", "date", "choice", "flag"]
Owner = Literal["family", "member"]


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

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the frame that this word reads."""
        read = (self.years_of or self.months_of or self.name, self.dated_by, self.sourced_by)
        return tuple(column for column in read if column)

    def __hash__(self) -> int:
        return hash((self.owner, self.name))


RELATIONS = {
    "head": Spoken("kepala keluarga", "head of the family"),
    "spouse": Spoken("suami atau istri", "spouse"),
    "child": Spoken("anak", "child"),
    "child_in_law": Spoken("menantu", "child-in-law"),
    "grandchild": Spoken("cucu", "grandchild"),
    "parent": Spoken("orang tua", "parent"),
    "parent_in_law": Spoken("mertua", "parent-in-law"),
    "relative": Spoken("famili lain", "relative"),
    "helper": Spoken("pembantu", "helper"),
    "other": Spoken("lainnya", "other"),
}
# As on the family card: L is a man or boy, P a woman or girl.
SEXES = {"L": Spoken("laki-laki", "male"), "P": Spoken("perempuan", "female")}

_WORDS = (
    Field(
        "decile", "family", "number", Spoken("desil DTSEN", "DTSEN decile"), "decile", (1, 10),
        dated_by="decile_on", sourced_by="decile_source",
    ),
    Field("decile_on", "family", "date", Spoken("tanggal desil", "date of the decile")),
    Field("size", "family", "number", Spoken("jumlah anggota", "number of members"), "persons", (1, 60)),
    Field(
        "age", "member", "number", Spoken("umur", "age"), "years", (0, 130), years_of="birth_date",
    ),
    Field(
        "age_months", "member", "number", Spoken("umur dalam bulan", "age in months"), "months", (0, 1571),
        months_of="birth_date",
    ),
    Field("birth_date", "member", "date", Spoken("tanggal lahir", "birth date")),
    Field("sex", "member", "choice", Spoken("jenis kelamin", "sex"), choices=SEXES),
    Field("relation", "member", "choice", Spoken("hubungan keluarga", "relation"), choices=RELATIONS),
    Field("disabled", "member", "flag", Spoken("disabilitas", "disability")),
)  # fmt: skip

Vocabulary = Mapping[str, Field]
VOCABULARY: Vocabulary = {word.name: word for word in _WORDS}


def columns_of(vocabulary: Vocabulary, owner: Owner) -> tuple[str, ...]:
    """Every column of the families or members that the vocabulary reads, in a fixed order, each once."""
    found: dict[str, None] = {}
    for word in vocabulary.values():
        if word.owner == owner:
            found.update(dict.fromkeys(word.columns))
    return tuple(found)
