"""How a step of a round begins, ends and is taken back: one clock each, and nothing of it is erased."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.journal.actions import record
from lontar.city.programmes import queries as programmes
from lontar.city.targeting import queries
from lontar.city.targeting.actions.guards import (
    checked_reason,
    locked,
    require_own_line,
    require_state,
    require_whole_area,
)
from lontar.city.targeting.models import Round, Step
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, Role, require
from lontar.science.trouble import NotAllowed, Refusal


def begin(round_: Round, kind: str, *, on: date, places: Iterable[int] = (), agency_id: int | None = None) -> None:
    """The clock of a step starts; of a meeting, in each of these wards."""
    due = programmes.due_on(f"round.{kind}", on)
    Step.objects.bulk_create(
        Step(round=round_, kind=kind, place_id=place, agency_id=agency_id, since=on, due=due)
        for place in (places or [round_.place_id])
    )


def finish(round_: Round, kind: str, *, by: Actor, on: date, **told: Any) -> Step:
    """The step is done, signed and dated. Whoever did it says which agency it lay with, where none was named."""
    step = Step.objects.select_for_update().get(round=round_, kind=kind, on=None, taken_back_on=None)
    step.by_id, step.on, step.at = by.id, on, timezone.now()
    if step.agency_id is None:
        officer = access.officer_by_id(by.id)
        step.agency_id = officer.agency_id if officer else None
    for name, value in told.items():
        setattr(step, name, {**step.details, **value} if name == "details" else value)
    step.save()
    return step


def drop_open(round_: Round, *, by: Actor, on: date, reason: str) -> None:
    """What lay with somebody lies there no more: the step before it was taken back, or the round put aside."""
    Step.objects.filter(round=round_, on=None, taken_back_on=None).update(
        taken_back_by=by.id, taken_back_on=on, reason=reason
    )


MOVED_DAYS_MAX = 366
# From where a round may go back, by whom, to where, and which steps that undoes.
BACK: dict[str, tuple[tuple[Role, ...], str, tuple[str, ...]]] = {
    Round.State.CHECKED: (queries.WHO_SCORE, Round.State.MET, (Step.Kind.CHECK, Step.Kind.APPROVAL)),
    Round.State.APPROVED: ((Role.PLANNER,), Round.State.CHECKED, (Step.Kind.SECOND,)),
    Round.State.DECREED: (queries.WHO_SCORE, Round.State.APPROVED, (Step.Kind.DECREE,)),
    Round.State.EXPORTED: (queries.WHO_SCORE, Round.State.DECREED, (Step.Kind.EXPORT,)),
}


@deed
def take_back(round_: Round, *, reason: str, by: Actor, on: date) -> Round:
    """Undo the last step of a round, with the reason, while the next has not been done."""
    require(by, *queries.WHO_SCORE)
    reason = checked_reason(reason)
    round_ = locked(round_)
    require_own_line(by, round_.line)
    require_whole_area(by, round_.place_id)
    if round_.state not in BACK or (round_.state == Round.State.DECREED and round_.outcome == Round.Outcome.ENTITLES):
        raise Refusal(
            _("Langkah terakhir penetapan ini tidak dapat ditarik kembali."),
            advice=_("Hak yang sudah dibuat dibatalkan satu per satu, dengan alasannya."),
        )
    roles, to, kinds = BACK[round_.state]
    first_only = round_.state == Round.State.CHECKED and round_.approved_by_id is not None
    if first_only:
        roles, to, kinds = (Role.PLANNER,), Round.State.CHECKED, (Step.Kind.APPROVAL,)
    if by.role not in roles:
        raise NotAllowed(
            _("Persetujuan ditarik kembali oleh perencana."), advice=_("Mintalah kepada perencana yang menyetujuinya.")
        )
    drop_open(round_, by=by, on=on, reason=reason)
    Step.objects.filter(round=round_, kind__in=kinds, taken_back_on=None).update(
        taken_back_by=by.id, taken_back_on=on, reason=reason
    )
    if Step.Kind.APPROVAL in kinds:
        round_.approved_by_id = round_.approved_at = None
    if Step.Kind.SECOND in kinds:
        # The list did not move meanwhile, so the first signature stands.
        round_.closed_by_id = round_.closed_at = round_.closed_on = None
    if Step.Kind.DECREE in kinds:
        round_.paper_number, round_.paper_on = "", None
    if Step.Kind.CHECK in kinds and not first_only:
        round_.campaign_id = None
    round_.state = to
    round_.save()
    begin(round_, kinds[0], on=on, agency_id=queries.agency_with(round_, kinds[0]))
    record(
        "take_back_step", subject=round_, by=by, on=on, place_id=round_.place_id, reason=reason,
        details={"steps": list(kinds), "state": to},
    )  # fmt: skip
    return round_


@deed
def move_deadline(round_: Round, step_id: int, *, due: date, reason: str, by: Actor, on: date) -> Step:
    """Give an open step another day, with the reason; from which day it was moved, by whom and why stays with the step."""
    require(by, *queries.WHO_SCORE)
    reason = checked_reason(reason)
    round_ = locked(round_)
    require_own_line(by, round_.line)
    require_whole_area(by, round_.place_id)
    step = Step.objects.select_for_update().filter(pk=step_id, round=round_).first()
    if step is None or step.on is not None or step.taken_back_on is not None:
        raise Refusal(
            _("Langkah itu sudah selesai atau ditarik kembali."), advice=_("Muat ulang halaman penetapannya.")
        )
    if due == step.due or not on <= due <= on + timedelta(days=MOVED_DAYS_MAX):
        raise Refusal(
            _("Pilih hari lain, mulai hari ini dan paling lama %(most)d hari lagi.") % {"most": MOVED_DAYS_MAX},
            field="due",
        )
    moved = {"from": step.due.isoformat(), "to": due.isoformat(), "by": by.name, "on": on.isoformat(), "why": reason}
    step.details = step.details | {"moved": [*step.details.get("moved", []), moved]}
    step.due = due
    step.save(update_fields=["due", "details"])
    record(
        "move_deadline", subject=round_, by=by, on=on, place_id=step.place_id, reason=reason,
        details={"step": step.kind, "before": moved["from"], "after": moved["to"]},
    )  # fmt: skip
    return step


@deed
def reject_round(round_: Round, *, reason: str, by: Actor, on: date) -> Round:
    """Put a round aside, with the reason; its list stays to be read."""
    require(by, Role.PLANNER)
    reason = checked_reason(reason)
    round_ = locked(round_)
    require_state(
        round_, (Round.State.OPENED, Round.State.SCORED, Round.State.MET, Round.State.CHECKED),
        _("Penetapan ini sudah disetujui dua orang."), _("Tarik kembali persetujuannya dahulu."),
    )  # fmt: skip
    require_whole_area(by, round_.place_id)
    drop_open(round_, by=by, on=on, reason=reason)
    round_.state, round_.reason = Round.State.REJECTED, reason
    round_.closed_by_id, round_.closed_at, round_.closed_on = by.id, timezone.now(), on
    round_.save(update_fields=["state", "reason", "closed_by", "closed_at", "closed_on"])
    record("reject_round", subject=round_, by=by, on=on, place_id=round_.place_id, reason=reason)
    return round_
