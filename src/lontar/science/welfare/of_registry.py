"""The local score of families by what a registry knows of them: which answers a model needs, and its prediction."""

import math
from typing import Final

import polars as pl

from lontar.science.living_conditions import BY_QUESTION, COLUMNS, FAMILY
from lontar.science.trouble import Refusal, words
from lontar.science.welfare.design import question_of
from lontar.science.welfare.model import Model, score

SIZE: Final = "size"
SIZES: Final = ("size", "jumlah_anggota", "jumlah_art", "anggota_keluarga")


def sources_of(model: Model) -> dict[str, str]:
    """The registry's column behind each column that a model needs. Raises Refusal, with those that no registry keeps.

    A question is known by its name or by its number on the form (`303_lantai`); the size of the family is counted.
    """
    if model.by:
        raise Refusal(
            words("Model ini punya persamaan tersendiri menurut %(by)s, yang tidak dicatat registri."),
            advice=words("Latih satu model untuk seluruh kota, tanpa --by."), field="file",
            values={"by": ", ".join(model.by)},
        )  # fmt: skip
    found: dict[str, str] = {}
    missing = []
    for name in model.needs:
        question = question_of(name)
        column = BY_QUESTION[question] if question else name
        if name in SIZES:
            found[name] = SIZE
        elif column in COLUMNS and column in FAMILY:
            found[name] = column
        else:
            missing.append(name)
    if missing:
        raise Refusal(
            words("Registri tidak mencatat %(names)s, yang diperlukan model ini."),
            advice=words("Latih lagi dengan --without untuk kolom itu."), field="file",
            values={"names": ", ".join(missing[:8])},
        )  # fmt: skip
    return found


def scored(model: Model, families: pl.DataFrame) -> pl.DataFrame:
    """`family_id` and `score`, the predicted consumption in rupiah a head and month; null where too little is known."""
    there = [
        pl.col(column).alias(name) if column in families.columns else pl.lit(None).alias(name)
        for name, column in sources_of(model).items()
    ]
    table = families.select(there).with_columns(pl.all().cast(pl.String))
    found, _strange = score(model, table)
    return families.select("family_id").with_columns(found.get_column("predicted").alias("score"))


def interval(model: Model, predicted: int) -> tuple[int, int]:
    """Between which rupiah 90 of 100 families with this prediction lie."""
    part = model.parts[""]
    low, high = (round(predicted / part.smearing * math.exp(end)) for end in (part.low, part.high))
    return low, high
