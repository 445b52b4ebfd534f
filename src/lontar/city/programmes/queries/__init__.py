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
from lontar.city.programmes.queries.figures import Tagged, tagged_by_fund, tagged_by_pillar
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
from lontar.city.programmes.queries.recipients import (
    WHO_BRING_LISTS,
    WHO_SEE_LISTS,
    WHO_SETTLE,
    Received,
    held_about,
    list_or_none,
    listable_programmes,
    lists_on,
    may_bring_lists,
    received_by,
    receiving,
    recipient_lists,
    recipient_or_none,
    unmatched,
    unmatched_waiting,
    ward_of_family,
    written_in,
)
from lontar.city.programmes.queries.rulebooks import rule_of, rule_text, rules
from lontar.kit.gate import Actor
from lontar.kit.waiting import Waiting

__all__ = [
    "WHO_BRING",
    "WHO_BRING_LISTS",
    "WHO_KEEP_AGREEMENTS",
    "WHO_SEE_LISTS",
    "WHO_SETTLE",
    "Change",
    "Compared",
    "Received",
    "Tagged",
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
    "held_about",
    "layouts",
    "line_by_id",
    "line_by_key",
    "line_of_rule",
    "lines_for",
    "list_or_none",
    "listable_programmes",
    "lists_on",
    "live_agreements",
    "may_bring_lists",
    "may_keep_money",
    "outputs_of",
    "purpose_of",
    "realised_of",
    "received_by",
    "receiving",
    "recipient_lists",
    "recipient_or_none",
    "reported_of",
    "rule_of",
    "rule_text",
    "rules",
    "sees_sensitive",
    "spent_of",
    "sub_activities_for",
    "tagged_by_fund",
    "tagged_by_pillar",
    "totals",
    "unmatched",
    "waiting_for",
    "ward_of_family",
    "written_in",
    "years",
]


def waiting_for(actor: Actor) -> list[Waiting]:
    """What waits here for this officer today."""
    return [*agreements_waiting(actor, places.today()), *unmatched_waiting(actor)]
