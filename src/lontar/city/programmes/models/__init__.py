"""The tables of programmes."""

from lontar.city.programmes.models.adoptions import Adoption
from lontar.city.programmes.models.agreements import Agreement
from lontar.city.programmes.models.files import BudgetFile, BudgetLayout
from lontar.city.programmes.models.money import Budget, Output, Realisation
from lontar.city.programmes.models.offers import CodeLink, Line, SubActivity
from lontar.city.programmes.models.recipients import Recipient, RecipientList
from lontar.city.programmes.models.rules import WrittenRule

__all__ = [
    "Adoption",
    "Agreement",
    "Budget",
    "BudgetFile",
    "BudgetLayout",
    "CodeLink",
    "Line",
    "Output",
    "Realisation",
    "Recipient",
    "RecipientList",
    "SubActivity",
    "WrittenRule",
]
