"""Where the house of a row stands, in degrees north and east: read, held to the city, and never a reason to keep out."""

from typing import Final

import polars as pl

from lontar.science.family_file.notes import Notes
from lontar.science.trouble import words

Box = tuple[float, float, float, float]
"""West, south, east and north in degrees."""
BOTH: Final = ("latitude", "longitude")
MOST: Final = {"latitude": 90, "longitude": 180}
DEGREES: Final = r"(?i)^([-+]?\d{1,3}(?:[.,]\d+)?)\s*°?\s*(LS|LU|BT|BB|S|N|E|W)?$"
DIGITS: Final = 6  # of a degree: about a decimetre
# A finding outlives the person: it tells the row, and not where the house stands.
UNREADABLE: Final = words(
    "Letak rumah tidak terbaca, jadi tidak dicatat. Tulis lintang lalu bujur dalam derajat, "
    "misalnya -10,1588 dan 123,6070."
)
HALF: Final = words(
    "Lintang tanpa bujur atau bujur tanpa lintang: letak rumah tidak dicatat. Isi atau kosongkan keduanya."
)
OUTSIDE: Final = words(
    "Letak rumah ini di luar kota. Tetap dicatat dan masuk daftar pertentangan; "
    "periksa angkanya, atau apakah lintang dan bujur tertukar."
)


def with_position(rows: pl.DataFrame, notes: Notes, *, box: Box | None) -> pl.DataFrame:
    """`latitude` and `longitude` as numbers, both or neither; 0 and 0, as programs write it, is not given."""
    written = [key for key in BOTH if rows.get_column(key).null_count() < rows.height]
    if not written:
        return rows.with_columns(pl.lit(None, pl.Float64).alias(key) for key in BOTH)
    rows = rows.with_columns(_degrees(key) for key in BOTH)
    nowhere = pl.all_horizontal((pl.col(f"{key}_number") == 0).fill_null(False) for key in BOTH)
    for key in BOTH:
        unread = rows.filter(pl.col(key).is_not_null() & pl.col(f"{key}_number").is_null())
        notes.add(unread, "warning", key, "position_unreadable", UNREADABLE)
    alone = rows.filter(pl.col("latitude").is_null() != pl.col("longitude").is_null())
    notes.add(alone, "warning", "latitude", "position_half", HALF)
    given = pl.all_horizontal(pl.col(f"{key}_number").is_not_null() for key in BOTH) & ~nowhere
    rows = rows.with_columns(pl.when(given).then(pl.col(f"{key}_number")).alias(key) for key in BOTH)
    rows = rows.drop(f"{key}_number" for key in BOTH)
    if box is not None:
        west, south, east, north = box
        inside = pl.col("latitude").is_between(south, north) & pl.col("longitude").is_between(west, east)
        notes.add(rows.filter(~inside), "warning", "latitude", "position_outside", OUTSIDE)
    return rows


def _degrees(key: str) -> pl.Expr:
    """The number of a cell as `<key>_number`, south and west below nought; null where it is none on Earth."""
    text = pl.col(key)
    number = text.str.extract(DEGREES, 1).str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    turned = text.str.extract(DEGREES, 2).str.to_uppercase().is_in(["LS", "S", "BB", "W"]).fill_null(False)
    number = pl.when(turned).then(-number.abs()).otherwise(number).round(DIGITS)
    return pl.when(number.abs() <= MOST[key]).then(number).alias(f"{key}_number")
