"""Questions about what is offered, by whom, under which rules and with which money."""

from lontar.city.places import queries as places
from lontar.city.programmes.queries.agencies import (
    WHO_KEEP_AGREEMENTS,
    agreement_or_none,
    agreements,
    agreements_waiting,
    ending_soon,
    live_agreements,
)
from lontar.city.programmes.queries.catalogue import (
    catalogue,
    line_by_id,
    line_by_key,
    line_of_rule,
    lines_for,
    may_keep_money,
    sees_sensitive,
    totals,
    years,
)
from lontar.city.programmes.queries.codes import YearOfCode, code_over_years, sub_activities_for
from lontar.city.programmes.queries.files import WHO_BRING, Change, Compared, budget_files, compared, layouts
from lontar.city.programmes.queries.money import (
    budget_of,
    budgets_of,
    by_fund,
    funds_of,
    handed_over,
    outputs_of,
    purpose_of,
    realised_of,
    reported_of,
    spent_of,
)
from lontar.city.programmes.queries.rulebooks import rule_of, rule_text, rules
from lontar.kit.gate import Actor
from lontar.kit.waiting import Waiting

__all__ = [
    "WHO_BRING",
    "WHO_KEEP_AGREEMENTS",
    "Change",
    "Compared",
    "YearOfCode",
    "agreement_or_none",
    "agreements",
    "budget_files",
    "budget_of",
    "budgets_of",
    "by_fund",
    "catalogue",
    "code_over_years",
    "compared",
    "ending_soon",
    "funds_of",
    "handed_over",
    "layouts",
    "line_by_id",
    "line_by_key",
    "line_of_rule",
    "lines_for",
    "live_agreements",
    "may_keep_money",
    "outputs_of",
    "purpose_of",
    "realised_of",
    "reported_of",
    "rule_of",
    "rule_text",
    "rules",
    "sees_sensitive",
    "spent_of",
    "sub_activities_for",
    "totals",
    "waiting_for",
    "years",
]


def waiting_for(actor: Actor) -> list[Waiting]:
    """What waits here for this officer today."""
    return agreements_waiting(actor, places.today())
