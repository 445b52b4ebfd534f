"""A city's files go on naming both records of a person for years: what people have decided stands."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cast import OESAPA, TODAY, officer
from lives import now
from lontar.city.registry import actions
from lontar.city.registry.models import Family, Identifier, ImportFinding, Membership, Merge, Person
from lontar.kit import sealing
from lontar.kit.gate import acting_as
from registry.records import everything, pair
from spreadsheets import MARIA, PETRUS, YOHANES, as_csv, cells

pytestmark = pytest.mark.django_db
LATER, LAST = date(2026, 12, 1), date(2027, 1, 1)
OTHER_CARD = "5371031708180007"
# Maria once more, on a card of her own, written otherwise and without a NIK.
MARYA = MARIA | {"Nomor KK": OTHER_CARD, "NIK": "", "Nama Penduduk": "MARYA BENU", "RT": "010"}
BABY = YOHANES | {"NIK": "5371030506250002", "Nama Penduduk": "RUT BENU", "Tanggal Lahir": "05/06/2025", "Kelamin": "P"}


def brought(path, *people, on=TODAY, by=None):
    path = as_csv(path / "keluarga.csv", cells(*people))
    by = by or officer("ester")
    with acting_as(by):
        return actions.import_families(path, mode="everything_or_nothing", by=by, on=on).run


def one(name, **more):
    return Person.objects.get(name=name, **more)


def merge(into, away):
    by = officer("ester")
    return actions.decide(pair(into, away).pk, verdict="same", survivor_id=into.pk, by=by, on=TODAY)


@pytest.fixture
def twice(acting, ester, tmp_path):
    """Maria and her son on one card, Maria again on another."""
    brought(tmp_path, MARIA, YOHANES, MARYA)
    with acting(ester):
        yield tmp_path


@pytest.mark.parametrize(("stays", "goes"), [("MARIA BENU", "MARYA BENU"), ("MARYA BENU", "MARIA BENU")])
def test_a_row_of_a_merged_record_brings_it_back_from_nowhere(twice, stays, goes):
    merge(one(stays), one(goes))
    before = everything()
    run = brought(twice, MARIA, YOHANES, MARYA, on=LATER)
    assert everything() == before
    assert run.counts["rows_of_merged"] == 1
    found = ImportFinding.objects.get(run=run, kind="merged_row")
    assert found.values == {"other": one(stays).local_number}


def test_a_dissolved_family_stays_dissolved_and_its_new_member_belongs_to_what_it_became(twice):
    merge(one("MARIA BENU"), one("MARYA BENU"))
    home = Membership.objects.get(person=one("MARIA BENU"), until=None).family
    run = brought(twice, MARYA, BABY | {"Nomor KK": OTHER_CARD}, on=LATER)
    assert now(home.pk) == {"MARIA": "head", "YOHANES": "child", "RUT": "child"}
    assert Family.objects.filter(ended_on=None).count() == 1
    card = Identifier.objects.get(family=home, current=True)
    assert bytes(card.blind) == sealing.blind("kk", MARIA["Nomor KK"]), "the old card says nothing of this family's"
    assert home.residences.get().dwelling.rt == "009"
    kinds = ImportFinding.objects.filter(run=run).values_list("kind", flat=True)
    assert set(kinds) >= {"merged_row", "twin_family"}
    assert run.counts["persons_not_named"] == 1, "Yohanes, and not Maria, whose other record was named"


def test_a_merged_records_number_on_a_third_card_is_news(twice):
    stays = one("MARYA BENU").pk
    merge(one("MARYA BENU"), one("MARIA BENU"))
    persons = Person.objects.count()
    brought(twice, MARIA | {"Nomor KK": "5371031708190001", "RT": "011"}, YOHANES, on=LATER)
    assert Person.objects.count() == persons
    home = Membership.objects.get(person=stays, until=None).family
    card = Identifier.objects.get(family=home, current=True)
    assert bytes(card.blind) == sealing.blind("kk", "5371031708190001")
    assert home.residences.get(until=None).dwelling.rt == "011"


def test_who_serves_one_ward_makes_no_record_anew_that_was_merged_into_one_of_another(twice, acting, maria, tmp_path):
    elsewhere = MARYA | {"Kecamatan": "Alak", "Desa/Kel": "Batuplat", "Nomor KK": "5371010101130001"}
    brought(tmp_path, elsewhere | {"Nama Penduduk": "MARIA BENNU"}, on=LATER)
    merge(one("MARIA BENNU"), one("MARYA BENU"))
    persons, families = Person.objects.count(), Family.objects.filter(ended_on=None).count()
    run = brought(tmp_path, MARYA, on=LAST, by=maria)
    assert run.counts["rows_of_merged"] == 1
    assert (Person.objects.count(), Family.objects.filter(ended_on=None).count()) == (persons, families)


def test_after_an_undo_both_are_found_by_themselves_again(twice, ester):
    decided = merge(one("MARIA BENU"), one("MARYA BENU"))
    actions.undo_decision(decided.pk, by=ester, on=TODAY)
    before = everything()
    run = brought(twice, MARIA, YOHANES, MARYA, on=LATER)
    assert everything() == before
    assert run.counts["rows_of_merged"] == 0


def test_a_decile_of_a_dissolved_familys_card_is_that_of_what_it_became(twice, ester):
    from lontar.city.registry.models import Decile

    merge(one("MARIA BENU"), one("MARYA BENU"))
    home = Membership.objects.get(person=one("MARIA BENU"), until=None).family_id
    path = twice / "desil.csv"
    path.write_text(f"no_kk,desil,tanggal_versi\n{OTHER_CARD},2,2026-10-01\n", encoding="utf-8")
    actions.import_deciles(path, by=ester, on=TODAY)
    assert list(Decile.objects.values_list("family_id", "decile")) == [(home, 2)]
    # The family's own card goes first, and a list of both is no contradiction.
    path.write_text(
        f"no_kk,desil,tanggal_versi\n{OTHER_CARD},9,2026-11-01\n{MARIA['Nomor KK']},3,2026-11-01\n", encoding="utf-8"
    )
    done = actions.import_deciles(path, by=ester, on=TODAY)
    assert done.refusal is None
    assert Family.objects.get(pk=home).decile == 3


NAMES = ("ANA LAY", "ANNA LAY", "ANA LAI", "PETRUS NALLE", "PITER NALLE")
CARDS = ("5371031708170003", "5371031708180007", "5371031708190001")


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_same_file_again_changes_nothing_whatever_was_merged(db, tmp_path, data):
    """Five records on three cards, some of them one person: merged in any way, the file that made them adds nobody."""
    by = officer("ester")
    people = []
    for at, name in enumerate(NAMES):
        card = CARDS[min(at, 2)] if at < 3 else data.draw(st.sampled_from(CARDS))
        first = all(one["Nomor KK"] != card for one in people)
        people.append(
            PETRUS | {
                "Nomor KK": card, "Nama Penduduk": name, "SHDK": "KEPALA KELUARGA" if first else "FAMILI LAIN",
                "NIK": f"537101150370000{at + 1}" if data.draw(st.booleans()) else "",
            }
        )  # fmt: skip
    with transaction.atomic(), acting_as(by):
        brought(tmp_path, *people)
        for a, b in data.draw(st.lists(st.sampled_from([(0, 1), (1, 2), (3, 4), (2, 0)]), unique=True, min_size=1)):
            tops = [one(NAMES[key]).merged_into or one(NAMES[key]) for key in (a, b)]
            if tops[0].pk != tops[1].pk:
                merge(*tops)
        before = everything()
        run = brought(tmp_path, *people, on=LATER)
        assert everything() == before
        assert run.counts["rows_of_merged"] == Merge.objects.filter(undone_on=None).count()
        transaction.set_rollback(True)


def test_a_count_of_wards_is_unharmed(twice):
    from lontar.city.registry import queries

    merge(one("MARIA BENU"), one("MARYA BENU"))
    brought(twice, MARIA, YOHANES, MARYA, on=LATER)
    figures = queries.figures_of(OESAPA)
    assert (figures["families"], figures["persons"]) == (1, 2)
