"""What in the registry contradicts itself is found, led to what mends it, and gone when it is mended."""

import argparse
from datetime import date

import polars as pl
import pytest
from django.db.models.functions import Now

from cast import CITY, LASIANA, OESAPA, TODAY
from lives import benu, family, now, told
from lontar.city.places.models import Boundary
from lontar.city.registry import actions, queries
from lontar.city.registry.models import Contradiction, Dwelling, Membership, Pair, Person
from lontar.science import lifespans
from lontar.science.family_file import births
from lontar.science.family_file.notes import Notes
from lontar.science.trouble import NotAllowed, Refusal
from registry.records import number

pytestmark = pytest.mark.django_db
NIK = "5371034502900007"
SQUARE = [[123.5, -10.3], [123.7, -10.3], [123.7, -10.1], [123.5, -10.1], [123.5, -10.3]]


def found():
    return {(one.family_id, one.kind, one.person_id) for one in queries.contradictions()}


def look(by):
    return actions.look_for_contradictions(by=by, on=TODAY)


@pytest.fixture
def town(acting, maria):
    with acting(maria):
        yield benu()


def relation(person, value):
    Membership.objects.filter(person=person, until=None).update(relation=value)


MADE = {
    "two_heads": lambda home, p: relation(p[1], "head"),
    "no_head": lambda home, p: relation(p[0], "relative"),
    "no_members": lambda home, p: Membership.objects.filter(family=home).update(until=TODAY),
    "mother_too_young": lambda home, p: Person.objects.filter(pk=p[2].pk).update(birth_date=date(1993, 1, 1)),
    "father_too_young": lambda home, p: [
        Person.objects.filter(pk=p[2].pk).update(birth_date=date(1979, 1, 1)),
        Person.objects.filter(pk=p[1].pk).update(birth_date=date(1960, 1, 1)),
    ],
    "died_before_birth": lambda home, p: Person.objects.filter(pk=p[3].pk).update(died_on=date(1950, 1, 1)),
    "dead_member": lambda home, p: Person.objects.filter(pk=p[3].pk).update(died_on=date(2020, 2, 1)),
    "too_old": lambda home, p: Person.objects.filter(pk=p[3].pk).update(birth_date=date(1906, 11, 21)),
    "married_too_young": lambda home, p: Person.objects.filter(pk=p[2].pk).update(
        birth_date=date(2011, 11, 23), marital_status="married"
    ),
    "nik_twice": lambda home, p: [number(NIK, person=p[1]), number(NIK, person=p[2])],
    "outside_city": lambda home, p: [
        Boundary.objects.create(place_id=CITY, geometry={"type": "Polygon", "coordinates": [SQUARE]}, source="contoh"),
        Dwelling.objects.filter(residences__family=home).update(
            latitude=-8.65, longitude=115.2, located_on=TODAY, located_by="officer"
        ),
    ],
}  # fmt: skip


def test_files_the_database_and_the_page_hold_ages_to_one_limit(town, maria, sign_in, monkeypatch):
    """A version more, and everything follows it."""
    _home, (_markus, _yuliana, salomi, agustina) = town
    Person.objects.filter(pk=agustina.pk).update(birth_date=date(1920, 1, 1))
    Person.objects.filter(pk=salomi.pk).update(birth_date=date(1993, 1, 1), mother_name="")
    look(maria)
    assert {kind for _family, kind, _person in found()} == {"mother_too_young"}
    stricter = (*lifespans.LIMITS["oldest"], lifespans.Limit(100, date(2026, 1, 1), "Menurut kami"))
    laxer = (*lifespans.LIMITS["mother"], lifespans.Limit(5, date(2026, 1, 1), "Menurut kami"))
    monkeypatch.setattr(lifespans, "LIMITS", lifespans.LIMITS | {"oldest": stricter, "mother": laxer})
    assert lifespans.limit("oldest", date(2025, 12, 31)).years == 120
    look(maria)
    assert {kind for _family, kind, _person in found()} == {"too_old"}
    page = sign_in(maria).get("/keluarga/pertentangan/").content.decode()
    assert "lebih dari 100 tahun" in page
    assert "Menurut kami." in page
    born = pl.DataFrame(
        {
            "sheet": ["a"], "row": [2], "birth_text": ["1/1/1920"], "birth_date_state": ["ok"],
            "birth_date": [date(1920, 1, 1)], "birth_date_spelling": ["slashed"],
        }
    )  # fmt: skip
    notes = Notes()
    births.note_births(born, notes, on=TODAY)
    assert notes.as_frame({}).get_column("kind").to_list() == ["age_too_high"]


def test_every_kind_is_made_here():
    assert set(MADE) == set(Contradiction.Kind.values) == set(queries.MENDED_BY)


@pytest.mark.parametrize("kind", MADE)
def test_each_contradiction_is_found_and_gone_when_it_is_no_more(town, maria, kind):
    home, people = town
    assert look(maria) == 0, "nothing is wrong with the Benus"
    MADE[kind](home, people)
    look(maria)
    assert kind in {one for _family, one, _person in found()}
    kept = dict(Person.objects.filter(pk__in=[one.pk for one in people]).values_list("pk", "name"))
    assert kept
    Person.objects.filter(pk__in=kept).update(died_on=None, birth_date=date(1980, 1, 1), marital_status="")
    Person.objects.filter(pk=people[2].pk).update(birth_date=date(2006, 1, 1))
    Membership.objects.filter(family=home).update(until=None)
    Dwelling.objects.filter(residences__family=home, latitude__isnull=False).update(latitude=-10.15, longitude=123.6)
    for person, was in zip(people, ("head", "spouse", "child", "parent"), strict=True):
        relation(person, was)
        person.identifiers.update(current=False)
    look(maria)
    assert found() == set()


def test_a_mother_is_who_the_child_says_and_nobody_else(town, maria):
    _home, (_markus, _yuliana, salomi, _agustina) = town
    Person.objects.filter(pk=salomi.pk).update(birth_date=date(1993, 1, 1), mother_name="Dorkas Ndun")
    assert look(maria) == 0, "Yuliana is her stepmother"
    Person.objects.filter(pk=salomi.pk).update(mother_name="yuliana ndun ")
    assert look(maria) == 1


def test_a_father_is_who_the_child_says_and_nobody_else(town, maria):
    _home, (markus, _yuliana, salomi, _agustina) = town
    Person.objects.filter(pk=salomi.pk).update(
        birth_date=date(1979, 1, 1), father_name="Otniel Benu", mother_name="Dorkas Ndun"
    )
    assert look(maria) == 0, "Markus is her stepfather"
    Person.objects.filter(pk=salomi.pk).update(father_name=" markus BENU")
    assert look(maria) == 1
    one = queries.contradictions().get()
    assert (one.kind, one.other_id) == ("father_too_young", markus.pk)


def test_an_event_mends_it_without_anybody_looking_again(town, maria):
    home, (_markus, yuliana, salomi, _agustina) = town
    relation(yuliana, "head")
    look(maria)
    assert found() == {(home.pk, "two_heads", None)}
    actions.head_changed(home.pk, head_id=yuliana.pk, **told(maria))
    assert found() == set()
    assert now(home.pk) == {"Markus": "relative", "Yuliana": "head", "Salomi": "child", "Agustina": "parent"}
    actions.corrected(
        salomi.pk, actions.Correction(marital_status="married", birth_date=date(2012, 1, 1)), **told(maria)
    )
    assert found() == {(home.pk, "married_too_young", salomi.pk)}
    actions.corrected(salomi.pk, actions.Correction(marital_status="single"), **told(maria))
    assert found() == set()


def test_one_nik_on_two_people_is_mended_at_either_of_them(town, maria):
    _other, (petrus,) = family(("Petrus Lay", "head", date(1970, 1, 1), "L"))
    yuliana = town[1][1]
    for one in (petrus, yuliana):
        number(NIK, person=one)
        Person.objects.filter(pk=one.pk).update(nik_state="good")
    look(maria)
    assert {person for _family, _kind, person in found()} == {petrus.pk, yuliana.pk}
    actions.nik_given(petrus.pk, nik="5371030101700007", **told(maria))
    assert found() == set(), "the other family's as well"
    with pytest.raises(Refusal, match="sudah punya NIK"):
        actions.nik_given(yuliana.pk, nik="5371034205840007", **told(maria))


def test_a_number_that_stands_in_another_ward_too_is_told_without_who_has_it(acting, maria, ester):
    with acting(ester):
        _there, (rut,) = family(("Rut Manafe", "head", date(1990, 2, 5), "P"), place=LASIANA)
        number(NIK, person=rut)
    with acting(maria):
        home, people = benu()
        number(NIK, person=people[1])
        look(maria)
        one = Contradiction.objects.get()
        assert (one.family_id, one.other_id) == (home.pk, rut.pk)
    with acting(ester):
        assert Contradiction.objects.count() == 1, "Maria looks through her own ward only"
        look(ester)
        assert Contradiction.objects.count() == 2


def test_who_has_looked_says_that_it_is_so_and_it_waits_no_more(town, maria, sign_in, daud):
    MADE["too_old"](*town)
    look(maria)
    one = queries.contradictions().get()
    with pytest.raises(Refusal) as refused:
        actions.settle_contradiction(one.pk, why="", by=maria, on=TODAY)
    assert refused.value.field == "why"
    actions.settle_contradiction(one.pk, why="KTP lama sudah dilihat", by=maria, on=TODAY)
    look(maria)
    assert not queries.contradictions().exists()
    with pytest.raises(Refusal, match="petugas lain"):
        actions.settle_contradiction(one.pk, why="sudah dilihat", by=maria, on=TODAY)
    with pytest.raises(NotAllowed):
        actions.settle_contradiction(one.pk, why="sudah dilihat", by=daud, on=TODAY)


def test_the_desk_counts_them_and_the_list_leads_to_what_mends_them(acting, sign_in, maria):
    with acting(maria):
        home, people = benu()
        MADE["too_old"](home, people)
        MADE["two_heads"](home, people)
    browser = sign_in(maria)
    assert browser.post("/keluarga/pertentangan/cari/").status_code == 302
    desk = browser.get("/meja/").content.decode()
    assert "saling bertentangan" in desk
    page = browser.get("/keluarga/pertentangan/").content.decode()
    mends = f"/keluarga/{home.pk}/peristiwa/died/?person={people[3].pk}"
    assert mends in page
    assert f"/keluarga/{home.pk}/peristiwa/head_changed/" in page
    assert "Agustina" not in page, "names stay covered until a purpose is given"
    assert f'<option value="{people[3].pk}" selected' in browser.get(mends).content.decode()
    only = browser.get("/keluarga/pertentangan/", {"jenis": "too_old"}).content.decode()
    assert "head_changed" not in only
    key = Contradiction.objects.none()
    with acting(maria):
        key = Contradiction.objects.get(kind="too_old").pk
    assert browser.post(f"/keluarga/pertentangan/{key}/", {"why": ""}).status_code == 422
    assert browser.post(f"/keluarga/pertentangan/{key}/", {"why": "KTP sudah dilihat"}).status_code == 302
    assert "lebih dari 120 tahun" not in browser.get("/keluarga/pertentangan/").content.decode()


def test_two_of_one_nik_who_may_be_one_person_lead_to_their_comparison(acting, sign_in, maria):
    with acting(maria):
        home, people = benu()
        MADE["nik_twice"](home, people)
        actions.look_for_contradictions(by=maria, on=TODAY)
        found = Contradiction.objects.filter(kind="nik_twice").first()
        one, other = sorted((found.person_id, found.other_id))
        pair = Pair.objects.create(
            person_a_id=one, person_b_id=other, place_id=OESAPA, other_place_id=OESAPA, weight=9, probability=0.99,
            band="same", against="stranger", model_version="x", found_on=TODAY,
        )  # fmt: skip
    browser = sign_in(maria)
    compare = f"/keluarga/ganda/{pair.pk}/"
    assert compare in browser.get("/keluarga/pertentangan/").content.decode()
    with acting(maria):
        Pair.objects.update(state="different", decided_by=maria, decided_at=Now(), decided_on=TODAY)
    page = browser.get("/keluarga/pertentangan/").content.decode()
    assert compare not in page
    assert "/peristiwa/nik_given/" in page


def test_what_an_import_brought_is_looked_through_without_being_asked(acting, ester, tmp_path):
    from lontar.city.registry import commands
    from spreadsheets import MARIA, PETRUS, as_csv, cells

    path = as_csv(tmp_path / "keluarga.csv", cells(MARIA, PETRUS | {"SHDK": "FAMILI LAIN"}))
    options = argparse.Namespace(
        actor=ester, file=path, profile="siak", mode="families_without_error", dry_run=False, json=True
    )
    with acting(ester):
        commands.import_families(options)
        kinds = {(one.kind, one.place.name) for one in queries.contradictions()}
        assert kinds == {("no_head", "Batu Plat")}
