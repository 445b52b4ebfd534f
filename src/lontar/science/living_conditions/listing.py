"""All columns in the order of the form, and which of them speak of the family and which of one person."""

from types import MappingProxyType

from lontar.science.living_conditions.belongings import BELONGINGS
from lontar.science.living_conditions.housing import HOUSING
from lontar.science.living_conditions.people import PEOPLE

COLUMNS = MappingProxyType({column.name: column for column in (*HOUSING, *BELONGINGS, *PEOPLE)})
FAMILY = tuple(name for name, column in COLUMNS.items() if column.level == "family")
PERSON = tuple(name for name, column in COLUMNS.items() if column.level == "person")
