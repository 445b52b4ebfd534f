"""When a loan is paid back, and how much of it each time: instalments to the unit, one loan or many."""

from lontar.science.instalments.one import Instalment, Schedule, schedule
from lontar.science.instalments.terms import Every, Terms, read_every, read_principal, read_rate, read_unit

__all__ = [
    "Every",
    "Instalment",
    "Schedule",
    "Terms",
    "read_every",
    "read_principal",
    "read_rate",
    "read_unit",
    "schedule",
]
