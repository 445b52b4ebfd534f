"""The pages of an import: a file goes in by hand, and what must be mended comes back out."""

import io
import json
import re
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from procrastinate.contrib.django.models import ProcrastinateJob

from lontar.city.journal import queries as journal
from lontar.city.registry import jobs, queries
from lontar.city.registry.actions.importing import deciles
from lontar.city.registry.models import Family, ImportFile, ImportFinding, ImportRun, Person
from lontar.city.registry.pages import import_words
from lontar.engine.tables import read_book
from lontar.kit.progress import progress_of
from lontar.science import decile_file, family_file
from spreadsheets import HEADER, MARIA, PETRUS, YOHANES, as_csv, cells

pytestmark = pytest.mark.django_db
BROKEN = PETRUS | {"Tanggal Lahir": "31/02/1970"}


@pytest.fixture
def file(tmp_path):
    def made(*people, name="keluarga.csv", header=HEADER):
        path = as_csv(tmp_path / name, cells(*people, header=header))
        return SimpleUploadedFile(name, path.read_bytes(), content_type="text/csv")

    return made


@pytest.fixture
def bring(sign_in, file, acting):
    """Upload a file by the page, let the worker do its job, and look at the run."""

    def brought(who, *people, work=True, **values):
        client = sign_in(who)
        answer = client.post(
            "/keluarga/impor/baru/",
            {"kind": "families", "mode": "families_without_error", "file": file(*people)} | values,
        )
        assert answer.status_code == 302, answer.content.decode()
        with acting(who):
            run = ImportRun.objects.latest("pk")
        if work:
            do_jobs()
            with acting(who):
                run.refresh_from_db()
        return client, run

    return brought


def do_jobs():
    for job in ProcrastinateJob.objects.filter(task_name="registry.import"):
        jobs.work_off_import(**job.args)


def text(answer):
    assert answer.status_code == 200
    return b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode()


def test_a_file_is_uploaded_checked_and_then_taken_in(bring, maria, acting):
    client, run = bring(maria, MARIA, YOHANES, check_first="on")
    with acting(maria):
        assert (run.state, run.dry_run, Family.objects.count()) == ("done", True, 0)
    page = text(client.get(f"/keluarga/impor/{run.pk}/"))
    assert "Belum ada yang dimasukkan" in page
    assert "Masukkan 1 keluarga" in page
    client.post(f"/keluarga/impor/{run.pk}/masukkan/", {"mode": "families_without_error"})
    do_jobs()
    with acting(maria):
        assert Person.objects.count() == 2
        assert not ImportFile.objects.exists(), "the bytes are gone once they are read"
    again = client.post(f"/keluarga/impor/{run.pk}/masukkan/", {"mode": "families_without_error"})
    assert again.status_code == 409


def test_what_must_be_mended_comes_back_as_the_same_columns_and_is_journalled(bring, ester, acting, tmp_path):
    client, run = bring(ester, MARIA, BROKEN)
    page = text(client.get(f"/keluarga/impor/{run.pk}/"))
    assert "1 keluarga menunggu diperbaiki" in page
    assert "31/02/1970 tidak ada di kalender" in page
    answer = client.get(f"/keluarga/impor/{run.pk}/perbaikan.xlsx")
    path = tmp_path / "perbaikan.xlsx"
    path.write_bytes(b"".join(answer.streaming_content))
    titles, row = read_book(path).grids[0].cells.rows()
    assert list(titles[1:]) == [*HEADER, "Temuan"]
    assert (row[2], row[3]) == (PETRUS["NIK"], "PETRUS NALLE")
    assert "no-store" in answer["Cache-Control"]
    with acting(ester):
        assert journal.lines_about("registry.importrun", run.pk).filter(verb="take_worklist").exists()
        (waiting,) = queries.waiting_for(ester)
    assert (waiting.count, waiting.url) == (1, f"/keluarga/impor/{run.pk}/")
    bring(ester, PETRUS)
    with acting(ester):
        assert queries.waiting_for(ester) == [], "the mended file of that name left nothing"


def test_a_worklist_that_comes_back_mended_waits_no_longer(ester, bring, file, acting):
    _client, run = bring(ester, MARIA, BROKEN)
    with acting(ester):
        assert [one.count for one in queries.waiting_for(ester)] == [1]
    bring(ester, BROKEN, file=file(BROKEN, name=f"perbaikan-{run.pk} (1).csv"))
    with acting(ester):
        again = ImportRun.objects.latest("pk")
        assert [one.url for one in queries.waiting_for(ester)] == [f"/keluarga/impor/{again.pk}/"], "still not mended"
    bring(ester, PETRUS, file=file(PETRUS, name=f"perbaikan-{again.pk}.csv"))
    with acting(ester):
        assert queries.waiting_for(ester) == []


def test_the_findings_come_as_json_in_the_shape_of_the_terminal(bring, ester):
    client, run = bring(ester, MARIA | {"NIK": ""}, BROKEN)
    told = json.loads(text(client.get(f"/keluarga/impor/{run.pk}/temuan.json")))
    assert told["findings"][0] == {
        "severity": "error", "sheet": "", "row": 3, "column": "Tanggal Lahir", "kind": "birth_impossible",
        "message": "Tanggal lahir 31/02/1970 tidak ada di kalender. Perbaiki menurut akta atau KK.",
    }  # fmt: skip
    assert [(f["severity"], f["row"]) for f in told["findings"]] == [("error", 3), ("warning", 2)]
    assert told["counts"]["families_new"] == 1
    lines = text(client.get(f"/keluarga/impor/{run.pk}/temuan.csv")).splitlines()
    assert lines[0].lstrip("\ufeff") == "tingkat,lembar,baris,kolom,temuan"
    assert len(lines) == 3


def test_under_the_english_switch_findings_are_english_on_page_csv_json_and_worklist(bring, ester):
    client, run = bring(ester, MARIA | {"NIK": ""}, BROKEN)
    client.cookies["lontar_language"] = "en"
    wanted = "The birth date 31/02/1970 is in no calendar. Mend it by the birth certificate or the family card."
    assert wanted in text(client.get(f"/keluarga/impor/{run.pk}/"))
    assert wanted in text(client.get(f"/keluarga/impor/{run.pk}/temuan.csv"))
    told = json.loads(text(client.get(f"/keluarga/impor/{run.pk}/temuan.json")))
    assert told["findings"][0]["message"] == wanted
    again = client.post(
        "/keluarga/impor/baru/",
        {"kind": "families", "mode": "everything_or_nothing", "file": io.BytesIO(b"a,b,c\n1,2,3\n")},
    )
    do_jobs()
    page = text(client.get(again.url))
    assert "The column titles of a list of families were not found." in page
    assert "Put the column titles of a SIAK export into the first row, then upload again." in page


def test_the_worklist_speaks_the_language_in_which_the_file_was_brought(sign_in, ester, file, acting):
    client = sign_in(ester)
    client.cookies["lontar_language"] = "en"
    answer = client.post(
        "/keluarga/impor/baru/", {"kind": "families", "mode": "families_without_error", "file": file(MARIA, BROKEN)}
    )
    do_jobs()
    assert "is in no calendar" in text(client.get(f"{answer.url}perbaikan.csv"))


def test_a_finding_of_an_old_run_keeps_its_sentence(bring, ester, acting):
    client, run = bring(ester, MARIA)
    with acting(ester):
        ImportFinding.objects.create(
            run=run, place_id=run.place_id, severity="warning", kind="old", row=2, message="Naik 5% (dua) %(lama)s."
        )
    client.cookies["lontar_language"] = "en"
    assert "Naik 5% (dua) %(lama)s." in text(client.get(f"/keluarga/impor/{run.pk}/"))


def test_findings_are_filtered_by_words(bring, ester):
    client, run = bring(ester, MARIA | {"NIK": ""}, BROKEN)
    only = text(client.get(f"/keluarga/impor/{run.pk}/?severity=warning"))
    assert "NIK kosong" in only
    assert "tidak ada di kalender" not in only
    assert "Tidak ada temuan seperti itu" in text(
        client.get(f"/keluarga/impor/{run.pk}/?severity=error&kind=nik_missing")
    )


def test_while_it_runs_the_page_shows_a_bar_and_asks_again(bring, ester):
    client, run = bring(ester, MARIA, work=False)
    page = text(client.get(f"/keluarga/impor/{run.pk}/"))
    assert "Menunggu giliran" in page
    assert f'hx-get="/keluarga/impor/{run.pk}/kemajuan/"' in page
    assert "HX-Refresh" not in client.get(f"/keluarga/impor/{run.pk}/kemajuan/").headers
    do_jobs()
    assert progress_of(f"import-{run.pk}").finished
    assert client.get(f"/keluarga/impor/{run.pk}/kemajuan/").headers["HX-Refresh"] == "true"


def test_a_job_that_comes_twice_changes_nothing(bring, ester, acting):
    _client, run = bring(ester, MARIA)
    do_jobs()
    with acting(ester):
        assert Family.objects.count() == 1
        assert ImportRun.objects.get(pk=run.pk).counts["families_new"] == 1


def test_a_file_that_is_no_table_is_a_refused_import_with_its_advice(bring, ester, sign_in, acting):
    client = sign_in(ester)
    client.post(
        "/keluarga/impor/baru/",
        {"kind": "families", "mode": "everything_or_nothing", "file": SimpleUploadedFile("a.xlsx", b"%PDF-1.7 x")},
    )
    do_jobs()
    with acting(ester):
        run = ImportRun.objects.latest("pk")
    page = text(client.get(f"/keluarga/impor/{run.pk}/"))
    assert "bukan tabel yang dapat dibaca: isinya PDF" in page
    assert "Simpan Sebagai" in page
    assert "1 kesalahan" in page
    assert "Tidak ada temuan" not in page


def test_an_empty_form_says_what_is_missing_beside_each_field(sign_in, ester):
    answer = sign_in(ester).post("/keluarga/impor/baru/", {})
    assert answer.status_code == 422
    assert "perlu dibetulkan" in answer.content.decode()


def test_deciles_go_in_by_the_same_door(bring, ester, acting):
    bring(ester, MARIA)
    upload = io.BytesIO(f"no_kk,desil,tanggal_versi\n{MARIA['Nomor KK']},2,2026-10-01\n".encode())
    upload.name = "dtsen.csv"
    client, run = bring(ester, kind="deciles", file=upload)
    with acting(ester):
        assert (Family.objects.get().decile, Family.objects.get().decile_on) == (2, date(2026, 10, 1))
    assert "Desil baru dicatat" in text(client.get(f"/keluarga/impor/{run.pk}/"))


def test_a_ward_officer_does_not_see_the_citys_imports(bring, ester, maria, sign_in):
    _client, run = bring(ester, MARIA)
    assert sign_in(maria).get(f"/keluarga/impor/{run.pk}/").status_code == 404
    assert "keluarga.csv" not in text(sign_in(maria).get("/keluarga/impor/"))


def test_the_inspector_reads_findings_and_takes_no_worklist(bring, ester, daud, sign_in):
    _client, run = bring(ester, MARIA, BROKEN)
    client = sign_in(daud)
    assert "tidak ada di kalender" in text(client.get(f"/keluarga/impor/{run.pk}/"))
    assert client.get(f"/keluarga/impor/{run.pk}/perbaikan.csv").status_code == 403
    assert client.get("/keluarga/impor/baru/").status_code == 403
    assert client.post(f"/keluarga/impor/{run.pk}/masukkan/").status_code == 403


def test_the_navigation_marks_imports_and_not_families_above_them(sign_in, ester):
    page = text(sign_in(ester).get("/keluarga/impor/"))
    marked = [part for part in page.split("<a ")[1:] if 'aria-current="page"' in part.split(">")[0]]
    assert marked
    assert all('href="/keluarga/impor/"' in part for part in marked)


def test_every_kind_of_finding_has_its_words():
    """A kind that the checks write and the filter cannot name would stand there in English."""
    science = Path(family_file.__file__).parent
    sources = [*science.glob("*.py"), Path(decile_file.__file__), Path(deciles.__file__)]
    written = {
        found
        for source in sources
        for found in re.findall(r'"(?:error|warning)",\s*(?:"\w*"|\w+),\s*"([a-z_]+)"', source.read_text())
    }
    assert len(written) > 20
    assert sorted(written - set(import_words.KINDS)) == []
