"""What targeting does when a line's budget changes: what was decided upon cannot be taken away below."""

from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from lontar.city.programmes.events import budget_set, spending_reported
from lontar.city.targeting import queries
from lontar.kit.formats import rupiah
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
