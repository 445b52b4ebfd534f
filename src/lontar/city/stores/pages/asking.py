"""What the pages of the stores share: who looks, which store, and a form with one action."""

from collections.abc import Callable
from typing import Any, cast

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.stores import queries
from lontar.city.stores.models import Store
from lontar.kit.answers import done, status_of
from lontar.kit.gate import Actor
from lontar.kit.paging import KEY_MAX


def actor_of(request: HttpRequest) -> Actor:
    return cast(Actor, request.user)


def store_or_404(request: HttpRequest, key: int) -> Store:
    try:
        return queries.store_or_refuse(min(key, KEY_MAX), actor_of(request))
    except queries.NotFound:
        raise Http404 from None


def item_choices() -> list[tuple[int, str]]:
    return [(one.pk, f"{one.name} ({one.unit})") for one in queries.items()]


def words_for(store: Store | None, title: str, action: str, lead: str = "", *, danger: bool = False) -> dict[str, Any]:
    """What a page with one form says, and the way back."""
    crumbs = [(reverse("stores:stores"), _("Gudang"))]
    if store is not None:
        crumbs.append((reverse("stores:store", args=[store.pk]), store.name))
    return {"title": title, "action": action, "lead": lead, "danger": danger, "crumbs": crumbs, "back": crumbs[-1][0]}


def asked(
    request: HttpRequest, form: Form, deed: Callable[[dict[str, Any]], str], words: dict[str, Any], *, to: str = ""
) -> HttpResponse:
    """Do it, say what was done and go on; or say beside the field why not."""
    if done(request, form, deed):
        return redirect(to or words["back"])
    return render(request, "stores/form.html", words | {"form": form}, status=status_of(form))
