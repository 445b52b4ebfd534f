"""What every door of works for programs shares: who asks, which work, a picture in words."""

import base64
from typing import Annotated, Any, cast

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Header, Router

from lontar.city.places import queries as places
from lontar.city.works import queries
from lontar.kit.gate import Actor
from lontar.kit.paging import KEY_MAX
from lontar.science.trouble import Refusal

router = Router(tags=["works"])
IdempotencyKey = Annotated[
    str, Header(alias="Idempotency-Key", min_length=8, max_length=40, pattern=r"^[A-Za-z0-9._:-]+$")
]


def actor_of(request: HttpRequest) -> Actor:
    return cast(Actor, request.user)


def by_on(request: HttpRequest) -> dict[str, Any]:
    return {"by": actor_of(request), "on": places.today()}


def work_or_404(request: HttpRequest, key: int) -> Any:
    try:
        return queries.work_or_refuse(min(key, KEY_MAX), actor_of(request))
    except queries.NotFound:
        raise Http404 from None


def picture(sent: str, field: str) -> bytes | None:
    if not sent:
        return None
    try:
        return base64.b64decode(sent, validate=True)
    except ValueError as trouble:
        raise Refusal(_("Foto itu tidak terbaca."), advice=_("Kirim sebagai base64."), field=field) from trouble
