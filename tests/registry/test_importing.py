"""Importing families: all of a family or nothing of it, once, whatever is tried."""

from datetime import date

import pytest
from django.db import connection

from lontar.city.journal import queries as journal
from lontar.city.registry import actions, queries
from lontar.city.registry.actions.importing import taking_in
from lontar.city.registry.models import (
    Dwelling,
    Family,
    Happening,
    Identifier,
    ImportFinding,
    ImportRun,
    Membership,
    Person,
    Residence,
)
from lontar.kit import sealing
from lontar.science.trouble import NotAllowed, Refusal
from spreadsheets import MARIA, PETRUS, YOHANES, as_csv, cells

ON = date(2026, 11, 22)
LATER = date(2026, 12, 22)
ALL, GOOD = "everything_or_nothing", "families_without_error"
BROKEN = PETRUS | {"Tanggal Lahir": "31/02/1970"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def bring(acting, ester, tmp_path):
    """Ester brings a file with these people."""

    def brought(*people, mode=ALL, on=ON, by=ester, **more):
        path = as_csv(tmp_path / "keluarga.csv", cells(*people))
        with acting(by):
            done = actions.import_families(path, mode=mode, by=by, on=on, **more)
        return done.run

    return brought


@pytest.fixture
def seen(acting, ester):
    with acting(ester):
        yield


def everything():
    """Every row of the registry's own tables, for comparing before and after."""
    tables = (Person, Family, Dwelling, Membership, Residence, Identifier, Happening)
    return {model.__name__: list(model.objects.order_by("pk").values_list()) for model in tables}


def nothing():
    return {name: [] for name in everything()}


def test_families_go_in_whole(bring, seen):
    run = bring(MARIA, YOHANES, PETRUS)
    assert (run.state, run.counts["families_new"], run.counts["persons_new"]) == ("done", 2, 3)
    family = Family.objects.get(place_id=5371031010)
    assert family.has_card
    members = family.memberships.order_by("pk").values_list("person__name", "relation", "since", "until")
    assert list(members) == [("MARIA BENU", "head", ON, None), ("YOHANES BENU", "child", ON, None)]
    home = family.residences.get().dwelling
    assert (home.rt, home.rw, home.address) == ("009", "002", "JL. TIMOR RAYA")
    maria = Person.objects.get(name="MARIA BENU")
    assert (maria.sex, maria.birth_date, maria.marital_status, maria.nik_state) == (
        "P", date(1990, 12, 1), "widowed", "good",
    )  # fmt: skip


def test_numbers_are_kept_sealed_and_found_by_their_exact_value(bring, seen):
    bring(MARIA)
    nik = Identifier.objects.get(blind=sealing.blind("nik", MARIA["NIK"]))
    assert nik.person.name == "MARIA BENU"
    assert MARIA["NIK"].encode() not in bytes(nik.cipher)
    assert sealing.unseal(nik.cipher).decode() == MARIA["NIK"]
    card = Identifier.objects.get(blind=sealing.blind("kk", MARIA["Nomor KK"]))
    assert sealing.unseal(card.cipher).decode() == MARIA["Nomor KK"]


def test_the_same_file_twice_changes_nothing(bring, seen):
    people = [
        MARIA, YOHANES | {"NIK": ""}, PETRUS | {"Nomor KK": "", "NIK": ""},
        PETRUS | {"Nomor KK": "", "NIK": "", "Nama Penduduk": "ANA NALLE", "Kelamin": "P"},
    ]  # fmt: skip
    bring(*people)
    before = everything()
    run = bring(*people, on=LATER)
    assert everything() == before
    assert (run.counts["families_new"], run.counts["persons_new"], run.counts["persons_changed"]) == (0, 0, 0)
    assert (run.counts["families_known"], run.counts["persons_known"]) == (3, 4)


def test_two_people_with_one_nik_stay_two_people_when_the_file_comes_again(bring, seen):
    other = PETRUS | {"NIK": MARIA["NIK"]}
    bring(MARIA, other)
    before = everything()
    bring(MARIA, other, on=LATER)
    assert everything() == before
    assert Person.objects.count() == 2


def test_with_an_error_nothing_is_in_when_everything_or_nothing_was_chosen(bring, seen):
    run = bring(MARIA, BROKEN)
    assert run.state == "refused"
    assert "1 kesalahan" in queries.refusal_of(run)[0]
    assert everything() == nothing()
    finding = ImportFinding.objects.get(run=run, severity="error")
    assert (finding.row, finding.column) == (3, "Tanggal Lahir")


def test_the_families_without_error_go_in_and_the_rest_waits_on_a_worklist(bring, seen, tmp_path, acting, ester):
    run = bring(MARIA, BROKEN, mode=GOOD)
    assert (run.state, run.counts["families_new"], run.counts["families_left"]) == ("done", 1, 1)
    assert list(Person.objects.values_list("name", flat=True)) == ["MARIA BENU"]
    (rows,) = [sealing.unseal(file.cipher).decode() for file in run.files.filter(purpose="worklist")]
    assert "PETRUS NALLE" in rows
    assert "MARIA BENU" not in rows
    assert PETRUS["NIK"].encode() not in bytes(run.files.get().cipher), "it is kept sealed"
    path = tmp_path / "perbaikan.csv"
    path.write_text(rows.replace("31/02/1970", "15/03/1970"))
    again = actions.import_families(path, mode=ALL, by=ester, on=ON).run
    assert (again.state, again.counts["persons_new"]) == ("done", 1)


def test_a_dry_run_counts_and_writes_nothing(bring, seen):
    run = bring(MARIA, YOHANES, dry_run=True)
    assert (run.state, run.counts["families_new"], run.counts["persons_new"]) == ("done", 1, 2)
    assert everything() == nothing()


def test_what_changed_is_updated_and_its_old_row_kept(bring, seen):
    bring(MARIA)
    person = Person.objects.get()
    run = bring(MARIA | {"Pekerjaan": "GURU", "Agama": "", "Pendidikan": ""}, on=LATER)
    assert run.counts["persons_changed"] == 1
    changed = Person.objects.get()
    assert (changed.pk, changed.occupation, changed.education) == (person.pk, "GURU", "upper_secondary")
    old = person.events.get()
    assert old.occupation == "PEDAGANG"
    assert old.pgh_context.metadata["verb"] in ("finish", "take_in")
    line = journal.lines_about("registry.importrun", run.pk).get(verb="import_families")
    assert line.details["persons_changed"] == 1
    assert line.context == old.pgh_context_id


def test_nobody_vanishes_because_a_file_does_not_name_them(bring, seen):
    bring(MARIA, YOHANES)
    run = bring(MARIA, on=LATER)
    assert run.counts["persons_not_named"] == 1
    assert Membership.objects.filter(until=None).count() == 2


def test_a_new_card_does_not_make_a_new_family(bring, seen):
    bring(MARIA, YOHANES)
    card = "5371030101260009"
    run = bring(*(person | {"Nomor KK": card} for person in (MARIA, YOHANES)), on=LATER)
    assert (run.counts["families_new"], run.counts["families_new_card"]) == (0, 1)
    family = Family.objects.get()
    cards = [(sealing.unseal(i.cipher).decode(), i.current) for i in family.identifiers.order_by("pk")]
    assert cards == [(MARIA["Nomor KK"], False), (card, True)]
    assert Happening.objects.get().kind == "card"
    before = everything()
    bring(*(person | {"Nomor KK": card} for person in (MARIA, YOHANES)), on=LATER)
    assert everything() == before


def test_a_family_that_gets_its_first_card_stays_the_same(bring, seen):
    bring(MARIA | {"Nomor KK": "", "NIK": ""})
    assert not Family.objects.get().has_card
    run = bring(MARIA, on=LATER)
    assert run.counts["families_new"] == 0
    assert Family.objects.get().has_card
    assert Person.objects.get().nik_state == "good"


def test_who_moved_into_another_family_has_left_the_first(bring, seen):
    bring(MARIA, YOHANES, PETRUS)
    run = bring(YOHANES | {"Nomor KK": PETRUS["Nomor KK"], "Desa/Kel": "Batu Plat", "Kecamatan": "Alak"}, on=LATER)
    assert run.counts["persons_changed_family"] == 1
    memberships = Person.objects.get(name="YOHANES BENU").memberships.order_by("since")
    assert [(m.family.place_id, m.since, m.until) for m in memberships] == [
        (5371031010, ON, LATER), (5371011009, LATER, None),
    ]  # fmt: skip


def test_a_head_who_leaves_alone_takes_no_family_along(bring, seen):
    child = YOHANES | {
        "Nama Penduduk": "ANA BENU",
        "NIK": "5371034506120004",
        "Tanggal Lahir": "05/06/2012",
        "Kelamin": "P",
    }
    bring(MARIA, YOHANES, child)
    run = bring(MARIA | {"Nomor KK": "5371030101260009"}, on=LATER)
    assert run.counts["families_new"] == 1
    left = Family.objects.get(memberships__person__name="ANA BENU")
    assert left.memberships.filter(until=None).count() == 2


def test_a_move_closes_one_residence_and_opens_another(bring, seen):
    bring(MARIA)
    moved = MARIA | {"RT": "004", "RW": "001", "Desa/Kel": "Lasiana"}
    run = bring(moved, on=LATER)
    assert run.counts["families_moved"] == 1
    places = Residence.objects.order_by("since").values_list("place_id", "dwelling__rt", "since", "until")
    assert list(places) == [(5371031010, "009", ON, LATER), (5371031011, "004", LATER, None)]
    assert set(Identifier.objects.values_list("place_id", flat=True)) == {5371031011}
    assert Person.objects.get().place_id == Family.objects.get().place_id == 5371031011
    assert Happening.objects.get().kind == "moved"


def test_another_wording_of_an_address_is_no_move(bring, seen):
    bring(MARIA)
    bring(MARIA | {"Alamat": "JLN TIMOR RAYA NO 5"}, on=LATER)
    assert Residence.objects.get().dwelling.address == "JLN TIMOR RAYA NO 5"


def test_a_ward_officer_takes_in_only_her_ward(bring, maria, acting):
    run = bring(MARIA, PETRUS, mode=GOOD, by=maria)
    assert (run.state, run.counts["families_new"]) == ("done", 1)
    with acting(maria):
        finding = ImportFinding.objects.get(run=run, severity="error")
        assert (finding.row, finding.kind) == (3, "ward_not_served")
        assert Family.objects.get().place_id == 5371031010
        assert run.place_id == 5371031010


@pytest.mark.parametrize("who", ["marten", "petrus", "rita", "daud", "anna"])
def test_whoever_does_not_keep_the_registry_may_not_import(who, request, bring):
    officer = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        bring(MARIA, by=officer)
    assert not ImportRun.objects.exists()


def test_a_file_that_cannot_be_read_is_a_refused_run_with_advice(acting, ester, tmp_path):
    path = tmp_path / "rusak.xlsx"
    path.write_bytes(b"PK\x03\x04 bukan zip")
    with acting(ester):
        run = actions.import_families(path, mode=ALL, by=ester, on=ON).run
        run.refresh_from_db()
    assert (run.state, run.advice != "") == ("refused", True)
    assert "rusak" in run.refusal


@pytest.mark.parametrize(
    ("written", "row", "says"),
    [("", 0, "kosong"), ("\na,b,c\n1,2,3\n", 2, "Judul kolom"), ("NIK;Nama;Nomor KK\n1;2;3\n", 1, "Desa/Kel")],
)
def test_a_file_that_is_refused_as_a_whole_is_one_finding_with_its_row(acting, ester, tmp_path, written, row, says):
    path = tmp_path / "daftar.csv"
    path.write_text(written)
    with acting(ester):
        done = actions.import_families(path, mode=ALL, by=ester, on=ON, dry_run=True)
        (kept,) = done.run.findings.all()
    (finding,) = done.found()
    assert (kept.severity, kept.row, kept.message) == ("error", finding.source.row, finding.template)
    assert queries.finding_as_json(kept)["message"] == finding.message
    assert finding.source.row == row
    assert says in finding.message


def test_an_unknown_mode_is_refused_beside_its_field(bring):
    with pytest.raises(Refusal) as refusal:
        bring(MARIA, mode="besok saja")
    assert refusal.value.field == "mode"


STEPS = [name for name, _ in (*taking_in.MATCHING, *taking_in.writing.STEPS)]


class Broken(Exception):
    """The machine died here."""


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_crash_at_any_write_leaves_the_registry_as_it_was(bring, seen, monkeypatch, after):
    bring(MARIA, YOHANES)
    before = everything()
    honest = taking_in.execute
    moved = [p | {"RT": "001", "Nomor KK": "5371030101260009"} for p in (MARIA, YOHANES)]
    for step in STEPS:

        def dying(cursor, name, statement, values, step=step):
            if name == step and not after:
                raise Broken
            rows = honest(cursor, name, statement, values)
            if name == step:
                raise Broken
            return rows

        monkeypatch.setattr(taking_in, "execute", dying)
        with pytest.raises(Broken):
            bring(*moved, PETRUS, on=LATER)
        assert everything() == before, step
        assert ImportRun.objects.order_by("-pk")[0].state == "failed", step
    monkeypatch.setattr(taking_in, "execute", honest)
    run = bring(*moved, PETRUS, on=LATER)
    assert (run.state, run.counts["families_new"], run.counts["families_moved"]) == ("done", 1, 1)


def test_the_planner_knows_at_once_what_came_in(bring, seen):
    bring(MARIA, PETRUS, YOHANES)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'registry_person'")
        assert cursor.fetchone() == (3,)
