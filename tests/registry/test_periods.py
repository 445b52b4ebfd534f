"""A person is in one family at a time, a family in one dwelling: the database refuses everything else."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event

import pytest
from django.db import IntegrityError, connection, connections, transaction

from cast import OESAPA
from lontar.city.registry.models import Dwelling, Family, Membership, Person, Residence
from lontar.kit.gate import acting_as

JAN, MAR, JUN, DEC = (date(2026, month, 1) for month in (1, 3, 6, 12))


@pytest.fixture
def people(db, acting, ester):
    """Somebody, and two families; then two dwellings of the first family."""
    with acting(ester):
        person = Person.objects.create(place_id=OESAPA, name="A", name_key="A")
        families = [Family.objects.create(place_id=OESAPA) for _ in range(2)]
        homes = [Dwelling.objects.create(place_id=OESAPA) for _ in range(2)]
        yield person, families, homes


def write(kind, people, periods):
    person, families, homes = people
    for index, (since, until) in enumerate(periods):
        if kind is Membership:
            Membership.objects.create(
                place_id=OESAPA, person=person, family=families[index % 2], relation="head", since=since, until=until
            )
        else:
            Residence.objects.create(
                place_id=OESAPA, family=families[0], dwelling=homes[index % 2], since=since, until=until
            )


@pytest.mark.parametrize("kind", [Membership, Residence])
@pytest.mark.parametrize(
    "periods",
    [
        [(JAN, MAR), (MAR, None)],
        [(JAN, MAR), (MAR, JUN), (JUN, None)],
        [(JUN, None), (JAN, JUN)],
        [(JUN, DEC), (JAN, JUN)],
    ],
)
def test_periods_that_follow_each_other_are_written(kind, people, periods):
    write(kind, people, periods)
    assert kind.objects.count() == len(periods)


@pytest.mark.parametrize("kind", [Membership, Residence])
@pytest.mark.parametrize(
    "periods",
    [
        [(JAN, None), (MAR, None)],
        [(JAN, JUN), (MAR, DEC)],
        [(JAN, JUN), (MAR, None)],
        [(MAR, None), (JAN, JUN)],
        [(JAN, None), (MAR, JUN)],
    ],
)
def test_periods_that_overlap_are_refused(kind, people, periods):
    with pytest.raises(IntegrityError), transaction.atomic():
        write(kind, people, periods)
    assert kind.objects.count() == 0


@pytest.mark.parametrize("kind", [Membership, Residence])
def test_a_period_cannot_be_moved_over_another(kind, people):
    write(kind, people, [(JAN, MAR), (JUN, None)])
    with pytest.raises(IntegrityError), transaction.atomic():
        kind.objects.filter(until=None).update(since=JAN)
    with pytest.raises(IntegrityError), transaction.atomic():
        kind.objects.exclude(until=None).update(until=DEC)


def test_what_lies_behind_another_wards_wall_counts_too(people, acting, maria):
    person, families, _homes = people
    Membership.objects.create(
        place_id=5371031011, person=person, family=families[0], relation="head", since=JAN, until=None
    )
    with acting(maria):
        assert not Membership.objects.exists()
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(place_id=OESAPA, person=person, family=families[1], relation="head", since=MAR)


def test_many_rows_of_one_statement_are_compared_as_each_alone(people):
    person, families, _homes = people
    rows = [
        Membership(place_id=OESAPA, person=person, family=family, relation="head", since=since, until=until)
        for family, since, until in zip(families, (JAN, MAR), (JUN, None), strict=True)
    ]
    with pytest.raises(IntegrityError, match="overlap"), transaction.atomic():
        Membership.objects.bulk_create(rows)
    rows[1].since = JUN
    Membership.objects.bulk_create(rows)
    assert Membership.objects.count() == 2


def test_two_officers_who_write_overlapping_days_at_once_do_not_both_succeed(committed, acting, ester):
    with acting(ester):
        person = Person.objects.create(place_id=OESAPA, name="A", name_key="A")
        family = Family.objects.create(place_id=OESAPA)
    wrote, waits = Event(), Event()

    def write(since, until, *, first):
        try:
            with acting_as(ester), transaction.atomic():
                if not first:
                    wrote.wait(20)
                    waits.set()
                Membership.objects.create(
                    place_id=OESAPA, person=person, family=family, relation="head", since=since, until=until
                )
                if first:
                    wrote.set()
                    waits.wait(20)
                    time.sleep(0.3)
        except IntegrityError:
            return "refused"
        finally:
            wrote.set()
            connections.close_all()
        return "written"

    with ThreadPoolExecutor(2) as pool:
        opens = pool.submit(write, MAR, None, first=True)
        closes = pool.submit(write, JAN, JUN, first=False)
        assert (opens.result(), closes.result()) == ("written", "refused")


def test_the_guards_are_on_for_every_session(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, tgenabled::text FROM pg_trigger WHERE tgname ~ '^registry_(member|reside)_after' ORDER BY 1"
        )
        assert cursor.fetchall() == [
            ("registry_member_after", "A"),
            ("registry_member_after_change", "A"),
            ("registry_reside_after", "A"),
            ("registry_reside_after_change", "A"),
        ]
