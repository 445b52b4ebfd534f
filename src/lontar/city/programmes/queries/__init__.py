"""Questions about what is offered, by whom, under which rules and with which money."""

from lontar.city.programmes.queries.catalogue import (
    budget_of,
    budgets_of,
    catalogue,
    funds_of,
    handed_over,
    line_by_id,
    line_by_key,
    line_of_rule,
    lines_for,
    may_keep_money,
    purpose_of,
    realised_of,
    sees_sensitive,
    totals,
    years,
)
from lontar.city.programmes.queries.rulebooks import rule_of, rule_text, rules

__all__ = [
    "budget_of",
    "budgets_of",
    "catalogue",
    "funds_of",
    "handed_over",
    "line_by_id",
    "line_by_key",
    "line_of_rule",
    "lines_for",
    "may_keep_money",
    "purpose_of",
    "realised_of",
    "rule_of",
    "rule_text",
    "rules",
    "sees_sensitive",
    "totals",
    "years",
]
