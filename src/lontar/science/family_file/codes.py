"""The codes of a family file, written as text, as letters or as numbers, brought to one word each."""

from collections.abc import Mapping
from typing import Final

import polars as pl


def spellings(words: Mapping[str, str]) -> dict[str, str]:
    """From `code: "spelling|spelling"` to `SPELLING: code`, without blanks and signs.

    >>> spellings({"L": "LAKI-LAKI|1"})
    {'LAKILAKI': 'L', '1': 'L'}
    """
    return {
        "".join(c for c in spelling.upper() if c.isalnum()): code
        for code, listed in words.items()
        for spelling in listed.split("|")
    }


SEX: Final = spellings({
    "L": "L|LK|LAKI-LAKI|LAKI|LELAKI|PRIA|1|M",
    "P": "P|PR|PEREMPUAN|WANITA|2|F|W",
})  # fmt: skip

RELATION: Final = spellings({
    "head": "KEPALA KELUARGA|KEPALA|KK|KEP KELUARGA|KEP. KEL|1|01|KRT|KEPALA RUMAH TANGGA",
    "spouse": "SUAMI|ISTRI|ISTERI|2|02|3|03|PASANGAN|SUAMI/ISTRI",
    "child": "ANAK|ANAK KANDUNG|ANAK ANGKAT|ANAK TIRI|4|04",
    "child_in_law": "MENANTU|5|05",
    "grandchild": "CUCU|6|06",
    "parent": "ORANGTUA|ORANG TUA|7|07",
    "parent_in_law": "MERTUA|8|08",
    "relative": "FAMILI LAIN|FAMILI|FAMILI LAINNYA|SAUDARA|KEPONAKAN|9|09",
    "helper": "PEMBANTU|ASISTEN RUMAH TANGGA|10",
    "other": "LAINNYA|LAIN-LAIN|11",
})  # fmt: skip

MARITAL: Final = spellings({
    "single": "BELUM KAWIN|BELUM NIKAH|1|B|LAJANG",
    "married": "KAWIN|NIKAH|KAWIN TERCATAT|KAWIN BELUM TERCATAT|KAWIN TIDAK TERCATAT|MENIKAH|2|K",
    "divorced": "CERAI HIDUP|CERAI HIDUP TERCATAT|CERAI HIDUP BELUM TERCATAT|CERAI|3|CH",
    "widowed": "CERAI MATI|JANDA|DUDA|4|CM",
})  # fmt: skip

DISABILITY: Final = spellings({
    "none": "TIDAK CACAT|TIDAK|TIDAK ADA|7|0|-|BUKAN|NON DISABILITAS",
    "physical": "CACAT FISIK|FISIK|DISABILITAS FISIK|1",
    "sight": "CACAT NETRA/BUTA|NETRA|CACAT NETRA|TUNA NETRA|DISABILITAS NETRA|2",
    "hearing_speech": "CACAT RUNGU/WICARA|RUNGU WICARA|RUNGU|WICARA|TUNA RUNGU|TUNA WICARA|3",
    "mental": "CACAT MENTAL/JIWA|MENTAL|JIWA|DISABILITAS MENTAL|4",
    "physical_and_mental": "CACAT FISIK DAN MENTAL|FISIK DAN MENTAL|5",
    "other": "CACAT LAINNYA|LAINNYA|6",
})  # fmt: skip

EDUCATION: Final = spellings({
    "none": "TIDAK / BELUM SEKOLAH|TIDAK SEKOLAH|BELUM SEKOLAH|1",
    "primary_unfinished": "BELUM TAMAT SD/SEDERAJAT|BELUM TAMAT SD|TIDAK TAMAT SD|TIDAK TAMAT SD/SEDERAJAT|2",
    "primary": "TAMAT SD / SEDERAJAT|TAMAT SD|SD|SD/SEDERAJAT|3",
    "lower_secondary": "SLTP/SEDERAJAT|SLTP|SMP|SMP/SEDERAJAT|TAMAT SMP|4",
    "upper_secondary": "SLTA / SEDERAJAT|SLTA|SMA|SMK|SMA/SEDERAJAT|TAMAT SMA|5",
    "diploma_2": "DIPLOMA I / II|DIPLOMA I|DIPLOMA II|D1|D2|D-I|D-II|6",
    "diploma_3": "AKADEMI/ DIPLOMA III/S. MUDA|AKADEMI/DIPLOMA III/SARJANA MUDA|DIPLOMA III|D3|D-III|7",
    "bachelor": "DIPLOMA IV/ STRATA I|STRATA I|S1|S-1|D4|D-IV|8",
    "master": "STRATA II|S2|S-2|9",
    "doctor": "STRATA III|S3|S-3|10",
})  # fmt: skip

RELIGION: Final = spellings({
    "islam": "ISLAM|1", "protestant": "KRISTEN|KRISTEN PROTESTAN|PROTESTAN|2",
    "catholic": "KATHOLIK|KATOLIK|KRISTEN KATOLIK|3", "hindu": "HINDU|4", "buddhist": "BUDHA|BUDDHA|5",
    "confucian": "KHONGHUCU|KONGHUCU|6",
    "belief": "KEPERCAYAAN TERHADAP TUHAN YME / LAINNYA|KEPERCAYAAN|KEPERCAYAAN TERHADAP TUHAN YME|LAINNYA|7",
})  # fmt: skip

GONE: Final = spellings({
    "dead": "MATI|MENINGGAL|MENINGGAL DUNIA|WAFAT",
    "moved": "PINDAH|PINDAH KELUAR",
    "lost": "HILANG|TIDAK VALID",
})  # fmt: skip
"""The status of a person who no longer lives in the family; every other status is taken as living here."""

NO_WORDS: Final = ("", "TIDAKDIKETAHUI", "TIDAKTAHU", "NULL", "NA")


def coded(rows: pl.DataFrame, column: str, table: Mapping[str, str]) -> tuple[pl.Series, pl.Series]:
    """The code of each text, null where it is not in the table; and the texts that no table knows."""
    texts = rows.select(pl.col(column).unique().drop_nulls())
    spelt_texts = texts.select(spelt(column)).to_series()
    codes = [table.get(text) for text in spelt_texts]
    mapping = dict(zip(texts.to_series(), codes, strict=True))
    strange = [t for t, s, c in zip(mapping, spelt_texts, codes, strict=True) if c is None and s not in NO_WORDS]
    code = rows.get_column(column).replace_strict(mapping, default=None, return_dtype=pl.String)
    return code.alias(f"{column}_code"), pl.Series(column, strange, dtype=pl.String)


def spelt(column: str) -> pl.Expr:
    """The text as the tables know it: upper case, letters and digits only, no leading note such as `4. `."""
    upper = pl.col(column).str.to_uppercase()
    worded = pl.when(upper.str.contains(r"[A-Z]{2}")).then(upper.str.replace(r"^\d+\s*[.\-)]\s*", "")).otherwise(upper)
    return worded.str.replace_all(r"[^A-Z0-9]", "")


def unit_numbers(rows: pl.DataFrame, column: str) -> pl.Series:
    """RT or RW by `unit_number`, each spelling read once."""
    texts = rows.select(pl.col(column).unique().drop_nulls())
    mapping = dict(zip(texts.to_series(), texts.select(unit_number(column)).to_series(), strict=True))
    read = rows.get_column(column).replace_strict(mapping, default=None, return_dtype=pl.String)
    return read.alias(f"{column}_number")


def unit_number(column: str) -> pl.Expr:
    """RT or RW in three digits: `3`, `003`, `RT.003`, `RT 3/5` (its first number).

    >>> pl.DataFrame({"rt": ["3", "RT.003", "RT 3/5", "-"]}).select(unit_number("rt")).to_series().to_list()
    ['003', '003', '003', None]
    """
    digits = pl.col(column).str.extract(r"(\d{1,3})", 1)
    number = digits.cast(pl.Int16, strict=False)
    return pl.when(number > 0).then(number.cast(pl.String).str.zfill(3))
