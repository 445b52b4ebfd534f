"""The tables of programmes."""

from lontar.city.programmes.models.agreements import Agreement
from lontar.city.programmes.models.files import BudgetFile, BudgetLayout
from lontar.city.programmes.models.money import Budget, Output, Realisation
from lontar.city.programmes.models.offers import CodeLink, Line, SubActivity

__all__ = [
    "Agreement",
    "Budget",
    "BudgetFile",
    "BudgetLayout",
    "CodeLink",
    "Line",
    "Output",
    "Realisation",
    "SubActivity",
]
