"""The verbs of programmes."""

from lontar.city.programmes.actions.agreements import Paper, end_agreement, record_agreement
from lontar.city.programmes.actions.allotting import require_free, set_aside
from lontar.city.programmes.actions.catalogue import COLUMNS, Loaded, Tags, add_line, load_catalogue, tag_line
from lontar.city.programmes.actions.codes import link_codes
from lontar.city.programmes.actions.files import (
    check_budgets,
    keep_budget_layout,
    retire_budget_layout,
    take_in_budgets,
)
from lontar.city.programmes.actions.money import record_output, record_realisation, set_budget
from lontar.city.programmes.actions.proposals import adopt_proposal, refuse_proposal
from lontar.city.programmes.actions.recipients import (
    ListHead,
    settle_recipient,
    take_in_recipients,
    withdraw_list,
)
from lontar.city.programmes.actions.rules import Draft, change_rule, drop_rule, publish_rule, write_rule

__all__ = [
    "COLUMNS",
    "Draft",
    "ListHead",
    "Loaded",
    "Paper",
    "Tags",
    "add_line",
    "adopt_proposal",
    "change_rule",
    "check_budgets",
    "drop_rule",
    "end_agreement",
    "keep_budget_layout",
    "link_codes",
    "load_catalogue",
    "publish_rule",
    "record_agreement",
    "record_output",
    "record_realisation",
    "refuse_proposal",
    "require_free",
    "retire_budget_layout",
    "set_aside",
    "set_budget",
    "settle_recipient",
    "tag_line",
    "take_in_budgets",
    "take_in_recipients",
    "withdraw_list",
    "write_rule",
]
