"""A round walked from the frozen list to the paper, by the verbs of the room."""

from datetime import date
from functools import cache
from typing import Any

from cast import TODAY
from lontar.kit.gate import acting_as


@cache
def scan() -> bytes:
    """Signed minutes, as a scanner gives them."""
    from pictures import photo

    return photo(size=(40, 30))


def minutes(number: str = "BA/1/2026", held_on: date = TODAY) -> Any:
    from lontar.city.targeting import actions

    return actions.Minutes(number, held_on, scan())


def checked(round_: Any, by: Any, *, on: date = TODAY) -> Any:
    """All wards have met in one meeting, and nobody was visited at home, for a reason."""
    from lontar.city.targeting import actions

    with acting_as(by):
        actions.close_meeting(round_, round_.place_id, minutes=minutes(held_on=on), by=by, on=on)
        return actions.note_check(round_, campaign_id=None, note="Diverval bulan lalu", by=by, on=on)


def approve(round_: Any, by: Any, *, on: date = TODAY) -> Any:
    """Approve what stands there now."""
    from lontar.city.targeting import actions, frames

    with acting_as(by):
        return actions.approve_round(round_, seen=frames.fingerprint(frames.on_list(round_.pk)), by=by, on=on)


def decreed(round_: Any, by: Any, *, on: date = TODAY) -> Any:
    from lontar.city.targeting import actions

    with acting_as(by):
        return actions.decree_round(round_, number="188/2026", signed_on=on, by=by, on=on)
