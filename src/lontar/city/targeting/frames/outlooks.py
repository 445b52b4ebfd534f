"""What every programme's rule says of one family, as the registry and the lists of recipients know it on a day."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from lontar.city.targeting.frames.subjects import asked_of, records_of
from lontar.science.eligibility.outlook import Outlook, ordered, outlook
from lontar.science.eligibility.rulebook import Rule, Ruling
from lontar.science.trouble import Refusal


def outlooks(family_id: int, place_id: int, rules: Iterable[Rule], *, on: date) -> list[Outlook]:
    """Each rule that is in force on a day, read for one family; nothing where the officer may not see it."""
    rulings = [ruling for rule in rules if (ruling := ruling_on(rule, on)) is not None]
    asked = {field for ruling in rulings for field in ruling.fields}
    families, members = asked_of(asked, place_id, on=on)
    known: dict[int, Any] = records_of(families, members, [family_id])
    if family_id not in known:
        return []
    family, its = known[family_id]
    return ordered(found for ruling in rulings if (found := outlook(ruling, family, its)) is not None)


def ruling_on(rule: Rule, on: date) -> Ruling | None:
    """The rule on a day, or None where it is not in force."""
    try:
        return rule.on(on)
    except Refusal:
        return None
