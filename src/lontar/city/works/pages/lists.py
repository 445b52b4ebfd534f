"""The list of works."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lontar.city.access import queries as access
from lontar.city.journal.actions import saw_by_name
from lontar.city.places import queries as places
from lontar.city.works import queries
from lontar.city.works.forms import KIND_WORDS, STATE_WORDS, WorksForm
from lontar.city.works.pages.asking import actor_of, called
from lontar.kit import masks
from lontar.kit.gate import door
from lontar.kit.paging import numbered_page

PAGE = 25


@door(*queries.WHO_SEE)
def works(request: HttpRequest) -> HttpResponse:
    """What is built in this officer's places: how far, for how much, what is late or wrong."""
    actor, today, home = actor_of(request), places.today(), places.home_or_refuse()
    wards = places.wards_in(home.pk).filter(access.within(access.spans(actor.id), "pk")).values_list("pk", "name")
    form = WorksForm(request.GET, choices={
        "jenis": [("", _("semua jenis")), *KIND_WORDS.items()],
        "keadaan": [("", _("semua keadaan")), *((key, words[0]) for key, words in STATE_WORDS.items()), ("late", _("lewat waktu"))],
        "wilayah": [("", _("seluruh wilayah Anda")), *wards],
    })  # fmt: skip
    given: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    found = queries.filtered(
        actor, kind=given.get("jenis", ""), state=given.get("keadaan", ""), place_id=given.get("wilayah"), on=today
    )
    page = numbered_page(request, found, PAGE)
    shown = list(page.object_list)
    homes = queries.homes_of(shown)
    saw_by_name("list", list(homes), request=request, on=today)
    context = {
        "page": page, "today": today, "words": [(pgettext("bangunan", "Pekerjaan"), form["jenis"]), (_("yang"), form["keadaan"]), (_("di"), form["wilayah"])],
        "rows": [
            {
                "one": one, "name": called(request, one, homes), "kind": KIND_WORDS[queries.Kind(one.kind)],
                "state": STATE_WORDS[queries.State(one.state)], "late": one.state == "running" and one.until < today,
            }
            for one in shown
        ],
        "plans": actor.role in queries.WHO_PLAN, "sees_tranches": actor.role in queries.WHO_SEE_TRANCHES,
        "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request), "home": home,
        "named": bool(homes),
    }  # fmt: skip
    return render(request, "works/works.html", context)
