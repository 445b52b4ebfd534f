"""Whatever families there are: every one has an answer, the sums fit, and the list agrees with the reasons."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cast import LASIANA, OESAPA, TODAY
from lontar.city.programmes.models import Line
from lontar.city.programmes.queries import rule_of
from lontar.city.registry.actions import observe
from lontar.city.registry.models import Person
from lontar.city.targeting import actions, frames, queries
from lontar.kit.gate import acting_as
from lontar.science.trouble import Refusal
from targeting.conftest import family

pytestmark = pytest.mark.django_db

members = st.tuples(
    st.sampled_from(["head", "child", "parent"]),
    st.one_of(st.none(), st.dates(date(1920, 1, 1), TODAY), st.sampled_from([date(1966, 11, 22), date(2020, 11, 22)])),
    st.sampled_from([None, "", "fisik"]),
)
families = st.tuples(st.one_of(st.none(), st.integers(1, 4)), st.lists(members, max_size=3))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(families, min_size=1, max_size=5))
def test_every_family_has_one_answer_that_its_reasons_bear_out(kampung, yohanes, drawn):
    with transaction.atomic(), acting_as(yohanes):
        for decile, persons in drawn:
            family(LASIANA, decile, *persons)
        opened = actions.open_round(kampung["line"], place_id=LASIANA, by=yohanes, on=TODAY)
        scored = actions.score_round(opened, by=yohanes, on=TODAY)
        figures = queries.figures_of(scored)
        assert figures.families == len(drawn) + 1
        assert figures.qualifies + figures.does_not + figures.undecided == figures.families
        assert figures.rupiah == 300_000 * figures.qualifies
        for decision in queries.decisions_of(scored.pk).select_related("round"):
            reading = queries.reading_of(decision)
            assert (reading.verdict, reading.amount) == (decision.verdict, decision.amount)
            assert decision.place_id != OESAPA
        transaction.set_rollback(True)


def test_a_round_reads_the_card_and_the_house_where_its_rule_asks_for_them(kampung, yohanes, ester):
    """PKH asks who is a pupil and who serves the state; a rule on housing asks for the floor."""
    with acting_as(yohanes):
        pupil = family(LASIANA, 2, ("head", date(1980, 1, 1), ""), ("child", date(2015, 1, 1), ""))
        servant = family(LASIANA, 2, ("head", date(1980, 1, 1), ""), ("child", date(2015, 1, 1), ""))
        Person.objects.filter(memberships__family__in=[pupil, servant]).update(sex="L", occupation="PETANI/PEKEBUN")
        Person.objects.filter(memberships__relation="child", memberships__family__in=[pupil, servant]).update(
            occupation="PELAJAR/MAHASISWA", education="primary_unfinished"
        )
        Person.objects.filter(memberships__relation="head", memberships__family=servant).update(
            occupation="PEGAWAI NEGERI SIPIL (PNS)"
        )
        observe(pupil.pk, columns={"floor_material": 8}, source="officer", observed_on=TODAY, by=yohanes, on=TODAY)
        ruling = rule_of("pkh").on(TODAY)
        answers = {row["family_id"]: row for row in frames.judged(ruling, LASIANA).to_dicts()}
        assert (answers[pupil.pk]["verdict"], answers[pupil.pk]["amount"]) == ("qualifies", 225_000)
        assert answers[servant.pk]["verdict"] == "does_not"
        floors = {
            row["family_id"]: row["found"]
            for row in frames.judged(rule_of("fakir-miskin").on(TODAY), LASIANA).to_dicts()
        }
        assert '"floor_material":"earth"' in floors[pupil.pk]
        assert '"floor_material":null' in floors[servant.pk]


def test_a_rule_about_persons_opens_no_round_of_families(kampung, yohanes):
    Line.objects.filter(pk=kampung["line"].pk).update(rule="pbi-jkn")
    kampung["line"].refresh_from_db()
    with acting_as(yohanes), pytest.raises(Refusal, match="menilai orang"):
        actions.open_round(kampung["line"], place_id=LASIANA, by=yohanes, on=TODAY)
