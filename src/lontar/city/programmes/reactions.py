"""What programmes add to the pages of rooms below."""

from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.registry.events import family_shown
from lontar.kit.panels import Panel


@receiver(family_shown, dispatch_uid="programmes.received")
def what_it_receives(sender: Any, *, family_id: int, **_more: Any) -> Panel:
    """On a family's page: what it is known to receive already."""
    return Panel(_("Bantuan yang sudah diterima"), reverse("programmes:received", args=[family_id]))
