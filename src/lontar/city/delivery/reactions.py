"""What delivery does when a round is approved: families are owed what it decided, in the same transaction."""

from datetime import date
from typing import Any

from django.dispatch import receiver

from lontar.city.delivery import actions
from lontar.city.targeting.events import round_approved
from lontar.kit.gate import Actor


@receiver(round_approved, dispatch_uid="delivery.entitle")
def entitle_the_chosen(sender: Any, *, round_id: int, by: Actor, on: date, **_more: Any) -> None:
    """A refusal here, for want of budget for example, undoes the approval too."""
    actions.entitle(round_id, by=by, on=on)
