"""Questions about samples asked after payment: what can be asked about, who waits, what differs from the book."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from lontar.city.access import queries as access
from lontar.city.delivery.models import AskedFamily, Entitlement, PaymentSurvey
from lontar.city.delivery.queries.owed import BOUND_TO_THEIR_LINES, agency_id_of, entitlements
from lontar.city.places import queries as places
from lontar.kit.gate import Actor, Role

# Who draws and counts, who sees the result, and who knocks: nobody who makes or pays orders.
WHO_DRAW_PAID = (Role.PLANNER, Role.INSPECTOR)
WHO_SEE_SURVEYS = (Role.PLANNER, Role.INSPECTOR, Role.OPERATOR)
WHO_SEE_DIFFERING = (Role.PLANNER, Role.INSPECTOR, Role.OPERATOR)
WHO_ASK_PAID = (Role.FIELD_WORKER,)
AskedState = AskedFamily.State
AskedHow = AskedFamily.How
SurveyState = PaymentSurvey.State


@dataclass(frozen=True, slots=True)
class Paid:
    """What of one line and period was handed over in an officer's places."""

    line_id: int
    line: Any
    period: str
    families: int
    rupiah: int


def handed_over_lots(actor: Actor) -> list[Paid]:
    """Each line and period of which something arrived, the newest period first; of a sensitive line nobody is asked."""
    found = entitlements(actor).filter(status=Entitlement.Status.DELIVERED, line__sensitive=False).order_by()
    rows = found.values_list("line_id", "period").annotate(families=Count("pk"), rupiah=Sum("amount"))
    lines = {one.line_id: one.line for one in found.order_by("line_id").distinct("line_id")}
    lots = [Paid(line, lines[line], period, families, rupiah) for line, period, families, rupiah in rows]
    return sorted(lots, key=lambda one: (one.period, str(one.line.name)), reverse=True)


def payment_surveys(actor: Actor) -> QuerySet[PaymentSurvey]:
    """The samples of lines that an officer may know of and whose area they serve wholly, the newest first."""
    if actor.role not in WHO_SEE_SURVEYS:
        return PaymentSurvey.objects.none()
    found = PaymentSurvey.objects.filter(access.within(access.spans(actor.id)))
    if actor.role in BOUND_TO_THEIR_LINES:
        found = found.filter(line__agency_id=agency_id_of(actor) or 0)
    return found.select_related("line__agency", "place", "opened_by", "closed_by").order_by("-begins", "-pk")


def payment_survey(actor: Actor, key: int) -> PaymentSurvey | None:
    return payment_surveys(actor).filter(pk=key).first()


def asked_so_far(survey: PaymentSurvey) -> dict[str, int]:
    """How many families there are, how many were asked, and of how many it is known whether it arrived."""
    if survey.results:
        return {key: survey.results[key] for key in ("families", "asked", "known")}
    known, asked = Count("pk", filter=Q(arrived__isnull=False)), Count("pk", filter=~Q(state=AskedState.OPEN))
    return dict(survey.families.aggregate(families=Count("pk"), asked=asked, known=known))


def families_to_ask(actor: Actor) -> QuerySet[AskedFamily]:
    """Families of open samples in a field worker's places: not yet asked, or by themselves; never about their own hand-over."""
    if actor.role not in WHO_ASK_PAID:
        return AskedFamily.objects.none()
    own = Q(state=AskedState.OPEN) | Q(by_id=actor.id)
    found = AskedFamily.objects.filter(access.within(access.spans(actor.id)), own, survey__state=SurveyState.OPEN)
    found = found.exclude(handed_by_id=actor.id)
    return found.select_related("survey__line", "family", "place").order_by("place_id", "pk")


def differing(survey: PaymentSurvey) -> QuerySet[AskedFamily]:
    """Families whose answer is not what the book says, or of whom money was asked; in the officer's places."""
    less = Q(arrived=False) | Q(whole=False) | Q(rupiah__lt=F("amount")) | Q(rupiah__gt=F("amount"))
    found = survey.families.filter(less | Q(asked_money=True))
    return found.select_related("family", "place", "by").order_by("place_id", "pk")


def survey_area(actor: Actor) -> list[Any]:
    """The areas that an officer serves wholly: the city, or its wards."""
    home = places.home_or_refuse()
    areas = (home, *places.districts_in(home.pk), *places.wards_in(home.pk))
    return [one for one in areas if access.serves(actor.id, one.pk)]
