"""A person is erased by a person who decides; what law orders to keep is refused with its reason."""

import json
import re
from datetime import date
from typing import Final

from django.db import connection
from django.utils.translation import gettext as _

from lontar.city.counter import actions as counter
from lontar.city.delivery import actions as delivery
from lontar.city.journal.actions import record
from lontar.city.ledger.actions import log_leaves
from lontar.city.privacy import queries
from lontar.city.privacy.models import Erasure, Processing, RetentionRule
from lontar.city.privacy.models.kept import BELIEVED, unmarked
from lontar.city.registry import queries as registry
from lontar.city.registry.actions import strike_out
from lontar.city.targeting import actions as targeting
from lontar.city.works import actions as works
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, require
from lontar.kit.reasons import checked_reason
from lontar.science import leaves
from lontar.science.trouble import Refusal

NAME_LETTERS_MIN: Final = 4


class MustBeKept(Refusal):
    """Law orders to keep what somebody wants to erase."""


@deed
def erase_person(person_id: int, *, reason: str, by: Actor, on: date) -> Erasure:
    """Take away name, numbers, birth, parents and old rows of a person; in the books only the random subject stays."""
    require(by, *queries.WHO_ERASE)
    reason = checked_reason(reason)
    person = registry.person_or_none(person_id)
    if person is None:
        raise Refusal(_("Orang ini tidak ada di wilayah Anda."))
    person = person.merged_into or person  # what was written twice goes as the one person it is
    if _names(person.name, reason):
        raise Refusal(
            _("Alasan ini menyebut nama orangnya, padahal alasan tetap tersimpan."),
            advice=_("Tulis tanpa nama, misalnya: masa simpan habis; permintaan sendiri."), field="reason",
        )  # fmt: skip
    kept = queries.why_kept(person, on=on)
    if kept:
        raise MustBeKept(" ".join(one.words for one in kept), advice=_("Catat penolakannya beserta alasan ini."))
    if queries.erasure_of(person) is not None:
        raise Refusal(_("Orang ini sudah dihapus."))
    files = strike_out(registry.records_of(person.pk), registry.families_ever(person.pk), on=on)
    counter.forget(person.pk, registry.families_ever(person.pk))
    delivery.forget(person.pk, registry.families_ever(person.pk))
    targeting.forget(person.pk, registry.families_ever(person.pk))
    with connection.cursor() as cursor:
        # First, while it can still be told whose families these are. Leaf and tree of the log stay as they are.
        cursor.execute("SELECT privacy_unlink(%s)", [person.pk])
        forgotten: list[int] = cursor.fetchone()[0]
        cursor.execute("SELECT loans_unlink(%s)", [person.pk])
        forgotten += cursor.fetchone()[0]
        forgotten += works.forget(person.pk, registry.families_ever(person.pk))
        cursor.execute("SELECT privacy_erase(%s)", [person.pk])
        counts = json.loads(cursor.fetchone()[0]) | {"files": files}
    # What the log can no longer tell of a leaf, it tells that it was erased; another way would hide a change.
    counts["leaves"] = log_leaves(leaves.ERASURE, map(leaves.erasure_content, [*forgotten, *counts["leaves"]]))
    made = Erasure.objects.create(
        place_id=person.place_id, person_number=person.pk, on=on, decided_by=by.name, decided_by_id=str(by.id),
        reason=reason, counts=counts,
    )  # fmt: skip
    told = {name: counts[name] for name in ("records", "families", "files")}
    record("erase_person", subject=made, by=by, on=on, place_id=person.place_id, details=told)
    return made


def _names(name: str, reason: str) -> bool:
    """Whether a reason holds any word of a name; very short ones are words of the language too."""
    told = set(re.findall(r"\w+", reason.casefold()))
    return any(word in told for word in re.findall(r"\w+", name.casefold()) if len(word) >= NAME_LETTERS_MIN)


@deed
def confirm_source(code: str, *, purpose: str, basis: str, law: str, by: Actor, on: date) -> Processing:
    """Put one's name to why a source is held and by which right; the same again is the second look of another year.

    Words that stand as they were shown stay in their own language; what was believed loses its mark.
    """
    require(by, *queries.WHO_CHECK)
    found = Processing.objects.select_for_update().filter(code=code).first()
    if found is None:
        raise Refusal(_("Sumber ini tidak dikenal."))
    purpose, law = purpose.strip(), law.strip()
    if not purpose:
        raise Refusal(_("Tuliskan untuk apa data ini disimpan."), field="purpose")
    if not law:
        raise Refusal(_("Tuliskan dasar hukumnya."), field="law")
    if basis not in Processing.Basis.values:
        raise Refusal(_("Pilih satu dasar menurut UU 27/2022 pasal 20."), field="basis")
    found.purpose = found.purpose if purpose == _(found.purpose) else purpose
    found.law = found.law.replace(f" {BELIEVED}", "") if law == unmarked(found.law) else law
    found.basis, found.checked_by, found.checked_on = basis, by.name, on
    found.save()
    record("confirm_source", subject=found, by=by, on=on, details={"code": code, "basis": found.basis_words})
    return found


@deed
def check_rule(code: str, *, months: int, law: str, by: Actor, on: date) -> RetentionRule:
    """Put one's name to a period: what was believed is now checked, by somebody who has read the law."""
    require(by, *queries.WHO_CHECK)
    found = RetentionRule.objects.select_for_update().get(code=code)
    if not 1 <= months <= 600:
        raise Refusal(_("Lamanya 1 sampai 600 bulan."), field="months")
    if not law.strip():
        raise Refusal(_("Tuliskan dasar hukumnya."), field="law")
    found.months, found.law, found.checked_by, found.checked_on = months, law.strip(), by.name, on
    found.save()
    record("check_rule", subject=found, by=by, on=on, details={"code": code, "months": months})
    return found
