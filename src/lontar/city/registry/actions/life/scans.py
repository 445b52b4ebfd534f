"""A scanned document is opened, and the opening is written down."""

from datetime import date

from lontar.city.journal.actions import record
from lontar.city.registry.actions.life.recording import MAY_RECORD_LIFE
from lontar.city.registry.models import LifeEventScan
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, require
from lontar.kit.sealing import unseal


@deed
def see_scan(scan: LifeEventScan, *, by: Actor, on: date) -> bytes:
    """The document's bytes; a paper names people, so who saw it can be told to them."""
    require(by, *MAY_RECORD_LIFE)
    record("see_scan", subject=("registry.lifeevent", scan.event_id), by=by, on=on, place_id=scan.place_id)
    return unseal(scan.cipher)
