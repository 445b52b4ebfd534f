"""How a family lives, as somebody saw it or a file says it: added, never written over."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import polars as pl
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lontar.city.journal.actions import record
from lontar.city.registry.actions.timeline import tell
from lontar.city.registry.models import Family, LivingConditions, Membership
from lontar.engine.copying import copy_in
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, Role, require
from lontar.science import living_conditions as conditions
from lontar.science.living_conditions.columns import Level
from lontar.science.trouble import Refusal

MAY_OBSERVE: Final = (Role.OPERATOR, Role.WARD_OFFICER, Role.FIELD_WORKER)
NOTE_LETTERS_MAX: Final = 160
SEEN: Final = gettext_noop("Keadaan hidup dicatat: %(columns)s jawaban")
STAGE: Final = (
    "CREATE TEMP TABLE stage_conditions (family_id bigint, person_id bigint, place_id bigint, observed_on date,"
    " columns text) ON COMMIT DROP"
)
# What the same source said of the same day before is not said twice.
WRITE: Final = """
INSERT INTO registry_livingconditions (place_id, family_id, person_id, "on", source, note, columns, version, by_id)
SELECT s.place_id, s.family_id, s.person_id, s.observed_on, %(source)s, %(note)s, s.columns::jsonb, %(version)s, %(by)s
FROM stage_conditions s
WHERE NOT EXISTS (
    SELECT FROM registry_livingconditions c
    WHERE c.family_id = s.family_id AND c.person_id IS NOT DISTINCT FROM s.person_id AND c."on" = s.observed_on
      AND c.source = %(source)s AND c.version = %(version)s AND c.columns = s.columns::jsonb
)
"""


@deed
def observe(
    family_id: int, *, columns: Mapping[str, object], members: Mapping[int, Mapping[str, object]] | None = None,
    source: str, observed_on: date, by: Actor, on: date, note: str = "", version: str = conditions.REGSOSEK,
) -> int | None:  # fmt: skip
    """Add what was seen of a family and of its members on a day; the key of the family's row, None if nothing was.

    Refuses a value that is no answer, with the column as its field: whoever saw it can be asked again.
    """
    require(by, *MAY_OBSERVE)
    family = Family.objects.filter(pk=family_id).first()
    if family is None:
        raise Refusal(_("Keluarga itu tidak ada di wilayah Anda."), advice=_("Periksa nomornya."))
    if observed_on > on:
        raise Refusal(
            _("Tanggal pengamatan belum tiba."), advice=_("Isi tanggal hari ini atau sebelumnya."), field="observed_on"
        )
    require_version(version)
    seen = _answers(columns, "family")
    of_members = {person: _answers(given, "person") for person, given in (members or {}).items()}
    _require_members(family, of_members, observed_on)
    rows = [
        LivingConditions(
            place_id=family.place_id, family=family, person_id=person, on=observed_on, source=source,
            note=note[:NOTE_LETTERS_MAX], columns=given, version=version, by_id=by.id,
        )
        for person, given in [(None, seen), *of_members.items()]
        if given
    ]  # fmt: skip
    if not rows:
        return None
    LivingConditions.objects.bulk_create(rows)
    count = sum(len(row.columns) for row in rows)
    tell(family.pk, family.place_id, kind="living_conditions", message=SEEN, on=observed_on, details={"columns": count})
    record(
        "observe_conditions", subject=family, by=by, on=on, place_id=family.place_id,
        details={"source": source, "columns": count, "members": sum(bool(one) for one in of_members.values())},
    )  # fmt: skip
    return rows[0].pk if seen else None


def observe_many(rows: pl.DataFrame, *, source: str, note: str, version: str, by: Actor) -> int:
    """The same for a file: inside of the caller's deed, which keeps the journal. Returns how many rows were new.

    `rows`: family_id, person_id (null for the family itself), place_id, observed_on, and columns as a JSON object of
    whole numbers that went through `living_conditions.checked`.
    """
    require_version(version)
    staged = rows.select("family_id", "person_id", "place_id", "observed_on", "columns")
    values: dict[str, Any] = {"source": source, "note": note[:NOTE_LETTERS_MAX], "version": version, "by": by.id}
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS stage_conditions")
        cursor.execute(STAGE)
        copy_in(cursor, "stage_conditions", staged)
        cursor.execute("ANALYZE stage_conditions")
        cursor.execute(WRITE, values)
        written = int(cursor.rowcount)
        cursor.execute("DROP TABLE stage_conditions")
    return written


def require_version(version: str) -> None:
    """Refuse a reading of codes that nobody can read again later."""
    if version not in conditions.VERSIONS:
        raise Refusal(
            _("Bacaan kode “%(version)s” tidak dikenal.") % {"version": version[:40]},
            advice=_("Pilih salah satu: %(versions)s.") % {"versions": ", ".join(conditions.VERSIONS)},
            field="version",
        )


def _answers(given: Mapping[str, object], level: Level) -> dict[str, int]:
    kept, findings = conditions.checked(given, level)
    for finding in findings:
        raise Refusal(finding.template, field=finding.source.column, values=finding.values)
    return kept


def _require_members(family: Family, members: Mapping[int, object], on: date) -> None:
    known = set(
        Membership.objects.filter(family=family, person_id__in=list(members)).values_list("person_id", flat=True)
    )
    if set(members) - known:
        raise Refusal(
            _("Seseorang di dalamnya bukan anggota keluarga ini."), advice=_("Muat ulang formulirnya, lalu isi lagi.")
        )
