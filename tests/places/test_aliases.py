"""The spellings of wards that are met in the field are known from the start, each with its source."""

import csv

from cast import CITY, TODAY
from lontar.city.access.queries import AtTerminal
from lontar.city.places import actions, queries
from lontar.science.example_city.region import _KUPANG_ALIASES
from lontar.science.place_names import place_key


def keys_of(code: str) -> set[str]:
    ward = queries.by_code(code)
    assert ward is not None
    return {place_key(ward.name)} | {alias.key for alias in queries.aliases_in(ward.pk)}


def test_wards_are_found_by_their_abbreviations_and_old_spellings(home):
    assert place_key("LLBK") in keys_of("53.71.06.1002")
    assert place_key("Nunbaun Dela") in keys_of("53.71.01.1003")
    assert place_key("NAIKOTEN-I") in keys_of("53.71.05.1004")


def test_every_alias_belongs_to_a_ward_and_says_where_it_was_met(home):
    with actions.ALIASES.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 20
    assert all(row["source"] for row in rows)
    assert all(place_key(row["alias"]) in keys_of(row["code"]) for row in rows)


def test_no_two_wards_answer_to_one_alias(home):
    known = [(alias.key, alias.place_id) for alias in queries.aliases_in(CITY)]
    known += [(place_key(ward.name), ward.pk) for ward in queries.wards_in(CITY)]
    assert len({key for key, _place in known}) == len(known)


def test_the_example_city_uses_only_spellings_that_are_known(home):
    for code, spellings in _KUPANG_ALIASES.items():
        assert {place_key(each) for each in spellings} <= keys_of(code), code


def test_loading_the_region_again_adds_nothing(home):
    before = queries.aliases_in(CITY).count()
    actions.load_region("53.71", by=AtTerminal(None), on=TODAY)
    assert queries.aliases_in(CITY).count() == before > 5
