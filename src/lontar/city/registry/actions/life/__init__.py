"""Events of people's lives: each with its day, its reason and its paper, written whole or not at all."""

from lontar.city.registry.actions.life.births import born, died
from lontar.city.registry.actions.life.cards import card_changed, corrected, head_changed, nik_given
from lontar.city.registry.actions.life.kitchens import kitchen_left, kitchen_shared
from lontar.city.registry.actions.life.moves import (
    family_moved_in,
    family_returned,
    moved_house,
    moved_out,
    person_moved_in,
    person_moved_out,
)
from lontar.city.registry.actions.life.occasion import Correction, Destination, Home, Newcomer, Occasion, Recorded
from lontar.city.registry.actions.life.papers import PAPERS, SCAN_BYTES_MAX, Paper
from lontar.city.registry.actions.life.people import relations_under
from lontar.city.registry.actions.life.recording import MAY_RECORD_LIFE
from lontar.city.registry.actions.life.scans import see_scan
from lontar.city.registry.actions.life.undoing import undo_event, why_not_undone
from lontar.city.registry.actions.life.unions import divorced, joined, married, split

__all__ = [
    "MAY_RECORD_LIFE",
    "PAPERS",
    "SCAN_BYTES_MAX",
    "Correction",
    "Destination",
    "Home",
    "Newcomer",
    "Occasion",
    "Paper",
    "Recorded",
    "born",
    "card_changed",
    "corrected",
    "died",
    "divorced",
    "family_moved_in",
    "family_returned",
    "head_changed",
    "joined",
    "kitchen_left",
    "kitchen_shared",
    "married",
    "moved_house",
    "moved_out",
    "nik_given",
    "person_moved_in",
    "person_moved_out",
    "relations_under",
    "see_scan",
    "split",
    "undo_event",
    "why_not_undone",
]
