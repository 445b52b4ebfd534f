"""What is brought and what is taken away lies in memory: no file with a name or a number is written to a disk."""

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lontar.city.registry.models import Family, ImportFile, ImportRun
from lontar.kit import masks, memory_files
from spreadsheets import MARIA, PETRUS, as_csv, as_xlsx, cells
from walking import begin, settle_down

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND
watching: list[list[str]] = []


def note(event: str, arguments: tuple[Any, ...]) -> None:
    """Python tells of every file that it opens, by name; what has no name is opened by number."""
    if not watching or event not in ("open", "tempfile.mkstemp", "tempfile.mkdtemp", "os.mkdir"):
        return
    path, flags = arguments[0], arguments[2] if event == "open" and len(arguments) > 2 else os.O_CREAT
    if isinstance(path, int) or str(path).startswith(("/proc/self/fd/", "/dev/null")):
        return
    if (flags or 0) & WRITES:
        watching[-1].append(f"{event} {os.fspath(path)}")


sys.addaudithook(note)


@contextlib.contextmanager
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every file that is opened for writing; and there is no folder for temporary ones, also for what is not Python."""
    found: list[str] = []
    with monkeypatch.context() as there:
        there.setattr(tempfile, "tempdir", "/nonexistent")
        there.setenv("TMPDIR", "/nonexistent")
        # What Python compiles for itself on the first run after an installation holds nothing of anybody.
        there.setattr(sys, "dont_write_bytecode", True)
        watching.append(found)
        try:
            yield found
        finally:
            watching.remove(found)


def test_a_file_that_is_written_would_be_noticed(monkeypatch, tmp_path):
    with watched(monkeypatch) as written:
        (tmp_path / "berkas").write_text("x")
        with pytest.raises(FileNotFoundError), tempfile.NamedTemporaryFile():
            pass
    assert written[0].endswith("/berkas")
    assert len(written) >= 2


def test_a_memory_file_is_read_by_its_path_as_often_as_wanted_and_is_gone_afterwards():
    with memory_files.memory_file([b"NIK", b"\n1"]) as path:
        assert (path.read_bytes(), path.read_bytes()) == (b"NIK\n1", b"NIK\n1")
        assert path.stat().st_size == 5
        assert "memfd:lontar" in os.readlink(path)
    assert not path.exists() or "memfd:lontar" not in os.readlink(path)


def test_a_machine_without_such_files_refuses_instead_of_writing_to_its_disk(monkeypatch):
    monkeypatch.delattr(os, "memfd_create")
    with pytest.raises(memory_files.NoMemoryFiles), memory_files.memory_file([b"x"]):
        pass


@pytest.mark.django_db
@pytest.mark.parametrize("small", [True, False])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_file_goes_from_the_browser_into_the_registry_and_its_worklist_out_without_touching_a_disk(
    acting, sign_in, yohanes, tmp_path, settings, monkeypatch, form, small
):
    from lontar.city.registry import jobs

    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10**6 if small else 10
    make = {"csv": as_csv, "xlsx": as_xlsx}[form]
    data = make(tmp_path / f"keluarga.{form}", cells(MARIA, PETRUS | {"Tanggal Lahir": "31/02/1970"})).read_bytes()
    browser = sign_in(yohanes)
    given = {"kind": "families", "mode": "families_without_error", "file": SimpleUploadedFile(f"k.{form}", data)}
    with watched(monkeypatch) as written:
        assert browser.post("/keluarga/impor/baru/", given).status_code == 302
        with acting(yohanes):
            run = ImportRun.objects.get()
            assert ImportFile.objects.count() == 1
        jobs.work_off_import(run_id=run.pk, officer_id=yohanes.pk)
        with acting(yohanes):
            assert Family.objects.count() == 1
        for address in (f"/keluarga/impor/{run.pk}/perbaikan.xlsx", f"/keluarga/impor/{run.pk}/perbaikan.csv"):
            assert b"".join(browser.get(address).streaming_content)
    assert written == []


@pytest.mark.django_db
def test_a_workbook_for_a_walk_and_the_one_that_comes_back_stay_in_memory(sign_in, petrus, ester, yohanes, monkeypatch, settings):  # fmt: skip
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    settle_down()
    campaign = begin(second_percent=0, checkers=[petrus.pk])
    browser = sign_in(ester)
    session = browser.session
    session[masks.SESSION_KEY] = 9e12
    session.save()
    bringing = sign_in(yohanes)
    with watched(monkeypatch) as written:
        book = browser.get(reverse("fieldwork:workbook", args=[campaign.pk])).content
        file = SimpleUploadedFile("k.xlsx", book)
        sent = bringing.post(reverse("fieldwork:bring_sheet", args=[campaign.pk]), {"file": file})
    assert sent.status_code == 302, sent.content.decode()
    assert written == []
