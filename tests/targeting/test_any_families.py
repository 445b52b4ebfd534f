"""Whatever families there are: every one has an answer, the sums fit, and the list agrees with the reasons."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cast import LASIANA, OESAPA, TODAY
from lontar.city.targeting import actions, queries
from lontar.kit.gate import acting_as
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
