"""Every fault at every write, on a PostgreSQL of its own: `./lontar test --faults`.

After each one the ledger verifies, nothing is paid twice, and nothing that was committed is lost.
"""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from breaking.machine import KILLED, ROOT, Machine, dies_at_each_write, own_machine

pytestmark = pytest.mark.faults
CLIENTS = 16
AMOUNT = 300_000
GOOD = [[n, AMOUNT, "Berhasil"] for n in (1, 2, 3)]
BACK = [4, AMOUNT, "Gagal"]


@pytest.fixture(scope="module")
def server(databases, django_db_setup):
    if not databases.lasts:
        pytest.skip("only where the embedded PostgreSQL runs can one be killed")
    with own_machine(databases.template) as machine:
        yield machine


@pytest.fixture(scope="module")
def things(server):
    return server.do("build")


# Each deed comes to its own end, so each way of dying has its own things; in this order they build on each other, and each
# also runs by itself.
WAYS = ("process", "postgres")


def released(server, things):
    """The order that the first test releases while everything dies; here in peace, where that did not run."""
    (answer,) = server.ask("release", order=things["checked"], amount=4 * AMOUNT)
    assert "result" in answer or "refused" in answer, answer
    return things["checked"]


def test_a_death_at_any_write_leaves_all_of_a_deed_or_nothing(server, things):
    for how in WAYS:
        dies_at_each_write(server, "post", how=how, writes_min=1, key=f"k-{how}")
        dies_at_each_write(server, "repay", how=how, writes_min=4, loan=things["loan"], amount=100_000, key=how)
        dies_at_each_write(server, "number_leaves", how=how, writes_min=1)
        dies_at_each_write(server, "sign", how=how, writes_min=2)
    dies_at_each_write(server, "pay_out", how="postgres", writes_min=6, application=things["application"])
    order, layout = things["released"], things["layout"]
    dies_at_each_write(server, "result", how="process", writes_min=6, order=order, layout=layout, rows=GOOD[:1])
    dies_at_each_write(
        server, "result", how="postgres", writes_min=9, order=order, layout=layout, rows=[*GOOD[:2], BACK]
    )
    dies_at_each_write(server, "release", how="postgres", writes_min=4, order=things["checked"], amount=4 * AMOUNT)
    ready = {"order": things["ready"], "amount": 4 * AMOUNT, "number": "SP2D/5"}
    dies_at_each_write(server, "release", how="process", writes_min=4, **ready)
    figures = server.do("figures")
    assert figures["repaid"] == 200_000
    assert figures["statuses"] == {"delivered": 2, "sent": 9, "owed": 1}
    assert (figures["book"]["delivered"], figures["book"]["sent"]) == (2 * AMOUNT, 9 * AMOUNT)


def test_a_work_is_planned_built_paid_and_ended_whole_or_not_at_all_whatever_dies(server, things):
    assert things["loan"]
    line = server.do("line_that_builds")
    before = server.do("figures")["book"]
    for how in WAYS:
        dies_at_each_write(server, "plan_work", how=how, writes_min=5, line=line, key=how)
        work = server.do("plan_work", line=line, key=how)
        for position, amount in ((1, 3_000), (2, 7_000)):
            dies_at_each_write(server, "report_stage", how="process", writes_min=3, work=work, position=position)
            report = server.do("report_stage", work=work, position=position)
            dies_at_each_write(server, "confirm_stage", how="process", writes_min=2, report=report)
            if position == 2:
                dies_at_each_write(server, "note_defect", how="process", writes_min=3, work=work)
                dies_at_each_write(
                    server, "mend_defect", how="process", writes_min=2, defect=server.do("note_defect", work=work)
                )
                dies_at_each_write(server, "hand_over_work", how="process", writes_min=2, work=work)
            dies_at_each_write(server, "ask_tranche", how="process", writes_min=2, work=work, position=position)
            tranche = server.do("ask_tranche", work=work, position=position)
            dies_at_each_write(server, "pay_tranche", how=how, writes_min=3, tranche=tranche, amount=amount)
    for deed, values in (
        ("plan_work", {"line": line, "key": "pressed"}), ("pay_tranche", {"tranche": tranche, "amount": 7_000}),
    ):  # fmt: skip
        answers = server.ask(deed, times=CLIENTS, **values)
        assert len({str(answer.get("result", answer)) for answer in answers}) == 1, (deed, answers)
        server.require_sound()
    server.do("stop_work", work=server.do("plan_work", line=line, key="pressed"))
    dies_at_each_write(server, "reverse_tranche", how="process", writes_min=3, tranche=tranche)
    left = server.do("plan_work", line=line, key="stopped")
    dies_at_each_write(server, "stop_work", how="process", writes_min=3, work=left)
    after = server.do("figures")["book"]
    assert after["built"] == 10_000 + 3_000
    assert after["contracted"] == 7_000
    assert after["budget"] - before["budget"] == 1_000_000 - 20_000


def test_the_same_request_at_once_from_sixteen_clients_is_done_once(server, things):
    order, layout = released(server, things), things["layout"]
    before = server.do("figures")
    requests = {
        "post": {"key": "pressed"}, "repay": {"loan": things["loan"], "amount": 70_000, "key": "pressed"},
        "result": {"order": order, "layout": layout, "rows": GOOD}, "number_leaves": {}, "sign": {},
    }  # fmt: skip
    for deed, values in requests.items():
        answers = server.ask(deed, times=CLIENTS, **values)
        assert all("result" in answer for answer in answers), (deed, answers)
        server.require_sound()
    after = server.do("figures")
    assert after["entries"] - before["entries"] == 2 + 1 + 3
    assert after["repaid"] - (before["repaid"] or 0) == 70_000  # by itself, nothing was repaid before
    assert after["handovers"] - before["handovers"] == 3


def test_a_result_file_sent_twice_out_of_order_or_half_comes_to_the_same_end(server, things):
    order, layout = released(server, things), things["layout"]
    whole = [*GOOD, BACK]
    half = server.do("result", order=order, layout=layout, rows=whole, cut=22)
    assert half["paid"] == 0
    assert server.do("figures")["statuses"]["sent"] >= 1, "what did not arrive whole is still on its way"
    for rows in (list(reversed(whole)), whole, whole):
        server.do("result", order=order, layout=layout, rows=rows)
        server.require_sound()
    figures = server.do("figures")
    assert figures["book"]["delivered"] == figures["handovers"] * AMOUNT


def test_a_clock_that_jumps_changes_no_order_and_stops_nothing(server, things):
    sizes = server.do("figures")["signed"]
    for turn, days in enumerate((0, 400, -400, 0)):
        server.do("post", clock=days, key=f"clock-{turn}")
        assert server.do("post", clock=-days, key=f"clock-{turn}") == {"fresh": [False, False]}
        server.do("repay", clock=days, loan=things["loan"], amount=1_000, key=f"clock-{turn}")
        server.do("keep_log", clock=days)
        server.require_sound()
    figures = server.do("figures")
    assert figures["waiting"] == 0, "every leaf has its number, whatever the clock says"
    assert len(figures["signed"]) > len(sizes)
    assert figures["signed"] == sorted(figures["signed"], reverse=True)


def test_a_disk_that_fills_keeps_what_was_committed_and_takes_no_half(server, things):
    disk = server.environ["DISK"]
    if not disk:
        pytest.skip("no disk of a set size can be mounted here (needs root)")
    before = server.do("everything")
    used = int(subprocess.run(["du", "-sm", disk], capture_output=True, text=True, check=True).stdout.split()[0])
    _resize(disk, used + 20)
    filled = _filled(Path(disk) / "filler")
    try:
        (answer,) = server.ask("post_many", count=30_000)
        assert "broke" in answer, answer
    finally:
        filled.unlink()
        _resize(disk, 2_000)
    server.start_again()
    server.require_sound()
    assert server.do("everything") == before
    assert server.do("post", key="after the disk") == {"fresh": [True, True]}


def _resize(disk, mib):
    subprocess.run(["mount", "-o", f"remount,size={mib}m", disk], check=True)


def _filled(path, leave=4 * 2**20):
    """A file that takes all the room but four megabytes."""
    free = os.statvfs(path.parent)
    path.write_bytes(b"\0" * (free.f_bavail * free.f_frsize - leave))
    return path


# -- the real server and the real worker ----------------------------------------------------------------------------


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _serve(server, port, dying_at):
    environ = {**server.environ, "DYING_AT": dying_at}
    arguments = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--no-ws"]
    arguments += ["--blocking-threads", "8", "--log-level", "error", "breaking.served:application"]
    process = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=environ, start_new_session=True)
    for _try in range(600):
        try:
            if _send(port, "GET", "/hidup/")[0] == 200:
                return process
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the web server did not answer")


def _send(port, method, path, body="", headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def _pay(port, token, loan, key, told):
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key, "Content-Type": "application/json"}
    try:
        status, body = _send(
            port, "POST", f"/api/loans/loans/{loan}/repayments", json.dumps({"amount": 1_000}), headers
        )
        told.append((key, status, json.loads(body)))
    except (OSError, http.client.HTTPException, ValueError):
        told.append((key, 0, {}))  # the line went dead: whoever asked does not know whether it was done


def _all_pay(port, token, loan, keys):
    told = []
    clients = [threading.Thread(target=_pay, args=(port, token, loan, key, told)) for key in keys]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return told


def test_a_server_killed_while_sixteen_pay_takes_each_payment_once_when_all_ask_again(server, things):
    token, loan = server.do("token", username="maria"), things["loan"]
    before = server.do("figures")
    keys = [f"telephone-{n // 2:03d}" for n in range(CLIENTS)]  # each presses twice
    died = 0
    for dying_at in ("3:before", "5:after", "14:before", "31:after"):
        port = _free_port()
        process = _serve(server, port, dying_at)
        told = _all_pay(port, token, loan, keys)
        died += any(status == 0 for _key, status, _body in told)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        server.require_sound()
    assert died >= 2, "the server died under those who were paying"
    port = _free_port()
    process = _serve(server, port, "")
    told = _all_pay(port, token, loan, keys)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert Counter(status for _key, status, _body in told) == {200: CLIENTS}
    assert len({(key, body["receipt"]) for key, _status, body in told}) == CLIENTS // 2
    after = server.do("figures")
    assert after["repayments"] - before["repayments"] == CLIENTS // 2
    server.require_sound()


def test_a_worker_killed_at_any_write_of_the_log_leaves_it_for_the_next_one(server, things):
    died = 0
    for at in range(4):
        for when in ("before", "after"):
            server.do("post", key=f"worker-{at}-{when}")
            server.do("ask_for_log")
            died += _work(server, f"{at}:{when}") == -KILLED
            server.require_sound()
    assert died >= 5
    server.do("take_up")
    assert _work(server, "") == 0
    figures = server.do("figures")
    assert figures["waiting"] == 0
    assert server.do("jobs_left") == 0


def _work(server: Machine, dying_at: str) -> int:
    environ = {**server.environ, "DYING_AT": dying_at}
    return subprocess.run([sys.executable, "-m", "breaking.served"], env=environ, cwd=ROOT, check=False).returncode
