"""What is measured of the book: postings from many clients, many in one transaction, verifying, proofs."""

import subprocess
import threading
import time
import uuid
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection

from lontar.city.ledger import actions, queries
from lontar.house import demo_city
from lontar.house.bench.city import as_owner, known, officer
from lontar.house.bench.figures import Figure, peak_mib
from lontar.house.environment import Environment
from lontar.house.postgres import binaries
from lontar.science import leaves
from lontar.science.postings import transfer

ON = date(2026, 11, 22)
POSTER = "yohanes"
ACCOUNTS = tuple((f"budget:bench:{n}", f"owed:bench:{n}") for n in range(51))
CLIENTS, SECONDS = 16, 6.0
TRANSFERS = 10_000
ENTRIES = 500_000  # a million postings
PROOFS = 60
SHARE_MIN, FASTER_MIN, VERIFIED_SECONDS_MAX, PROOF_MS_MAX = 25.0, 2.0, 60.0, 50.0


def ledger(files: Path, families: int) -> list[Figure]:
    """The book's figures, in the order in which one needs what the other has written."""
    demo_city.prepare()
    entries = min(ENTRIES, families * 10)
    with officer(POSTER) as by:
        actions.open_accounts(
            [
                actions.NewAccount(code, kind, "bench", None)
                for pair in ACCOUNTS
                for code, kind in zip(pair, ("budget", "owed"), strict=True)
            ],
            by=by, on=ON,
        )  # fmt: skip
        return [*_from_many_clients(by), *_at_once(by), *_verified(by, entries)]


def _transfer(number: int) -> Any:
    source, target = ACCOUNTS[number % len(ACCOUNTS)]
    return transfer(source, target, 300_000, memo="Hak ditetapkan", subject=str(uuid.uuid4()))


def _from_many_clients(by: Any) -> list[Figure]:
    """Single postings by the verb from 16 connections, and the same statement by pgbench, in turn on one server."""
    posted = [0] * CLIENTS
    begin = threading.Barrier(CLIENTS + 1)
    stop = threading.Event()

    def client(place: int) -> None:
        with officer(POSTER) as own:
            begin.wait()
            while not stop.is_set():
                actions.post(_transfer(place), key=f"bench:{uuid.uuid4()}", by=own, on=ON)
                posted[place] += 1
        connection.close()

    threads = [threading.Thread(target=client, args=(place,)) for place in range(CLIENTS)]
    for thread in threads:
        thread.start()
    begin.wait()
    began = time.perf_counter()
    time.sleep(SECONDS)
    stop.set()
    for thread in threads:
        thread.join()
    ours = sum(posted) / (time.perf_counter() - began)
    bare = _pgbench(by)
    return [
        Figure("ledger.rate", "Single postings from 16 clients", ours, "postings/s", None, "none",
               "`ledger.actions.post`: key, balance, guards, leaf of the log, committed one by one, one Python process."),
        Figure("ledger.share", "Of what pgbench reaches with the same SQL", 100 * ours / bare, "%", SHARE_MIN, "at_least",
               f"pgbench, {CLIENTS} clients, the verb's own statement with the same triggers, the same run and server.",
               {"pgbench/s": bare}),
    ]  # fmt: skip


def _pgbench(by: Any) -> float:
    """Transactions a second of pgbench with the statement of the verb, its values written into it."""
    source, target = (_key(code) for code in ACCOUNTS[0])
    statement = _as_script(actions.INSERT, source, target, by)
    environment = Environment.read()
    script = environment.home / "posting.sql"
    script.write_text(statement, encoding="utf-8")
    place = environment.database("lontar_app")
    command = [
        str(binaries() / "pgbench"), "-n", "-c", str(CLIENTS), "-j", "2", "-T", str(int(SECONDS)), "-f", str(script), "-h", place["HOST"],
        "-p", str(place["PORT"] or 5432), "-U", place["USER"], place["NAME"],
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={"PGPASSWORD": place["PASSWORD"]})
    line = next(line for line in done.stdout.splitlines() if line.startswith("tps = "))
    return float(line.split()[2])


def _key(code: str) -> int:
    return queries.accounts([code])[code].pk


def _as_script(statement: str, source: int, target: int, by: Any) -> str:
    """The verb's statement with literal values; the key is new each time, as the verb's is."""
    key = "ARRAY['bench:' || :client_id || ':' || :number]"
    values = {
        "on": f"'{ON}'", "at": "now()", "reverses": "NULL", "by_id": f"'{by.id}'", "by_role": f"'{by.role}'", "keys": key,
        "memos": "ARRAY['Hak ditetapkan']", "sizes": "ARRAY[2]",
        "of": "ARRAY['bench:' || :client_id || ':' || :number, 'bench:' || :client_id || ':' || :number]",
        "accounts": f"ARRAY[{source}, {target}]", "amounts": "ARRAY[-300000, 300000]",
        "subjects": "ARRAY[gen_random_uuid(), gen_random_uuid()]", "commitments": f"ARRAY['\\x{'ab' * 32}']",
        "secrets": f"ARRAY['\\x{'cd' * 32}']",
    }  # fmt: skip
    for name, value in values.items():
        statement = statement.replace(f"%({name})s", value)
    return "\\set number random(1, 9000000000000000000)\n" + " ".join(statement.split()) + ";\n"


def _at_once(by: Any) -> list[Figure]:
    """10,000 transfers in one transaction, by the verb and by Django's `bulk_create` into the same tables."""
    commands = [actions.Command(f"at-once:{n}", _transfer(n)) for n in range(TRANSFERS)]
    began = time.perf_counter()
    actions.post_many(commands, by=by, on=ON)
    ours = time.perf_counter() - began
    django = _bulk_created()
    return [
        Figure("ledger.transfers", f"{TRANSFERS:,} transfers in one transaction", ours, "s", None, "none",
               "`ledger.actions.post_many` with keys, checks of units and accounts, triggers and leaves."),
        Figure("ledger.bulk", "The same, times as fast as `bulk_create`", django / ours, "x", FASTER_MIN, "at_least",
               "Django's `bulk_create` of the same entries, postings and leaves into the same tables, without any check and "
               "with the trigger that demands whole entries switched off, which it could not pass.",
               {"bulk_create s": django}),
    ]  # fmt: skip


def _bulk_created() -> float:
    """Seconds of bulk_create for as many entries, as the tables' owner, the rest of the triggers standing."""
    pairs = [[_key(code) for code in pair] for pair in ACCOUNTS]
    Entry, Posting = queries.entries().model, queries.postings_of(0).model  # noqa: N806 - classes
    Leaf = queries.waiting_leaves().model  # noqa: N806
    with as_owner() as owner:
        with owner.cursor() as cursor:
            cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER whole_entries")
        began = time.perf_counter()
        entries = Entry.objects.using("bench_owner").bulk_create(
            [
                Entry(key=f"bulk:{n}", on=ON, memo="Hak ditetapkan", postings_count=2, by_id="1", by_role="operator")
                for n in range(TRANSFERS)
            ]
        )
        Posting.objects.using("bench_owner").bulk_create(
            [
                Posting(entry=entry, account_id=account, amount=amount, subject=uuid.uuid4())
                for n, entry in enumerate(entries)
                for account, amount in zip(pairs[n % len(pairs)], (-300_000, 300_000), strict=True)
            ]
        )
        Leaf.objects.using("bench_owner").bulk_create(
            [Leaf(kind="bulk", about=entry.key, commitment=bytes(32), secret=bytes(32)) for entry in entries]
        )
        seconds = time.perf_counter() - began
        with owner.cursor() as cursor:
            # What was put in past the verb would be found by verifying, so it is taken out again.
            for table in ("ledger_posting", "ledger_entry", "ledger_leaf"):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(
                "DELETE FROM ledger_posting WHERE entry_id IN (SELECT id FROM ledger_entry WHERE key LIKE 'bulk:%')"
            )
            cursor.execute("DELETE FROM ledger_entry WHERE key LIKE 'bulk:%'")
            cursor.execute("DELETE FROM ledger_leaf WHERE kind = 'bulk'")
            # pgbench wrote leaves that open nothing.
            cursor.execute(
                "DELETE FROM ledger_posting WHERE entry_id IN (SELECT e.id FROM ledger_entry e JOIN ledger_leaf l "
                "ON l.about = e.key WHERE l.commitment = %s)", [bytes.fromhex("ab" * 32)],
            )  # fmt: skip
            cursor.execute(
                "DELETE FROM ledger_entry WHERE key IN (SELECT about FROM ledger_leaf WHERE commitment = %s)",
                [bytes.fromhex("ab" * 32)],
            )
            cursor.execute("DELETE FROM ledger_leaf WHERE commitment = %s", [bytes.fromhex("ab" * 32)])
            for table in ("ledger_posting", "ledger_entry", "ledger_leaf"):
                cursor.execute(
                    "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table]
                )
                for (name,) in cursor.fetchall():
                    cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")
    return seconds


def _verified(by: Any, entries: int) -> list[Figure]:
    """Everything read and computed again, against the newest checkpoint; and proofs of single entries."""
    step = 20_000
    for first in range(0, entries, step):
        commands = [actions.Command(f"many:{n}", _transfer(n)) for n in range(first, min(first + step, entries))]
        actions.post_many(commands, by=by, on=ON)
    while actions.sequence():
        pass
    signer = known("ester")
    point = actions.sign_checkpoint(by=signer, on=ON)
    if point is None:
        raise RuntimeError("nothing was signed")
    times = []
    for n in range(0, entries, max(1, entries // PROOFS)):
        began = time.perf_counter()
        found = queries.proof_of(leaves.ENTRY, queries.entry_contents([f"many:{n}"])[0], point=point)
        times.append(time.perf_counter() - began)
        if found.state != queries.State.PROVEN:
            raise RuntimeError(f"entry {n} is {found.state}")
    began = time.perf_counter()
    read = queries.verify()
    seconds = time.perf_counter() - began
    if not read.sound:
        raise RuntimeError(read.findings[0].message)
    times.sort()
    return [
        Figure("ledger.verified", f"Verification of {read.book.postings:,} postings and their tree", seconds, "s",
               VERIFIED_SECONDS_MAX, "at_most", f"{read.book.entries:,} entries, each held to its leaf; "
               f"{read.log.size:,} leaves hashed, held to the tiles and to the checkpoint.", {"peak MiB": peak_mib()}),
        Figure("ledger.proof", "A proof of one entry, 95 of 100", times[int(len(times) * 0.95)] * 1000, "ms", PROOF_MS_MAX,
               "at_most", f"{len(times)} entries of a log of {read.log.size:,} leaves: contents, commitment and path.",
               {"median ms": times[len(times) // 2] * 1000, "slowest ms": times[-1] * 1000}),
    ]  # fmt: skip
