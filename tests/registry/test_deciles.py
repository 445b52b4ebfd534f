"""Deciles come from DTSEN, by version; nothing here computes one."""

from datetime import date

import pytest

from lontar.city.registry import actions
from lontar.city.registry.actions.importing import deciles
from lontar.city.registry.models import Decile, Family, ImportFinding, ImportRun
from lontar.science.decile_file import read_deciles
from lontar.science.grid import as_grid
from lontar.science.trouble import NotAllowed, Refusal
from spreadsheets import MARIA, PETRUS, as_csv, cells

ON = date(2026, 11, 22)
HEADER = ["no_kk", "desil", "tanggal_versi", "keterangan"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def bring(acting, ester, tmp_path):
    with acting(ester):
        path = as_csv(tmp_path / "keluarga.csv", cells(MARIA, PETRUS))
        actions.import_families(path, mode="everything_or_nothing", by=ester, on=ON)

    def brought(*rows, by=ester, **more):
        path = as_csv(tmp_path / "dtsen.csv", [HEADER, *rows])
        with acting(by):
            return actions.import_deciles(path, by=by, on=ON, **more).run

    return brought


@pytest.fixture
def seen(acting, ester):
    with acting(ester):
        yield


def row(person, decile="2", version="2026-10-01", note="DTSEN"):
    return [person["Nomor KK"], decile, version, note]


def shown():
    return list(Family.objects.order_by("place_id").values_list("decile", "decile_on"))


def test_a_family_shows_the_decile_of_its_newest_version(bring, seen):
    run = bring(row(MARIA, "2"), row(PETRUS, "7"))
    assert (run.state, run.counts["deciles_new"], run.counts["families_changed"]) == ("done", 2, 2)
    bring(row(MARIA, "3", "2026-07-01"))
    assert shown() == [(7, date(2026, 10, 1)), (2, date(2026, 10, 1))]
    bring(row(MARIA, "4", "2026-11-01"))
    assert shown()[1] == (4, date(2026, 11, 1))
    assert Decile.objects.count() == 4, "every version is kept"


def test_the_same_list_twice_changes_nothing(bring, seen):
    bring(row(MARIA), row(PETRUS))
    before = list(Decile.objects.values_list()), shown()
    run = bring(row(MARIA), row(PETRUS))
    assert (list(Decile.objects.values_list()), shown()) == before
    assert run.counts["deciles_new"] == 0


def test_another_word_of_the_same_source_on_the_same_version_is_refused(bring, seen):
    bring(row(MARIA, "2"))
    run = bring(row(MARIA, "5"))
    assert (run.state, "desil lain" in run.refusal) == ("refused", True)
    assert shown()[1] == (2, date(2026, 10, 1))


def test_a_card_that_nobody_here_has_is_told_with_its_row(bring, seen):
    run = bring(row(MARIA), ["5371030101260009", "1", "2026-10-01", ""])
    finding = ImportFinding.objects.get(run=run)
    assert (finding.severity, finding.row, finding.kind) == ("warning", 3, "family_unknown")
    assert run.counts["families_unknown"] == 1


@pytest.mark.parametrize(
    ("bad", "kind", "column"),
    [
        (["5,37E+15", "1", "2026-10-01", ""], "kk_malformed", "no_kk"),
        (["5371031708170003", "11", "2026-10-01", ""], "decile_range", "desil"),
        (["5371031708170003", "", "2026-10-01", ""], "decile_range", "desil"),
        (["5371031708170003", "dua", "2026-10-01", ""], "decile_range", "desil"),
        (["5371031708170003", "2", "2027-10-01", ""], "version_date", "tanggal_versi"),
        (["5371031708170003", "2", "", ""], "version_date", "tanggal_versi"),
    ],
)
def test_a_bad_row_is_an_error_and_the_others_go_in(bring, seen, bad, kind, column):
    run = bring(bad, row(PETRUS, "7"))
    finding = ImportFinding.objects.get(run=run)
    assert (finding.severity, finding.row, finding.kind, finding.column) == ("error", 2, kind, column)
    assert Decile.objects.get().decile == 7


def test_one_family_with_two_deciles_of_one_version_gets_neither(bring, seen):
    run = bring(row(MARIA, "2"), row(MARIA, "3"), row(PETRUS, "7"))
    finding = ImportFinding.objects.get(run=run, severity="error")
    assert (finding.row, finding.kind) == (3, "decile_twice")
    assert shown() == [(7, date(2026, 10, 1)), (None, None)]


def test_a_ward_officer_reaches_only_families_of_her_ward(bring, acting, maria, ester):
    run = bring(row(MARIA, "2"), row(PETRUS, "7"), by=maria)
    assert run.counts["families_unknown"] == 1
    with acting(ester):
        assert shown() == [(None, None), (2, date(2026, 10, 1))]


def test_the_inspector_brings_no_deciles(bring, daud):
    before = ImportRun.objects.count()
    with pytest.raises(NotAllowed):
        bring(row(MARIA), by=daud)
    assert ImportRun.objects.count() == before


def test_a_dry_run_writes_nothing(bring, seen):
    run = bring(row(MARIA), dry_run=True)
    assert (run.state, Decile.objects.count()) == ("done", 0)
    assert shown() == [(None, None), (None, None)]
    assert (run.counts["deciles_new"], run.counts["families_changed"]) == (1, 1), "what would come is told"
    assert bring(row(MARIA)).counts["deciles_new"] == 1
    assert bring(row(MARIA), dry_run=True).counts["deciles_new"] == 0


def test_a_list_that_was_checked_is_said_to_change_nothing_only_when_that_is_so(bring, sign_in, ester):
    new = bring(row(MARIA), dry_run=True)
    page = sign_in(ester).get(f"/keluarga/impor/{new.pk}/").content.decode()
    assert "tidak mengubah apa pun" not in page
    bring(row(MARIA))
    old = bring(row(MARIA), dry_run=True)
    assert "tidak mengubah apa pun" in sign_in(ester).get(f"/keluarga/impor/{old.pk}/").content.decode()


@pytest.mark.parametrize("at", [1, 2])
def test_a_crash_at_any_write_leaves_nothing(bring, seen, monkeypatch, at):
    honest, calls = deciles.write, []

    def dying(cursor, statement):
        calls.append(statement)
        rows = honest(cursor, statement)
        if len(calls) == at:
            raise RuntimeError("the machine died here")
        return rows

    monkeypatch.setattr(deciles, "write", dying)
    with pytest.raises(RuntimeError):
        bring(row(MARIA))
    assert (Decile.objects.count(), shown()[1]) == (0, (None, None))


def test_a_wrong_header_says_what_is_needed():
    with pytest.raises(Refusal, match="no_kk, desil, tanggal_versi") as refusal:
        read_deciles((as_grid("", [["Nomor", "Desil DTSEN"], ["1", "2"]]),), on=ON)
    assert "Baris pertama berisi: Nomor, Desil DTSEN" in refusal.value.message
