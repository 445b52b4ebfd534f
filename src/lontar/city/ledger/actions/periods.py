"""A month is closed: nothing is posted into it, or into the days before it, any more."""

import calendar
import re
from datetime import date

from django.db import connection
from django.utils.translation import gettext as _

from lontar.city.journal.actions import record
from lontar.city.ledger import queries
from lontar.city.ledger.actions.log import log_leaves
from lontar.city.ledger.models import ClosedPeriod
from lontar.kit.deeds import deed
from lontar.kit.formats import day
from lontar.kit.gate import Actor, Role, require
from lontar.science import leaves
from lontar.science.trouble import Refusal

WHO_MAY_CLOSE = (Role.PLANNER,)
PERIOD = re.compile(r"20\d{2}-(0[1-9]|1[0-2])")


@deed
def close_period(period: str, *, by: Actor, on: date) -> ClosedPeriod:
    """Close a month that is over, for good, with the balances as they stood at its end."""
    require(by, *WHO_MAY_CLOSE)
    if not PERIOD.fullmatch(period):
        raise Refusal(
            _("“%(period)s” bukan bulan.") % {"period": period[:20]},
            advice=_("Tuliskan tahun dan bulan, misalnya 2026-10."),
            field="period",
        )
    year, month = int(period[:4]), int(period[5:])
    until = date(year, month, calendar.monthrange(year, month)[1])
    if until >= on:
        raise Refusal(
            _("Bulan itu belum selesai."), advice=_("Tutuplah sesudah %(day)s.") % {"day": day(until)}, field="period"
        )
    with connection.cursor() as cursor:
        # Waits for everybody who is just posting; whoever comes later waits for this deed and then finds it closed.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('ledger.period'))")
    closed = queries.closed_until()
    if closed is not None and closed >= until:
        raise Refusal(
            _("Buku sudah ditutup sampai %(day)s.") % {"day": day(closed)},
            advice=_("Pilih bulan sesudahnya."),
            field="period",
        )
    digest = queries.balances_digest(until)
    made = ClosedPeriod.objects.create(
        period=period, until=until, closed_on=on, balances_sha256=digest, by_id=str(by.id), by_role=by.role
    )
    log_leaves(leaves.PERIOD, [leaves.period_content(period, until, digest)])
    record("close_period", subject=made, by=by, on=on, details={"period": period, "balances_sha256": digest})
    return made


def require_open(on: date, closed: date | None) -> None:
    """Refuse a day that lies in a closed period; the database would refuse it too, without advice."""
    if closed is not None and on <= closed:
        raise Refusal(
            _("Buku sudah ditutup sampai %(day)s.") % {"day": day(closed)},
            advice=_("Bukukan dengan tanggal sesudahnya; kesalahan lama dibatalkan dengan tanggal hari ini."),
            field="on",
        )
