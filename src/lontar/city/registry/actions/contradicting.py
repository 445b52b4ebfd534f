"""Contradictions are looked for by the database, and settled by somebody who has looked."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db import connection
from django.utils.translation import gettext as _

from lontar.city.journal.actions import record
from lontar.city.registry.models import Contradiction, ImportRun
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, Role, require
from lontar.science.lifespans import FATHER, MARRIED, MOTHER, OLDEST, limit
from lontar.science.trouble import Refusal

MAY_MEND: Final = (Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER)
WHY_LETTERS_MIN, WHY_LETTERS_MAX = 5, 200
FIND: Final = "SELECT registry_find_contradictions(%s, %s, %s, %s, %s, %s)"
AGES: Final = (MOTHER, OLDEST, MARRIED, FATHER)


def look_at(families: Iterable[int], *, on: date) -> None:
    """A step of a deed that changed these families: what contradicts itself in them now, and what no longer does."""
    keys = sorted(set(families))
    if keys:
        find(keys, on)


def find(families: list[int] | None, on: date) -> int:
    """Among these families, or all of the acting officer's places; how many were found that were not known."""
    with connection.cursor() as cursor:
        cursor.execute(FIND, [families, on, *(limit(name, on).years for name in AGES)])
        return int(cursor.fetchone()[0])


@deed
def look_after_import(run: ImportRun, *, by: Actor, on: date) -> int:
    """What contradicts itself now that a file of families is in; by whoever brought it, in a deed of its own.

    Outside of the import: it reads everybody once more, and a family that is in stays in whatever this finds.
    """
    if run.kind != ImportRun.Kind.FAMILIES or run.dry_run or run.state != ImportRun.State.DONE:
        return 0
    return find(None, on)


@deed
def look_for_contradictions(*, by: Actor, on: date) -> int:
    """Look through everybody in the officer's places; how many are new."""
    require(by, *MAY_MEND)
    found = find(None, on)
    record("look_for_contradictions", subject=("access.officer", by.id), by=by, on=on, details={"new": found})
    return found


@deed
def settle_contradiction(key: int, *, why: str, by: Actor, on: date) -> Contradiction:
    """Say that it is so after all, with the reason; it is shown no more, and nothing of the family changes."""
    require(by, *MAY_MEND)
    why = " ".join(why.split())
    found = Contradiction.objects.select_for_update().filter(pk=key).first()
    if found is None:
        raise Refusal(
            _("Pertentangan ini sudah tidak ada, atau bukan di wilayah Anda."), advice=_("Muat ulang daftarnya.")
        )
    if found.settled_on is not None:
        raise Refusal(_("Pertentangan ini sudah diperiksa petugas lain."), advice=_("Muat ulang daftarnya."))
    if not WHY_LETTERS_MIN <= len(why) <= WHY_LETTERS_MAX:
        raise Refusal(
            _("Tuliskan mengapa ini benar, %(least)d sampai %(most)d huruf.")
            % {"least": WHY_LETTERS_MIN, "most": WHY_LETTERS_MAX},
            field="why",
        )
    found.settled_on, found.settled_by_id, found.why = on, by.id, why
    found.save(update_fields=["settled_on", "settled_by", "why"])
    record(
        "settle_contradiction", subject=("registry.family", found.family_id), by=by, on=on, place_id=found.place_id,
        reason=why, details={"kind": found.kind, "person": found.person_id},
    )  # fmt: skip
    return found
