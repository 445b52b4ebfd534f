"""What a rule would do, on a screen: counts by ward as far as the role may see them, and examples on each side of the line."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lontar.city.access import queries as officers
from lontar.city.journal.actions import saw_by_name
from lontar.city.places import queries as places
from lontar.city.registry import queries as registry
from lontar.city.targeting import frames, queries
from lontar.city.targeting.forms import EVERY, VERDICT_LOOKS, VERDICTS
from lontar.city.targeting.pages.rounds import actor_of
from lontar.kit import masks
from lontar.kit.formats import number, rupiah_short
from lontar.kit.gate import Role
from lontar.kit.sayings import placed
from lontar.science.disclosure import MARGIN, publish
from lontar.science.eligibility.columns import DOES_NOT, QUALIFIES, UNDECIDED
from lontar.science.eligibility.explanation import Told, tell
from lontar.science.eligibility.rule_writing import in_force
from lontar.science.eligibility.rulebook import Rule, Ruling
from lontar.science.eligibility.sentences import in_words
from lontar.science.eligibility.terms import steps
from lontar.science.trouble import Refusal

ANSWERS = (QUALIFIES, DOES_NOT, UNDECIDED)
COUNT = "akibat"


def shown(request: HttpRequest, rule: Rule, *, before: Rule | None, foresee: str = "") -> dict[str, Any]:
    """The context of `targeting/preview.html`: the rule on its first day from today on, beside the one that counts now.

    Counting a city takes seconds: where `foresee` names an address it is left to that one, unless the answer is known
    already or the page was asked for it by its own address (`?akibat=ya`, where no script runs).
    """
    today = places.today()
    day = max(today, in_force(rule).since)
    try:
        ruling = rule.on(day)
    except Refusal as refusal:
        return {"preview": None, "refused": placed(refusal)}
    home, actor = places.home_or_refuse(), actor_of(request)
    sees = actor.role in queries.WHO_SEE_DECISIONS
    now, examples = _on(before, day), frames.EXAMPLES if sees else 0
    key = frames.key_of(ruling, home.pk, before=now, seen=officers.spans(actor.id), examples=examples)
    found = frames.KEPT.get(key)
    if found is None and foresee and COUNT not in request.GET:
        return {"preview": None, "refused": "", "foresee": foresee, "counts": registry.figures_of(home.pk)["families"],
                "here": f"{request.path}?{COUNT}=ya"}  # fmt: skip
    if found is None:
        found = frames.KEPT.keep(key, frames.preview(ruling, home.pk, before=now, examples=examples))
    names = {one.pk: one.name for one in places.wards_in(home.pk)}
    spoken = "en" if (get_language() or "id").startswith("en") else "id"
    said = in_words(ruling.condition, spoken)
    asked = [in_words(step, spoken) for step in steps(ruling.condition)]
    wards, totals = _counts(found, names, covered=not sees)
    return {
        "preview": found, "refused": "", "day": day, "later": day > today, "home": home,
        "region": home.name if _whole(actor, home.pk) else _("wilayah tugas Anda"),
        "in_words": said[:1].upper() + said[1:], "asked": asked if len(asked) > 1 else [], "persons": rule.applies_to == "person",
        "totals": [{"words": VERDICTS[one], "value": None if totals[one] is None else number(totals[one])} for one in ANSWERS],
        "covered": not sees, "wards": wards, "rupiah": _rupiah(found) if sees else None, "every": EVERY[rule.gives.every],
        "moved": _moved(found) if sees else None, "examples": _examples(request, found, names, spoken) if sees else [],
        "reads_values": masks.are_down(request) or actor.role == Role.INSPECTOR,
    }  # fmt: skip


def _on(rule: Rule | None, day: Any) -> Ruling | None:
    try:
        return rule.on(day) if rule else None
    except Refusal:
        return None


def _whole(actor: Any, place_id: int) -> bool:
    return officers.serves(actor.id, place_id)


def _counts(
    found: frames.Preview, names: dict[int, str], *, covered: bool
) -> tuple[list[dict[str, Any]], dict[str, int | None]]:
    """Counts by ward and in all; small ones withheld for whoever may not see families."""
    rows = found.wards.to_dicts()
    if not covered:
        told = [{"name": names.get(row["place_id"], places.code_of(row["place_id"])), **row} for row in rows]
        return sorted(told, key=lambda row: row["name"]), {one: found.total(one) for one in ANSWERS}
    table = publish(
        {(str(row["place_id"]), one): row[one] for row in rows for one in ANSWERS}, {},
        rows=[str(row["place_id"]) for row in rows], columns=list(ANSWERS),
    )  # fmt: skip
    told = [
        {"name": names.get(row["place_id"], ""), "place_id": row["place_id"],
         **{one: table.cells[str(row["place_id"]), one].count for one in ANSWERS}}
        for row in rows
    ]  # fmt: skip
    return sorted(told, key=lambda row: row["name"]), {one: table.cells[MARGIN, one].count for one in ANSWERS}


def _rupiah(found: frames.Preview) -> str | None:
    if found.rupiah is None:
        return None
    least = rupiah_short(found.rupiah)
    if found.rupiah_most is None:
        return _("%(least)s atau lebih") % {"least": least}
    if found.rupiah_most == found.rupiah:
        return str(least)
    return _("%(least)s sampai %(most)s") % {"least": least, "most": rupiah_short(found.rupiah_most)}


def _moved(found: frames.Preview) -> list[tuple[str, int]] | None:
    """How many would be answered otherwise than by the rule that counts now, the ones that come in and fall out first."""
    if found.moved is None:
        return None
    order = {one: place for place, one in enumerate(ANSWERS)}
    pairs = sorted(found.moved, key=lambda pair: (order[pair[1]], order[pair[0]]))
    return [(f"{VERDICTS[was]} → {VERDICTS[now]}", found.moved[was, now]) for was, now in pairs if was != now]


def _examples(
    request: HttpRequest, found: frames.Preview, names: dict[int, str], language: str
) -> list[dict[str, Any]]:  # fmt: skip
    every = [one for verdict in ANSWERS for one in found.examples.get(verdict, [])]
    keys = {one.family_id for one in every}
    families = registry.families_matching(registry.FamilyFilter()).filter(pk__in=keys)
    heads = {row.id: row.head for row in registry.rows_of(families, names)}
    inspects = actor_of(request).role == Role.INSPECTOR
    saw_by_name("list", keys, request=request, on=places.today(), covered_too=inspects)
    sides = []
    for verdict in ANSWERS:
        rows = []
        for one in found.examples.get(verdict, []):
            told = tell(one.reading, language)
            rows.append(
                {"family_id": one.family_id, "head": masks.shown(request, heads.get(one.family_id, "")),
                 "ward": names.get(one.place_id, ""), "member": one.member, "steps": _deciding(one, told)}
            )  # fmt: skip
        look, sign = VERDICT_LOOKS[verdict]
        sides.append(
            {"words": VERDICTS[verdict], "rows": rows, "look": look, "sign": sign, "undecided": verdict == UNDECIDED}
        )
    return sides


def _deciding(one: frames.Example, told: Told) -> list[Any]:
    """The steps on which it hangs: unknown where it is undecided, else those that alone would turn the answer, else all
    that hold it back."""
    reading = one.reading
    if reading.verdict == UNDECIDED:
        return [step for step in told.steps if step.met is None]
    alone = {change.step for change in reading.changes}
    turning = [step for step in told.steps if step.number in alone]
    return (
        turning
        or [step for step in told.steps if step.met is not (reading.verdict == QUALIFIES)][:2]
        or list(told.steps[:1])
    )
