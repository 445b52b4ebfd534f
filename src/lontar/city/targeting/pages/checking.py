"""A round's families become a list to be checked at home."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lontar.city.fieldwork import actions as fieldwork
from lontar.city.places import queries as places
from lontar.city.targeting import queries
from lontar.city.targeting.pages.rounds import actor_of, round_or_404
from lontar.kit.gate import door

TO_BE_CHECKED = ("qualifies", "undecided")


@require_POST
@door(*queries.WHO_SCORE)
def check_at_home(request: HttpRequest, key: int) -> HttpResponse:
    """Keep who qualifies or is undecided as a list, and go on to the campaign that visits them."""
    actor = actor_of(request)
    found = round_or_404(request, key)
    families = [
        family
        for verdict in TO_BE_CHECKED
        for family in queries.decisions_of(found.pk, verdict=verdict).values_list("family_id", flat=True)
    ]
    # The campaign is seen by the ward, which knows nothing of a sensitive line.
    told = _("Penetapan nomor %(number)s") % {"number": found.pk} if found.line.sensitive else found.line.name
    roster = fieldwork.keep_roster(f"{told} {found.period}", families, source="round", by=actor, on=places.today())
    return redirect(f"{reverse('fieldwork:begin')}?daftar={roster.pk}")
