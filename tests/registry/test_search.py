"""A family is found by the words of a name, also when a finger slipped, and only inside the officer's places."""

import psycopg
import pytest
from django.db import connection

from cast import LASIANA, OESAPA
from conftest import superuser_of
from lontar.city.registry.actions.importing import taking_in
from lontar.city.registry.models import Family, Membership, Person
from lontar.city.registry.queries import FamilyFilter, families_matching
from lontar.house.environment import Environment
from lontar.science.names import name_key

pytestmark = pytest.mark.django_db
NAMES = {
    "Yohanes Benu": OESAPA, "Maria Goreti Selan": OESAPA, "Marselina Nalle": OESAPA, "Yohanes Benu Nubatonis": LASIANA,
    "Siti Aminah": LASIANA,
}  # fmt: skip


@pytest.fixture
def people(acting, ester):
    """One family for each name; the families' keys by name."""
    from datetime import date

    keys = {}
    with acting(ester):
        for name, place in NAMES.items():
            person = Person.objects.create(place_id=place, name=name, name_key=name_key(name))
            family = Family.objects.create(place_id=place)
            Membership.objects.create(
                place_id=place, person=person, family=family, relation="head", since=date(2026, 1, 1)
            )
            keys[family.pk] = name
    return keys


def found(people, words):
    return sorted(people[family.pk] for family in families_matching(FamilyFilter(words=words)))


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("benu", ["Yohanes Benu", "Yohanes Benu Nubatonis"]),
        ("Benu YOHANES", ["Yohanes Benu", "Yohanes Benu Nubatonis"]),
        ("goret", ["Maria Goreti Selan"]),
        ("mars", ["Marselina Nalle"]),
        ("yohanis benu", ["Yohanes Benu", "Yohanes Benu Nubatonis"]),
        ("yohanes bemu", ["Yohanes Benu", "Yohanes Benu Nubatonis"]),
        ("mraia", ["Maria Goreti Selan"]),
        ("marselian", ["Marselina Nalle"]),
        ("benu selan", []),
        ("zzz", []),
        ("100%", []),
        ("be_u", []),
    ],
)
def test_a_name_is_found_by_its_words_and_a_slip_is_forgiven(people, acting, ester, typed, names):
    with acting(ester):
        assert found(people, typed) == names


def test_nobody_beyond_the_officers_places_is_found(people, acting, maria):
    with acting(maria):
        assert found(people, "benu") == ["Yohanes Benu"]
        assert found(people, "bemu") == ["Yohanes Benu"]
        assert found(people, "aminah") == []
    assert found(people, "benu") == [], "and nothing where nobody acts"


def test_a_word_that_nobody_bears_any_more_is_forgotten(people, acting, ester):
    with acting(ester):
        Person.objects.filter(name="Siti Aminah").update(name="Siti Rahma", name_key="RAHMA SITI")
        assert found(people, "rahma") == ["Siti Aminah"]
        assert found(people, "amina") == []
        Person.objects.filter(name="Marselina Nalle").update(name="Marselina", name_key="MARSELINA")
        assert found(people, "marselin") == ["Marselina Nalle"]


def test_the_words_themselves_are_nobodys_to_read(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('lontar_app', 'registry_word', 'SELECT')")
        assert cursor.fetchone() == (False,)


def test_who_may_be_meant_shares_two_words_or_slips_of_them(people, acting, ester):
    with acting(ester), connection.cursor() as cursor:
        cursor.execute("SELECT registry_people_like('BEMU YOHANES', NULL, 10)")
        names = [Person.objects.get(pk=key).name for (key,) in cursor.fetchall()]
    assert names == ["Yohanes Benu", "Yohanes Benu Nubatonis"]


def test_a_person_is_found_by_the_number_on_our_pages_and_a_merged_one_by_who_it_is_now(people, acting, ester):
    with acting(ester):
        one, other = Person.objects.order_by("pk")[:2]
        assert found(people, one.local_number) == [one.name]
        Membership.objects.filter(person=other).delete()
        Person.objects.filter(pk=other.pk).update(merged_into=one)
        assert found(people, f"p-{other.pk}") == [one.name]
        assert found(people, "P-999999999999") == []


def test_after_an_import_no_new_name_waits_outside_its_index(databases, acting, ester):
    def arrive(start):
        keys = [f"ORANG {start + at:04}" for at in range(200)]
        Person.objects.bulk_create([Person(place_id=OESAPA, name=key, name_key=key) for key in keys])

    def pages_waiting():
        with psycopg.connect(superuser_of(Environment.read()), dbname=databases.clone, autocommit=True) as direct:
            return direct.execute("SELECT gin_clean_pending_list('registry_person_words')").fetchone()[0]

    with acting(ester), connection.cursor() as cursor:
        arrive(0)
        assert pages_waiting() > 0, "otherwise this test shows nothing"
        arrive(1_000)
        cursor.execute(taking_in.FRESH_STATISTICS)
        assert pages_waiting() == 0
