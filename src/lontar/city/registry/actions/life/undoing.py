"""A wrong event is taken back: every row is again as it was before, and the history keeps both.

Only as long as nothing builds on it: no later event of the same people, no change of the same rows since, and nothing
in other rooms that holds on to whom the event brought. What stands in the way is named, so that it can be taken back
first. The event itself, its paper and its line in the family's story stay, with who took it back and why.
"""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from psycopg import sql

from lontar.city.access import queries as access
from lontar.city.journal.actions import record
from lontar.city.registry.actions.contradicting import look_at
from lontar.city.registry.actions.life.recording import MAY_RECORD_LIFE
from lontar.city.registry.actions.life.tracing import HELD, PLACE, hashed, personal, rows_of, sealed_by
from lontar.city.registry.actions.timeline import Story, tell_many
from lontar.city.registry.models import Family, LifeEvent, LifeEventPart, LifeEventTrace, LifeEventUndo, Person
from lontar.city.registry.queries.over_time import EVENT_WORDS
from lontar.kit.deeds import deed
from lontar.kit.formats import day
from lontar.kit.gate import Actor, require
from lontar.science.trouble import NotAllowed, Refusal

WHY_LETTERS_MIN, WHY_LETTERS_MAX = 5, 200
UNDONE: Final = gettext_noop("Peristiwa tanggal %(happened)s ternyata keliru dan dibatalkan")
FOLLOWS: Final = "SELECT registry_family_follows(%s, %s)"
OLD_PERSON: Final = "SELECT to_jsonb(e)::text FROM registry_personevent e WHERE e.pgh_id = %s"
# Worklists and pairs that machines wrote about somebody who was never there.
SHADOWS: Final = (
    "DELETE FROM registry_importchange WHERE family_id = ANY (%(families)s) OR person_id = ANY (%(persons)s)",
    "DELETE FROM registry_absence WHERE settled_on IS NULL"
    " AND (family_id = ANY (%(families)s) OR person_id = ANY (%(persons)s))",
    "DELETE FROM registry_pair WHERE state = 'waiting'"
    " AND (person_a_id = ANY (%(persons)s) OR person_b_id = ANY (%(persons)s))",
)
# Days go before whom they are days of.
TAKEN_OUT: Final = (
    "registry_membership", "registry_residence", "registry_sharing", "registry_identifier", "registry_person",
    "registry_dwelling", "registry_household", "registry_family",
)  # fmt: skip


@deed
def undo_event(event_id: int, *, why: str, by: Actor, on: date) -> LifeEventUndo:
    """Take a recorded event back whole, or refuse with what builds on it."""
    require(by, *MAY_RECORD_LIFE)
    why = " ".join(why.split())
    event = _locked(event_id)
    trace = _require_possible(event, by)
    if not WHY_LETTERS_MIN <= len(why) <= WHY_LETTERS_MAX:
        raise Refusal(
            _("Tuliskan mengapa peristiwa ini keliru, %(least)d sampai %(most)d huruf.")
            % {"least": WHY_LETTERS_MIN, "most": WHY_LETTERS_MAX},
            field="why",
        )
    told = _families_of(event)
    _follow_back(trace)
    _require_untouched(trace)
    try:
        with transaction.atomic():
            _take_back(trace)
    except IntegrityError as trouble:
        raise Refusal(
            _(
                "Siapa yang dicatat peristiwa ini sudah dipakai di tempat lain: kunjungan, penetapan, bantuan, atau lainnya."
            ),
            advice=_("Catat peristiwa baru yang membetulkannya, atau laporkan kepada perencana."),
        ) from trouble
    LifeEventPart.objects.filter(event=event).update(moves=False)
    undo = LifeEventUndo.objects.create(
        place_id=event.place_id, event=event, by_id=by.id, by_role=by.role, on=on, why=why
    )
    look_at({*told, *trace["families"]}, on=on)
    stories = [
        Story(one.pk, one.place_id, {"happened": day(event.happened)}) for one in Family.objects.filter(pk__in=told)
    ]
    tell_many(stories, kind="undo_event", message=UNDONE, on=on)
    record(
        "undo_event", subject=("registry.lifeevent", event.pk), by=by, on=on, place_id=event.place_id, reason=why,
        details={"kind": event.kind, "happened": event.happened.isoformat(), "recorded_by": str(event.by_id)},
    )  # fmt: skip
    return undo


def why_not_undone(event: LifeEvent, *, by: Actor) -> Refusal | None:
    """What stands in the way of taking an event back, as far as can be seen without trying."""
    try:
        _require_untouched(_require_possible(event, by))
    except Refusal as refusal:
        return refusal
    return None


def _locked(event_id: int) -> LifeEvent:
    """The event, with families and persons locked in the order in which recording locks them."""
    with connection.cursor() as cursor:  # two officers who take back one event come one after the other
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('lontar life event'), %s)", [event_id % 2**31])
    event = LifeEvent.objects.select_related("by").filter(pk=event_id).first()
    if event is None:
        raise NotAllowed(_("Peristiwa itu tidak ada di wilayah Anda."))
    about = list(LifeEventPart.objects.filter(event=event).values_list("family_id", "person_id"))
    families, persons = {one for one, _person in about}, {one for _family, one in about if one}
    list(Family.objects.select_for_update().filter(pk__in=families).order_by("pk"))
    list(Person.objects.select_for_update().filter(pk__in=persons).order_by("pk"))
    return event


def _require_possible(event: LifeEvent, by: Actor) -> dict[str, Any]:
    """The event's trace, if it may be undone by this officer and nothing later concerns the same people."""
    if before := LifeEventUndo.objects.select_related("by").filter(event=event).first():
        raise Refusal(
            _("Peristiwa ini sudah dibatalkan %(who)s pada %(on)s.") % {"who": before.by.name, "on": day(before.on)},
            advice=_("Muat ulang halamannya."),
        )
    trace = LifeEventTrace.objects.filter(event=event).values_list("moved", flat=True).first()
    if not trace:
        raise Refusal(
            _("Jejak peristiwa ini tidak ada: dicatat sebelum pembatalan dapat dilakukan, atau di luar wilayah Anda."),
            advice=_("Catat peristiwa baru yang membetulkannya."),
        )
    if not all(access.serves(by.id, ward) for ward in trace["wards"]):
        raise NotAllowed(
            _("Peristiwa ini menyangkut kelurahan di luar wilayah Anda."),
            advice=_("Mintalah perencana atau operator yang melayani kedua kelurahan membatalkannya."),
        )
    if later := _later(event):
        raise Refusal(
            _("Sesudahnya sudah tercatat %(what)s, %(day)s, untuk orang atau keluarga yang sama.")
            % {"what": EVENT_WORDS[later.kind], "day": day(later.happened)},
            advice=_("Batalkan dulu yang itu, lalu yang ini."),
        )
    return dict(trace)


def _later(event: LifeEvent) -> LifeEvent | None:
    """The newest event that was recorded after this one about the same people, or about a family as a whole."""
    parts = list(LifeEventPart.objects.filter(event=event).values_list("family_id", "person_id"))
    persons = {person for _family, person in parts if person}
    whole = {family for family, person in parts if person is None}
    families = {family for family, _person in parts}
    found = LifeEventPart.objects.filter(event_id__gt=event.pk, event__undoing=None).filter(
        Q(person_id__in=persons) | Q(family_id__in=whole) | Q(family_id__in=families, person=None)
    )
    newest = found.order_by("-event_id").select_related("event").first()
    return newest.event if newest else None


def _families_of(event: LifeEvent) -> set[int]:
    return set(LifeEventPart.objects.filter(event=event).values_list("family_id", flat=True))


def _follow_back(trace: dict[str, Any]) -> None:
    """Who went behind the wall of another ward comes back, with all that was written about them there."""
    for family, ward in trace["follows"]:
        if not Family.objects.filter(pk=family).exists():
            raise _touched("registry_family", family, None)
        with connection.cursor() as cursor:
            cursor.execute(FOLLOWS, [family, ward])


def _require_untouched(trace: dict[str, Any]) -> None:
    """Every row must still be as the event left it; the ward is looked after by itself."""
    now = _now(trace)
    for table, key, was in trace["made"]:
        row = now.get((table, key))
        if row is None or sealed_by(row) != was:
            raise _touched(table, key, row)
    for table, key, columns in trace["changed"]:
        row = now.get((table, key))
        if row is None:
            raise _touched(table, key, row)
        for name, (_old, new) in columns.items():
            found = hashed(row[name]) if personal(table, name) else row[name]
            if name != PLACE and found != new:
                raise _touched(table, key, row)


def _now(trace: dict[str, Any]) -> dict[tuple[str, int], dict[str, Any]]:
    return rows_of(trace["families"], trace["persons"])


def _touched(table: str, key: int, row: dict[str, Any] | None) -> Refusal:
    who = ""
    if table == "registry_person":
        who = Person(pk=key).local_number
    elif table == "registry_family":
        who = Family(pk=key).local_number
    elif row is not None:
        person, family = row.get("person_id"), row.get("family_id")
        who = Person(pk=person).local_number if person else Family(pk=family).local_number if family else ""
    return Refusal(
        _("Sesudah peristiwa ini datanya sudah diubah lagi: %(who)s.") % {"who": who or "–"},
        advice=_("Mungkin oleh impor atau penggabungan catatan ganda. Catat peristiwa baru yang membetulkannya."),
    )


def _take_back(trace: dict[str, Any]) -> None:
    """First whatever the event made goes, then each row gets its old values; keys are looked at before this ends."""
    made: dict[str, list[int]] = {}
    for table, key, _was in trace["made"]:
        made.setdefault(table, []).append(key)
    gone = {"families": made.get("registry_family", []), "persons": made.get("registry_person", [])}
    if gone["families"] or gone["persons"]:
        for statement in SHADOWS:
            write("shadows", sql.SQL(statement), gone)
    days, owners = TAKEN_OUT[:4], TAKEN_OUT[4:]
    _delete(made, days)
    for table in HELD:
        for key, columns in ((one[1], one[2]) for one in trace["changed"] if one[0] == table):
            _put_back(table, key, columns)
            if table == "registry_person" and PLACE in columns:
                _bring_along(key, columns[PLACE][0])
    _delete(made, owners)
    with connection.cursor() as cursor:  # whoever still holds on to them says so here and not at the end
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _bring_along(person: int, ward: int) -> None:
    """What was written about somebody in the other ward meanwhile goes back with them."""
    for table in ("registry_livingconditions", "registry_identifier", "registry_shield"):
        statement = sql.SQL("UPDATE {} SET place_id = %(ward)s WHERE person_id = %(person)s AND place_id <> %(ward)s")
        write(f"bring {table}", statement.format(sql.Identifier(table)), {"ward": ward, "person": person})


def _delete(made: dict[str, list[int]], tables: Iterable[str]) -> None:
    for table in tables:
        if keys := made.get(table):
            write(f"take out {table}", sql.SQL("DELETE FROM {} WHERE id = ANY (%(keys)s)").format(sql.Identifier(table)), {"keys": keys})  # fmt: skip


def _put_back(table: str, key: int, columns: dict[str, list[Any]]) -> None:
    """The old values of one row; those of a name are read from the history."""
    values = {name: old for name, (old, _new) in columns.items()}
    for name in [name for name in values if personal(table, name)]:
        with connection.cursor() as cursor:
            cursor.execute(OLD_PERSON, [values[name]])
            values[name] = json.loads(cursor.fetchone()[0])[name]
    names = sql.SQL(", ").join(map(sql.Identifier, values))
    statement = sql.SQL(
        "UPDATE {table} SET ({names}) = (SELECT {names} FROM jsonb_populate_record(NULL::{table}, %(values)s::jsonb))"
        " WHERE id = %(key)s"
    ).format(table=sql.Identifier(table), names=names)
    write(f"put back {table}", statement, {"values": json.dumps(values), "key": key})


def write(step: str, statement: sql.Composable, values: dict[str, Any]) -> int:
    """One named write; tests break each of them on purpose."""
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(), values)
        return int(cursor.rowcount)
