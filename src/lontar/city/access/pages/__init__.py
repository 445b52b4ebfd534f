"""The pages about officers: for the administrator, for the inspector, and each officer's own."""

from lontar.city.access.pages.agencies import agencies
from lontar.city.access.pages.myself import make_token, myself, revoke_token
from lontar.city.access.pages.officers import (
    appoint,
    change,
    dismiss,
    give_password,
    health_mandate,
    officer,
    officers,
    reinstate,
    reset_second_factor,
    revoke_officers_token,
)

__all__ = [
    "agencies", "appoint", "change", "dismiss", "give_password", "health_mandate", "make_token", "myself", "officer",
    "officers", "reinstate", "reset_second_factor", "revoke_officers_token", "revoke_token",
]  # fmt: skip
