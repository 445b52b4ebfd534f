"""What is brought and what is taken away lies in memory: no file with a name or a number is written to a disk."""

import ast
import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

import lontar
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


# Who may write a file, and why nobody's number can be in it.
WRITERS = {
    "city/ledger/actions/witnesses.py": "checkpoints and leaves of the log: hashes",
    "city/privacy/commands.py": "who saw whom, at the terminal: local numbers and officers",
}
WRITING = {"write_text", "write_bytes", "write_parquet", "sink_csv", "sink_parquet", "NamedTemporaryFile", "mkstemp", "mkdtemp", "TemporaryDirectory"}  # fmt: skip


def writes(path: Path) -> list[str]:
    """The calls of a module by which a file would come to be."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import) and any(one.name == "tempfile" for one in node.names):
            found.append("import tempfile")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            modes = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if name in WRITING or (name == "open" and any(set(mode) & set("wax+") and len(mode) < 4 for mode in modes)):
                found.append(name)
    return found


def test_no_room_writes_a_file_but_those_that_hold_nobody():
    source = Path(lontar.__file__).parent
    found = {
        path.relative_to(source).as_posix(): calls
        for floor in ("city", "kit", "engine")
        for path in sorted((source / floor).rglob("*.py"))
        if (calls := writes(path))
    }
    assert {name: calls for name, calls in found.items() if name not in WRITERS} == {}
    assert set(found) == set(WRITERS), "a writer that writes no more"


def test_a_module_that_writes_would_be_noticed(tmp_path):
    (tmp_path / "a.py").write_text("import tempfile\nwith tempfile.TemporaryDirectory() as f:\n    open(f, 'wb')\n    Path(f).write_bytes(b'')\n")  # fmt: skip
    assert sorted(writes(tmp_path / "a.py")) == ["TemporaryDirectory", "import tempfile", "open", "write_bytes"]
