"""Looking for duplicates: the whole city, or what an import brought against everybody. It finds; people decide.

The search itself sees the whole city whoever asked for it, because a duplicate often lies in another ward; the pairs
it leaves stand behind the walls of both wards.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import batched
from typing import Any, Final

import polars as pl
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.journal.actions import record
from lontar.city.places import queries as places
from lontar.city.registry.actions.importing import MAY_IMPORT
from lontar.city.registry.actions.pairs.records import records
from lontar.city.registry.models import ImportRun, Search
from lontar.engine import linkage
from lontar.engine.copying import copy_in
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, Role, acting_as, require
from lontar.science.trouble import Refusal

MAY_SEARCH: Final = (Role.PLANNER, Role.OPERATOR)
# From this share of new records on, one look at everybody is quicker than each new one against everybody.
MOSTLY_NEW: Final = 0.25
Tell = Callable[[int, int, str], None]

STAGE: Final = """
CREATE TEMP TABLE stage_pair (person_a_id bigint, person_b_id bigint, weight float8, probability float8, band text,
    against text, reasons jsonb) ON COMMIT DROP
"""
# What is decided stays decided, whatever the model says now; what waits is told anew.
KEEP: Final = """
INSERT INTO registry_pair (person_a_id, person_b_id, place_id, other_place_id, weight, probability, band, against,
    reasons, model_version, found_on, state, decided_role, why)
SELECT s.person_a_id, s.person_b_id, a.place_id, b.place_id, s.weight, s.probability, s.band, s.against, s.reasons,
    %(model)s, %(on)s, 'waiting', '', ''
FROM stage_pair s JOIN registry_person a ON a.id = s.person_a_id JOIN registry_person b ON b.id = s.person_b_id
WHERE a.merged_into_id IS NULL AND b.merged_into_id IS NULL
ORDER BY s.person_a_id, s.person_b_id
ON CONFLICT (person_a_id, person_b_id) DO UPDATE SET weight = excluded.weight, probability = excluded.probability,
    band = excluded.band, against = excluded.against, reasons = excluded.reasons, model_version = excluded.model_version
    WHERE registry_pair.state = 'waiting'
RETURNING (xmax = 0)
"""
# A whole look that no longer finds a pair takes it out of the queue; nobody has decided anything about it.
FORGET: Final = """
DELETE FROM registry_pair p WHERE p.state = 'waiting'
    AND NOT EXISTS (SELECT FROM registry_merge g WHERE g.pair_id = p.id)
    AND NOT EXISTS (SELECT FROM stage_pair s WHERE s.person_a_id = p.person_a_id AND s.person_b_id = p.person_b_id)
    AND NOT EXISTS (SELECT FROM registry_person q WHERE q.id IN (p.person_a_id, p.person_b_id)
                    AND q.merged_into_id IS NOT NULL)
"""
LAST_PERSON: Final = "SELECT last_value FROM registry_person_id_seq"


@deed
def begin_search(*, by: Actor, on: date) -> Search:
    """Ask for a look at the whole city; refused while one is under way."""
    require(by, *MAY_SEARCH)
    home = places.home_or_refuse()
    if not any(low <= home.pk and places.span(home.pk)[1] <= high for low, high in access.spans(by.id)):
        raise Refusal(
            _("Pencarian meliputi seluruh kota."), advice=_("Mintalah petugas yang melayani seluruh kota memulainya.")
        )
    unfinished = (Search.State.WAITING, Search.State.RUNNING)
    if Search.objects.select_for_update().filter(state__in=unfinished, run=None).exists():
        raise Refusal(_("Pencarian sedang berjalan."), advice=_("Tunggu sampai selesai."))
    return _begun(home.pk, by=by, on=on)


@deed
def begin_search_of_import(run: ImportRun, *, after_key: int, by: Actor, on: date) -> Search | None:
    """Ask that what an import has brought is looked at; None when it brought nobody new."""
    require(by, *MAY_IMPORT)
    last = last_person_key()
    if last <= after_key or run.state != ImportRun.State.DONE or not run.counts.get("persons_new"):
        return None
    home = places.home_or_refuse()
    with acting_as(access.officer_at_terminal()):
        return _begun(home.pk, run=run, after_key=after_key, up_to_key=last, by=by, on=on)


def _begun(place_id: int, *, by: Actor, on: date, **more: Any) -> Search:
    search = Search.objects.create(place_id=place_id, by_id=by.id, by_role=by.role, on=on, **more)
    run_id = getattr(more.get("run"), "pk", None)
    record("begin_search", subject=search, by=by, on=on, place_id=place_id, details={"import": run_id})
    return search


def last_person_key() -> int:
    """The highest key that was ever given to a person."""
    with connection.cursor() as cursor:
        cursor.execute(LAST_PERSON)
        return int(cursor.fetchone()[0])


def run_search(search: Search, *, by: Actor, tell: Tell) -> Search:
    """Do what was asked for. A search that has ended is left alone: a job may come twice."""
    with acting_as(access.officer_at_terminal()):
        search.refresh_from_db()
        if search.state == Search.State.DONE:
            return search
        Search.objects.filter(pk=search.pk).update(state=Search.State.RUNNING)
        try:
            tell(0, 100, "reading")
            return _finish(search, _look(search, tell), by=by, tell=tell)
        except BaseException:
            Search.objects.filter(pk=search.pk).update(state=Search.State.FAILED, finished_at=timezone.now())
            raise


@dataclass(frozen=True, slots=True)
class Look:
    """The pairs, how many records were looked at, how many were too many alike, and whether all of the city was."""

    pairs: pl.DataFrame
    records: int
    crowded: int
    whole: bool


def _look(search: Search, tell: Tell) -> Look:
    everybody = records()
    model = linkage.saved_model()

    def further(done: int, total: int, note: str) -> None:
        tell(10 + (80 * done // total if total else 0), 100, note)

    new = everybody
    if search.run_id is not None:
        new = everybody.filter(pl.col("record_id").is_between(search.after_key + 1, search.up_to_key or 0))
    if new.height > MOSTLY_NEW * everybody.height:
        pairs = linkage.find(everybody, model=model, tell=further)
        return Look(pairs, everybody.height, linkage.passed_over(everybody, pairs).height, True)
    known = everybody.join(new.select("record_id"), on="record_id", how="anti")
    pairs = linkage.find_new(new, known, model=model, tell=further)
    crowds = linkage.passed_over(everybody, pairs).join(new.select("record_id"), on="record_id", how="semi")
    return Look(pairs, new.height, crowds.height, False)


@deed
def _finish(search: Search, look: Look, *, by: Actor, tell: Tell) -> Search:
    """Pairs, what became of the search, and the journal's line in one transaction."""
    tell(92, 100, "writing")
    version = version_of(linkage.saved_model())
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS stage_pair")
        cursor.execute(STAGE)
        copy_in(cursor, "stage_pair", staged(look.pairs))
        fresh = keep(cursor, "keep_pairs", KEEP, {"model": version, "on": search.on})
        gone = keep(cursor, "forget_pairs", FORGET, {}) if look.whole else []
    bands = dict(look.pairs.get_column("band").value_counts().iter_rows())
    search.counts = {
        "records": look.records, "crowded": look.crowded, "same": bands.get("same", 0), "look": bands.get("look", 0),
        "new": sum(1 for (is_new,) in fresh if is_new), "gone": len(gone),
    }  # fmt: skip
    search.state, search.finished_at, search.model_version = Search.State.DONE, timezone.now(), version
    search.save(update_fields=["state", "finished_at", "model_version", "counts"])
    record("search_duplicates", subject=search, by=by, on=search.on, place_id=search.place_id, details=search.counts)
    tell(100, 100, "")
    return search


def keep(cursor: Any, step: str, statement: str, values: dict[str, Any]) -> list[Any]:
    """One named write; tests break each of them on purpose."""
    cursor.execute(statement if "RETURNING" in statement else f"{statement} RETURNING true", values)
    return list(cursor.fetchall())


def staged(pairs: pl.DataFrame) -> pl.DataFrame:
    """The pairs as the table takes them: keys in one order, of each field its level and weight as one object."""
    rows = pairs.select(f"{part}_{field}" for field in linkage.FIELDS for part in ("level", "weight")).iter_rows()
    told = (dict(zip(linkage.FIELDS, batched(row, 2), strict=True)) for row in rows)
    reasons = [json.dumps({field: (level, round(weight, 4)) for field, (level, weight) in one.items()}) for one in told]
    return pairs.select(
        pl.min_horizontal("left_id", "right_id").alias("person_a_id"),
        pl.max_horizontal("left_id", "right_id").alias("person_b_id"),
        "weight", "probability", "band", "against", pl.Series("reasons", reasons, dtype=pl.String),
    ).unique(["person_a_id", "person_b_id"], keep="first", maintain_order=True)  # fmt: skip


def version_of(model: linkage.Model) -> str:
    """By which model a pair was found: the beginning of its checksum."""
    return hashlib.sha256(model.as_json().encode()).hexdigest()[:12]
