"""A list of households: who cooks with whom, matched by NIK; what it does not say stays as it is."""

import argparse
import json

import pytest

from cast import LASIANA, TODAY
from lontar.city.registry import actions, commands
from lontar.city.registry.models import Happening, ImportChange, ImportFinding, Sharing
from lontar.science.grid import as_grid
from lontar.science.household_file import read_households
from lontar.science.trouble import Refusal
from registry.records import family, person
from spreadsheets import as_csv

HEADER = ["NIK", "NOMOR RUMAH TANGGA", "STATUS HUBUNGAN DALAM RUMAH TANGGA"]
NIKS = [f"53710317078700{n}" for n in (17, 28, 39, 41)]
EARLIER = TODAY.replace(month=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def homes(acting, ester):
    with acting(ester):
        made = [family() for _ in NIKS]
        for at, (home, nik) in enumerate(zip(made, NIKS, strict=True)):
            person(f"Orang {at}", home, nik=nik)
        yield made


@pytest.fixture
def bring(homes, ester, tmp_path):
    def brought(*rows, on=TODAY, dry_run=False):
        path = as_csv(tmp_path / "rtm.csv", [HEADER, *([nik, number, "2"] for nik, number in rows)])
        run = actions.begin_import(
            path, name="rtm.csv", mode="families_without_error", kind="rtm", dry_run=dry_run, by=ester, on=on
        )
        return actions.run_households(run, path, by=ester).run

    return brought


def kitchens(homes, on=None):
    """Who cooks together, as sets of places in the list; a family that nobody asked about is in none."""
    found: dict[int, set[int]] = {}
    for one in Sharing.objects.filter(until=None):
        found.setdefault(one.household_id, set()).add([home.pk for home in homes].index(one.family_id))
    return sorted(map(sorted, found.values()))


def kinds(run):
    return sorted(ImportFinding.objects.filter(run=run).values_list("kind", flat=True))


def test_families_with_one_number_cook_together_and_who_is_not_named_was_not_asked(bring, homes):
    run = bring((NIKS[0], "R1"), (NIKS[1], "R1"), (NIKS[2], "R2"))
    assert kitchens(homes) == [[0, 1], [2]]
    assert (run.counts["households_new"], run.counts["families_changed"], run.counts["errors"]) == (2, 3, 0)
    told = Happening.objects.filter(family=homes[0], kind="kitchen_shared").get()
    assert told.details == {"n": 2}


def test_the_same_list_twice_changes_nothing(bring, homes):
    bring((NIKS[0], "R1"), (NIKS[1], "R1"), on=EARLIER)
    before = list(Sharing.objects.order_by("pk").values_list())
    assert bring((NIKS[0], "77"), (NIKS[1], "77")).counts["families_changed"] == 0, "numbers of lists come and go"
    assert list(Sharing.objects.order_by("pk").values_list()) == before


def test_who_comes_joins_and_who_leaves_goes_alone_and_both_have_a_day(bring, homes):
    bring((NIKS[0], "R1"), (NIKS[1], "R1"), (NIKS[2], "R1"), on=EARLIER)
    bring((NIKS[0], "A"), (NIKS[1], "A"), (NIKS[3], "A"), (NIKS[2], "B"))
    assert kitchens(homes) == [[0, 1, 3], [2]]
    assert Sharing.objects.get(family=homes[0]).since == EARLIER, "whoever stayed was not touched"
    days = list(Sharing.objects.filter(family=homes[2]).order_by("since").values_list("since", "until"))
    assert days == [(EARLIER, TODAY), (TODAY, None)]


def test_a_list_put_right_on_the_same_day_leaves_no_household_of_no_day(bring, homes):
    bring((NIKS[0], "R1"), (NIKS[1], "R1"))
    bring((NIKS[0], "R1"), (NIKS[1], "R2"))
    assert kitchens(homes) == [[0], [1]]
    assert Sharing.objects.count() == 2


def test_what_cannot_be_is_told_and_left(bring, homes, acting, ester):
    person("Anak", homes[0], nik="5371031707870052", relation="child")
    far = family(LASIANA)
    person("Jauh", far, nik="5371031707870063")
    person("Kembar nomor", homes[3], nik=NIKS[2], relation="child")
    run = bring(
        (NIKS[0], "R1"), ("5371031707870052", "R2"), (NIKS[1], "R3"), ("5371031707870063", "R3"), (NIKS[2], "R4"),
        ("5371031707879999", "R5"), (NIKS[3], "R6"), (NIKS[3], "R7"), ("12", "R8"), (NIKS[3], ""),
    )  # fmt: skip
    assert kinds(run) == [
        "household_nik", "household_number", "household_torn", "household_twice", "household_two_people",
        "household_unknown", "household_wards",
    ]  # fmt: skip
    assert not Sharing.objects.exists()
    assert run.counts["errors"] == 6


def test_a_check_first_writes_nothing(bring, homes):
    assert bring((NIKS[0], "R1"), dry_run=True).counts["families_changed"] == 1
    assert not Sharing.objects.exists()


def test_whose_address_is_hidden_is_left_alone_and_nobody_is_told_why(bring, homes, acting, yohanes, petrus):
    with acting(yohanes):
        actions.shield(homes[0].memberships.get().person_id, keepers=[petrus.pk], paper="1", by=yohanes, on=TODAY)
    run = bring((NIKS[0], "R1"), (NIKS[1], "R1"))
    assert kitchens(homes) == [[1]]
    assert (kinds(run), run.counts["errors"]) == ([], 0)


def test_the_terminal_takes_it_in(homes, acting, ester, tmp_path, capsys):
    path = as_csv(tmp_path / "rtm.csv", [HEADER, [NIKS[0], "R1", "1"], [NIKS[1], "R1", "2"]])
    parser = argparse.ArgumentParser()
    commands.add_commands(parser.add_subparsers())
    options = parser.parse_args(["import", "households", str(path), "--json"])
    options.actor = ester
    with acting(ester):
        assert options.run(options) == 0
    assert json.loads(capsys.readouterr().out)["counts"]["households_new"] == 1
    assert kitchens(homes) == [[0, 1]]


def test_a_file_without_its_columns_or_with_rounded_numbers_is_refused():
    with pytest.raises(Refusal, match="Yang diperlukan: NIK, NOMOR RUMAH TANGGA"):
        read_households((as_grid("RTM", [["nama", "umur"], ["x", "3"]]),))
    rounded = [[f"53710317078{n:03d}10"[:15] + "0", "R1", "1"] for n in range(40)]
    with pytest.raises(Refusal, match="rusak"):
        read_households((as_grid("RTM", [HEADER, *rounded]),))


def test_who_stands_in_two_households_stands_in_none_and_two_heads_are_told():
    rows = [
        HEADER,
        [NIKS[0], "1.0", "KEPALA KELUARGA"],
        [NIKS[1], "1", "1"],
        [NIKS[2], "1", "ANGGOTA"],
        [NIKS[2], "2", "LAIN"],
    ]
    read = read_households((as_grid("RTM", rows),))
    assert read.rows.get_column("nik").to_list() == NIKS[:2]
    assert [(one.kind, one.source.row) for one in read.found()] == [
        ("household_heads", 3), ("household_standing", 5), ("household_twice", 5),
    ]  # fmt: skip


def test_what_a_list_would_change_is_seen_family_by_family_before_it_is_taken(bring, homes, ester, sign_in):
    bring((NIKS[0], "R1"), (NIKS[1], "R1"), (NIKS[2], "R2"), on=EARLIER)
    before = list(Sharing.objects.order_by("pk").values_list())
    stories = Happening.objects.count()
    checked = bring((NIKS[0], "A"), (NIKS[1], "B"), (NIKS[2], "A"), (NIKS[3], "A"), dry_run=True)
    assert list(Sharing.objects.order_by("pk").values_list()) == before, "nothing was written"
    assert Happening.objects.count() == stories
    changed = {one.family_id: (one.before, one.after) for one in ImportChange.objects.filter(run=checked)}
    zero, one, two, three = (home.pk for home in homes)
    assert changed == {
        one: ({"kitchen": f"{zero}"}, {"kitchen": "alone"}),
        two: ({"kitchen": "alone"}, {"kitchen": f"{zero} {three}"}),
        three: ({}, {"kitchen": f"{zero} {two}"}),
    }
    page = sign_in(ester).get(f"/keluarga/impor/{checked.pk}/perubahan/").content.decode()
    assert f"bersama K-{zero:07d}" in page
    assert "memasak sendiri" in page
    assert "belum diketahui" in page
    told = sign_in(ester).get(f"/keluarga/impor/{checked.pk}/").content.decode()
    assert "Lihat perubahan pada 3 keluarga" in told
    bring((NIKS[0], "A"), (NIKS[1], "B"), (NIKS[2], "A"), (NIKS[3], "A"))
    assert kitchens(homes) == [[0, 2, 3], [1]]
