"""Whom a file does not name any more: never taken out, always put on a worklist."""

from datetime import date
from typing import Any, Final

import polars as pl
from django.utils.translation import gettext as _

from lontar.city.journal.actions import record
from lontar.city.registry.actions.importing.departed import look_for_departed
from lontar.city.registry.models import Absence, ImportRun
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, Role, require
from lontar.science.family_file import Layout
from lontar.science.trouble import Refusal

WHOLE_LIST_SHARE_MIN: Final = 0.5
"""A file that names at least half of the families known in a ward is taken for a list of that ward; a smaller one
says nothing about families that it leaves out."""
MAY_SETTLE: Final = (Role.ADMINISTRATOR, Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER)

# Run after matching and before writing: later, those who are new would look as if they were not named.
ABSENT: Final = """
CREATE TEMP TABLE absent ON COMMIT DROP AS
SELECT m.place_id, m.family_id, m.person_id, ''::text AS said
FROM found_family k
JOIN registry_membership m ON m.family_id = k.family_id AND m.until IS NULL
WHERE NOT EXISTS (SELECT FROM found_person f WHERE f.person_id = m.person_id)
    AND NOT EXISTS (SELECT FROM folded f WHERE f.person_id = m.person_id)
UNION ALL
SELECT f.place_id, f.id, NULL, ''
FROM registry_family f
JOIN (
    SELECT place_id FROM registry_family WHERE place_id IN (SELECT place_id FROM stage_family)
    AND EXISTS (SELECT FROM registry_membership m WHERE m.family_id = registry_family.id AND m.until IS NULL)
    GROUP BY place_id
    HAVING count(*) FILTER (WHERE EXISTS (SELECT FROM found_family k WHERE k.family_id = registry_family.id))
        >= %(whole)s * count(*)
) whole USING (place_id)
WHERE NOT EXISTS (SELECT FROM found_family k WHERE k.family_id = f.id)
    AND EXISTS (SELECT FROM registry_membership m WHERE m.family_id = f.id AND m.until IS NULL)
    AND NOT EXISTS (
        SELECT FROM found_person p JOIN registry_membership m ON m.person_id = p.person_id AND m.until IS NULL
        WHERE m.family_id = f.id)
    AND NOT EXISTS (
        SELECT FROM folded p JOIN registry_membership m ON m.person_id = p.person_id AND m.until IS NULL
        WHERE m.family_id = f.id)
"""
SILENT: Final = {True: "DELETE FROM absent WHERE person_id IS NOT NULL", False: "TRUNCATE absent"}
NOTICED: Final = """
INSERT INTO registry_absence (place_id, family_id, person_id, run_id, noticed_on, outcome, note)
SELECT a.place_id, a.family_id, a.person_id, %(run)s, %(on)s, '', a.said FROM absent a
ON CONFLICT DO NOTHING
"""
SAID_SINCE: Final = """
UPDATE registry_absence a SET note = b.said FROM absent b
WHERE a.settled_on IS NULL AND a.person_id = b.person_id AND a.family_id = b.family_id AND b.said <> '' AND a.note <> b.said
"""
NAMED_AGAIN: Final = """
UPDATE registry_absence a SET settled_on = %(on)s, outcome = 'named_again'
WHERE a.settled_on IS NULL AND (
    (a.person_id IS NULL AND EXISTS (SELECT FROM found_family k WHERE k.family_id = a.family_id))
    OR EXISTS (SELECT FROM found_person f WHERE f.person_id = a.person_id)
    OR EXISTS (SELECT FROM folded f WHERE f.person_id = a.person_id))
"""


def look_for_absent(cursor: Any, *, layout: Layout, gone: pl.DataFrame) -> tuple[int, int]:
    """Put those who are not named, or named as gone, into the table `absent`: how many members and whole families."""
    cursor.execute("DROP TABLE IF EXISTS absent")
    cursor.execute(ABSENT, {"whole": WHOLE_LIST_SHARE_MIN})
    if not layout.whole or layout.each_row == "head":
        # A list of some, or of heads only, says nothing about whoever is not in it.
        cursor.execute(SILENT[layout.whole])
    look_for_departed(cursor, gone)
    cursor.execute("SELECT count(person_id), count(*) - count(person_id) FROM absent")
    members, families = cursor.fetchone()
    return int(members), int(families)


def keep_absent(cursor: Any, *, run: ImportRun, on: date) -> None:
    """The worklist: new ones join it, and who is named again leaves it."""
    cursor.execute(NAMED_AGAIN, {"on": on})
    cursor.execute(SAID_SINCE)
    cursor.execute(NOTICED, {"run": run.pk, "on": on})


@deed
def settle_absence(absence_id: int, *, outcome: str, note: str = "", by: Actor, on: date) -> Absence:
    """Say what became of somebody whom a file no longer names. Nothing else changes by it."""
    require(by, *MAY_SETTLE)
    settled = {Absence.Outcome.STILL_HERE, Absence.Outcome.RECORDED, Absence.Outcome.NOT_FOUND}
    if outcome not in settled:
        raise Refusal(_("Pilih apa yang terjadi dengan mereka."), field="outcome")
    absence = Absence.objects.select_for_update().filter(pk=absence_id).first()
    if absence is None:
        raise Refusal(_("Catatan ini tidak ada, atau bukan di wilayah Anda."))
    sent = (
        absence.outcome == Absence.Outcome.NOT_FOUND and outcome != absence.outcome
    )  # and now somebody has been there
    if absence.settled_on is not None and not sent:
        raise Refusal(_("Catatan ini sudah diselesaikan."), advice=_("Muat ulang halamannya."))
    absence.outcome, absence.settled_on, absence.settled_by_id = outcome, on, by.id
    absence.note = note[:200] or absence.note
    absence.save(update_fields=["outcome", "note", "settled_on", "settled_by"])
    details = {"outcome": outcome, "person": absence.person_id}
    # The note stays with the absence: it may tell where somebody is, and can be erased there.
    record("settle_absence", subject=absence.family, by=by, on=on, place_id=absence.place_id, details=details)
    return absence
