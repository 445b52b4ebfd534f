"""How many live where is kept as rows change, and is what counting would say."""

from datetime import date

import pytest
from django.db import ProgrammingError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lontar.city.registry import queries
from lontar.city.registry.models import Family, Membership, Person, Tally

WARDS = (5371031010, 5371031011)


def counted():
    found = {}
    for family in Family.objects.all():
        row = found.setdefault(
            family.place_id, dict.fromkeys(("families", "persons", "with_decile", "poorest", "without_card"), 0)
        )
        row["families"] += 1
        row["with_decile"] += family.decile is not None
        row["poorest"] += family.decile is not None and family.decile <= 4
        row["without_card"] += not family.has_card
        row["persons"] += family.memberships.filter(until=None, place_id=family.place_id).count()
    return found


def tallied():
    fields = ("families", "persons", "with_decile", "poorest", "without_card")
    rows = {row.place_id: {name: getattr(row, name) for name in fields} for row in Tally.objects.all()}
    return {place: row for place, row in rows.items() if any(row.values())}


steps = st.lists(
    st.tuples(st.sampled_from(["add", "join", "leave", "decile", "move", "drop"]), st.integers(0, 9)), max_size=25
)


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_after_any_steps_the_tally_is_what_counting_says(acting, ester, steps):
    with acting(ester), transaction.atomic():
        for step, number in steps:
            take(step, number)
        assert tallied() == counted()
        transaction.set_rollback(True)


def take(step, number):
    families = list(Family.objects.order_by("pk"))
    if step == "add" or not families:
        Family.objects.create(place_id=WARDS[number % 2], has_card=number % 3 > 0)
        return
    family = families[number % len(families)]
    members = Membership.objects.filter(family=family, until=None)
    if step == "join":
        person = Person.objects.create(place_id=family.place_id, name="A", name_key="a")
        Membership.objects.create(
            place_id=family.place_id, person=person, family=family, relation="child", since=date(2020, 1, 1)
        )
    elif step == "leave":
        members.update(until=date(2026, 1, 1))
    elif step == "decile":
        Family.objects.filter(pk=family.pk).update(decile=number + 1, decile_on=date(2026, 1, 1))
    elif step == "move":
        Membership.objects.filter(family=family).update(place_id=WARDS[0])
        Family.objects.filter(pk=family.pk).update(place_id=WARDS[0])
    elif not family.memberships.exists():
        family.delete()


@pytest.mark.django_db
def test_the_app_cannot_write_the_tally_by_hand(acting, ester):
    with acting(ester):
        Family.objects.create(place_id=WARDS[0])
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("UPDATE registry_tally SET families = 99")


@pytest.mark.django_db
def test_a_ward_officer_reads_the_figures_of_her_ward(acting, ester, maria):
    with acting(ester):
        for ward in WARDS:
            Family.objects.create(place_id=ward, decile=2, decile_on=date(2026, 10, 1))
        assert queries.figures_of(5371000000)["poorest"] == 2
    with acting(maria):
        assert queries.figures_of(5371000000) == {
            "families": 1, "persons": 0, "with_decile": 1, "poorest": 1, "without_card": 0, "decile_on": date(2026, 10, 1),
        }  # fmt: skip
        assert list(queries.figures_by_ward(5371000000)) == [WARDS[0]]
