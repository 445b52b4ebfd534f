"""Questions about samples of homes: the form and the lines, who waits to be asked, and what lists turned out to be worth."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from lontar.city.access import queries as access
from lontar.city.registry import queries as registry
from lontar.city.targeting.models import Decision, Round, SampledHome, Survey
from lontar.city.targeting.queries.rounds import rounds_for
from lontar.city.targeting.queries.who import WHO_ASK, WHO_DRAW
from lontar.kit.gate import Actor
from lontar.science.consumption import Form, Item, Line, Parameters, read_parameters
from lontar.science.place_codes import span
from lontar.science.sampling.drawing import Home
from lontar.science.targeting_errors import CHOSEN, OTHERS, PARTS


def consumption_parameters() -> Parameters:
    """The form and the poverty lines as their dated file says."""
    path = Path(settings.RULES_FOLDER) / "surveys" / "consumption.yaml"
    return _read(str(path), path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read(path: str, _changed: int) -> Parameters:
    return read_parameters(Path(path).read_text(encoding="utf-8"))


def line_for(codes: Iterable[str], on: date) -> Line | None:
    """The newest poverty line of the nearest of these regions, the city before its province."""
    known = consumption_parameters()
    return next((line for code in codes if (line := known.line_on(on, code)) is not None), None)


def form_of(survey: Survey) -> Form:
    """The questions as they were asked then."""
    items = tuple(
        Item(one["key"], one["name"], one["period"], one["food"], one.get("confidence", survey.form_confidence))
        for one in survey.items
    )
    return Form(survey.form_version, "", survey.begins, None, survey.form_source, "", items)


def surveys_for(actor: Actor) -> QuerySet[Survey]:
    """The samples of the rounds that an officer sees as a whole, the newest first."""
    if actor.role not in WHO_DRAW:
        return Survey.objects.none()
    found = Survey.objects.filter(round__in=rounds_for(actor))
    return found.select_related("round__line", "place", "opened_by", "closed_by").order_by("-begins", "-pk")


def survey_for(actor: Actor, key: int) -> Survey | None:
    return surveys_for(actor).filter(pk=key).first()


def progress_of(survey: Survey) -> dict[str, int]:
    """How many homes there are, how many were asked, and of how many enough is known; in the officer's places."""
    known = Count("pk", filter=Q(poor__isnull=False))
    asked = Count("pk", filter=~Q(state=SampledHome.State.OPEN))
    return dict(SampledHome.objects.filter(survey=survey).aggregate(homes=Count("pk"), asked=asked, known=known))


def askers_for(survey: Survey) -> list[Any]:
    """The field workers who serve some of a sample's area."""
    return list(access.officers_serving(*span(survey.place_id), WHO_ASK))


def doors_of(survey: Survey) -> list[dict[str, Any]]:
    """Who is to ask, at how many doors, and how many of them are done; doors of nobody in particular last."""
    asked = Count("pk", filter=~Q(state=SampledHome.State.OPEN))
    homes = SampledHome.objects.filter(survey=survey).values("asker__name").annotate(homes=Count("pk"), asked=asked)
    found: list[dict[str, Any]] = [dict(one) for one in homes]
    return sorted(found, key=lambda one: (one["asker__name"] is None, one["asker__name"] or ""))


def sampled(survey: Survey) -> QuerySet[SampledHome]:
    """Every home of a sample, in the officer's places."""
    return SampledHome.objects.filter(survey=survey).order_by("stratum", "unit", "part", "family_id")


def homes_to_ask(actor: Actor) -> QuerySet[SampledHome]:
    """The homes of open samples in a field worker's places: those that nobody has asked and that are not somebody else's,
    and what they wrote themselves."""
    if actor.role not in WHO_ASK:
        return SampledHome.objects.none()
    mine = Q(asker_id=None) | Q(asker_id=actor.id)
    own = (Q(state=SampledHome.State.OPEN) & mine) | Q(by_id=actor.id)
    found = SampledHome.objects.filter(access.within(access.spans(actor.id)), own, survey__state=Survey.State.OPEN)
    return found.select_related("survey", "family", "place").order_by("place_id", "unit", "pk")


def homes_of(families: Iterable[int]) -> QuerySet[SampledHome]:
    """Each time a family was in a sample, for the family itself."""
    return SampledHome.objects.filter(family_id__in=list(families)).select_related("survey__round__line").order_by("pk")


def results_over_time(surveys: Iterable[Survey]) -> list[tuple[Any, list[Survey]]]:
    """Closed samples by programme, the oldest first: one programme's line of each year under one heading."""
    found: dict[str, list[Survey]] = {}
    for one in sorted(surveys, key=lambda one: (one.begins, one.pk)):
        found.setdefault(one.round.line.key, []).append(one)
    return sorted(((these[-1].round.line, these) for these in found.values()), key=lambda row: str(row[0].name))


def frame_of(round_: Round) -> tuple[list[Home], int]:
    """Every family that the round judged and that lives here now, with district, RT and part of the list; and how many are
    left out because their address is shielded: nobody is sent there."""
    parts = {
        family: CHOSEN if standing == Decision.Standing.CHOSEN else OTHERS
        for family, standing in Decision.objects.filter(round=round_).values_list("family_id", "standing")
    }
    homes = registry.addresses_of(
        registry.families_matching(registry.FamilyFilter(place_id=round_.place_id, present=True))
    )
    judged = [one for one in homes if one.family_id in parts]
    shielded = registry.shielded_families(one.family_id for one in judged)
    # Within one district its wards are the strata; over more of them the districts are.
    low, high = span(round_.place_id)
    by_ward = low // 10_000 == high // 10_000
    return [
        Home(
            one.family_id, str(one.place_id if by_ward else one.place_id // 10_000 * 10_000),
            f"{one.place_id}/{one.rw}/{one.rt}", parts[one.family_id],
        )
        for one in judged
        if one.family_id not in shielded
    ], len(shielded)  # fmt: skip


@dataclass(frozen=True, slots=True)
class HomesThere:
    """How many homes of each part a frame has, how many the fullest RT has, and in how many RTs they stand."""

    homes: dict[str, int]
    most: dict[str, int]
    units: int


def homes_there(frame: Iterable[Home]) -> HomesThere:
    """What can be drawn from a frame at most."""
    each = Counter((home.part, home.stratum, home.unit) for home in frame)
    homes, most = dict.fromkeys(PARTS, 0), dict.fromkeys(PARTS, 0)
    for (part, *_unit), count in each.items():
        homes[part] += count
        most[part] = max(most[part], count)
    return HomesThere(homes, most, len({key[1:] for key in each}))
