"""What may be typed into the pages of fieldwork."""

from lontar.city.fieldwork.forms.planning import (
    CampaignForm,
    CloseForm,
    DecreeForm,
    DoubtFilter,
    RosterForm,
    SettleForm,
    SheetForm,
    VisitFilter,
)
from lontar.city.fieldwork.forms.visiting import DecideForm, VisitForm, found_of

__all__ = [
    "CampaignForm",
    "CloseForm",
    "DecideForm",
    "DecreeForm",
    "DoubtFilter",
    "RosterForm",
    "SettleForm",
    "SheetForm",
    "VisitFilter",
    "VisitForm",
    "found_of",
]
