"""Questions to the registry."""

from lontar.city.registry.queries.families import (
    FamilyFilter,
    FamilyRow,
    families_matching,
    family_or_none,
    figures_by_ward,
    figures_of,
    rows_of,
)
from lontar.city.registry.queries.imports import findings_as_json
from lontar.city.registry.queries.story import Member, Story, members_of, story_of

__all__ = [
    "FamilyFilter",
    "FamilyRow",
    "Member",
    "Story",
    "families_matching",
    "family_or_none",
    "figures_by_ward",
    "figures_of",
    "findings_as_json",
    "members_of",
    "rows_of",
    "story_of",
]
