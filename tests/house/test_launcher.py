"""What a new user meets first: the help, and plain sentences where the machine is in the way."""

import base64
import json
import logging
import os
import socket
import subprocess
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.utils.module_loading import import_string

from lontar.house import commands, database, keys, roles, terminal
from lontar.house.environment import ROOT, Environment
from lontar.house.postgres import Cluster, DatabaseTrouble, binaries, major
from lontar.house.serving import PortTaken, require_free
from lontar.kit.log_lines import Numberless
from lontar.science.trouble import Refusal


def in_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    monkeypatch.setenv("LONTAR_HOME", str(home))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return Environment.read()


def test_help_needs_no_python_and_names_every_command():
    told = subprocess.run(
        [ROOT / "lontar", "--help"], env={"PATH": "/usr/bin:/bin", "LONTAR_PYTHON": "/nowhere"},
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    parser = terminal.build_parser()
    known = set(parser._subparsers._group_actions[0].choices) | set(terminal.DEVELOPERS)  # type: ignore[union-attr]
    listed = {line.split()[0] for line in told.splitlines() if line.startswith("  ") and line.strip()}
    assert known == listed


def test_without_any_python_there_is_one_clear_sentence(tmp_path):
    for name in ("sh", "dirname", "cat", "cksum", "id", "printf", "grep", "pwd", "mkdir", "df", "awk"):
        found = next(folder for folder in ("/usr/bin", "/bin") if Path(folder, name).exists())
        (tmp_path / name).symlink_to(Path(found, name))
    # Not as root, or it would be installed: the user's number is asked of `id`.
    (tmp_path / "id").unlink()
    (tmp_path / "id").write_text("#!/bin/sh\necho 1000\n")
    (tmp_path / "id").chmod(0o755)
    lame = tmp_path / "lame"
    lame.write_text("#!/bin/sh\nexit 127\n")
    lame.chmod(0o755)
    script = (ROOT / "lontar").read_text().replace("/usr/bin/python3", str(lame))
    copy = tmp_path / "lontar"
    copy.write_text(script)
    done = subprocess.run(
        ["/bin/sh", copy, "demo"], env={"PATH": str(tmp_path), "HOME": str(tmp_path)}, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "Python 3.12 or newer was not found" in done.stderr


def test_a_folder_that_is_no_data_folder_is_left_alone(tmp_path, monkeypatch):
    environment = in_home(tmp_path, monkeypatch)
    (tmp_path / "data").mkdir()
    (tmp_path / "data/letters.txt").write_text("mine")
    with pytest.raises(DatabaseTrouble, match="is not a PostgreSQL data folder"), environment.cluster().running():
        pass
    assert (tmp_path / "data/letters.txt").read_text() == "mine"


def test_a_data_folder_of_another_major_says_which_binaries_it_needs(tmp_path, monkeypatch):
    environment = in_home(tmp_path, monkeypatch)
    (tmp_path / "data").mkdir()
    (tmp_path / "data/PG_VERSION").write_text("13\n")
    with pytest.raises(
        DatabaseTrouble, match=f"made by PostgreSQL 13, but the binaries are PostgreSQL {major(binaries())}"
    ):
        environment.cluster().open()


def test_a_full_disk_is_told_before_anything_is_written(tmp_path, monkeypatch):
    environment = in_home(tmp_path, monkeypatch)
    usage = type("Usage", (), {"free": 5 * 2**20})
    monkeypatch.setattr("lontar.house.postgres.shutil.disk_usage", lambda folder: usage)
    with pytest.raises(DatabaseTrouble, match="Only 5 MB are free"):
        environment.cluster().open()
    assert not (tmp_path / "data").exists()


def test_a_home_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseTrouble, match="cannot be written"):
        Cluster(tmp_path / "file" / "home").open()


def test_a_taken_port_is_told():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(PortTaken, match="is taken"):
            require_free("127.0.0.1", taken.getsockname()[1])


@pytest.mark.parametrize(
    "asked", [["--port", "99999"], ["--port", "0"], ["--port", "a"], ["--families", "0"], ["--families", "9e9"]]
)
def test_a_number_out_of_bounds_is_told_in_one_sentence(asked, capsys):
    with pytest.raises(SystemExit, match="2"):
        terminal.main(["demo", *asked])
    assert "is no whole number from" in capsys.readouterr().err


def test_who_stops_a_command_in_the_middle_is_told_that_it_stopped(monkeypatch, capsys):
    def interrupted(arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(terminal, "_run", interrupted)
    assert terminal.main(["demo"]) == 130
    assert capsys.readouterr().err == "lontar: dihentikan / stopped.\n"


def test_a_home_that_is_a_file_is_told_as_such(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Refusal, match="file cannot be written"):
        keys.KeyFile(tmp_path / "file" / "keys.json")


def test_what_stands_in_the_way_is_told_before_a_database_is_made(tmp_path, monkeypatch, capsys):
    from lontar.house import database, terminal

    monkeypatch.setattr(database, "ready", lambda environment: pytest.fail("a database was made first"))
    in_home(tmp_path, monkeypatch)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        asked = ["demo", "--port", str(taken.getsockname()[1])]
        assert terminal.main(asked) == 1
        assert "is taken" in capsys.readouterr().err
        with commands._only_one():
            assert terminal.main(asked) == 1
        assert "already being served" in capsys.readouterr().err


def test_a_second_server_on_one_home_is_told(tmp_path, monkeypatch):
    in_home(tmp_path, monkeypatch)
    with commands._only_one(), pytest.raises(DatabaseTrouble, match="already being served"), commands._only_one():
        pass
    with commands._only_one():
        pass  # the lock went with the first


@pytest.mark.parametrize("url", ["mysql://a/b", "postgresql://host", "nonsense"])
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(Refusal, match="DATABASE_URL"):
        Environment(home=Path("/tmp"), database_url=url, testing=True).database(roles.APP)


def test_a_server_that_does_not_answer_is_told_with_advice():
    with pytest.raises(Refusal, match="does not answer") as told:
        roles.prepare("postgresql://nobody@127.0.0.1:1/none", "none", login=False)
    assert "DATABASE_URL" in told.value.advice


def test_whoever_waits_is_told_the_time_since_the_command_was_given(monkeypatch):
    monkeypatch.setattr(commands.time, "time", lambda: 1_000_042.4)
    monkeypatch.setenv("LONTAR_BEGAN", "1000000")
    assert commands._after() == " dalam 42 detik"
    monkeypatch.setenv("LONTAR_BEGAN", "")
    assert commands._after() == ""
    script = (ROOT / "lontar").read_text()
    assert script.index("LONTAR_BEGAN=$(date") < script.index("is_installed || install")


def test_keys_are_made_once_and_readable_by_their_owner_alone(tmp_path):
    file = tmp_path / "deep" / "keys.json"
    made = keys.KeyFile(file)
    assert keys.KeyFile(file).ring() == made.ring()
    assert {len(key) for key in (made.session, made.ring().fixed, *made.ring().seals.values())} == {32}
    assert file.stat().st_mode & 0o777 == 0o600
    assert os.listdir(file.parent) == ["keys.json"]


def test_keys_of_before_they_could_be_changed_are_the_first_of_the_ring(tmp_path):
    file = tmp_path / "keys.json"
    old = {
        name: base64.b64encode(bytes([at]) * 32).decode()
        for at, name in enumerate(("session", "identifiers", "blind_index"))
    }
    file.write_text(json.dumps(old))
    ring = keys.KeyFile(file).ring()
    assert (ring.current, ring.older) == (1, [])
    assert (ring.seals[1], ring.blinds[1], ring.fixed) == (b"\x01" * 32, b"\x02" * 32, b"\x02" * 32)


def test_a_new_key_is_seen_by_a_process_that_runs_already_and_an_old_one_leaves_for_good(tmp_path):
    file = tmp_path / "keys.json"
    running, command = keys.KeyFile(file), keys.KeyFile(file)
    assert running.ring().current == 1
    assert command.add() == 2
    assert (running.ring().current, running.ring().older) == (2, [1])
    command.retire(1)
    assert (running.ring().current, running.ring().older) == (2, [])
    with pytest.raises(ValueError, match="in use"):
        command.retire(2)
    # An id is never used twice: an old backup would be opened with the wrong key.
    command.add()
    assert running.ring().current == 3
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_damaged_key_file_is_refused_and_never_replaced(tmp_path):
    file = tmp_path / "keys.json"
    file.write_text('{"session": "AA=="}')
    with pytest.raises(Refusal, match="cannot be read"):
        keys.KeyFile(file)
    assert file.read_text() == '{"session": "AA=="}'


def test_a_data_folder_that_the_server_may_not_read_is_told_in_a_sentence(tmp_path):
    cluster = Cluster(tmp_path)
    cluster.data.mkdir()
    (cluster.data / "PG_VERSION").write_text(major(binaries()))
    # This process may read it, and whoever runs the server is refused.
    cluster._prefix = ("false",)
    with pytest.raises(DatabaseTrouble, match="cannot be read"):
        cluster._prepare()
    cluster._prefix = ()
    cluster._prepare()


def test_a_deep_home_gets_a_short_socket(tmp_path):
    deep = tmp_path / ("x" * 60) / ("y" * 60)
    assert len(os.fsencode(Cluster(deep).socket / ".s.PGSQL.5432.lock")) < 107
    assert Cluster(deep).socket != Cluster(deep / "z").socket


def test_where_namespaces_are_refused_a_system_user_runs_the_server_and_root_s_home_is_left(tmp_path, monkeypatch):
    monkeypatch.setattr("lontar.house.postgres.other_user", lambda: (("false",), "nobody"))
    cluster = Cluster(tmp_path)
    assert not cluster.data.is_relative_to(tmp_path)
    assert cluster.data == Cluster(tmp_path).data != Cluster(tmp_path / "other").data
    monkeypatch.setattr("lontar.house.postgres.other_user", lambda: ((), ""))
    assert Cluster(tmp_path).data == tmp_path / "data"


@pytest.mark.parametrize(("code", "servers"), [(None, True), ("53100", True), ("57P02", True), ("55P03", False)])
def test_a_server_that_stops_is_told_apart_from_a_statement_that_failed(code, servers):
    trouble = OperationalError("no")
    trouble.__cause__ = psycopg.errors.lookup(code)("no") if code else psycopg.OperationalError("no")
    assert database._is_the_servers(trouble) is servers


def test_a_full_disk_is_told_with_what_is_left_of_it(tmp_path, monkeypatch):
    environment = Environment(home=tmp_path, database_url="", testing=True)
    for free, told in ((5 * 2**20, "5 MB are free"), (5 * 2**40, "stopped in the middle of the work")):
        monkeypatch.setattr(database.shutil, "disk_usage", lambda folder, free=free: SimpleNamespace(free=free))
        assert told in str(database.stopped(environment))


def test_a_server_that_was_left_while_it_stopped_is_cut_off_and_started_anew(tmp_path, monkeypatch):
    cluster, asked = Cluster(tmp_path), []
    monkeypatch.setattr(cluster, "_refusal", lambda: "FATAL:  the database system is shutting down")
    monkeypatch.setattr(cluster, "_run", lambda *words, check: asked.append(words) or SimpleNamespace(returncode=1))
    cluster._end_what_does_not_end()
    assert [words[words.index("-m") + 1] for words in asked] == ["fast", "immediate"]
    monkeypatch.setattr(cluster, "_refusal", lambda: "FATAL:  the database system is starting up")
    cluster._end_what_does_not_end()
    assert len(asked) == 2


@pytest.mark.django_db
def test_the_servers_log_tells_that_a_statement_failed_and_not_of_whom():
    environment, name = Environment.read(), connection.settings_dict["NAME"]
    superuser = environment.cluster().conninfo(name, "postgres") if environment.embedded else environment.database_url
    roles.grant(superuser, name)
    with psycopg.connect(superuser, dbname=name) as fresh:
        said = {setting: fresh.execute(f"SHOW {setting}").fetchone()[0] for setting in roles.LOG}
    assert said == roles.LOG


def test_no_line_of_a_log_holds_a_number_of_sixteen_digits():
    formatter = settings.LOGGING["formatters"]["line"]
    assert import_string(formatter["()"]) is Numberless
    with pytest.raises(ValueError, match="5371") as trouble:
        int("5371036506900001 x")
    line = logging.LogRecord("lontar", logging.ERROR, "", 0, "row %s", ("5371036506900001",), trouble._excinfo)
    told = Numberless("{message}", style="{").format(line)
    assert "53710365" not in told
    assert told.count("·" * 16) >= 2
