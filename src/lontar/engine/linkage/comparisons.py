"""The levels of agreement as Splink 5 reads them: SQL conditions over the keys of two records."""

from typing import Any, Final

from lontar.science.linkage.levels import LEVELS

# What is left of one name when the words of the other are taken out decides more than how alike the whole names
# are: MARIA BENU and YOHANES BENU share four sevenths of their letters and are brother and sister.
MACROS: Final = (
    "CREATE MACRO rest_of(a, b) AS array_to_string(list_filter(a, lambda x: not list_contains(b, x)), ' ')",
    # The list of one element binds both rests to a name, so that they are worked out once.
    """CREATE MACRO one_slip(words_a, words_b) AS list_transform(
        [{a: rest_of(words_a, words_b), b: rest_of(words_b, words_a)}],
        lambda rest: rest.a <> '' AND rest.b <> '' AND (
            starts_with(rest.a, rest.b) OR starts_with(rest.b, rest.a)
            OR (greatest(length(rest.a), length(rest.b)) > 3 AND levenshtein(rest.a, rest.b) <= 1)
            OR (least(length(rest.a), length(rest.b)) > 4 AND jaro_winkler_similarity(rest.a, rest.b) >= 0.93)))[1]""",
    """CREATE MACRO is_alike(words_a, words_b) AS list_transform(
        [{a: rest_of(words_a, words_b), b: rest_of(words_b, words_a)}],
        lambda rest: rest.a <> '' AND rest.b <> '' AND (
            (jaro_winkler_similarity(rest.a, rest.b) >= 0.84 AND least(length(rest.a), length(rest.b)) > 2)
            OR replace(rest.a, ' ', '') = replace(rest.b, ' ', '')))[1]""",
    """CREATE MACRO near_number(a, b) AS CASE WHEN length(a) = length(b) THEN hamming(a, b) <= 2
        WHEN abs(length(a) - length(b)) = 1 THEN levenshtein(a, b) <= 1 ELSE false END""",
    "CREATE MACRO equal_parts(d1, d2, m1, m2, y1, y2) AS (d1 = d2)::INT + (m1 = m2)::INT + (y1 = y2)::INT",
    "CREATE MACRO round_date(d, m) AS d IN (1, 31) AND m IN (1, 7, 12)",
)

UNKNOWN: Final = {
    "name": "name_key_l IS NULL OR name_key_r IS NULL",
    "birth": "year_l IS NULL OR year_r IS NULL",
    "sex": "sex_l IS NULL OR sex_r IS NULL",
    "nik": "nik_l IS NULL OR nik_r IS NULL",
    "mother": "mother_key_l IS NULL OR mother_key_r IS NULL",
    "card": "card_l IS NULL OR card_r IS NULL",
    "home": "(street_key_l IS NULL OR street_key_r IS NULL) AND (ward_l IS NULL OR ward_r IS NULL)"
    " AND (block_l IS NULL OR block_r IS NULL)",
}
_NAMES = "name_words_l, name_words_r"
_MOTHERS = "mother_words_l, mother_words_r"
_STREETS = "street_words_l, street_words_r"
_HERE = "coalesce(ward_l = ward_r, true)"
_STREET_SLIP = f"jaro_winkler_similarity(street_key_l, street_key_r) >= 0.92 OR one_slip({_STREETS})"
_STREET_LIKE = (
    "jaro_winkler_similarity(street_key_l, street_key_r) >= 0.84 OR"
    " (len(list_intersect(street_words_l, street_words_r)) >= 2"
    " AND 2 * len(list_intersect(street_words_l, street_words_r)) >= least(len(street_words_l), len(street_words_r)))"
)
_PARTS = "equal_parts(day_l, day_r, month_l, month_r, year_l, year_r)"
# A NIK is district of first issue, birth date, serial, and serials begin at 0001 in each district on each day. So
# twins, and strangers of one birthday, have numbers that look like slips of each other and are not. A slip is where
# district and serial agree and the date in the number does not, and is wrong in one of the two (a boy and a girl
# born together have the same number but for 40 in the day, and both are right).
_SIXTEEN = "length(nik_l) = 16 AND length(nik_r) = 16"
_SLIP = (
    f"({_SIXTEEN} AND nik_outer_l = nik_outer_r AND hamming(nik_l, nik_r) <= 2"
    " AND NOT (nik_fits_l AND nik_fits_r))"
    f" OR (NOT ({_SIXTEEN}) AND near_number(nik_l, nik_r))"
)
_PARTS_OF_NIK = (
    f"{_SIXTEEN} AND (substr(nik_l, 1, 12) = substr(nik_r, 1, 12)"
    " OR (substr(nik_l, 7, 10) = substr(nik_r, 7, 10) AND hamming(nik_l, nik_r) <= 2))"
)
CONDITIONS: Final = {
    "name": {
        "same": "name_key_l = name_key_r",
        "slip": f"one_slip({_NAMES})",
        "part": "list_has_all(name_words_l, name_words_r) OR list_has_all(name_words_r, name_words_l)",
        "like": f"is_alike({_NAMES}) OR jaro_winkler_similarity(name_key_l, name_key_r) >= 0.92",
        "given": "given_l = given_r",
        "shared": "list_has_any(name_words_l, name_words_r)",
    },
    "birth": {
        "same": "born_l = born_r",
        "swapped": "year_l = year_r AND day_l = month_r AND month_l = day_r",
        "slip": f"{_PARTS} = 2",
        "year": "year_l = year_r",
        "near": "abs(year_l - year_r) <= 2",
    },
    "sex": {"same": "sex_l = sex_r"},
    "nik": {
        "same": "nik_l = nik_r",
        "slip": _SLIP,
        "partly": _PARTS_OF_NIK,
    },
    "mother": {
        "same": "mother_key_l = mother_key_r",
        "slip": f"one_slip({_MOTHERS}) OR is_alike({_MOTHERS})"
        " OR list_has_all(mother_words_l, mother_words_r) OR list_has_all(mother_words_r, mother_words_l)",
        "shared": "list_has_any(mother_words_l, mother_words_r)",
    },
    "card": {"same": "card_l = card_r", "slip": "near_number(card_l, card_r)"},
    "home": {
        "same": f"{_HERE} AND street_key_l = street_key_r",
        "slip": f"{_HERE} AND ({_STREET_SLIP})",
        "like": f"{_HERE} AND ({_STREET_LIKE})",
        "elsewhere": f"street_key_l = street_key_r OR {_STREET_SLIP} OR {_STREET_LIKE}",
        "block": "ward_l = ward_r AND block_l = block_r",
        "ward": "ward_l = ward_r",
    },
}
RARITY: Final = {
    "name": ("same", "name_key"), "birth": ("same", "born"), "nik": ("slip", "nik_outer"),
    "mother": ("same", "mother_key"), "home": ("same", "street_key"),
}  # fmt: skip
"""Levels, and the column in which agreeing on a rare value says more than agreeing on a common one."""


def comparisons(shares: dict[str, dict[str, tuple[float, float]]]) -> list[dict[str, Any]]:
    """Splink's comparisons, with `(same, stranger)` shares for each field and level."""
    return [_comparison(field, shares[field]) for field in LEVELS]


def _comparison(field: str, shares: dict[str, tuple[float, float]]) -> dict[str, Any]:
    levels: list[dict[str, Any]] = [
        {"sql_condition": UNKNOWN[field], "label_for_charts": "unknown", "is_null_level": True}
    ]
    for level in LEVELS[field]:
        same, stranger = shares[level.code]
        entry = {
            "sql_condition": CONDITIONS[field].get(level.code, "ELSE"),
            "label_for_charts": level.code,
            "m_probability": same,
            "u_probability": stranger,
        }
        if field in RARITY and level.code == RARITY[field][0]:
            entry |= {
                "tf_adjustment_column": RARITY[field][1],
                "tf_adjustment_weight": 1.0,
                "tf_minimum_u_value": 1e-7,
                "disable_tf_exact_match_detection": True,
            }
        levels.append(entry)
    return {"output_column_name": field, "comparison_levels": levels}
