"""Keys are changed under a running city: nothing is lost, whatever breaks, and every number is found all the while."""

import itertools
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, models, transaction

from cast import CITY, LASIANA, OESAPA, TODAY
from lontar.city.fieldwork.models import Report
from lontar.city.privacy import actions
from lontar.city.privacy.actions import rotating
from lontar.city.registry.models import Family, Identifier, ImportFile, ImportRun, Person
from lontar.city.registry.queries import FamilyFilter, families_matching
from lontar.house.keys import KeyFile
from lontar.kit import sealing
from lontar.science.trouble import NotAllowed, Refusal
from walking import a_photo, begin, report, settle_down, visit_of

CARDS = [f"53710301012{at:05d}" for at in range(7)]
# Kept under a key that never changes, or no secret at all.
NOT_SEALED = {
    "registry.identifier.blind", "registry.family.fingerprint", "registry.familyevent.fingerprint",
    "delivery.receipt.digest", "delivery.failedcheck.asker",
    "loans.receipt.digest", "loans.failedcheck.asker", "access.apitoken.digest", "access.officerevent.digest",
    # The log: hashes that everybody may see, and the salt of a leaf, which goes when the person behind it is erased.
    "ledger.leaf.commitment", "ledger.leaf.secret", "ledger.tile.hashes", "ledger.tile.root", "ledger.checkpoint.root",
    "ledger.keptcheckpoint.root",
}  # fmt: skip


@pytest.fixture
def keys(committed, settings, tmp_path) -> KeyFile:
    """A key file of this test alone."""
    settings.KEYS = KeyFile(tmp_path / "keys.json")
    return settings.KEYS


@pytest.fixture
def cards(keys, acting, agus, ester) -> list[Any]:
    """Seven families with a card, in two wards, and a kept file."""
    with acting(ester):
        families = [Family.objects.create(place_id=OESAPA if at % 2 else LASIANA) for at in range(7)]
        for family, card in zip(families, CARDS, strict=True):
            Identifier.objects.create(
                place_id=family.place_id, kind="kk", family=family, cipher=sealing.seal(card.encode()),
                blind=sealing.blind("kk", card),
            )  # fmt: skip
        run = ImportRun.objects.create(
            place_id=CITY, kind="families", mode="families_without_error", file_name="a.csv", file_bytes=1,
            file_sha256="0" * 64, on=TODAY, by=ester, by_role=ester.role,
        )  # fmt: skip
        ImportFile.objects.create(place_id=CITY, run=run, purpose="worklist", cipher=sealing.seal(b"rows"))
    return families


def found_by_card(families: list[Any]) -> bool:
    return all(
        list(families_matching(FamilyFilter(words=card)).values_list("pk", flat=True)) == [family.pk]
        for family, card in zip(families, CARDS, strict=True)
    )


def quiet(done: int, total: int, note: str) -> None:
    pass


def test_every_number_is_sealed_and_hashed_anew_and_the_old_key_is_gone(cards, keys, acting, agus, ester):
    before = keys.ring()
    with acting(agus):
        assert actions.rotate(by=agus, on=TODAY, tell=quiet) == {
            "registry_identifier": 7, "registry_importfile": 1, "delivery_handover": 0, "registry_lifeeventscan": 0,
            "fieldwork_report": 0, "targeting_scan": 0, "community_paper": 0, "programmes_recipient": 0,
            "loans_minutes": 0, "loans_disputepaper": 0,
            "delivery_payaccount": 0, "works_photo": 0,
        }  # fmt: skip
    assert (keys.ring().current, list(keys.ring().seals)) == (2, [2])
    assert keys.ring().fixed == before.fixed
    with acting(ester):
        assert found_by_card(cards)
        assert {bytes(one.cipher)[0] for one in Identifier.objects.all()} == {2}
        assert sealing.unseal(ImportFile.objects.get().cipher) == b"rows"
        blinds = {bytes(one.blind) for one in Identifier.objects.all()}
        assert blinds == set(sealing.blind_all("kk", CARDS))


@pytest.mark.parametrize("breaks_at", range(1, 9))
def test_a_run_that_dies_at_any_row_is_gone_on_with_and_numbers_are_found_meanwhile(
    cards, keys, acting, agus, ester, monkeypatch, breaks_at
):
    whole = sealing.seal_all
    count = itertools.count(1)

    def dies(values):
        if next(count) == breaks_at:
            raise KeyboardInterrupt
        return whole(values)

    monkeypatch.setattr(rotating, "SEALED", (("registry_identifier", 1), ("registry_importfile", 1)))
    monkeypatch.setattr(sealing, "seal_all", dies)
    with acting(agus), pytest.raises(KeyboardInterrupt):
        actions.rotate(by=agus, on=TODAY, tell=quiet)
    monkeypatch.setattr(sealing, "seal_all", whole)
    assert (keys.ring().current, keys.ring().older) == (2, [1])
    with acting(ester):
        assert found_by_card(cards)
    with acting(agus):
        left = 8 - (breaks_at - 1)
        assert sum(actions.rotate(by=agus, on=TODAY, tell=quiet).values()) == left
    assert list(keys.ring().seals) == [2]
    with acting(ester):
        assert found_by_card(cards)


def test_a_key_that_one_row_still_needs_is_not_retired(cards, keys, acting, agus):
    with acting(agus):
        rotating.begin(by=agus, on=TODAY)
        rotating.reseal_some("registry_identifier", 6, new=2, beyond=0)
        with pytest.raises(IntegrityError, match="still seals 1 rows"):
            rotating.finish(1, counts={}, by=agus, on=TODAY)
    assert keys.ring().older == [1]


def test_a_row_that_a_slow_process_sealed_with_a_retired_key_is_refused_and_not_lost(cards, keys, acting, agus, ester):
    late = sealing.seal(CARDS[0].encode())
    with acting(agus):
        actions.rotate(by=agus, on=TODAY, tell=quiet)
    with acting(ester), pytest.raises(IntegrityError, match="retired key"), transaction.atomic():
        Identifier.objects.filter(family=cards[0]).update(cipher=late)


def test_an_import_waits_for_a_change_of_keys_that_was_cut_off(cards, keys, acting, agus, ester, tmp_path):
    from lontar.city.registry import actions as registry

    with acting(agus):
        rotating.begin(by=agus, on=TODAY)
    file = tmp_path / "desil.csv"
    file.write_text(f"no_kk,desil,tanggal_versi\n{CARDS[0]},1,2026-10-01\n")
    with acting(ester):
        run = registry.import_deciles(file, by=ester, on=TODAY).run
        assert (run.state, "rotate-key" in run.advice) == ("refused", True)
    with acting(agus):
        actions.rotate(by=agus, on=TODAY, tell=quiet)
    with acting(ester):
        assert registry.import_deciles(file, by=ester, on=TODAY).run.state == "done"


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["ester", "yohanes", "maria", "daud"])
def test_only_an_administrator_changes_keys_and_reads_what_is_sealed_behind_other_walls(who, request, acting):
    officer = request.getfixturevalue(who)
    with acting(officer):
        with pytest.raises(NotAllowed):
            actions.rotate(by=officer, on=TODAY, tell=quiet)
        with pytest.raises(Exception, match="administrator only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT * FROM privacy_rows_to_reseal('registry_identifier', 9, 0, 9)")


@pytest.mark.django_db
def test_a_table_that_nobody_named_is_not_read_by_the_function(acting, agus):
    with (
        acting(agus),
        pytest.raises(Exception, match="administrator only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT * FROM privacy_rows_to_reseal('access_officer', 9, 0, 9)")


def test_a_row_that_no_key_opens_stops_the_change_and_keeps_the_old_key(cards, keys, acting, agus, ester):
    with acting(ester):
        Identifier.objects.filter(family=cards[3]).update(cipher=b"\x01" + b"x" * 40)
    with acting(agus), pytest.raises(Refusal, match="registry_identifier"):
        actions.rotate(by=agus, on=TODAY, tell=quiet)
    assert keys.ring().older == [1]


@pytest.mark.django_db
def test_whatever_is_sealed_is_sealed_anew():
    """A column of bytes is either known to the change of keys, or said to be no secret of its ring."""
    known = {table for table, _most in rotating.SEALED}
    forgotten = []
    for model in apps.get_models():
        if not model.__module__.startswith("lontar."):
            continue
        for field in model._meta.get_fields():
            name = f"{model._meta.label_lower}.{field.name}"
            if isinstance(field, models.BinaryField) and name not in NOT_SEALED and model._meta.db_table not in known:
                forgotten.append(name)
    assert forgotten == [], "add it to SEALED and to privacy_sealed_column, or say here why it is not sealed"
    assert Person._meta.db_table not in known


def test_the_photo_of_a_home_visit_is_sealed_anew_and_nothing_else_of_it_can_change(keys, acting, agus, ester, petrus):
    street = settle_down()
    report(visit_of(begin(second_percent=0, checkers=[petrus.pk]), street.families[0]), "petrus", photo=a_photo())
    with acting(ester):
        seen = sealing.unseal(Report.objects.get().photo)
    with acting(agus):
        assert actions.rotate(by=agus, on=TODAY, tell=quiet)["fieldwork_report"] == 1
    with acting(ester):
        kept = bytes(Report.objects.get().photo)
        assert kept[0] == 2
        assert sealing.unseal(kept) == seen
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Report.objects.update(photo=None)
