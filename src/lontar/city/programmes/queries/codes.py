"""Sub-activities over the years, and the codes that follow each other."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from lontar.city.programmes.models import CodeLink, Line, SubActivity
from lontar.city.programmes.queries.catalogue import catalogue, lines_for
from lontar.kit.gate import Actor
from lontar.science.budget_codes import sub_activity_code

STEPS_MAX = 40


@dataclass(frozen=True, slots=True)
class YearOfCode:
    """One year of the work: the code that it had, and the lines under it that this officer may see."""

    sub: SubActivity
    lines: list[Line]
    follows: list[CodeLink]


def sub_activities_for(actor: Actor) -> QuerySet[SubActivity]:
    """The codes that this officer may know of: a code whose lines are sensitive is known to those who see the lines."""
    hidden = Line.objects.filter(sensitive=True).exclude(pk__in=lines_for(actor).values("pk"))
    return SubActivity.objects.exclude(pk__in=hidden.exclude(sub_activity=None).values("sub_activity"))


def code_over_years(actor: Actor, text: str) -> list[YearOfCode]:
    """Every year of the work that bears this code, under whatever code it stood; the latest first, empty if unknown."""
    code = sub_activity_code(text)
    visible = sub_activities_for(actor)
    found: dict[int, SubActivity] = {one.pk: one for one in visible.filter(code=code)} if code else {}
    fresh = set(found)
    for _step in range(STEPS_MAX):
        links = CodeLink.objects.filter(Q(before__in=fresh) | Q(after__in=fresh)).values_list("before", "after")
        reached = {key for pair in links for key in pair} - set(found)
        codes = set(visible.filter(pk__in=reached).values_list("code", flat=True))
        new = {one.pk: one for one in visible.filter(code__in=codes) if one.pk not in found}
        if not new:
            break
        found |= new
        fresh = set(new)
    return _told(actor, sorted(found.values(), key=lambda one: (-one.year, one.code)))


def line_of_code(actor: Actor, text: str) -> Line | None:
    """The newest line of this work, under whatever code it stood; None where it never was in the catalogue."""
    return next((line for year in code_over_years(actor, text) for line in year.lines), None)


def _told(actor: Actor, subs: list[SubActivity]) -> list[YearOfCode]:
    lines: dict[int, list[Any]] = {}
    for year in {one.year for one in subs}:
        for line in catalogue(actor, year=year).filter(sub_activity__in=subs):
            if line.sub_activity_id is not None:
                lines.setdefault(line.sub_activity_id, []).append(line)
    links: dict[int, list[CodeLink]] = {}
    for link in CodeLink.objects.filter(after__in=subs, before__in=subs).select_related("before"):
        links.setdefault(link.after_id, []).append(link)
    return [YearOfCode(one, lines.get(one.pk, []), links.get(one.pk, [])) for one in subs]
