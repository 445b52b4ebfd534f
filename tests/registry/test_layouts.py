"""Lists whose columns nobody publishes: their meaning is given once on a page, and used by name ever after."""

import argparse
import io
import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lontar.city.journal import queries as journal
from lontar.city.registry import actions, commands, jobs, queries
from lontar.city.registry.models import Absence, Family, ImportRun, Membership
from lontar.city.registry.pages.profiles import MEANINGS
from lontar.science.family_file.columns import COLUMNS
from lontar.science.trouble import NotAllowed, Refusal
from spreadsheets import MARIA, YOHANES, as_csv, cells

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 22)
LIST = (
    "DAFTAR PENERIMA,,,,\n"
    "ID,NAMA PENERIMA,NIK,NO KARTU,KEL\n"
    f"1,MARIA BENU,{MARIA['NIK']},{MARIA['Nomor KK']},Oesapa\n"
    "2,ANI LAY,5371035503720001,5371031708170077,Oesapa\n"
)
SIKS = {"NAMA PENERIMA": "name", "NIK": "nik", "NO KARTU": "kk", "KEL": "ward", "ID": ""}


@pytest.fixture
def siks(acting, ester):
    with acting(ester):
        return actions.save_profile("SIKS-NG", kind="families", columns=SIKS, each_row="head", by=ester, on=ON)


@pytest.fixture
def terminal(acting, ester, tmp_path, capsys):
    def ran(what, text, *arguments):
        path = tmp_path / "daftar.csv"
        path.write_text(text)
        parser = argparse.ArgumentParser()
        commands.add_commands(parser.add_subparsers())
        options = parser.parse_args(["import", what, str(path), "--json", *arguments])
        options.actor = ester
        with acting(ester):
            status = options.run(options)
        return status, json.loads(capsys.readouterr().out)

    return ran


def test_a_sample_comes_back_with_its_columns_and_the_layout_is_kept(sign_in, ester, acting):
    client = sign_in(ester)
    sample = SimpleUploadedFile("siks.csv", LIST.encode())
    page = client.post("/keluarga/impor/susunan/baru/", {"kind": "families", "file": sample})
    html = page.content.decode()
    assert "NAMA PENERIMA" in html
    assert MARIA["NIK"] not in html
    assert "537103••••••0001" in html
    assert '<option value="nik" selected>' in html, "what is known by its title is chosen already"
    values = {"kind": "families", "sample": html_value(html, "sample"), "title": "SIKS-NG", "each_row": "head",
              "column_1": "name", "column_2": "nik", "column_3": "kk"}  # fmt: skip
    again = client.post("/keluarga/impor/susunan/simpan/", values)
    assert again.status_code == 422
    assert "Belum ada kolom untuk: Desa/Kel" in again.content.decode()
    assert client.post("/keluarga/impor/susunan/simpan/", values | {"column_4": "ward"}).status_code == 302
    with acting(ester):
        (layout,) = queries.layouts()
        assert layout.columns == {key: value for key, value in SIKS.items() if value}
        assert journal.lines_about("registry.importprofile", layout.pk).filter(verb="save_profile").exists()
    assert "SIKS-NG" in client.get("/keluarga/impor/baru/").content.decode()
    client.post("/keluarga/impor/susunan/siks-ng/")
    with acting(ester):
        assert not queries.layouts().exists()


def html_value(html, name):
    import html as entities

    return entities.unescape(html.split(f'name="{name}" value="', 1)[1].split('"', 1)[0])


def test_a_list_goes_in_by_the_name_of_its_layout_and_says_nothing_of_members(siks, terminal, acting, ester, tmp_path):
    path = as_csv(tmp_path / "siak.csv", cells(MARIA, YOHANES))
    with acting(ester):
        actions.import_families(path, mode="everything_or_nothing", by=ester, on=ON)
    status, told = terminal("families", LIST, "--profile", "siks-ng")
    assert (status, told["counts"]["families_new"], told["counts"]["families_known"]) == (0, 1, 1)
    assert "header_lower" in {finding["kind"] for finding in told["findings"]}
    with acting(ester):
        assert ImportRun.objects.latest("pk").profile == "siks-ng"
        assert Membership.objects.filter(until=None).count() == 3
        assert not Absence.objects.exists(), "a list of heads says nothing about children"


def test_a_wrong_list_is_refused_with_the_titles_of_its_layout(siks, terminal):
    status, told = terminal("families", "a,b,c,d\n1,2,3,4\n", "--profile", "siks-ng")
    assert status == 2
    assert "Yang diperlukan: NAMA PENERIMA, KEL" in told["refusal"]["message"]


def test_deciles_of_a_list_without_a_version_get_the_date_that_was_said(terminal, acting, ester, tmp_path):
    path = as_csv(tmp_path / "siak.csv", cells(MARIA))
    with acting(ester):
        actions.import_families(path, mode="everything_or_nothing", by=ester, on=ON)
        actions.save_profile("DTSEN", kind="deciles", columns={"KK": "kk", "DESIL NASIONAL": "decile"}, by=ester, on=ON)
    text = f"KK,DESIL NASIONAL\n{MARIA['Nomor KK']},2\n"
    assert terminal("deciles", text, "--profile", "dtsen", "--version-date", "2026-10-01")[0] == 0
    with acting(ester):
        assert (Family.objects.get().decile, Family.objects.get().decile_on) == (2, date(2026, 10, 1))
    status, told = terminal("deciles", text, "--profile", "dtsen")
    assert (status, told["findings"][0]["kind"]) == (2, "file_refused")


def test_a_layout_of_another_kind_or_of_no_name_is_refused_and_leaves_no_run(siks, terminal, acting, ester):
    for what, name in (("deciles", "siks-ng"), ("families", "besok")):
        with pytest.raises(Refusal):
            terminal(what, LIST, "--profile", name)
    with acting(ester):
        assert not ImportRun.objects.exists()


def test_the_page_offers_saved_layouts_and_the_worker_uses_them(siks, sign_in, ester, acting):
    from procrastinate.contrib.django.models import ProcrastinateJob

    upload = io.BytesIO(LIST.encode())
    upload.name = "siks.csv"
    values = {"kind": "siks-ng", "mode": "families_without_error", "file": upload}
    assert sign_in(ester).post("/keluarga/impor/baru/", values).status_code == 302
    for job in ProcrastinateJob.objects.filter(task_name="registry.import"):
        jobs.work_off_import(**job.args)
    with acting(ester):
        assert Family.objects.count() == 2


def test_a_ward_officer_uses_layouts_and_sets_up_none(siks, acting, maria):
    with acting(maria):
        assert queries.layouts().count() == 1
        with pytest.raises(NotAllowed):
            actions.save_profile("Lain", kind="families", columns=SIKS, by=maria, on=ON)


@pytest.mark.parametrize(
    ("columns", "says"),
    [({"A": "name"}, "Desa/Kel"), ({"A": "name", "B": "name", "C": "ward"}, "hal yang sama"), ({"A": "iban"}, "iban")],
)
def test_a_layout_that_cannot_work_is_refused(acting, ester, columns, says):
    with acting(ester), pytest.raises(Refusal, match=says):
        actions.save_profile("Coba", kind="families", columns=columns, by=ester, on=ON)


def test_every_column_of_a_list_of_families_can_be_chosen():
    assert set(MEANINGS["families"]) == {column.key for column in COLUMNS}
