"""What the registry puts on an officer's first page."""

from lontar.city.registry.queries.contradictions import contradictions_waiting_for
from lontar.city.registry.queries.imports import worklists_waiting_for
from lontar.city.registry.queries.pairs import pairs_waiting_for
from lontar.kit.gate import Actor
from lontar.kit.waiting import Waiting


def waiting_for(actor: Actor) -> list[Waiting]:
    """Worklists that this officer's imports left, records that may be one person, and what contradicts itself."""
    return [*worklists_waiting_for(actor), *pairs_waiting_for(actor), *contradictions_waiting_for(actor)]
