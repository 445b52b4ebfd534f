"""The periods of decreed lists: which are owed already, and the next one to open."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.delivery import actions, queries
from lontar.city.delivery.forms import PeriodForm
from lontar.city.delivery.pages.asking import actor_of, step
from lontar.city.places import queries as places
from lontar.kit import formats
from lontar.kit.gate import Role, door


@door(Role.PLANNER, Role.OPERATOR)
def periods(request: HttpRequest) -> HttpResponse:
    """Each decreed list with what its families are owed for, and the period that comes next."""
    actor = actor_of(request)
    form = PeriodForm(request.POST or None)

    def open_it(given: dict[str, Any]) -> str:
        told = actions.open_period(given["round"], given["period"], by=actor, on=places.today())
        return _("%(n)s keluarga berhak menerima %(sum)s untuk %(period)s.") % {
            "n": formats.number(told.families), "sum": formats.rupiah(told.rupiah),
            "period": formats.period(given["period"]),
        }  # fmt: skip

    context = {
        "lists": queries.listed_rounds(actor), "back": reverse("delivery:periods"),
        "crumbs": [(reverse("delivery:entitlements"), _("Penyaluran"))],
    }  # fmt: skip
    return step(request, form, open_it, context, template="delivery/periods.html")
