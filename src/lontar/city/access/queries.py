"""Questions about officers and what they may see."""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from lontar.city.access.models import Agency, AgencyName, ApiToken, Officer, OfficerPlace
from lontar.kit.gate import Role
from lontar.science.place_codes import span
from lontar.science.trouble import Refusal

TERMINAL = "terminal"
# Whoever serves a sensitive programme, signs its lists or inspects them; wards and field workers are told of none.
WHO_HOLD_HEALTH_MANDATE = (Role.PLANNER, Role.OPERATOR, Role.PARTNER, Role.INSPECTOR)


class AtTerminal:
    """Whoever stands at the server: sees the home city as an administrator does, and is journalled as such."""

    name = "Terminal"
    role = Role.ADMINISTRATOR.value

    def __init__(self, officer_id: Any) -> None:
        self.id = officer_id


def officer_at_terminal(username: str | None = None) -> Any:
    """The officer who acts at the command line; the terminal's own one when none is named."""
    if username:
        officer = Officer.objects.filter(username__iexact=username, is_active=True).first()
        if officer is None:
            raise Refusal(
                _("Tidak ada petugas aktif bernama masuk %(username)s.") % {"username": username},
                advice=_("./lontar officers list memperlihatkan semuanya."),
            )
        return officer
    terminal = Officer.objects.filter(kind=Officer.Kind.TERMINAL).first()
    return terminal or AtTerminal(None)


def officers(*, search: str = "", role: str = "", agency: str = "", active: bool | None = None) -> QuerySet[Officer]:
    """Everyone who signs in, the dismissed too; searched by name or username."""
    found = Officer.objects.exclude(kind=Officer.Kind.TERMINAL).select_related("agency").order_by("username")
    if search:
        found = found.filter(Q(name__icontains=search) | Q(username__icontains=search))
    if role:
        found = found.filter(role=role)
    if agency:
        found = found.filter(agency__code=agency)
    return found if active is None else found.filter(is_active=active)


def officer_named(username: str) -> Officer | None:
    return Officer.objects.filter(username__iexact=username).first()


def officer_by_id(key: Any) -> Officer | None:
    return Officer.objects.filter(pk=key, is_active=True).first()


def officer_ever(key: Any) -> Officer | None:
    """Whoever had this number, also after they left."""
    return Officer.objects.filter(pk=key).first()


def agencies() -> QuerySet[Agency]:
    return Agency.objects.order_by("kind", "name")


def agencies_with_officers() -> QuerySet[Agency]:
    """Each agency with `officers_active`, the number of officers who sign in for it."""
    return agencies().annotate(officers_active=Count("officers", filter=Q(officers__is_active=True)))


def has_second_factor(officer: Officer) -> bool:
    return bool(is_mfa_enabled(officer))


def agency_by_code(code: str) -> Agency | None:
    return Agency.objects.filter(code=code).first()


def names_of_agency(agency_id: int) -> QuerySet[AgencyName]:
    """What it was called before, the latest first; other ways of writing it last."""
    return AgencyName.objects.filter(agency_id=agency_id).order_by(F("until").desc(nulls_last=True), "name")


def agency_name_on(agency: Agency, day: date) -> str:
    """What it was called on a day."""
    former = AgencyName.objects.filter(agency=agency, until__gt=day).order_by("until").first()
    return former.name if former else agency.name


def agency_called(name: str) -> Agency | None:
    """The one organisation with this code, name, former name or other name; None where there is none, or several."""
    plain = " ".join(name.split())
    named = Q(code=plain.lower()) | Q(name__iexact=plain) | Q(names__name__iexact=plain)
    found = list(Agency.objects.filter(named).distinct()[:2])
    return found[0] if len(found) == 1 else None


def agency_of(officer_id: Any) -> int | None:
    """The organisation that an active officer belongs to."""
    officer = officer_by_id(officer_id)
    return officer.agency_id if officer else None


def has_health_mandate(officer_id: Any) -> bool:
    """Whether an active officer may be told by name whom a sensitive programme concerns."""
    return Officer.objects.filter(pk=officer_id, is_active=True, health_mandate=True).exists()


def spans(officer_id: Any) -> list[tuple[int, int]]:
    """The ranges of place ids that an officer serves."""
    return list(OfficerPlace.objects.filter(officer_id=officer_id).values_list("lowest", "highest").order_by("lowest"))


def serves(officer_id: Any, place_id: int) -> bool:
    """Whether the whole of a place, with all that lies below it, is the officer's to serve."""
    lowest, highest = span(place_id)
    return any(low <= lowest and highest <= high for low, high in spans(officer_id))


def officers_serving(lowest: int, highest: int, roles: Sequence[str]) -> dict[Officer, list[tuple[int, int]]]:
    """Active officers of these roles who serve some of a range of places, each with the part of it that is theirs."""
    served: dict[Officer, list[tuple[int, int]]] = {}
    postings = OfficerPlace.objects.filter(
        lowest__lte=highest, highest__gte=lowest, officer__is_active=True, officer__role__in=roles
    )
    for one in postings.select_related("officer").order_by("officer__name", "officer_id", "lowest"):
        served.setdefault(one.officer, []).append((max(one.lowest, lowest), min(one.highest, highest)))
    return served


def within(spans_: list[tuple[int, int]], field: str = "place_id") -> Q:
    """A filter for rows inside these ranges. No range is no row, never every row."""
    inside = Q(pk__in=[])
    for lowest, highest in spans_:
        inside |= Q(**{f"{field}__gte": lowest, f"{field}__lte": highest})
    return inside


def live_tokens(on: date) -> QuerySet[ApiToken]:
    """Tokens that still open something on this day."""
    return ApiToken.objects.filter(revoked_at=None, expires_on__gte=on, officer__is_active=True)


def tokens_of(officer_id: Any) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(officer_id=officer_id).order_by("-pk")


def token_shown(secret: str, on: date) -> ApiToken | None:
    """The token behind a secret, with its officer. Only hashes are kept, so the look-up itself compares hashes."""
    digest = hashlib.sha256(secret.encode("utf-8", "surrogateescape")).digest()
    return live_tokens(on).filter(digest=digest).select_related("officer").first()


def places_of(officer_id: Any) -> list[str]:
    """The names of the places that an officer serves."""
    return list(
        OfficerPlace.objects.filter(officer_id=officer_id).order_by("lowest").values_list("place__name", flat=True)
    )
