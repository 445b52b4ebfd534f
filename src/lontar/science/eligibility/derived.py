"""Words of a rule that follow from what a family card or a form says: never guessed, unknown where it does not tell."""

from collections.abc import Iterable
from typing import Final

import polars as pl

from lontar.science.eligibility.vocabulary import Field

CARD_WORDS: Final = frozenset({"disabled", "severe_disability", "works", "public_servant", "school"})
"""What a card may decide."""
OCCUPATION_WORDS: Final = frozenset({"works", "public_servant", "school"})
"""Those of them for which the card's occupation and schooling must be read."""
FORM_WORDS: Final = frozenset({"school"})
"""What the answers of Regsosek about a person may decide."""
# As SIAK writes occupations; other spellings of the same are met in the field.
_SERVANTS = r"PEGAWAI NEGERI|\bPNS\b|\bASN\b|PPPK|\bTNI\b|TENTARA|POLRI|KEPOLISIAN"
_PUPIL = r"PELAJAR|MAHASISWA"
_IDLE = r"BELUM|TIDAK BEKERJA|MENGURUS RUMAH TANGGA|PENSIUN"
_NO_WORK_YET = r"BELUM|TIDAK BEKERJA"
# Who is a pupil goes to the school above the one last finished.
_NEXT_SCHOOL = {
    "none": "primary",
    "primary_unfinished": "primary",
    "primary": "lower_secondary",
    "lower_secondary": "upper_secondary",
    "upper_secondary": "higher",
    "diploma_2": "higher",
    "diploma_3": "higher",
    "bachelor": "higher",
    "master": "higher",
    "doctor": "higher",
}


# Question 412: 2 is at school, the others are not; question 413: the level, four ranges of codes.
_AT_SCHOOL = 2
_LEVELS = {"primary": (1, 5), "lower_secondary": (6, 10), "upper_secondary": (11, 17), "higher": (18, 22)}


def with_form_words(members: pl.DataFrame, answers: pl.DataFrame) -> pl.DataFrame:
    """Members with `school`, as far as Regsosek was answered for them; `answers` has `person_id` and its columns.

    >>> people = pl.DataFrame({"person_id": [1, 2, 3]})
    >>> forms = pl.DataFrame({"person_id": [1, 2], "school_participation": [2, 3], "education_level": [8, 8]})
    >>> with_form_words(people, forms).get_column("school").to_list()
    ['lower_secondary', 'none', None]
    """
    attends, level = pl.col("school_participation"), pl.col("education_level")
    attended = pl.coalesce(
        pl.when(level.is_between(low, high)).then(pl.lit(name)) for name, (low, high) in _LEVELS.items()
    )
    school = pl.when(attends == _AT_SCHOOL).then(attended).when(attends.is_not_null()).then(pl.lit("none"))
    told = answers.select("person_id", school.alias("school"))
    return members.join(told, on="person_id", how="left", maintain_order="left")


def with_housing_words(families: pl.DataFrame, answers: pl.DataFrame, asked: Iterable[Field]) -> pl.DataFrame:
    """Families with those words that are answers of Regsosek; `answers` has `family_id` and codes."""
    told = answers.select(
        "family_id",
        *(
            pl.col(field.name).replace_strict(dict(field.codes), default=None, return_dtype=pl.String)
            for field in asked
            if field.codes
        ),
    )
    return families.join(told, on="family_id", how="left", maintain_order="left")


def with_card_words(members: pl.DataFrame) -> pl.DataFrame:
    """Members with the words that their card decides.

    Reads `occupation` (text), `education` (a code of `family_file.codes`) and `disability` (a code, `none` or empty
    where there is none, null where nobody asked), as far as they are there. Adds the CARD_WORDS; what a column of that
    name holds already goes before what the card says.

    >>> people = pl.DataFrame({"occupation": ["PELAJAR/MAHASISWA", "PETANI/PEKEBUN"], "education": ["primary", None]})
    >>> with_card_words(people).select("school", "works", "public_servant").rows()
    [('lower_secondary', False, False), ('none', True, False)]
    """
    found: dict[str, pl.Expr] = {}
    if "disability" in members.columns:
        disabled = ~pl.col("disability").is_in(["", "none"])
        found["disabled"] = disabled
        # The card knows of no degrees: nobody without a disability has a severe one, of the others it says nothing.
        found["severe_disability"] = pl.when(~disabled).then(pl.lit(False))
    if "occupation" in members.columns:
        occupation = _known(pl.col("occupation"))
        pupil = occupation.str.contains(_PUPIL)
        found["works"] = ~(pupil | occupation.str.contains(_IDLE))
        found["public_servant"] = occupation.str.contains(_SERVANTS)
        education = pl.col("education") if "education" in members.columns else pl.lit(None, pl.String)
        attended = education.replace_strict(_NEXT_SCHOOL, default=None, return_dtype=pl.String)
        # Whoever "does not work yet" may be a pupil all the same.
        elsewhere = pl.when(~occupation.str.contains(_NO_WORK_YET)).then(pl.lit("none"))
        found["school"] = pl.when(pupil).then(attended).otherwise(elsewhere)
    return members.with_columns(
        **{name: pl.coalesce(name, card) if name in members.columns else card for name, card in found.items()}
    )


def with_list_words(families: pl.DataFrame) -> pl.DataFrame:
    """Families with `in_dtsen`: yes where a decile is known, else unknown, for no list says who is not on it."""
    if "in_dtsen" in families.columns or "decile" not in families.columns:
        return families
    return families.with_columns(in_dtsen=pl.when(pl.col("decile").is_not_null()).then(pl.lit(True)))


def _known(text: pl.Expr) -> pl.Expr:
    """The text in capitals; null where nothing is written."""
    plain = text.str.strip_chars().str.to_uppercase()
    return pl.when(plain.is_in(["", "-", "TIDAK TAHU", "TIDAK DIKETAHUI"])).then(None).otherwise(plain)
