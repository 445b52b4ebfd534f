"""What targeting does when a line's budget changes: what was decided cannot be taken away; and what it says of the log."""

from collections.abc import Iterator
from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from lontar.city.ledger.events import contents_asked
from lontar.city.programmes.events import budget_set, spending_reported
from lontar.city.targeting import queries
from lontar.kit.formats import rupiah
from lontar.science import leaves
from lontar.science.trouble import Refusal


@receiver(budget_set, dispatch_uid="targeting.keep_promises")
def keep_promises(sender: Any, *, line_id: int, total: int, **_more: Any) -> None:
    """Refuse a budget that is smaller than what approved rounds have decided."""
    promised = queries.promised(line_id)
    if total < promised:
        raise Refusal(
            _("Pagu ini kurang dari yang sudah ditetapkan, %(promised)s.") % {"promised": rupiah(promised)},
            advice=_("Tulis jumlah yang sama atau lebih besar."),
            field="amount",
        )


@receiver(spending_reported, dispatch_uid="targeting.keep_promises_unspent")
def keep_promises_unspent(sender: Any, *, line_id: int, left: int, **_more: Any) -> None:
    """Refuse spending, beside Lontar, of what approved rounds have promised to families."""
    promised = queries.promised(line_id)
    if left < promised:
        raise Refusal(
            _("Yang tersisa kurang dari yang sudah dijanjikan kepada keluarga, %(promised)s.")
            % {"promised": rupiah(promised)},
            advice=_("Periksa jumlahnya, atau catat dulu pagu perubahannya."),
            field="amount",
        )


@receiver(contents_asked, dispatch_uid="targeting.decisions")
def say_what_decisions_say(sender: Any, **_more: Any) -> tuple[str, Iterator[leaves.Content]]:
    """Every decision of every decreed list as it stands now, to be held to its leaf."""
    return leaves.DECISION, queries.logged_decisions()
