"""What is measured with the whole city in the database: importing it, a round over it, and its pages."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection, connections, transaction
from django.test import Client
from psycopg import sql

from lontar.city.access import queries as officers
from lontar.city.places import queries as places
from lontar.city.programmes import actions as programmes
from lontar.city.programmes import queries as offered
from lontar.city.registry import actions as registry
from lontar.city.registry import queries as families_of
from lontar.city.targeting import actions as targeting
from lontar.city.targeting import frames
from lontar.city.targeting import queries as chosen
from lontar.house import demo_city, roles
from lontar.house.bench.figures import Figure, peak_mib
from lontar.house.environment import Environment
from lontar.kit.gate import acting_as

# In the order in which their keys allow them to be filled.
TABLES = (
    "registry_family", "registry_dwelling", "registry_person", "registry_identifier", "registry_membership",
    "registry_residence", "registry_happening", "registry_importfinding",
)  # fmt: skip
IMPORTER, PLANNER = "yohanes", "ester"
CITY_AID = "bantuan-sosial-kesejahteraan-keluarga"
SIGN_IN = "allauth.account.auth_backends.AuthenticationBackend"
PAGES_ASKED = 200
MEMORY_MIB_MAX = 1_536.0
ON = date(2026, 11, 22)


@contextmanager
def officer(username: str) -> Iterator[Any]:
    """One of the demo's officers, acting."""
    found = known(username)
    with acting_as(found):
        yield found


def known(username: str) -> Any:
    found = officers.officer_named(username)
    if found is None:
        raise RuntimeError(f"the demo has no officer {username}")
    return found


def whole_import(files: Path, families: int) -> list[Figure]:
    """The file of families from its bytes to the commit, against inserting the same rows and nothing else."""
    demo_city.prepare()
    with officer(IMPORTER) as by:
        began = time.perf_counter()
        done = registry.import_families(
            files / "keluarga.csv", mode="families_without_error", by=by, on=ON, tell=lambda done, total, note: None
        )
        seconds = time.perf_counter() - began
        peak = peak_mib()
        if done.run.state != "done":
            raise RuntimeError(f"the import ended as {done.run.state}: {done.run.refusal}")
        persons = int(done.run.counts["persons_new"])
        floor, rows = insert_select(by)
    note = f"{persons:,} persons read, checked, sealed, matched, written and committed; {len(TABLES)} tables."
    return [
        Figure("import.rate", "Whole import, CSV", persons / seconds, "persons/s", 7_000.0, "at_least", note,
               {"seconds": seconds, "findings": float(done.run.counts["errors"] + done.run.counts["warnings"])}),
        Figure("import.ratio", "Whole import against `INSERT … SELECT` of the same rows", seconds / floor, "times",
               1.5, "at_most", "The same rows from staging tables into the same emptied tables, in one transaction, as "
               "the same role behind the same walls, with all indexes, keys and constraints.",
               {"insert seconds": floor, "rows": float(rows)}),
        Figure("import.memory", "Memory of the import", peak, "MiB", MEMORY_MIB_MAX, "at_most",
               "Peak of the importing process; the database's own memory is not in it."),
    ]  # fmt: skip


def insert_select(by: Any) -> tuple[float, int]:
    """Seconds to put the rows that are there into the same tables again, from staging tables; and how many."""
    with as_owner() as owner, owner.cursor() as cursor:
        for table in TABLES:
            name, stage = sql.Identifier(table), sql.Identifier(f"bench_{table}")
            cursor.execute(sql.SQL("CREATE TABLE {} AS SELECT * FROM {}").format(stage, name).as_string())
            cursor.execute(sql.SQL("GRANT SELECT ON {} TO {}").format(stage, sql.Identifier(roles.APP)).as_string())
        _empty(cursor)
        cursor.execute("ANALYZE")
    began = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        rows = 0
        for table in TABLES:
            statement = sql.SQL("INSERT INTO {} SELECT * FROM {}")
            cursor.execute(statement.format(sql.Identifier(table), sql.Identifier(f"bench_{table}")).as_string())
            rows += int(cursor.rowcount)
    seconds = time.perf_counter() - began
    with as_owner() as owner, owner.cursor() as cursor:
        stages = sql.SQL(", ").join(sql.Identifier(f"bench_{table}") for table in TABLES)
        cursor.execute(sql.SQL("DROP TABLE {}").format(stages).as_string())
        # As an import leaves it.
        cursor.execute("ANALYZE")
        cursor.execute("SELECT lontar_fresh_statistics()")
    return seconds, rows


def _empty(cursor: Any) -> None:
    """Empty the registry, and what hangs on it, though some tables only grow: this database is thrown away."""
    cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'never_emptied'")
    guarded = [sql.Identifier(row[0]) for row in cursor.fetchall()]
    for table in guarded:
        cursor.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER never_emptied").format(table).as_string())
    # The tally is kept by triggers: it fills again with the rows.
    listed = sql.SQL(", ").join(map(sql.Identifier, (*TABLES, "registry_tally")))
    cursor.execute(sql.SQL("TRUNCATE {} CASCADE").format(listed).as_string())
    for table in guarded:
        cursor.execute(sql.SQL("ALTER TABLE {} ENABLE ALWAYS TRIGGER never_emptied").format(table).as_string())


@contextmanager
def as_owner() -> Iterator[Any]:
    """A connection that may empty tables; only on the bench's own database."""
    environment = Environment.read()
    connections.settings["bench_owner"] = {**connections.settings["default"], **environment.database(roles.OWNER)}
    owner = connections["bench_owner"]
    try:
        yield owner
    finally:
        owner.close()
        del connections["bench_owner"]
        del connections.settings["bench_owner"]


def whole_round(files: Path, families: int) -> list[Figure]:
    """Every family of the city judged by the city's own rule, and the list written."""
    place = places.home_or_refuse()
    with officer(IMPORTER) as by:
        registry.import_deciles(files / "dtsen.csv", by=by, on=ON)
    with officer(PLANNER) as by:
        programmes.load_catalogue(ON.year, place_id=place.pk, by=by, on=ON)
        line = offered.line_by_key(place.pk, ON.year, CITY_AID)
    with officer(IMPORTER) as by:
        round_ = targeting.open_round(line, place_id=place.pk, by=by, on=ON)
        began = time.perf_counter()
        scored = targeting.score_round(round_, by=by, on=ON)
        seconds = time.perf_counter() - began
        began = time.perf_counter()
        ruling = chosen.ruling_of(scored)
        frames.preview(ruling, place.pk, before=ruling)
        foreseen = time.perf_counter() - began
    count = float(scored.counts["families"])
    return [
        Figure("round.seconds", "A round over the whole city", seconds, "s", 5.0, "at_most",
               f"{count:,.0f} families judged, each with its reasons, decided and written.", {"families": count}),
        Figure("round.foreseen", "What a rule would do, over the whole city", foreseen, "s", None, "none",
               f"{count:,.0f} families by the rule and by the one before it, by ward, with ten examples on each side of the "
               "line; counted when a page asks for it and kept until something changes.", {"families": count}),
    ]  # fmt: skip


def pages(files: Path, families: int) -> list[Figure]:
    """Pages as the server makes them: from the request to the last byte of the answer, everything between."""
    place = places.home_or_refuse()
    with officer(PLANNER):
        found = families_of.families_matching(families_of.FamilyFilter())
        step = max(1, families // PAGES_ASKED)
        keys = list(found.order_by("pk").values_list("pk", flat=True)[::step])[:PAGES_ASKED]
    asked = {
        "family": ("Family page", [f"/keluarga/{key}/" for key in keys]),
        "desk": ("First page of a planner", ["/meja/"] * 40),
        "list": ("List of the families", ["/keluarga/"] * 40),
        "home": ("Public page of the city", ["/"] * 40),
    }
    client = Client(SERVER_NAME="localhost")
    client.force_login(known(PLANNER), backend=SIGN_IN)
    figures = []
    for name, (title, paths) in asked.items():
        times = sorted(_served(client, path) for path in paths)
        median, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
        figures.append(
            Figure(f"pages.{name}", f"{title}, 95 of 100 answers", p95 * 1000, "ms", 150.0, "at_most",
                   f"{len(paths)} requests, with {place.name}'s {families:,} families in the database.",
                   {"median ms": median * 1000, "slowest ms": times[-1] * 1000})
        )  # fmt: skip
    return figures


def _served(client: Client, path: str) -> float:
    began = time.perf_counter()
    answer = client.get(path)
    _read = answer.content
    seconds = time.perf_counter() - began
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return seconds
