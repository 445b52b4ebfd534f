"""Why data are held, how long, what is due, and what law orders to keep."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.delivery import queries as delivery
from lontar.city.loans import queries as loans
from lontar.city.privacy.models import Erasure, Processing, RetentionRule
from lontar.city.programmes import queries as programmes
from lontar.city.registry import queries as registry
from lontar.kit.formats import day
from lontar.kit.gate import Actor, Role
from lontar.kit.waiting import Waiting

LEFT, MONEY, WORKLISTS = "left-the-city", "proof-of-money", "import-worklists"
# Beginning with the days that ended: seen from the persons, every one of the city is compared with every day.
DUE = """
    WITH gone AS MATERIALIZED (
        SELECT person_id, max(until) AS since FROM registry_membership WHERE until IS NOT NULL GROUP BY person_id
    )
    SELECT p.id, coalesce(p.died_on, gone.since) AS since FROM gone JOIN registry_person p ON p.id = gone.person_id
    WHERE p.name <> '' AND p.merged_into_id IS NULL AND coalesce(p.died_on, gone.since) <= %s
        AND NOT EXISTS (SELECT FROM registry_membership o WHERE o.person_id = p.id AND o.until IS NULL)
    ORDER BY since, p.id LIMIT 500
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """One reason why something must be kept, in words for the person, and until when where that is known."""

    words: str
    until: date | None = None


def sources() -> QuerySet[Processing]:
    """The record of processing: each source, why, by which right (UU 27/2022 art. 31)."""
    return Processing.objects.select_related("retention").order_by("pk")


def source_or_none(code: str) -> Processing | None:
    return sources().filter(code=code).first()


def confirmed_before(source: Processing) -> list[tuple[str, date]]:
    """Who put their name to a source before, and when, the latest first."""
    events = Processing.pgh_event_model  # type: ignore[attr-defined]  # pghistory puts it there
    past = events.objects.filter(pgh_obj_id=source.pk, checked_on__isnull=False)
    rows = past.order_by("-pgh_id").values_list("checked_by", "checked_on")
    return [row for row in dict.fromkeys(rows) if row != (source.checked_by, source.checked_on)]


def look_again_on(source: Processing) -> date | None:
    """From which day on somebody should look at it again, by the city's clock; none for what nobody has confirmed."""
    return programmes.due_on("privacy.second_look", source.checked_on) if source.checked_on else None


def sources_waiting(actor: Actor, *, on: date) -> list[Waiting]:
    """Sources to which nobody has put a name, or a year ago."""
    if actor.role != Role.PLANNER:
        return []
    dues = [look_again_on(one) for one in sources()]
    late = [due for due in dues if due is None or due <= on]
    if not late:
        return []
    since = min((due for due in late if due is not None), default=on)
    return [
        Waiting(
            _("Sumber data pribadi yang dasarnya belum disahkan tahun ini"),
            reverse("privacy:sources"),
            len(late),
            since,
            _("Periksa"),
        )
    ]


def rules() -> QuerySet[RetentionRule]:
    return RetentionRule.objects.order_by("pk")


def months_of(code: str) -> int:
    return RetentionRule.objects.get(code=code).months


def plus_months(start: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month.

    >>> plus_months(date(2026, 1, 31), 1), plus_months(date(2026, 11, 22), 120)
    (datetime.date(2026, 2, 28), datetime.date(2036, 11, 22))
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    for last in (start.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(start.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def why_kept(person: Any, *, on: date) -> list[Kept]:
    """What speaks against erasing this person now; empty when nothing does."""
    families = registry.families_ever(person.pk)
    reasons = []
    if person.died_on is None and registry.present_family_of(person.pk) is not None:
        reasons.append(Kept(_("Orang ini masih tercatat tinggal di sini dan dilayani: kewajiban pelayanan publik.")))
    if delivery.is_owed(families):
        reasons.append(Kept(_("Masih ada bantuan yang menunggu diserahkan kepada keluarganya.")))
    borrows, lent = loans.kept_since(person.pk)
    if borrows:
        reasons.append(Kept(_("Orang ini masih menanggung pinjaman dana bergulir yang berjalan.")))
    last = max(filter(None, (delivery.money_kept_since(families), lent)), default=None)
    if last is not None:
        until = plus_months(last, months_of(MONEY))
        if until > on:
            words = _("Bukti pengeluaran uang negara atas nama keluarganya wajib disimpan sampai %(day)s.")
            reasons.append(Kept(words % {"day": day(until)}, until))
    return reasons


def erasure_of(person: Any) -> Erasure | None:
    """How this person was erased, under whichever of their merged records one asks; nothing while they are known."""
    return Erasure.objects.filter(person_number=person.merged_into_id or person.pk).first()


def due_persons(*, on: date) -> list[tuple[Any, date, list[Kept]]]:
    """People who left or died so long ago that somebody should decide: person, since when, what must be kept."""
    before = plus_months(on, -months_of(LEFT))
    with connection.cursor() as cursor:
        cursor.execute(DUE, [before])
        found = cursor.fetchall()
    listed = []
    for key, since in found:
        person = registry.person_or_none(key)
        if person is not None:
            listed.append((person, since, why_kept(person, on=on)))
    return listed


def old_worklists(*, on: date) -> int:
    """How many kept files of rejected rows are older than their period."""
    return registry.worklists_before(plus_months(on, -months_of(WORKLISTS)))
