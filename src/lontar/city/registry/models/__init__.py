"""The registry's tables. Every row about a person or a family carries the ward by which it is walled."""

from lontar.city.registry.models.changes import Absence, ImportChange
from lontar.city.registry.models.conditions import LivingConditions
from lontar.city.registry.models.contradictions import Contradiction
from lontar.city.registry.models.households import Household, Sharing
from lontar.city.registry.models.identifiers import Identifier
from lontar.city.registry.models.imports import ImportFile, ImportFinding, ImportProfile, ImportRun
from lontar.city.registry.models.life import LifeEvent, LifeEventPart, LifeEventScan, LifeEventTrace, LifeEventUndo
from lontar.city.registry.models.pairs import Batch, Merge, Pair, Search
from lontar.city.registry.models.people import Decile, Dwelling, Family, Membership, Person, Residence, Tally
from lontar.city.registry.models.shields import Shield, ShieldKeeper
from lontar.city.registry.models.timeline import Happening

__all__ = [
    "Absence",
    "Batch",
    "Contradiction",
    "Decile",
    "Dwelling",
    "Family",
    "Happening",
    "Household",
    "Identifier",
    "ImportChange",
    "ImportFile",
    "ImportFinding",
    "ImportProfile",
    "ImportRun",
    "LifeEvent",
    "LifeEventPart",
    "LifeEventScan",
    "LifeEventTrace",
    "LifeEventUndo",
    "LivingConditions",
    "Membership",
    "Merge",
    "Pair",
    "Person",
    "Residence",
    "Search",
    "Sharing",
    "Shield",
    "ShieldKeeper",
    "Tally",
]
