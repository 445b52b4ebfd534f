"""Families and members of an area with every word that rules ask for and that somebody here knows."""

from collections.abc import Collection
from datetime import date
from typing import Any, Final

import polars as pl

from lontar.city.programmes import queries as programmes
from lontar.city.registry import frames as registry
from lontar.science.eligibility.derived import (
    CARD_WORDS,
    FORM_WORDS,
    OCCUPATION_WORDS,
    with_card_words,
    with_form_words,
    with_housing_words,
    with_list_words,
)
from lontar.science.eligibility.vocabulary import Field

# What a list of recipients can tell: the word of the rules, and the key of the programme's lines.
RECEIVES: Final = {"receives_pkh": "pkh", "receives_sembako": "sembako"}
_KNOWN: Final = {"yes": True, "no": False, "unknown": None}


def asked_of(
    asked: Collection[Field], place_id: int, *, on: date, sizes: bool = False, also: Collection[str] = ()
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Families and members of a place with the columns of these words, as known on a day; what nobody asks is not read.

    `sizes` and `also` (columns of members) are read besides.
    """
    return _families(asked, place_id, on, sizes), _members(asked, place_id, on, also)


def _families(asked: Collection[Field], place_id: int, on: date, sizes: bool) -> pl.DataFrame:
    sizes = sizes or any("size" in field.columns for field in asked)
    families = with_list_words(registry.families(place_id, on=on, sizes=sizes))
    housing = [field for field in asked if field.codes]
    if housing:
        families = with_housing_words(families, registry.living_conditions(place_id, on=on), housing)
    return _with_lists(families, {field.name for field in asked}, on)


def _members(asked: Collection[Field], place_id: int, on: date, also: Collection[str]) -> pl.DataFrame:
    names = {field.name for field in asked}
    read = {column for field in asked if field.owner == "member" for column in field.columns}
    read |= {*also, "family_id", "person_id", "relation"}
    read |= {"disability"} if names & CARD_WORDS else set()
    read |= {"occupation", "education"} if names & OCCUPATION_WORDS else set()
    members = registry.members(place_id, on=on, columns=[name for name in registry.MEMBERS if name in read])
    if names & FORM_WORDS:
        members = with_form_words(members, registry.person_conditions(place_id, on=on))
    return with_card_words(members) if names & CARD_WORDS else members


def _with_lists(families: pl.DataFrame, names: Collection[str], on: date) -> pl.DataFrame:
    """Who is known to receive what already: yes by a list, no only by a complete one, else unknown."""
    for word, programme in RECEIVES.items():
        if word in names:
            told = programmes.receiving(programme, families.select("family_id", "place_id").iter_rows(), on=on)
            known = [_KNOWN[told[key]] for key in families.get_column("family_id")]
            families = families.with_columns(pl.Series(word, known, dtype=pl.Boolean))
    return families


def records_of(
    families: pl.DataFrame, members: pl.DataFrame, keys: Collection[int]
) -> dict[int, tuple[dict[str, Any], list[dict[str, Any]]]]:
    """A few families with their members, as the step-by-step reading takes them."""
    few = families.filter(pl.col("family_id").is_in(list(keys)))
    their = members.filter(pl.col("family_id").is_in(list(keys))).sort("family_id", "person_id")
    grouped: dict[int, list[dict[str, Any]]] = {}
    for one in their.to_dicts():
        grouped.setdefault(one["family_id"], []).append(one)
    return {one["family_id"]: (one, grouped.get(one["family_id"], [])) for one in few.to_dicts()}
