"""An update shows first what it would change, family by family, and who would vanish; nobody is taken out."""

import argparse
import json
from datetime import date

import pytest

from lives import told
from lontar.city.journal import queries as journal
from lontar.city.registry import actions, commands, queries
from lontar.city.registry.models import Absence, Family, Happening, ImportChange, Membership, Person
from lontar.science.trouble import NotAllowed, Refusal
from spreadsheets import MARIA, PETRUS, YOHANES, as_csv, cells

pytestmark = pytest.mark.django_db
ON, LATER = date(2026, 11, 22), date(2026, 12, 1)
ALL = "everything_or_nothing"
ANI = PETRUS | {"Nomor KK": "5371010101120009", "NIK": "5371015503720001", "Nama Penduduk": "ANI LAY", "Kelamin": "P",
                "Tanggal Lahir": "15/03/1972"}  # fmt: skip


@pytest.fixture
def bring(acting, ester, tmp_path):
    def brought(*people, on=ON, dry_run=False, name="keluarga.csv", by=ester):
        path = as_csv(tmp_path / name, cells(*people))
        with acting(by):
            return actions.import_families(path, mode=ALL, by=by, on=on, dry_run=dry_run).run

    return brought


def kinds(run):
    return sorted(ImportChange.objects.filter(run=run).values_list("kind", flat=True))


def test_a_checked_update_shows_each_change_and_writes_nothing(bring, acting, ester):
    bring(MARIA, YOHANES, PETRUS)
    with acting(ester):
        before = list(Person.objects.order_by("pk").values()), list(Membership.objects.order_by("pk").values())
    moved = MARIA | {"RT": "011", "Pekerjaan": "PENENUN"}
    child = YOHANES | {"NIK": "", "Nama Penduduk": "RUT BENU", "Tanggal Lahir": "07/08/2020", "Kelamin": "P"}
    run = bring(moved, child, PETRUS, on=LATER, dry_run=True)
    with acting(ester):
        assert (
            list(Person.objects.order_by("pk").values()),
            list(Membership.objects.order_by("pk").values()),
        ) == before
        assert kinds(run) == ["moved", "person_absent", "person_changed", "person_new"]
        change = ImportChange.objects.get(run=run, kind="person_changed")
        assert (change.before, change.after) == ({"occupation": MARIA["Pekerjaan"]}, {"occupation": "PENENUN"})
        home = ImportChange.objects.get(run=run, kind="moved")
        assert (home.before, home.after) == ({"rt": "009"}, {"rt": "011"})
        assert ImportChange.objects.get(run=run, kind="person_new").after == {"name": "RUT BENU", "relation": "child"}
        assert ImportChange.objects.get(run=run, kind="person_absent").person.name == "YOHANES BENU"
        assert (run.counts["families_changing"], run.counts["persons_changed"]) == (1, 1)
        assert not Absence.objects.exists()


def test_an_update_that_changes_nothing_shows_nothing(bring, acting, ester):
    bring(MARIA, YOHANES, PETRUS)
    run = bring(MARIA, YOHANES, PETRUS, on=LATER, dry_run=True)
    with acting(ester):
        assert kinds(run) == []
        assert run.counts["families_changing"] == 0


def test_a_person_who_goes_over_to_another_family_is_shown_in_both(bring, acting, ester):
    bring(MARIA, YOHANES, PETRUS)
    guest = YOHANES | {"Nomor KK": PETRUS["Nomor KK"], "SHDK": "FAMILI LAIN"}
    run = bring(
        MARIA, PETRUS, guest | {key: PETRUS[key] for key in ("Desa/Kel", "Kecamatan", "RT", "RW")}, dry_run=True
    )
    with acting(ester):
        assert kinds(run) == ["person_came", "person_left"]


def test_who_vanishes_stays_and_joins_a_worklist_until_somebody_looked(bring, acting, ester, maria):
    bring(MARIA, YOHANES, PETRUS, ANI)
    run = bring(MARIA, PETRUS, on=LATER)
    with acting(ester):
        assert Membership.objects.filter(until=None).count() == 4, "nobody is taken out"
        assert [(one.person and one.person.name, one.noticed_on) for one in queries.absences()] == [
            ("YOHANES BENU", LATER), (None, LATER),
        ]  # fmt: skip
        assert (run.counts["persons_not_named"], run.counts["families_not_named"]) == (1, 1)
        (gone,) = queries.absences(of="families")
        actions.settle_absence(gone.pk, outcome="still_here", by=ester, on=LATER)
        assert journal.lines_about("registry.family", gone.family_id).filter(verb="settle_absence").exists()
        with pytest.raises(Refusal, match="sudah diselesaikan"):
            actions.settle_absence(gone.pk, outcome="recorded", by=ester, on=LATER)
    bring(MARIA, PETRUS, on=LATER)
    with acting(ester):
        assert queries.absences(of="members").count() == 1, "the same file again adds nobody twice"
    bring(MARIA, YOHANES, on=LATER)
    with acting(ester):
        assert Absence.objects.get(person__name="YOHANES BENU").outcome == "named_again"
    with acting(maria):
        assert queries.absences(of="members").count() == 0, "what is told of another ward stays behind its wall"


@pytest.mark.parametrize(("status", "says"), [("MATI", "disebut meninggal"), ("PINDAH", "disebut pindah")])
def test_whom_a_file_calls_dead_or_moved_lives_on_here_and_waits_on_the_worklist(
    bring, acting, ester, sign_in, status, says
):
    bring(MARIA, YOHANES, PETRUS)
    gone = YOHANES | {"Status": status}
    checked = bring(MARIA, gone, PETRUS, on=LATER, dry_run=True)
    client = sign_in(ester)
    assert says in client.get(f"/keluarga/impor/{checked.pk}/perubahan/").content.decode()
    # Alone in the file, and once more in a later one: on the worklist once, with what was said last.
    bring(MARIA, PETRUS, on=LATER)
    bring(MARIA, gone, PETRUS, on=LATER)
    with acting(ester):
        (absence,) = queries.absences()
        assert absence.person.name == "YOHANES BENU"
        assert Membership.objects.filter(person=absence.person, until=None).exists(), "nobody dies by a file"
    event = {"MATI": "died", "PINDAH": "person_moved_out"}[status]
    mends = f"/keluarga/{absence.family_id}/peristiwa/{event}/?person={absence.person_id}"
    assert mends in client.get("/keluarga/tidak-disebut/").content.decode()
    assert says in client.get("/keluarga/tidak-disebut/").content.decode()
    bring(MARIA, YOHANES, PETRUS, on=LATER)
    with acting(ester):
        assert not queries.absences(), "a later file names him as living"


def test_the_head_of_a_family_that_a_file_calls_dead_waits_on_the_worklist(bring, acting, ester):
    bring(MARIA, PETRUS)
    bring(MARIA, PETRUS | {"Status": "MATI"}, on=LATER)
    with acting(ester):
        assert {(one.person.name if one.person else "", one.note) for one in queries.absences()} >= {
            (PETRUS["Nama Penduduk"], "dead")
        }


def test_a_wards_officer_looks_after_those_whom_a_list_of_the_city_leaves_out(bring, acting, ester, maria, sign_in):
    inside = {"Desa/Kel": "Oesapa", "Kecamatan": "Kelapa Lima"}
    here = [one | inside for one in (MARIA, YOHANES, PETRUS)]
    bring(*here)
    bring(here[0], here[2], on=LATER)
    with acting(maria):
        (absence,) = queries.absences()
    client = sign_in(maria)
    page = client.get("/keluarga/tidak-disebut/").content.decode()
    assert "Y•••••• B•••" in page
    assert "daftar seluruh kota" in page, "the run itself is not of this ward"
    there, settled = {"of": "visit"}, f"/keluarga/tidak-disebut/{absence.pk}/"
    assert client.post(settled, {"outcome": "not_found"}).status_code == 302
    assert "Y•••••• B•••" not in client.get("/keluarga/tidak-disebut/").content.decode()
    assert "Y•••••• B•••" in client.get("/keluarga/tidak-disebut/", there).content.decode(), "to be looked for at home"
    assert client.post(settled, {"outcome": "not_found"}).status_code == 409
    assert client.post(settled, {"outcome": "still_here"}).status_code == 302
    assert "Y•••••• B•••" not in client.get("/keluarga/tidak-disebut/", there).content.decode()


def test_a_small_file_says_nothing_of_families_it_leaves_out(bring, acting, ester):
    others = [ANI | {"Nomor KK": f"537101010112001{i}", "NIK": "", "Nama Penduduk": f"ANI {name}"}
              for i, name in enumerate(("LAY", "NDUN", "BENU"))]  # fmt: skip
    bring(PETRUS, *others)
    run = bring(PETRUS, on=LATER, dry_run=True)
    with acting(ester):
        assert kinds(run) == []
    run = bring(PETRUS, *others[:2], on=LATER, dry_run=True)
    with acting(ester):
        assert kinds(run) == ["family_absent"]


def test_an_inspector_settles_nothing(bring, acting, ester, daud):
    bring(MARIA, YOHANES)
    bring(MARIA, on=LATER)
    with acting(daud), pytest.raises(NotAllowed):
        actions.settle_absence(queries.absences().first().pk, outcome="still_here", by=daud, on=LATER)


def test_the_pages_show_changes_and_absences_masked(bring, acting, ester, sign_in):
    bring(MARIA, YOHANES, PETRUS)
    run = bring(MARIA | {"Nama Penduduk": "MARIA BENU NDUN"}, PETRUS, on=LATER, dry_run=True)
    client = sign_in(ester)
    page = client.get(f"/keluarga/impor/{run.pk}/perubahan/").content.decode()
    assert "data orang berubah" in page
    assert "anggota tidak disebut lagi" in page
    assert "M•••• B•••" in page
    assert "NDUN" not in page
    assert "Lihat perubahan pada 1 keluarga" in client.get(f"/keluarga/impor/{run.pk}/").content.decode()
    bring(MARIA, PETRUS, on=LATER)
    with acting(ester):
        (absence,) = queries.absences()
    page = client.get("/keluarga/tidak-disebut/").content.decode()
    assert "Y•••••• B•••" in page
    answer = client.post(f"/keluarga/tidak-disebut/{absence.pk}/", {"outcome": "still_here"})
    assert answer.status_code == 302
    assert "Tidak ada yang menunggu" in client.get("/keluarga/tidak-disebut/").content.decode()


def test_the_terminal_lists_the_changes_of_a_dry_run(bring, acting, ester, tmp_path, capsys):
    bring(MARIA, YOHANES, PETRUS)
    path = as_csv(tmp_path / "baru.csv", cells(MARIA | {"RT": "011"}, YOHANES, PETRUS))
    parser = argparse.ArgumentParser()
    commands.add_commands(parser.add_subparsers())
    options = parser.parse_args(["import", "families", str(path), "--dry-run", "--json"])
    options.actor = ester
    with acting(ester):
        assert options.run(options) == 0
    told = json.loads(capsys.readouterr().out)["changes"]
    assert told["by_kind"] == {"moved": 1}
    assert told["families"][0]["changes"][0]["after"] == {"rt": "011"}


def test_a_file_that_names_the_dead_as_living_is_told_so_and_brings_nobody_back(bring, acting, ester):
    bring(MARIA, YOHANES, PETRUS)
    with acting(ester):
        dead = Person.objects.get(name="YOHANES BENU")
        actions.died(dead.pk, **told(ester))
    run = bring(MARIA, YOHANES, PETRUS, on=LATER)
    with acting(ester):
        (finding,) = [queries.finding_as_json(one) for one in run.findings.filter(kind="dead_known")]
        assert f"meninggal 10/11/2026 ({dead.local_number})" in finding["message"]
        assert not Membership.objects.filter(person=dead, until=None).exists()


def test_the_familys_story_tells_whom_a_file_brought_and_whom_it_took(bring, acting, ester):
    bring(MARIA, YOHANES, PETRUS)
    over = YOHANES | {"Nomor KK": PETRUS["Nomor KK"], "SHDK": "FAMILI LAIN", "Desa/Kel": PETRUS["Desa/Kel"]}
    new = MARIA | {
        "NIK": "5371015503010009",
        "Nama Penduduk": "ANI BENU",
        "Tanggal Lahir": "15/03/2001",
        "SHDK": "ANAK",
    }
    with acting(ester):
        yohanes = Person.objects.get(name="YOHANES BENU").local_number
    for _again in range(2):
        bring(MARIA, new, PETRUS, over, on=LATER)
    with acting(ester):
        ani = Person.objects.get(name="ANI BENU").local_number
        told_ = {
            (one.family_id, one.message.partition(" ")[2], one.details["person"])
            for one in Happening.objects.filter(kind="member")
        }
        first, second = Family.objects.order_by("pk").values_list("pk", flat=True)
        assert Happening.objects.filter(kind="member").count() == 3, "told once, however often the file comes"
        assert told_ == {
            (first, "menjadi anggota menurut berkas yang diimpor.", ani),
            (first, "menjadi anggota keluarga lain menurut berkas yang diimpor.", yohanes),
            (second, "menjadi anggota menurut berkas yang diimpor.", yohanes),
        }


def test_one_nik_on_two_living_people_is_told_when_the_second_comes(bring, acting, ester):
    bring(MARIA)
    other = PETRUS | {"NIK": MARIA["NIK"]}
    run = bring(other)
    with acting(ester):
        told = [queries.finding_as_json(one) for one in run.findings.filter(kind="nik_known")]
        assert [(one["row"], one["column"]) for one in told] == [(2, "NIK")]
        assert "sudah dipakai orang lain" in told[0]["message"]
        assert Family.objects.count() == 2, "nothing is lost"
