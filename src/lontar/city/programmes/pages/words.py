"""What the pages of programmes have in common: who asks, and the line that is asked for."""

from typing import cast

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from lontar.city.programmes import queries
from lontar.city.programmes.models import Line
from lontar.kit.gate import Actor, Role
from lontar.kit.paging import KEY_MAX
from lontar.science.trouble import NotAllowed

WHO_KEEP_MONEY = (Role.PLANNER, Role.OPERATOR)


def actor_of(request: HttpRequest) -> Actor:
    return cast(Actor, request.user)


def line_or_404(request: HttpRequest, key: int) -> Line:
    """The line, if this officer may know of it."""
    found = queries.lines_for(actor_of(request)).filter(pk=key).first() if key <= KEY_MAX else None
    if found is None:
        raise Http404
    return found


def kept_line(request: HttpRequest, key: int) -> Line:
    """The line, if this officer keeps its money."""
    found = line_or_404(request, key)
    if not queries.may_keep_money(actor_of(request), found):
        raise NotAllowed(
            _("Baris ini milik %(agency)s.") % {"agency": found.agency},
            advice=_("Mintalah kepada operator perangkat daerah itu, atau kepada perencana."),
        )
    return found
