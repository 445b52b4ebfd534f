"""The city brings BPS's codes of its wards; an import then reads them."""

import argparse
import json
import re

import pytest
from django.urls import reverse

from cast import TODAY
from lontar.city.journal.models import JournalLine
from lontar.city.places import actions, commands, queries
from lontar.city.registry import actions as registry
from lontar.city.registry.models import Family
from lontar.science.trouble import NotAllowed, Refusal
from spreadsheets import MARIA, as_csv, cells

pytestmark = pytest.mark.django_db
OESAPA_OF_BPS = "5371040008"


@pytest.fixture
def listed(tmp_path, home):
    return as_csv(tmp_path / "bps.csv", [["kode_bps", "nama", "kecamatan"], [OESAPA_OF_BPS, "Oesapa", "Kelapa Lima"]])


def bps_codes():
    return {ward.name: ward.bps_code for ward in queries.wards_in(queries.home_or_refuse().pk) if ward.bps_code}


def test_the_same_list_twice_changes_nothing_and_a_file_by_codes_of_bps_goes_in(listed, acting, agus, ester, tmp_path):
    with acting(agus):
        assert actions.import_crosswalk(listed, source="SIG BPS 2026", by=agus, on=TODAY)[1] == 1
        assert actions.import_crosswalk(listed, source="SIG BPS 2026", by=agus, on=TODAY)[1] == 0
        assert JournalLine.objects.filter(verb="import_crosswalk").count() == 1
    assert bps_codes() == {"Oesapa": OESAPA_OF_BPS}
    with acting(ester):
        path = as_csv(tmp_path / "keluarga.csv", cells(MARIA | {"Desa/Kel": OESAPA_OF_BPS}))
        run = registry.import_families(path, mode="everything_or_nothing", by=ester, on=TODAY).run
        assert (run.state, Family.objects.get().place.name) == ("done", "Oesapa")


def test_one_error_and_nothing_is_kept(acting, agus, tmp_path, home):
    path = as_csv(tmp_path / "bps.csv", [["kode_bps", "nama"], [OESAPA_OF_BPS, "Oesapa"], ["12", "Lasiana"]])
    with acting(agus):
        found, changed = actions.import_crosswalk(path, source="BPS", by=agus, on=TODAY)
    assert (found.has_errors, changed, bps_codes()) == (True, 0, {})


def test_only_the_administrator_brings_it_and_says_from_where(listed, acting, agus, ester):
    with acting(ester), pytest.raises(NotAllowed):
        actions.import_crosswalk(listed, source="BPS", by=ester, on=TODAY)
    with acting(agus), pytest.raises(Refusal, match="Sumber"):
        actions.import_crosswalk(listed, source=" ", by=agus, on=TODAY)


def test_the_terminal_checks_first_and_says_what_would_change(listed, acting, agus, capsys):
    parser = argparse.ArgumentParser()
    commands.add_commands(parser.add_subparsers())
    options = parser.parse_args(["places", "crosswalk", str(listed), "--source", "BPS", "--dry-run", "--json"])
    options.actor = agus
    with acting(agus):
        assert options.run(options) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["rows"], told["changed"], bps_codes()) == (1, 1, {})


def test_the_page_shows_ward_by_ward_what_would_change_and_then_keeps_it(listed, sign_in, agus, ester):
    page = reverse("places:crosswalk")
    assert sign_in(ester).get(page).status_code == 403
    client = sign_in(agus)

    def sent(**more):
        with listed.open("rb") as file:
            return client.post(page, {"file": file, "source": "SIG BPS 2026", **more})

    told = sent(dry_run="on").content.decode()
    assert "Hanya diperiksa" in told
    assert OESAPA_OF_BPS in told
    assert re.search(r"kelurahan atau desa belum ada di daftar ini</summary><p[^>]*>[^<]*Lasiana", told)
    assert bps_codes() == {}
    assert "Kode BPS tersimpan" in sent().content.decode()
    assert bps_codes() == {"Oesapa": OESAPA_OF_BPS}
    assert sent(source=" ").status_code == 422
