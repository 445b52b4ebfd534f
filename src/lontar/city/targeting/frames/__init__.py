"""Rules over an area as columns: the lists of rounds, and what a rule would do before it counts."""

from lontar.city.targeting.frames.lists import (
    chosen,
    cut_again,
    fingerprint,
    inputs_fingerprint,
    judged,
    on_list,
    tally,
    tally_of_wards,
    tally_standings,
)
from lontar.city.targeting.frames.outlooks import outlooks
from lontar.city.targeting.frames.previews import EXAMPLES, KEPT, Example, Preview, key_of, preview
from lontar.city.targeting.frames.subjects import asked_of, records_of

__all__ = [
    "EXAMPLES",
    "KEPT",
    "Example",
    "Preview",
    "asked_of",
    "chosen",
    "cut_again",
    "fingerprint",
    "inputs_fingerprint",
    "judged",
    "key_of",
    "on_list",
    "outlooks",
    "preview",
    "records_of",
    "tally",
    "tally_of_wards",
    "tally_standings",
]
