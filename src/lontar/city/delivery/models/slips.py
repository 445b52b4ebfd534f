"""The slip that a family is given before the hand-over; its code is derived and kept nowhere."""

from django.db import models


class Slip(models.Model):
    """Who printed the slip of an entitlement, and when: whoever printed it does not hand over by it. Only grows."""

    entitlement = models.ForeignKey("delivery.Entitlement", on_delete=models.PROTECT, related_name="slips")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entitlement", "by"], name="delivery_slip_once_by_one")]
