"""The house a family lives in and what it owns, in the answer codes of Regsosek 2022-K."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from lontar.science.example_city.dice import Dice, Floats, Ints
from lontar.science.example_city.welfare import poorest_first

# Question, its column, its answer codes, and how a hundred families answer in each fifth, the poorest first.
# Plausible for a town of Nusa Tenggara Timur (zinc roofs, septic tanks for nine in ten), not counted
# anywhere.
_QUESTIONS: tuple[tuple[str, tuple[int, ...], tuple[tuple[int, ...], ...]], ...] = (
    ("301a_status_bangunan", (1, 2, 3, 4),
     ((62, 12, 26, 0), (64, 18, 17, 1), (64, 23, 11, 2), (66, 24, 7, 3), (74, 20, 3, 3))),
    ("303_lantai", (2, 4, 5, 6, 7, 8),
     ((12, 4, 4, 62, 1, 17), (28, 6, 2, 58, 0, 6), (48, 7, 2, 41, 0, 2), (68, 7, 1, 24, 0, 0),
      (88, 5, 1, 6, 0, 0))),
    ("304_dinding", (1, 3, 4, 6),
     ((48, 22, 14, 16), (68, 17, 7, 8), (84, 11, 2, 3), (93, 6, 0, 1), (98, 2, 0, 0))),
    ("305_atap", (1, 2, 3, 4, 7),
     ((1, 1, 88, 2, 8), (1, 1, 94, 2, 2), (2, 2, 94, 2, 0), (3, 4, 92, 1, 0), (8, 10, 81, 1, 0))),
    ("306a_air_minum", (1, 2, 3, 4, 5, 6, 11),
     ((0, 18, 22, 10, 22, 10, 18), (1, 30, 24, 12, 17, 3, 13), (2, 42, 25, 12, 10, 1, 8),
      (4, 54, 24, 11, 4, 0, 3), (12, 62, 16, 9, 1, 0, 0))),
    ("307a_penerangan", (1, 2, 3, 4),
     ((70, 25, 1, 4), (86, 13, 0, 1), (95, 5, 0, 0), (98, 2, 0, 0), (100, 0, 0, 0))),
    ("308_bahan_bakar", (2, 3, 4, 7, 10),
     ((0, 0, 4, 46, 50), (1, 0, 8, 66, 25), (2, 1, 12, 75, 10), (6, 3, 16, 72, 3), (18, 10, 18, 53, 1))),
    ("309a_tempat_bab", (1, 2, 4, 6),
     ((68, 20, 4, 8), (82, 14, 2, 2), (92, 7, 1, 0), (97, 3, 0, 0), (99, 1, 0, 0))),
    ("309b_kloset", (1, 2, 4),
     ((78, 8, 14), (90, 5, 5), (97, 2, 1), (99, 1, 0), (100, 0, 0))),
    ("310_pembuangan_tinja", (1, 3, 4, 5),
     ((70, 2, 24, 4), (85, 1, 13, 1), (94, 1, 5, 0), (98, 0, 2, 0), (99, 0, 1, 0))),
)  # fmt: skip
# Installed power, asked only of homes with their own meter.
_POWER = ((78, 20, 2, 0, 0), (58, 35, 7, 0, 0), (36, 43, 20, 1, 0), (18, 38, 38, 6, 0), (5, 19, 47, 22, 7))
# Owned things: in a hundred families of each fifth.
_ASSETS: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("502a_gas_5_kg", (1, 3, 6, 14, 36)), ("502b_lemari_es", (22, 44, 64, 80, 94)),
    ("502c_ac", (0, 1, 4, 13, 45)),
    ("502f_televisi_datar", (10, 22, 38, 58, 82)), ("502g_emas_10_gram", (2, 5, 10, 20, 46)),
    ("502h_komputer", (5, 13, 27, 48, 78)), ("502i_sepeda_motor", (42, 64, 78, 87, 93)),
    ("502k_mobil", (0, 1, 4, 12, 44)), ("502n_telepon_pintar", (72, 86, 93, 97, 99)),
    ("503b_rumah_lain", (1, 2, 3, 6, 18)), ("504d_babi", (38, 34, 28, 20, 12)),
)  # fmt: skip


def homes(standing: Floats, sizes: Ints, dice: Dice) -> pl.DataFrame:
    """One row for each family: housing, water, light, sanitation and assets; assets as 1 yes, 2 no."""
    families = len(standing)
    # Houses follow what a family had over the years, not this month alone.
    lasting = standing + dice.normal("lasting", families) * 0.45
    fifth = poorest_first(lasting) // 20
    columns: dict[str, Ints] = {}
    for question, codes, shares in _QUESTIONS:
        columns[question] = np.array(codes, dtype=np.int64)[dice.pick_by(question, fifth, shares)]
    metered = columns["307a_penerangan"] == 1
    power = 1 + dice.pick_by("307b", fifth, _POWER)
    no_toilet = columns["309a_tempat_bab"] == 6
    per_head = 9 + 4 * fifth + dice.below("floor area", families, 14)
    columns["302_luas_lantai"] = np.clip(per_head * np.minimum(sizes, 6), 12, 400)
    for asset, shares_by_fifth in _ASSETS:
        columns[asset] = _yes_no(asset, fifth, shares_by_fifth, dice)
    frame = pl.DataFrame(columns)
    return frame.with_columns(
        _where_asked(power, metered).alias("307b_daya"),
        _where_asked(columns["309b_kloset"], ~no_toilet).alias("309b_kloset"),
        _where_asked(columns["310_pembuangan_tinja"], ~no_toilet).alias("310_pembuangan_tinja"),
    ).select(sorted([*frame.columns, "307b_daya"]))


def _yes_no(asset: str, fifth: Ints, shares: Sequence[int], dice: Dice) -> Ints:
    yes = dice.below(asset, len(fifth), 100) < np.array(shares, dtype=np.int64)[fifth]
    return np.where(yes, 1, 2).astype(np.int64)


def _where_asked(answers: Ints, asked: np.ndarray) -> pl.Series:
    return pl.Series(answers).set(pl.Series(~asked), None)
