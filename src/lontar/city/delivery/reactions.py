"""What delivery does when a round is decreed: families are owed what it decided; and what it says when the log is read."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.dispatch import receiver

from lontar.city.delivery import actions, queries
from lontar.city.ledger.events import contents_asked
from lontar.city.targeting.events import round_decreed
from lontar.kit.gate import Actor
from lontar.science import leaves


@receiver(round_decreed, dispatch_uid="delivery.entitle")
def entitle_the_chosen(sender: Any, *, round_id: int, by: Actor, on: date, **_more: Any) -> None:
    """A refusal here, for want of budget for example, undoes the decree too."""
    actions.entitle(round_id, by=by, on=on)


@receiver(contents_asked, dispatch_uid="delivery.receipts")
def say_what_receipts_say(sender: Any, **_more: Any) -> tuple[str, Iterator[leaves.Content]]:
    """Every receipt as it stands now, to be held to its leaf."""
    return leaves.RECEIPT, queries.logged_receipts()
