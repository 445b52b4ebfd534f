"""Put a line into the catalogue, or say otherwise what it is for."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.places import queries as places
from lontar.city.programmes import actions, queries
from lontar.city.programmes.forms import NewLineForm, TagsForm
from lontar.city.programmes.models import Line
from lontar.city.programmes.pages.words import actor_of, line_or_404
from lontar.kit.answers import beside_field, done, status_of
from lontar.kit.gate import Role, door
from lontar.science.trouble import Refusal


def _choices() -> dict[str, Any]:
    spoken = "en" if (get_language() or "id").startswith("en") else "id"
    named = sorted(((rule.id, rule.name[spoken]) for rule in queries.rules()), key=lambda pair: pair[1])
    return {"agencies": [(one.code, one.name) for one in access.agencies()], "rules": named}


@door(Role.PLANNER)
def add(request: HttpRequest) -> HttpResponse:
    """A new line of a year; where its code was a line of another year, with that one's key and tags."""
    asked = {name: request.GET.get(name, "")[:300] for name in ("code", "name", "agency", "year")}
    like = queries.line_of_code(actor_of(request), asked["code"])
    initial = {
        "year": asked["year"] or places.today().year, "payer": "city",
        **({**_as_typed(like), "key": like.key} if like else {}), **{k: v for k, v in asked.items() if v},
    }  # fmt: skip
    form = NewLineForm(request.POST or None, initial=initial, **_choices())
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        year, key = values.pop("year"), values.pop("key")
        try:
            made = actions.add_line(
                actions.Tags(**values), year=year, key=key, place_id=places.home_or_refuse().pk, by=actor_of(request),
                on=places.today(), made_up=places.is_made_up(),
            )  # fmt: skip
        except Refusal as refusal:
            beside_field(form, refusal)
        else:
            messages.success(request, _("%(name)s masuk katalog.") % {"name": made.name})
            return redirect("programmes:line", made.pk)
    return render(request, "programmes/tags.html", {"form": form, "line": None}, status=status_of(form))


@door(Role.PLANNER)
def tag(request: HttpRequest, key: int) -> HttpResponse:
    """What a line is for, whom it reaches, and whether it may be named."""
    found = line_or_404(request, key)
    form = TagsForm(request.POST or None, initial=_as_typed(found), **_choices())

    def do(given: dict[str, Any]) -> str:
        actions.tag_line(found, actions.Tags(**given), by=actor_of(request), on=places.today())
        return _("Baris disimpan.")

    if done(request, form, do):
        return redirect("programmes:line", found.pk)
    return render(request, "programmes/tags.html", {"form": form, "line": found}, status=status_of(form))


def _as_typed(line: Line) -> dict[str, Any]:
    same = ("name", "pillar", "gives", "reach", "payer", "sensitive", "rule", "note", "source")
    code = line.sub_activity.code if line.sub_activity else ""
    return {**{name: getattr(line, name) for name in same}, "agency": line.agency.code, "code": code}
