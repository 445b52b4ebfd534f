"""A campaign lists families, shares them out, draws second visits, and is closed only with open eyes."""

from datetime import date

import pytest

from cast import CAST, CITY, LASIANA, OESAPA, TODAY, officer
from lontar.city.fieldwork import actions, queries
from lontar.city.fieldwork.models import Campaign, Visit
from lontar.city.journal.models import JournalLine
from lontar.kit.gate import acting_as
from lontar.science.trouble import NotAllowed, Refusal
from walking import HOUSE, begin, give_to, report, visit_of

pytestmark = pytest.mark.django_db


def visits(campaign, **which):
    with acting_as(officer("ester")):
        return list(Visit.objects.filter(campaign=campaign, **which).order_by("rt", "pk"))


def test_families_are_listed_by_ward_and_decile_and_an_rt_goes_to_one_officer(street):
    campaign = begin(decile="1-4")
    first = visits(campaign, turn=1)
    assert [one.family_id for one in first] == [family.pk for family in street.families[:4]]
    by_rt = {one.rt: {each.officer_id for each in first if each.rt == one.rt} for one in first}
    assert {len(officers) for officers in by_rt.values()} == {1}
    assert by_rt["001"] != by_rt["002"]


def test_a_second_visit_is_drawn_by_the_stated_seed_for_another_officer(street):
    campaign = begin(second_percent=50, seed=7)
    twice = visits(campaign, turn=2)
    assert len(twice) == 3
    officers = {one.family_id: one.officer_id for one in visits(campaign, turn=1)}
    assert all(one.officer_id not in (None, officers[one.family_id]) for one in twice)
    again = begin(second_percent=50, seed=7)
    assert [one.family_id for one in visits(again, turn=2)] == [one.family_id for one in twice]
    with acting_as(officer("ester")):
        details = JournalLine.objects.filter(verb="open_campaign").first().details
    assert (details["seed"], details["second"], details["without_officer"]) == (7, 3, 0)


def test_with_one_officer_the_second_visit_waits_for_somebody_else(street):
    campaign = begin(checkers=[officer("petrus").pk], second_percent=10)
    (twice,) = visits(campaign, turn=2)
    assert twice.officer_id is None
    with pytest.raises(Refusal) as refused:
        give_to(twice, "petrus")
    assert refused.value.field == "officer"
    assert give_to(twice, "maria").officer_id == officer("maria").pk


def test_a_list_from_a_file_is_visited_and_what_is_unknown_is_told_by_row(street, tmp_path):
    file = tmp_path / "daftar.csv"
    known = street.families[1]
    file.write_text(f"No,Nomor Lokal\n1,{known.local_number}\n2,K-9999999\n3,\n", encoding="utf-8")
    ester = officer("ester")
    with acting_as(ester):
        roster = actions.read_roster(file, file="daftar.csv", name="Usulan RT", by=ester, on=TODAY)
    assert [one["row"] for one in roster.findings] == [3, 4]
    campaign = begin(roster_id=roster.pk)
    assert [one.family_id for one in visits(campaign, turn=1)] == [known.pk]


def test_the_same_form_sent_twice_opens_one_campaign(street):
    import uuid

    key = uuid.uuid4()
    ester = officer("ester")
    plan = actions.Plan("A", OESAPA, date(2026, 12, 1), TODAY, [officer("petrus").pk])
    with acting_as(ester):
        one = actions.open_campaign(plan, by=ester, on=TODAY, key=key)
        assert actions.open_campaign(plan, by=ester, on=TODAY, key=key) == one
        assert Campaign.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"),
        ({"due": date(2026, 11, 1)}, "due"),
        ({"second_percent": 101}, "second_percent"),
        ({"split": "by_chance"}, "split"),
        ({"checkers": []}, "checkers"),
        ({"checkers": [10**6]}, "checkers"),
        ({"decile": "9-9"}, "decile"),
        ({"roster_id": 10**6}, "roster"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_beside_its_field(values, field, street):
    with pytest.raises(Refusal) as refused:
        begin(**values)
    assert refused.value.field == field
    with acting_as(officer("ester")):
        assert not Campaign.objects.exists()


@pytest.mark.parametrize("username", CAST)
def test_only_planners_and_operators_begin_and_close(username, street):
    who = officer(username)
    plan = actions.Plan("A", OESAPA, date(2026, 12, 1), TODAY, [officer("petrus").pk])
    with acting_as(who):
        if username in ("ester", "yohanes"):
            campaign = actions.open_campaign(plan, by=who, on=TODAY)
            actions.close_campaign(campaign.pk, by=who, on=TODAY, leave_open=True, reason="Anggaran perjalanan habis.")
        else:
            with pytest.raises(NotAllowed):
                actions.open_campaign(plan, by=who, on=TODAY)
            with pytest.raises(NotAllowed):
                actions.close_campaign(1, by=who, on=TODAY)


def test_with_visits_open_a_campaign_is_closed_only_by_a_decision_that_the_journal_keeps(street):
    campaign = begin(decile="1-4", second_percent=0)
    first = give_to(visit_of(campaign, street.families[0]), "petrus")
    report(first, "petrus")
    ester = officer("ester")
    with acting_as(ester):
        for values, field in (({}, "leave_open"), ({"leave_open": True, "reason": "habis"}, "reason")):
            with pytest.raises(Refusal) as refused:
                actions.close_campaign(campaign.pk, by=ester, on=TODAY, **values)
            assert refused.value.field == field
            assert refused.value.advice or field == "reason"
        closed = actions.close_campaign(
            campaign.pk, by=ester, on=TODAY, leave_open=True, reason="Hujan dan banjir sampai akhir tahun."
        )
        assert closed.state == "closed"
        line = JournalLine.objects.get(verb="close_campaign")
        assert line.reason.startswith("Hujan")
        left = line.details["left_open"]
        assert line.details["left_by_ward"] == {"53.71.03.1010": left}
        assert Visit.objects.filter(campaign=campaign, state="left").count() == left > 0
        assert actions.close_campaign(campaign.pk, by=ester, on=TODAY) == closed
    still = visit_of(campaign, street.families[1])
    with pytest.raises(Refusal):
        report(still, officer_of(still))


def officer_of(visit):
    return next(name for name in CAST if officer(name).pk == visit.officer_id)


def test_a_ward_officer_sees_the_citys_campaign_only_as_far_as_her_ward(street):
    campaign = begin(place_id=CITY)
    with acting_as(officer("maria")):
        assert [one.key for one in queries.funnel_by_ward(campaign.pk)] == [OESAPA]
    with acting_as(officer("daud")):
        assert [one.key for one in queries.funnel_by_ward(campaign.pk)] == [OESAPA, LASIANA]
        assert sum(one.listed for one in queries.funnel_by_officer(campaign.pk)) == 8
        assert queries.funnel_by_officer(campaign.pk)[-1].key is None  # nobody serves Lasiana


def test_the_funnel_counts_listed_visited_confirmed_and_decreed(street):
    campaign = begin(second_percent=0)
    for at, values in enumerate(
        [{}, {"deserves": "no"}, {"outcome": "not_found", "deserves": "", "columns": {}}, {"deserves": "unsure"}]
    ):
        report(give_to(visit_of(campaign, street.families[at]), "petrus"), "petrus", **values)
    ester = officer("ester")
    with acting_as(ester):
        total = queries.whole(queries.funnel_by_ward(campaign.pk))
        assert (total.listed, total.visited, total.confirmed, total.decreed, total.open) == (6, 4, 1, 0, 2)
        paper = actions.decree(campaign.pk, number="460/12/2026", signed_on=TODAY, by=ester, on=TODAY)
        assert paper.families == 1
        assert queries.whole(queries.funnel_by_officer(campaign.pk)).decreed == 1
        with pytest.raises(Refusal) as refused:
            actions.decree(campaign.pk, number="460/12/2026", signed_on=TODAY, by=ester, on=TODAY)
        assert refused.value.field == "number"
        with pytest.raises(Refusal):
            actions.decree(campaign.pk, number="460/13/2026", signed_on=TODAY, by=ester, on=TODAY)


def test_two_visits_that_differ_wait_for_a_third_person(street):
    campaign = begin(second_percent=100)
    family = street.families[0]
    one, two = visit_of(campaign, family), visit_of(campaign, family, turn=2)
    first, second = officer_of(one), officer_of(two)
    report(one, first)
    ester = officer("ester")
    with acting_as(ester):
        assert queries.confirmed_without_decree(campaign.pk) == []  # the second visit is still to come
    report(two, second, deserves="no", columns=HOUSE | {"floor_material": 8})
    with acting_as(ester):
        (pair,) = queries.pairs_to_settle(ester)
        assert not pair.agrees
        assert {one.name: one.agreement.agreed for one in queries.compared([pair])}["floor_material"] == 0
        assert queries.confirmed_without_decree(campaign.pk) == []
    maria = officer("maria")
    with acting_as(maria), pytest.raises(NotAllowed):
        actions.settle(one.pk, stands=1, reason="Saya melihatnya sendiri", by=maria, on=TODAY)
    with acting_as(ester):
        actions.settle(one.pk, stands=1, reason="Foto kunjungan pertama jelas", by=ester, on=TODAY)
        assert queries.confirmed_without_decree(campaign.pk) == [one.pk]
        assert queries.pairs_to_settle(ester) == []
        actions.settle(one.pk, stands=2, reason="Foto kunjungan kedua lebih jelas", by=ester, on=TODAY)
        assert queries.confirmed_without_decree(campaign.pk) == []
