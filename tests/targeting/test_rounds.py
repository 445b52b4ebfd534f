"""A round: opened, scored, approved by a second person, or put aside."""

from datetime import date

import pytest

from cast import CITY, OESAPA, TODAY, officer
from lontar.city.journal.queries import lines as journal
from lontar.city.programmes import actions as programmes
from lontar.city.registry.models import Family, Happening, Person
from lontar.city.targeting import actions, events, queries
from lontar.city.targeting.models import Decision, Round
from lontar.kit.gate import acting_as
from lontar.science.trouble import NotAllowed, Refusal
from rounds import approve, checked, decreed

pytestmark = pytest.mark.django_db


@pytest.fixture
def decrees():
    """Every decree that was told to the rooms above."""
    told = []

    def listen(**news):
        told.append(news["round_id"])

    events.round_decreed.connect(listen)
    yield told
    events.round_decreed.disconnect(listen)


@pytest.fixture
def opened(kampung, yohanes):
    with acting_as(yohanes):
        return actions.open_round(kampung["line"], place_id=OESAPA, by=yohanes, on=TODAY)


@pytest.fixture
def scored(opened, yohanes):
    with acting_as(yohanes):
        return actions.score_round(opened, by=yohanes, on=TODAY)


@pytest.fixture
def ready(scored, yohanes):
    """The ward has met and nobody was visited: the list waits for two people."""
    return checked(scored, yohanes)


def verdicts(round_, by):
    with acting_as(by):
        return {one.family_id: (one.verdict, one.amount) for one in queries.decisions_of(round_.pk)}


def test_a_round_says_of_each_family_whether_it_qualifies(scored, kampung, yohanes):
    found = verdicts(scored, yohanes)
    assert found == {
        kampung["grandmother"].pk: ("qualifies", 300_000),
        kampung["baby"].pk: ("qualifies", 300_000),
        kampung["adult"].pk: ("does_not", 0),
        kampung["rich"].pk: ("does_not", 0),
        kampung["no_decile"].pk: ("undecided", 0),
        kampung["no_date"].pk: ("undecided", 0),
    }
    figures = queries.figures_of(scored)
    assert (figures.families, figures.qualifies, figures.undecided, figures.rupiah) == (6, 2, 2, 600_000)
    assert scored.period == "2026-T4"


def test_the_list_of_a_round_agrees_with_the_reasons_of_each_family(scored, yohanes):
    with acting_as(yohanes):
        for decision in queries.decisions_of(scored.pk).select_related("round"):
            reading = queries.reading_of(decision)
            assert (reading.verdict, reading.amount) == (decision.verdict, decision.amount)


def test_the_reasons_stay_as_they_were_when_the_family_and_the_rule_change(
    scored, kampung, yohanes, settings, tmp_path
):
    with acting_as(yohanes):
        decision = queries.decision_of(scored.pk, kampung["grandmother"].pk)
        before = queries.explanation_of(decision, "id").text
        Family.objects.filter(pk=kampung["grandmother"].pk).update(decile=9)
        Person.objects.filter(memberships__family=kampung["grandmother"]).update(birth_date=date(2000, 1, 1))
        settings.RULES_FOLDER = tmp_path
        again = queries.decision_of(scored.pk, kampung["grandmother"].pk)
        assert queries.explanation_of(again, "id").text == before
    assert "desil DTSEN 2 (1 Oktober 2026)" in before.replace("Desil", "desil")


def test_scoring_again_replaces_the_list(scored, kampung, yohanes):
    with acting_as(yohanes):
        Family.objects.filter(pk=kampung["no_decile"].pk).update(decile=1, decile_on=TODAY)
        actions.score_round(scored, by=yohanes, on=TODAY)
    assert verdicts(scored, yohanes)[kampung["no_decile"].pk] == ("qualifies", 300_000)
    assert len(verdicts(scored, yohanes)) == 6


def test_two_people_approve_and_the_decree_is_told_above_and_written_down(ready, ester, esti, yohanes, decrees):
    first = approve(ready, ester)
    assert (first.state, first.approved_by_id) == ("checked", ester.pk)
    second = approve(ready, esti)
    assert (second.state, second.closed_by_id) == ("approved", esti.pk)
    assert decrees == []
    assert decreed(ready, yohanes).state == "decreed"
    assert decrees == [ready.pk]
    with acting_as(ester):
        assert [line.details["rupiah"] for line in journal(verb="approve_round")] == [600_000, 600_000]
        assert journal(verb="decree_round").get().details["number"] == "188/2026"


def test_nobody_approves_twice_and_a_list_is_approved_by_two(ready, ester, esti):
    approve(ready, ester)
    with pytest.raises(NotAllowed, match="sudah menyetujuinya"):
        approve(ready, ester)
    approve(ready, esti)
    with pytest.raises(Refusal, match="sudah disetujui dua orang"):
        approve(ready, ester)


def test_whoever_opened_or_scored_a_round_does_not_approve_it(kampung, ester, esti):
    with acting_as(ester):
        opened = actions.open_round(kampung["line"], place_id=OESAPA, by=ester, on=TODAY)
        actions.score_round(opened, by=ester, on=TODAY)
    checked(opened, ester)
    with pytest.raises(NotAllowed, match="ikut menyusun"):
        approve(opened, ester)
    assert approve(opened, esti).approved_by_id == esti.pk


def test_a_round_beyond_the_budget_is_refused_with_what_is_short(kampung, ready, ester):
    with acting_as(ester):
        programmes.set_budget(kampung["line"], fund="city", amount=450_000, document="DPA 2", by=ester, on=TODAY)
    with pytest.raises(Refusal, match=r"Anggaran kurang Rp.150\.000"):
        approve(ready, ester)
    assert Round.objects.get(pk=ready.pk).approved_by_id is None


def test_a_budget_is_not_promised_twice(kampung, ready, ester, esti, yohanes):
    approve(ready, ester)
    approve(ready, esti)
    with acting_as(yohanes):
        wider = actions.open_round(kampung["line"], place_id=CITY, by=yohanes, on=TODAY)
        actions.score_round(wider, by=yohanes, on=TODAY)
    checked(wider, yohanes)
    with acting_as(ester):
        programmes.set_budget(kampung["line"], fund="city", amount=700_000, document="DPA 3", by=ester, on=TODAY)
    with pytest.raises(Refusal, match=r"kurang Rp.200\.000"):
        approve(wider, ester)


def test_a_budget_is_not_lowered_below_what_is_promised(kampung, ready, ester, esti):
    approve(ready, ester)
    approve(ready, esti)
    with acting_as(ester), pytest.raises(Refusal, match="sudah ditetapkan"):
        programmes.set_budget(kampung["line"], fund="city", amount=599_999, document="DPA 2", by=ester, on=TODAY)


def test_a_family_is_chosen_once_in_a_period(kampung, ready, ester, esti, yohanes):
    approve(ready, ester)
    approve(ready, esti)
    with acting_as(yohanes):
        wider = actions.open_round(kampung["line"], place_id=CITY, by=yohanes, on=TODAY)
        wider = actions.score_round(wider, by=yohanes, on=TODAY)
    assert queries.figures_of(wider).already == 2
    assert set(verdicts(wider, yohanes)) == {
        kampung[name].pk for name in ("adult", "rich", "no_decile", "no_date", "elsewhere")
    }


def test_a_family_that_another_list_has_chosen_meanwhile_is_named_as_such(kampung, ready, ester, esti, yohanes):
    with acting_as(yohanes):
        wider = actions.open_round(kampung["line"], place_id=CITY, by=yohanes, on=TODAY)
        wider = actions.score_round(wider, by=yohanes, on=TODAY)
    checked(wider, yohanes)
    approve(ready, ester)
    approve(ready, esti)
    with pytest.raises(Refusal, match="2 keluarga sudah terpilih dalam penetapan lain") as refused:
        approve(wider, ester)
    assert f"K-{kampung['grandmother'].pk:07d}" in refused.value.message


def test_a_round_with_a_budget_that_nobody_set_is_refused(kampung, ready, ester):
    from lontar.city.programmes.models import Budget

    Budget.objects.all().delete()
    with pytest.raises(Refusal, match="belum diketahui"):
        approve(ready, ester)


def test_whom_the_registry_no_longer_bears_out_is_struck_by_a_person_before_the_list_is_approved(
    kampung, ready, ester, yohanes
):  # fmt: skip
    with acting_as(yohanes):
        Family.objects.filter(pk=kampung["grandmother"].pk).update(decile=7)
    with pytest.raises(Refusal, match=f"1 keluarga tidak lagi sama: K-{kampung['grandmother'].pk:07d}"):
        approve(ready, ester)
    with acting_as(yohanes):
        actions.take_back(ready, reason="Satu desil berubah", by=yohanes, on=TODAY)
        actions.amend(
            ready, kampung["grandmother"].pk, kind="strike", reason="Desil kini 7", by=yohanes, on=TODAY
        )  # fmt: skip
        actions.note_check(ready, campaign_id=None, note="Diverval bulan lalu", by=yohanes, on=TODAY)
    approve(ready, ester)


def test_a_change_that_alters_no_answer_does_not_stop_an_approval(kampung, ready, ester, yohanes):
    with acting_as(yohanes):
        Family.objects.filter(pk=kampung["grandmother"].pk).update(decile=1)
        Family.objects.filter(pk=kampung["no_decile"].pk).update(decile=1, decile_on=TODAY)
    assert approve(ready, ester).approved_by_id == ester.pk, "who qualifies only now waits for the next round"


def test_what_the_ministry_pays_ends_as_proposals(kampung, yohanes, ester, esti):
    with acting_as(yohanes):
        opened = actions.open_round(kampung["sembako"], place_id=OESAPA, by=yohanes, on=TODAY)
        actions.score_round(opened, by=yohanes, on=TODAY)
    checked(opened, yohanes)
    approve(opened, ester)
    approve(opened, esti)
    done = decreed(opened, yohanes)
    assert (done.outcome, done.period, done.state) == ("proposes", "2026-11", "decreed")
    with acting_as(yohanes):
        proposed = set(Happening.objects.filter(kind="proposed").values_list("family_id", flat=True))
        assert proposed == {one for one, _place, _amount in queries.qualifying(done.pk)}
        assert len(proposed) == 4


def test_last_years_day_is_judged_by_last_years_rule(kampung, yohanes):
    with acting_as(yohanes):
        Family.objects.filter(pk=kampung["rich"].pk).update(decile=5, decile_on=date(2025, 6, 1))
        now = actions.open_round(kampung["sembako"], place_id=OESAPA, by=yohanes, on=TODAY)
        before = actions.open_round(kampung["sembako"], place_id=OESAPA, day=date(2025, 12, 1), by=yohanes, on=TODAY)
        for round_ in (now, before):
            actions.score_round(round_, by=yohanes, on=TODAY)
    assert now.rule_version != before.rule_version
    assert verdicts(now, yohanes)[kampung["rich"].pk][0] == "does_not"
    assert verdicts(before, yohanes)[kampung["rich"].pk][0] == "qualifies"


def test_a_rejected_round_keeps_its_reason_and_its_list(scored, ester, yohanes):
    with acting_as(ester):
        done = actions.reject_round(scored, reason="Desil belum diperbarui", by=ester, on=TODAY)
    assert (done.state, done.reason) == ("rejected", "Desil belum diperbarui")
    assert len(verdicts(scored, yohanes)) == 6
    with pytest.raises(Refusal, match="sudah ditutup"):
        approve(scored, ester)


@pytest.mark.parametrize("reason", ["", "  ", "tidak"[:4], "x" * 501])
def test_a_rejection_without_a_reason_is_refused(scored, ester, reason):
    with acting_as(ester), pytest.raises(Refusal):
        actions.reject_round(scored, reason=reason, by=ester, on=TODAY)


def test_a_round_that_was_not_scored_is_not_approved(opened, ester):
    with pytest.raises(Refusal, match="belum dihitung"):
        approve(opened, ester)


def test_a_round_where_nobody_qualifies_is_not_approved(kampung, scored, ester, yohanes):
    with acting_as(yohanes):
        Family.objects.update(decile=9, decile_on=TODAY)
        actions.score_round(scored, by=yohanes, on=TODAY)
    checked(scored, yohanes)
    with pytest.raises(Refusal, match="Tidak ada keluarga"):
        approve(scored, ester)


def test_a_list_that_the_wards_have_not_met_about_is_not_approved(scored, ester):
    with pytest.raises(Refusal, match="Musyawarah atau pemeriksaan"):
        approve(scored, ester)


def test_a_line_without_criteria_has_no_round(kampung, yohanes):
    from lontar.city.programmes.queries import line_by_key

    line = line_by_key(CITY, 2026, "alat-bantu")
    with acting_as(yohanes), pytest.raises(Refusal, match="belum diketahui"):
        actions.open_round(line, place_id=OESAPA, by=yohanes, on=TODAY)


def test_a_day_to_come_and_a_day_without_a_rule_are_refused(kampung, yohanes):
    with acting_as(yohanes):
        with pytest.raises(Refusal, match="belum tiba"):
            actions.open_round(kampung["line"], place_id=OESAPA, day=date(2026, 12, 1), by=yohanes, on=TODAY)
        with pytest.raises(Refusal, match="tidak berlaku"):
            actions.open_round(kampung["line"], place_id=OESAPA, day=date(2024, 1, 1), by=yohanes, on=TODAY)


def test_an_area_without_families_has_no_list(kampung, yohanes):
    with acting_as(yohanes):
        opened = actions.open_round(kampung["line"], place_id=5371011001, by=yohanes, on=TODAY)
        with pytest.raises(Refusal, match="Tidak ada keluarga"):
            actions.score_round(opened, by=yohanes, on=TODAY)


@pytest.mark.parametrize("who", ["agus", "maria", "marten", "petrus", "rita", "daud", "anna"])
def test_others_neither_open_score_approve_nor_reject(kampung, scored, who):
    by = officer(who)
    with acting_as(by):
        for verb in (
            lambda: actions.open_round(kampung["line"], place_id=OESAPA, by=by, on=TODAY),
            lambda: actions.score_round(scored, by=by, on=TODAY),
            lambda: actions.approve_round(scored, seen="", by=by, on=TODAY),
            lambda: actions.reject_round(scored, reason="tidak setuju", by=by, on=TODAY),
        ):
            with pytest.raises(NotAllowed):
                verb()
    assert Round.objects.get(pk=scored.pk).state == "scored"


def test_an_operator_scores_and_does_not_approve(scored, yohanes):
    with acting_as(yohanes), pytest.raises(NotAllowed):
        actions.approve_round(scored, seen="", by=yohanes, on=TODAY)


def test_an_operator_opens_rounds_of_the_own_agency_only(kampung, yohanes):
    from lontar.city.access.queries import agency_by_code

    type(yohanes).objects.filter(pk=yohanes.pk).update(agency=agency_by_code("dinas-kesehatan"))
    with acting_as(yohanes), pytest.raises(NotAllowed, match="Dinas Sosial"):
        actions.open_round(kampung["line"], place_id=OESAPA, by=yohanes, on=TODAY)


def test_whoever_serves_a_ward_does_not_open_a_round_for_the_city(kampung, yohanes):
    from lontar.city.access.models import OfficerPlace

    OfficerPlace.objects.filter(officer=yohanes).update(lowest=OESAPA, highest=OESAPA)
    with acting_as(yohanes):
        with pytest.raises(NotAllowed, match="tidak seluruhnya"):
            actions.open_round(kampung["line"], place_id=CITY, by=yohanes, on=TODAY)
        actions.open_round(kampung["line"], place_id=OESAPA, by=yohanes, on=TODAY)


def test_a_ward_officer_sees_the_decisions_of_the_own_ward_only(kampung, yohanes, maria):
    with acting_as(yohanes):
        opened = actions.open_round(kampung["line"], place_id=CITY, by=yohanes, on=TODAY)
        actions.score_round(opened, by=yohanes, on=TODAY)
    assert len(verdicts(opened, yohanes)) == 7
    assert kampung["elsewhere"].pk not in verdicts(opened, maria)
    round_ = queries.round_for(maria, opened.pk)
    assert [ward.place_id for ward in queries.wards_of(round_, maria)] == [OESAPA]
    assert Decision.objects.count() == 0, "without an officer nothing is seen"
