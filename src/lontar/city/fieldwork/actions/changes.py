"""Deaths, moves and newcomers that a visit found: they take effect when a second person has confirmed them."""

from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from lontar.city.fieldwork.models import Change
from lontar.city.fieldwork.queries import visits as queries
from lontar.city.fieldwork.queries.who import WHO_DECIDE
from lontar.city.journal.actions import record
from lontar.city.registry import actions as registry
from lontar.city.registry import queries as families_of
from lontar.kit.deeds import deed
from lontar.kit.formats import day
from lontar.kit.gate import Actor, require
from lontar.kit.reasons import checked_reason
from lontar.science.trouble import NotAllowed, Refusal

Kind, State = Change.Kind, Change.State
TO: Final = {Kind.MOVED_COUNTRY: "country", Kind.MOVED_ABROAD: "abroad"}


@deed
def confirm_change(change_id: int, *, by: Actor, on: date, heir_id: int | None = None) -> Change:
    """Let a change take effect in the registry, by another person than whoever saw it or sent it.

    `heir_id` names the new head where the one who died was the head.
    """
    change = _waiting(change_id, by)
    _require_no_contrary(change)
    event_ids = _take_effect(change, by=by, on=on, heir_id=heir_id)
    _decide(change, State.CONFIRMED, by=by, on=on)
    record(
        "confirm_change", subject=change, by=by, on=on, place_id=change.place_id,
        details={"kind": change.kind, "family": change.family_id, "events": event_ids},
    )  # fmt: skip
    return change


@deed
def dismiss_change(change_id: int, *, reason: str, by: Actor, on: date) -> Change:
    """Say that a change is not so, with the reason; nothing in the registry changes."""
    change = _waiting(change_id, by)
    reason = checked_reason(reason)
    change.reason = reason
    _decide(change, State.DISMISSED, by=by, on=on)
    record(
        "dismiss_change", subject=change, by=by, on=on, place_id=change.place_id, reason=reason,
        details={"kind": change.kind, "family": change.family_id},
    )  # fmt: skip
    return change


def _require_no_contrary(change: Change) -> None:
    """Where the other visit met the family that is said to be gone, a third person says first which of the two stands."""
    against = queries.spoken_against(change)
    if against is None or change.person_id is not None:
        return
    raise Refusal(
        _("Kunjungan lain oleh %(who)s pada %(on)s melaporkan hal yang berbeda tentang keluarga ini.")
        % {"who": against.report.checker.name, "on": day(against.report.visited_on)},
        advice=_("Orang ketiga sudah memutuskan bahwa kunjungan itu yang berlaku: tandai perubahan ini tidak benar.")
        if against.stands
        else _("Putuskan dulu kunjungan mana yang berlaku, di halaman “Dua kunjungan yang berbeda hasil”."),
    )


def _waiting(change_id: int, by: Actor) -> Change:
    require(by, *WHO_DECIDE)
    # The row is taken first: of two who decide together, the second finds it decided.
    change = (
        Change.objects.select_for_update(of=("self",))
        .select_related("report__visit__campaign")
        .filter(pk=change_id)
        .first()
    )
    if change is None:
        raise queries.NotFound(_("Perubahan itu tidak ada di wilayah Anda."), advice=_("Muat ulang daftarnya."))
    if change.state != State.WAITING:
        raise Refusal(_("Perubahan ini sudah diputuskan orang lain."), advice=_("Muat ulang daftarnya."))
    if by.id in (change.seen_by_id, change.report.by_id):
        raise NotAllowed(
            _("Anda sendiri yang melaporkan perubahan ini."),
            advice=_("Orang kedua yang mengesahkannya: petugas kelurahan lain atau operator dinas."),
        )
    return change


def _decide(change: Change, state: str, *, by: Actor, on: date) -> None:
    change.state, change.decided_on = state, on
    change.decided_by_id = by.id
    change.save(update_fields=["state", "decided_by", "decided_on", "reason"])


def _take_effect(change: Change, *, by: Actor, on: date, heir_id: int | None) -> list[int]:
    """The registry's own verbs do it, in this transaction; what they refuse is refused here."""
    visit = change.report.visit
    paper = registry.Paper("field_check", number=visit.local_number, issued=change.report.visited_on)
    shared: dict[str, Any] = {"occasion": registry.Occasion(change.happened, paper), "on": on, "by": by}
    person, kind = change.person_id, Kind(change.kind)
    if kind == Kind.BORN:
        return [registry.born(change.family_id, _newcomer(change), **shared).event_id]
    if kind == Kind.JOINED:
        return [registry.person_moved_in(change.family_id, _newcomer(change), **shared).event_id]
    if kind == Kind.DIED:
        if person is not None:
            return [registry.died(person, heir_id=heir_id, **shared).event_id]
        return [registry.died(one, **shared).event_id for one in _everybody(change.family_id)]
    if person is None:
        return [registry.moved_out(change.family_id, to=TO[kind], where=change.where, **shared).event_id]
    return [registry.person_moved_out(person, to=TO[kind], where=change.where, heir_id=heir_id, **shared).event_id]


def _everybody(family_id: int) -> list[int]:
    """Who belongs to the family now, the head last: a head who died before the others would need an heir."""
    family = families_of.family_or_none(family_id)
    members = families_of.members_of(family) if family else []
    return [one.id for one in sorted(members, key=lambda one: one.relation == "head")]


def _newcomer(change: Change) -> Any:
    told = change.newcomer
    return registry.Newcomer(
        told["name"], sex=told["sex"], relation=told["relation"],
        birth_date=date.fromisoformat(told["birth_date"]) if told["birth_date"] else None,
        no_nik_reason=_("belum diperiksa suratnya"),
    )  # fmt: skip
