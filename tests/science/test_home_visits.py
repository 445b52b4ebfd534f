"""Families are shared out among officers by a rule, and the second visits are drawn by a stated seed."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lontar.science.home_visits import SPLITS, Stop, Walker, drawn, share_out
from lontar.science.living_conditions.opinions import Seen, differences, disagreements, signs, words_of

OESAPA, LASIANA = 5371031010, 5371031011
HERE, THERE, BOTH = (
    Walker(1, ((OESAPA, OESAPA),)),
    Walker(2, ((LASIANA, LASIANA),)),
    Walker(3, ((5371030000, 5371039999),)),
)
stops = st.lists(
    st.builds(
        Stop, st.sampled_from((OESAPA, LASIANA)), st.sampled_from(("001", "002")), st.sampled_from(("001", "002", "003")),
        st.integers(1, 500),
    ),
    unique_by=lambda stop: stop.family_id, max_size=60,
)  # fmt: skip


@pytest.mark.parametrize("split", SPLITS)
@given(stops=stops)
@settings(max_examples=25)
def test_every_family_has_one_officer_who_serves_its_ward(split, stops):
    shares = share_out(stops, [HERE, THERE, BOTH], split)
    assert set(shares) == {stop.family_id for stop in stops}
    walkers = {1: HERE, 2: THERE, 3: BOTH}
    assert all(walkers[shares[stop.family_id]].serves(stop.place_id) for stop in stops)
    assert shares == share_out(list(reversed(stops)), [HERE, THERE, BOTH], split)


@given(stops=stops)
@settings(max_examples=25)
def test_an_rt_and_a_ward_stay_whole(stops):
    for split, key in (("by_rt", lambda one: (one.place_id, one.rw, one.rt)), ("by_ward", lambda one: one.place_id)):
        shares = share_out(stops, [HERE, THERE, BOTH], split)
        officers = {}
        for stop in stops:
            officers.setdefault(key(stop), set()).add(shares[stop.family_id])
        assert all(len(one) == 1 for one in officers.values())


def test_evenly_differs_by_one_family_at_most():
    walkers = [HERE, Walker(4, HERE.spans), Walker(5, HERE.spans)]
    shares = share_out([Stop(OESAPA, "001", "001", at) for at in range(20)], walkers, "evenly")
    assert sorted(Counter(shares.values()).values()) == [6, 7, 7]


@pytest.mark.parametrize("split", SPLITS)
def test_where_nobody_serves_the_ward_nobody_is_named_and_who_was_there_is_not_sent_again(split):
    families = [Stop(LASIANA, "001", "001", at) for at in range(6)]
    assert set(share_out(families, [HERE], split).values()) == {None}
    taken = {at: 2 if at % 2 else 3 for at in range(6)}
    second = share_out(families, [THERE, BOTH], split, taken=taken)
    assert second == {at: 3 if at % 2 else 2 for at in range(6)}
    assert set(share_out(families, [THERE], split, taken=dict.fromkeys(range(6), 2)).values()) == {None}


@given(st.sets(st.integers(1, 10**6), max_size=300), st.integers(0, 10))
@settings(max_examples=25)
def test_five_percent_and_at_least_one_is_drawn_by_the_seed_alone(keys, seed):
    chosen = drawn(keys, percent=5, seed=seed)
    assert set(chosen) <= keys
    assert len(chosen) == -(-len(keys) // 20)
    assert chosen == drawn(sorted(keys, reverse=True), percent=5, seed=seed)


def test_another_seed_draws_others():
    assert drawn(range(1000), percent=5, seed=1) != drawn(range(1000), percent=5, seed=2)


SOLID = {"wall_material": 1, "floor_material": 2, "drinking_water_source": 3, "toilet_facility": 1}
POOR = {"wall_material": 6, "floor_material": 8}
DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("decile", "outcome", "deserves", "columns", "kinds"),
    [
        (2, "found", "yes", SOLID, ["poor_without_signs"]),
        (2, "found", "no", SOLID, ["not_deserving", "poor_without_signs"]),
        (2, "found", "yes", SOLID | {"floor_material": 8}, []),
        (2, "found", "yes", {"wall_material": 1, "floor_material": 2}, []),  # half of it is not known
        (5, "found", "yes", SOLID, []),
        (5, "found", "yes", POOR, []),
        (6, "found", "yes", POOR, ["not_poor_with_signs"]),
        (None, "found", "unsure", POOR, ["unranked_with_signs"]),
        (None, "found", "", {}, []),
        (1, "moved_abroad", "", {}, ["gone"]),
        (1, "not_found", "", {}, ["gone"]),
        (7, "died", "", {}, []),
        (1, "refused", "", {}, []),
    ],
)
def test_a_disagreement_is_told_only_where_both_sides_are_known(decile, outcome, deserves, columns, kinds):
    found = disagreements(decile, Seen(outcome, deserves, columns, DAY))
    assert [one.kind for one in found] == kinds


def test_without_a_field_check_nothing_is_said():
    assert disagreements(1, None) == []


def test_a_sign_names_what_it_saw_and_what_it_could_not_tell():
    (one,) = disagreements(8, Seen("found", "", POOR, DAY))
    assert (one.present, one.absent, one.unknown) == (("house", "floor"), (), ("water", "toilet"))
    assert words_of(one.present, "id") == "Rumah tidak permanen, Lantai tanah atau semen kasar"
    assert signs({"roof_material": 7})["house"] is True
    assert signs({"roof_material": 3})["house"] is None


def test_what_only_one_side_knows_is_no_difference():
    assert differences({"floor_material": 8, "lighting": 1}, {"floor_material": 8, "sewage": 1}) == []
