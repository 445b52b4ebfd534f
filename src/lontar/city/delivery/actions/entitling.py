"""A decreed round becomes what families are owed; what should not be owed is cancelled with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lontar.city.access import queries as access
from lontar.city.delivery import queries
from lontar.city.delivery.actions.holding import end_with_entitlement
from lontar.city.delivery.models import Entitlement
from lontar.city.journal.actions import record
from lontar.city.ledger import actions as ledger
from lontar.city.ledger import queries as book
from lontar.city.programmes import actions as offered
from lontar.city.programmes import queries as programmes
from lontar.city.registry import actions as registry
from lontar.city.registry import queries as families
from lontar.city.registry.actions.timeline import Story
from lontar.city.targeting import queries as targeting
from lontar.kit.deeds import deed
from lontar.kit.formats import period, rupiah
from lontar.kit.gate import Actor, Role, require
from lontar.science.postings import RUPIAH, transfer
from lontar.science.trouble import NotAllowed, Refusal

WHO_MAY_ENTITLE = (Role.PLANNER, Role.OPERATOR)
REASON_LETTERS_MAX = 200
OWED = gettext_noop("Berhak menerima %(what)s sebesar %(rupiah)s untuk %(period)s")
OWED_QUIETLY = gettext_noop("Berhak menerima bantuan sebesar %(rupiah)s untuk %(period)s")
CANCELLED = gettext_noop("Hak atas bantuan sebesar %(rupiah)s untuk %(period)s dibatalkan")


@dataclass(frozen=True, slots=True)
class Entitled:
    """What a decree brought about; `skipped` families were owed the same already by another round."""

    families: int
    rupiah: int
    skipped: int


@deed
def entitle(round_id: int, *, by: Actor, on: date) -> Entitled:
    """Owe every family that a decreed round has chosen its amount, within the line's budget.

    Runs in the transaction of the decree: what is refused here undoes the decree too.
    """
    require(by, *WHO_MAY_ENTITLE)
    round_ = targeting.round_by_id(round_id)
    if round_ is None or round_.state != "decreed":
        raise Refusal(_("Penetapan ini belum diputuskan."), advice=_("Catat dahulu surat keputusannya."))
    if round_.outcome != "entitles" or round_.line.gives == "works":
        return Entitled(0, 0, 0)  # what is to be built is planned as works, and paid by their stages
    _require_whole_area(by, round_.place_id)
    entitled = _entitle(round_, round_.period, by=by, on=on)
    record(
        "entitle", subject=("targeting.round", round_id), by=by, on=on, place_id=round_.place_id,
        details={"families": entitled.families, "rupiah": entitled.rupiah, "skipped": entitled.skipped},
    )  # fmt: skip
    return entitled


@deed
def open_period(round_id: int, period: str, *, by: Actor, on: date) -> Entitled:
    """Owe everybody on a decreed list the same for a later period of the line's year, by the round's own rule.

    The list stays as it was decreed; whose entitlement of the period before was cancelled is not owed this one.
    """
    require(by, *WHO_MAY_ENTITLE)
    round_ = targeting.round_by_id(round_id)
    if round_ is None or round_.state != "decreed" or round_.outcome != "entitles" or round_.line.gives == "works":
        raise Refusal(
            _("Penetapan ini belum diputuskan."), advice=_("Pilih penetapan yang sudah punya surat keputusan.")
        )
    queries.require_own_line(round_.line, by)
    _require_whole_area(by, round_.place_id)
    if period not in queries.later_periods(round_):
        raise Refusal(
            _("Periode itu bukan periode berikutnya dari penetapan ini."),
            advice=_("Pilih periode sesudah %(period)s di tahun anggaran yang sama.") % {"period": round_.period},
            field="period",
        )
    entitled = _entitle(round_, period, by=by, on=on)
    record(
        "open_period", subject=("targeting.round", round_id), by=by, on=on, place_id=round_.place_id,
        details={
            "period": period, "families": entitled.families, "rupiah": entitled.rupiah, "skipped": entitled.skipped,
        },
    )  # fmt: skip
    return entitled


def _entitle(round_: Any, period: str, *, by: Actor, on: date) -> Entitled:
    decided = list(targeting.qualifying(round_.pk))
    if any(amount <= 0 for _family, _place, amount in decided):
        raise Refusal(
            _("Aturan penetapan ini tidak memberi besaran bantuan untuk setiap keluarga."),
            advice=_("Lengkapi besaran di aturan, lalu nilai ulang."),
        )
    # One approval of a line at a time: two at once could each find the same budget free.
    budget_account = offered.set_aside(round_.line, by=by, on=on)
    wanted = _still_owed(round_, decided) if period != round_.period else decided
    fresh = _owe(round_, period, _not_owed_to_twins(round_, period, wanted), on=on)
    total = sum(amount for _subject, _family, _place, amount in fresh)
    offered.require_free(budget_account, total)
    _post_owed(round_, period, fresh, budget_account, by=by, on=on)
    _tell_owed(round_, period, fresh, on=on)
    return Entitled(len(fresh), total, len(decided) - len(fresh))


@deed
def cancel(entitlement_id: int, *, reason: str, by: Actor, on: date) -> None:
    """Take back what is owed and not yet handed over; its rupiah return to the line's budget."""
    require(by, Role.PLANNER, Role.OPERATOR)
    reason = reason.strip()
    if not reason or len(reason) > REASON_LETTERS_MAX:
        raise Refusal(
            _("Tuliskan alasannya, paling panjang %(most)d huruf.") % {"most": REASON_LETTERS_MAX}, field="reason"
        )
    entitlement = queries.entitlement_or_refuse(entitlement_id, by)
    queries.require_own_line(entitlement.line, by)
    # Taking the row first: whoever hands over or cancels at the same moment finds it taken.
    taken = Entitlement.objects.filter(pk=entitlement.pk, status=Entitlement.Status.OWED).update(
        status=Entitlement.Status.CANCELLED, reason=reason
    )
    if not taken:
        raise Refusal(
            _("Hak ini tidak lagi menunggu penyerahan, jadi tidak dapat dibatalkan."),
            advice=_("Muat ulang halaman untuk melihat keadaannya."),
        )
    entry = book.entry_of(queries.owed_key(queries.subject_of(entitlement)))
    if entry is None:
        raise RuntimeError(f"entitlement {entitlement.pk} was never posted")
    ledger.reverse(entry.pk, reason=reason, by=by, on=on)
    end_with_entitlement(entitlement, on=on)
    registry.tell(
        entitlement.family_id, entitlement.place_id, kind="cancelled", message=CANCELLED, on=on,
        details={"rupiah": _kept(entitlement.amount), "period": _kept_period(entitlement.period)},
    )  # fmt: skip
    record("cancel", subject=entitlement, by=by, on=on, place_id=entitlement.place_id, reason=reason)


def owe_again(taken: Entitlement, *, by: Actor, on: date) -> None:
    """Owe a family anew what was taken back from a hand-over, within the deed that takes it back; the day of its approval
    stays."""
    fresh = _owe(taken.round, taken.period, [(taken.family_id, taken.place_id, taken.amount)], on=taken.on)
    _post_owed(
        taken.round, taken.period, fresh, queries.account_code("budget", taken.line, taken.line.place), by=by, on=on
    )


def _require_whole_area(by: Actor, place_id: int) -> None:
    if not access.serves(by.id, place_id):
        raise NotAllowed(
            _("Penetapan ini meliputi wilayah di luar tugas Anda."),
            advice=_("Mintalah petugas yang melayani seluruh wilayah itu menyetujuinya."),
        )


type Owed = tuple[UUID, int, int, int]  # subject, family, ward, rupiah

# Families that are owed the same already, by a round that overlaps with this one, are left out.
INSERT = """
INSERT INTO delivery_entitlement (subject, round_id, line_id, family_id, place_id, period, amount, "on", status, reason)
SELECT subject, %(round)s, %(line)s, family_id, place_id, %(period)s, amount, %(on)s, 'owed', ''
FROM unnest(%(subjects)s::uuid[], %(families)s::bigint[], %(places)s::bigint[], %(amounts)s::bigint[])
    AS given (subject, family_id, place_id, amount)
ON CONFLICT (line_id, family_id, period) WHERE NOT status = 'cancelled' DO NOTHING
RETURNING subject, family_id, place_id, amount
"""


def _still_owed(round_: Any, decided: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Without families whose last entitlement from this round was taken back."""
    last: dict[int, str] = {}
    for family, status in (
        Entitlement.objects.filter(round=round_).order_by("period", "pk").values_list("family_id", "status")
    ):
        last[family] = status
    return [one for one in decided if last.get(one[0]) != Entitlement.Status.CANCELLED]


def _not_owed_to_twins(round_: Any, period: str, decided: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Without families that are owed the same already under another number, from before they were found to be one."""
    twins = families.twin_families()
    owed = Entitlement.objects.filter(line_id=round_.line_id, period=period, family_id__in=twins)
    taken = {twins[one.family_id] for one in owed.exclude(status=Entitlement.Status.CANCELLED)}
    return [one for one in decided if one[0] not in taken]


def _owe(round_: Any, period: str, decided: Sequence[tuple[int, int, int]], *, on: date) -> list[Owed]:
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT,
            {
                "round": round_.pk,
                "line": round_.line_id,
                "period": period,
                "on": on,
                "subjects": [uuid4() for _one in decided],
                "families": [family for family, _place, _amount in decided],
                "places": [place for _family, place, _amount in decided],
                "amounts": [amount for _family, _place, amount in decided],
            },
        )
        return list(cursor.fetchall())


def _post_owed(
    round_: Any, period: str, fresh: Sequence[Owed], budget_account: str, *, by: Actor, on: date
) -> None:  # fmt: skip
    purpose = programmes.purpose_of(round_.line)
    wards = {place: queries.ward_code(place) for _subject, _family, place, _amount in fresh}
    ledger.open_accounts(
        [
            ledger.NewAccount(f"{kind}:{purpose}:{code}", kind, purpose, place)
            for place, code in wards.items()
            for kind in (book.Kind.OWED, book.Kind.DELIVERED)
        ],
        by=by, on=on,
    )  # fmt: skip
    # What is kept for good is Indonesian, whatever language the approver reads.
    memo = f"Hak ditetapkan untuk {period}"
    ledger.post_many(
        [
            ledger.Command(
                queries.owed_key(subject),
                transfer(budget_account, f"{book.Kind.OWED}:{purpose}:{wards[place]}", amount, memo=memo, subject=str(subject), unit=RUPIAH),
            )
            for subject, _family, place, amount in fresh
        ],
        by=by, on=on,
    )  # fmt: skip


def _tell_owed(round_: Any, name: str, fresh: Sequence[Owed], *, on: date) -> None:
    line = round_.line
    named: dict[str, Any] = {} if line.sensitive else {"what": line.name}
    registry.tell_many(
        [
            Story(family, place, {**named, "rupiah": _kept(amount), "period": _kept_period(name)})
            for _subject, family, place, amount in fresh
        ],
        kind="entitled", message=OWED_QUIETLY if line.sensitive else OWED, on=on,
    )  # fmt: skip


def _kept_period(value: str) -> str:
    with translation.override("id"):
        return period(value)


def _kept(amount: int) -> str:
    """An amount in words that are kept: Indonesian, whatever language the officer reads."""
    with translation.override("id"):
        return rupiah(amount)
