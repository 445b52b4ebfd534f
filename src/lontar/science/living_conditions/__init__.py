"""What is known of how a family lives: columns of house, water, work and schooling, with their codes and meanings.

Source: questions and answer codes of Regsosek 2022-K, on which DTSEN stands. A value is a whole number: a code, a
number, or a sum of bits. A missing value is unknown and has no key; it is never written as 0 or as an empty text.
"""

from types import MappingProxyType

from lontar.science.living_conditions.belongings import BELONGINGS
from lontar.science.living_conditions.checks import checked, contradictions, difficulty
from lontar.science.living_conditions.columns import (
    REGSOSEK,
    REGSOSEK_BAMBOO_5,
    REGSOSEK_UNSURE,
    ROOF,
    VERSIONS,
    Answer,
    Column,
)
from lontar.science.living_conditions.housing import HOUSING
from lontar.science.living_conditions.listing import COLUMNS, FAMILY, PERSON
from lontar.science.living_conditions.people import PEOPLE

BY_QUESTION = MappingProxyType({column.question: column.name for column in COLUMNS.values()})

__all__ = [
    "BELONGINGS",
    "BY_QUESTION",
    "COLUMNS",
    "FAMILY",
    "HOUSING",
    "PEOPLE",
    "PERSON",
    "REGSOSEK",
    "REGSOSEK_BAMBOO_5",
    "REGSOSEK_UNSURE",
    "ROOF",
    "VERSIONS",
    "Answer",
    "Column",
    "checked",
    "contradictions",
    "difficulty",
]
