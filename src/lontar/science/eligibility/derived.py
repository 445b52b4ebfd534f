"""Words of a rule that follow from what a family card says: never guessed, unknown where the card does not tell."""

import polars as pl

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


def with_card_words(members: pl.DataFrame) -> pl.DataFrame:
    """Members with the words that their card decides.

    Reads `occupation` (text), `education` (a code of `family_file.codes`) and `disability` (a code, `none` or empty
    where there is none, null where nobody asked), as far as they are there. Adds `disabled`, `severe_disability`,
    `works`, `public_servant` and `school`, unless a column of that name is there already.

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
    return members.with_columns(**{name: column for name, column in found.items() if name not in members.columns})


def with_list_words(families: pl.DataFrame) -> pl.DataFrame:
    """Families with `in_dtsen`: yes where a decile is known, else unknown, for no list says who is not on it."""
    if "in_dtsen" in families.columns or "decile" not in families.columns:
        return families
    return families.with_columns(in_dtsen=pl.when(pl.col("decile").is_not_null()).then(pl.lit(True)))


def _known(text: pl.Expr) -> pl.Expr:
    """The text in capitals; null where nothing is written."""
    plain = text.str.strip_chars().str.to_uppercase()
    return pl.when(plain.is_in(["", "-", "TIDAK TAHU", "TIDAK DIKETAHUI"])).then(None).otherwise(plain)
