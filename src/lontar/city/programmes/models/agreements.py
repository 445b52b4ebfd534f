"""What partners, companies and banks have agreed with the city."""

from django.db import models
from django.db.models import F, Q


class Agreement(models.Model):
    """A signed paper with an organisation: its number, its days, and what it gives."""

    agency = models.ForeignKey("access.Agency", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=120)
    signed_on = models.DateField()
    since = models.DateField()
    until = models.DateField(null=True)  # null: no end is written in it
    gives = models.TextField()
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    ended_on = models.DateField(null=True)  # before its time
    end_reason = models.CharField(max_length=300, blank=True)
    made_up = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="programmes_agreement_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="programmes_agreement_days"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | ~Q(end_reason=""), name="programmes_agreement_ended_for_a_reason"
            ),
        ]
