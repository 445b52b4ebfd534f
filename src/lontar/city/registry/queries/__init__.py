"""Questions to the registry."""

from lontar.city.registry.queries.conditions import ConditionLine, Conditions, Known, conditions_of, lines_of
from lontar.city.registry.queries.families import (
    FamilyFilter,
    FamilyRow,
    families_matching,
    family_or_none,
    figures_by_ward,
    figures_of,
    rows_of,
)
from lontar.city.registry.queries.imports import (
    can_proceed,
    finding_as_json,
    findings_as_json,
    findings_of,
    kinds_of,
    progress,
    progress_key,
    refusal_of,
    run_or_none,
    runs,
    waiting_for,
)
from lontar.city.registry.queries.pairs import (
    survivors_of,
    twin_families,
)
from lontar.city.registry.queries.story import Member, NumberOwner, Story, members_of, owner_of_number, story_of
from lontar.city.registry.queries.who import WHO_SEE_FAMILY, WHO_SEE_IMPORTS, WHO_SEE_LIST

__all__ = [
    "WHO_SEE_FAMILY",
    "WHO_SEE_IMPORTS",
    "WHO_SEE_LIST",
    "ConditionLine",
    "Conditions",
    "FamilyFilter",
    "FamilyRow",
    "Known",
    "Member",
    "NumberOwner",
    "Story",
    "can_proceed",
    "conditions_of",
    "families_matching",
    "family_or_none",
    "figures_by_ward",
    "figures_of",
    "finding_as_json",
    "findings_as_json",
    "findings_of",
    "kinds_of",
    "lines_of",
    "members_of",
    "owner_of_number",
    "progress",
    "progress_key",
    "refusal_of",
    "rows_of",
    "run_or_none",
    "runs",
    "story_of",
    "survivors_of",
    "twin_families",
    "waiting_for",
]
