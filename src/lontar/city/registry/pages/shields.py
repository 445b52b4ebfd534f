"""The address of people who flee violence: hidden, and who may know it."""

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lontar.city.journal.actions import saw_by_name
from lontar.city.places import queries as places
from lontar.city.registry import actions, queries
from lontar.city.registry.forms import Keepers, RaiseShield
from lontar.city.registry.queries import WHO_MAY_KEEP, WHO_SHIELD
from lontar.kit import masks
from lontar.kit.answers import done, status_of
from lontar.kit.gate import Actor, door
from lontar.kit.paging import KEY_MAX


@door(*WHO_SHIELD)
def raise_shield(request: HttpRequest, key: int) -> HttpResponse:
    """Choose who flees, and who may know where they are."""
    family = queries.family_or_none(key) if key <= KEY_MAX else None
    if family is None or queries.hidden_families([family.pk]):
        raise Http404
    members = [(one.id, masks.shown(request, one.name)) for one in queries.members_of(family)]
    form = RaiseShield(request.POST or None, persons=members, officers=_choices(family.place_id))

    def hide(given: dict[str, Any]) -> str:
        actions.shield(
            given["person"], keepers=given["keepers"], paper=given["paper"], by=cast(Actor, request.user),
            on=places.today(),
        )  # fmt: skip
        return _("Alamat keluarga ini kini hanya terlihat oleh petugas yang Anda pilih.")

    if done(request, form, hide):
        return redirect("registry:family", family.pk)
    saw_by_name("page", [family.pk], request=request, on=places.today())
    context = {
        "form": form, "family": family, "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request)
    }  # fmt: skip
    return render(request, "registry/shield.html", context, status=status_of(form))


@door(*WHO_MAY_KEEP)
def shield(request: HttpRequest, key: int) -> HttpResponse:
    """The shield over a person, for those who may know the address: other officers, or its end."""
    found = queries.shield_of_person(key) if key <= KEY_MAX else None
    if found is None:
        raise Http404
    kept = queries.keepers_of(found.pk)
    officer = cast(Actor, request.user)
    form = Keepers(
        request.POST or None, officers=_choices(found.place_id), initial={"keepers": [one.officer_id for one in kept]}
    )  # fmt: skip

    def change(given: dict[str, Any]) -> str:
        if given["lift"]:
            actions.lift_shield(found, reason=given["reason"], by=officer, on=places.today())
        else:
            actions.change_keepers(found, keepers=given["keepers"], by=officer, on=places.today())
        return _("Tersimpan.")

    if done(request, form, change):
        return redirect("registry:families")
    named = officer.id in [one.officer_id for one in kept]
    context = {"form": form, "shield": found, "keepers": kept, "named": named}
    return render(request, "registry/shield_keepers.html", context, status=status_of(form))


def _choices(place_id: int) -> list[tuple[int, str]]:
    return [(one.pk, f"{one.name}, {one.role_label}") for one in queries.possible_keepers(place_id)]
