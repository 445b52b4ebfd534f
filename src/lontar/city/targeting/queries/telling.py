"""Why a round says of a family what it says, the same today as then."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lontar.city.programmes import queries as programmes
from lontar.city.targeting.models import Amendment, Answer, Decision, Nomination, Objection, Round
from lontar.city.targeting.queries.surveys import homes_of
from lontar.kit.gate import Actor
from lontar.kit.holdings import Belonging, Held, belonged, families_of
from lontar.science.eligibility.explanation import Told, tell
from lontar.science.eligibility.reading import Reading, amount_of_family, read_family
from lontar.science.eligibility.rule_file import read_rule
from lontar.science.eligibility.rulebook import Rule, Ruling
from lontar.science.eligibility.words import VOCABULARY


def ruling_of(round_: Round) -> Ruling:
    """The rule as the round read it, whatever has become of its file since."""
    return read_rule_text(round_.rule_text).on(round_.on)


@lru_cache(maxsize=64)
def read_rule_text(text: str) -> Rule:
    """A rule from its stored text, read once."""
    return read_rule(text)


def reading_of(decision: Decision) -> Reading:
    """The step-by-step reading of one decision, from the values found then."""
    found: dict[str, Any] = decision.found
    return read_family(
        ruling_of(decision.round),
        _typed(found.get("family") or {}),
        [_typed(one) for one in found.get("members") or []],
    )


def amount_if_chosen(round_: Round, decision: Decision) -> int | None:
    """What the rule gives this family if a meeting adds it, by the values found; None where that is not known."""
    found: dict[str, Any] = decision.found
    members = [_typed(one) for one in found.get("members") or []]
    return amount_of_family(ruling_of(round_), _typed(found.get("family") or {}), members)


def explanation_of(decision: Decision, language: str) -> Told:
    """Why this family, in sentences, the same today as then."""
    return tell(reading_of(decision), language)


def missing_for(decision: Decision, language: str) -> list[str]:
    """What must be known before this family can be decided: the questions without an answer."""
    return [step.question for step in explanation_of(decision, language).steps if step.met is None]


_DATES = {column for field in VOCABULARY.values() for column in field.columns if column.endswith(("_on", "_date"))}


def _typed(record: dict[str, Any]) -> dict[str, Any]:
    """Dates are text in JSON."""
    return {
        name: date.fromisoformat(value) if name in _DATES and isinstance(value, str) else value
        for name, value in record.items()
    }


def _own(decision: Decision, who: Belonging) -> list[int]:
    """Which of the members that were found then is this one, counted from 1; none where it could be another as well.

    Found values name nobody: they are known by their relation, and by the birth date where the rule read it.
    """
    born = who.birth_date.isoformat() if who.birth_date else None
    alike = [
        number
        for number, one in enumerate((decision.found or {}).get("members") or [], 1)
        if one.get("relation") == who.relation and one.get("birth_date", born) == born
    ]
    return alike if len(alike) == 1 else []


def held_about(times: Sequence[Belonging], language: str, by: Actor) -> Held:
    """What rounds said of the families to which somebody belonged, and why: their own data, not the other members'.

    Of a sensitive line it is told whole where whoever prints it has a mandate for that line, and without its name elsewhere.
    """

    def called(line: Any) -> str:
        return "–" if line is None else programmes.name_for(by, line)

    families = families_of(times)
    found = Decision.objects.filter(family_id__in=families).select_related("round", "round__line").order_by("round_id")
    rows = []
    for one in found:
        if (who := belonged(times, one.family_id, one.round.on)) is None:
            continue
        told = one.round.rule_text and programmes.is_told_by_name(by, one.round.line)
        steps = tell(reading_of(one), language, members=_own(one, who)).steps if told else []
        why = "; ".join(f"{step.question}: {' '.join(step.found).rstrip('.') or step.answer}" for step in steps)
        said = one.verdict + (f", {one.standing}" if one.standing else "") + (f" ({one.rank})" if one.rank else "")
        rows.append((one.round.on.isoformat(), called(one.round.line), said, str(one.amount), why or "–"))
    for change in _in_time(Amendment.objects.select_related("round__line"), times):
        rows.append((change.on.isoformat(), called(change.round.line), change.kind, "–", change.reason))
    for named in _in_time(Nomination.objects.select_related("line"), times):
        rows.append((named.on.isoformat(), called(named.line), named.slip, "–", named.reason))
    for objection in _in_time(Objection.objects.select_related("round__line"), times):
        words = " / ".join(filter(None, (objection.words, objection.answer)))
        rows.append((objection.on.isoformat(), called(objection.round.line), objection.slip, "–", words))
    for answer in _in_time(Answer.objects.select_related("round__line"), times):
        said = "accepted" if answer.accepted else "refused"
        rows.append((answer.on.isoformat(), called(answer.round.line), said, "–", answer.note or "–"))
    for home in homes_of(families):
        if home.asked_on and belonged(times, home.family_id, home.asked_on) is None:
            continue
        eaten = ", ".join(f"{key} {amount}" for key, amount in home.amounts.items() if amount is not None)
        day = home.asked_on.isoformat() if home.asked_on else "–"
        rows.append((day, called(home.survey.round.line), home.survey.number, "–", eaten or "–"))
    heads = (_("Tanggal"), _("Program"), _("Keputusan"), _("Rupiah"), _("Alasan"))
    return Held(_("Keputusan tentang keluarga"), heads, rows)


def _in_time(rows: QuerySet[Any], times: Sequence[Belonging]) -> list[Any]:
    """The rows about these families on days on which the person belonged to them."""
    found = rows.filter(family_id__in=families_of(times)).order_by("pk")
    return [one for one in found if belonged(times, one.family_id, one.on)]
