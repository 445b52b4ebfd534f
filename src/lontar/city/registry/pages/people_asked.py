"""What was asked of each member by the questions of Regsosek, as a family's page tells it: difficulties and school first."""

from collections.abc import Mapping
from typing import Any

from lontar.city.registry.queries import lines_of
from lontar.city.registry.queries.conditions import Known
from lontar.city.registry.queries.groups import NOT_AT_SCHOOL, SCHOOL_YEARS
from lontar.science.living_conditions import COLUMNS
from lontar.science.living_conditions.people import A_LOT, DOMAINS, SHORT_SET

HIDDEN = "•••"


def as_asked(known: Mapping[str, Known], age: int | None, language: str, *, down: bool) -> dict[str, Any]:
    """Great difficulties (the Washington Group's cut-off), whether anybody asked, and a child who is not at school."""
    great = [name for name, *_rest in DOMAINS if (one := known.get(name)) and one.value <= A_LOT]
    at_school = known.get("school_participation")
    of_age = age is not None and SCHOOL_YEARS[0] <= age < SCHOOL_YEARS[1]
    out = at_school if of_age and at_school and at_school.value in NOT_AT_SCHOOL else None
    if not down:
        return {"difficulties": [HIDDEN] if great else [], "asked": any(name in known for name in SHORT_SET)}
    return {
        "difficulties": [
            f"{COLUMNS[name].label(language)}: {COLUMNS[name].meaning(known[name].value, language, known[name].version)}"
            for name in great
        ],
        "asked": any(name in known for name in SHORT_SET),
        "school": COLUMNS["school_participation"].meaning(out.value, language, out.version) if out else "",
        "lines": lines_of(dict(known), language),
    }
