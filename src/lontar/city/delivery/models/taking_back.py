"""A hand-over that was written down wrongly, taken back: asked for by one person, decided by another."""

from django.db import models
from django.db.models import F, Q


class TakeBack(models.Model):
    """Somebody says that a hand-over did not happen so, and why; a second person decides. The hand-over itself stays."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        REFUSED = "refused"

    handover = models.ForeignKey("delivery.Handover", on_delete=models.PROTECT, related_name="take_backs")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=200)
    owed_again = models.BooleanField()  # whether the family is still to receive it
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    settled_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    settled_on = models.DateField(null=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["handover"], condition=Q(state__in=["waiting", "done"]), name="delivery_taken_back_once"
            ),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | ~Q(settled_by=F("by")), name="delivery_take_back_second_person"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", settled_by__isnull=True)
                | ~Q(state="waiting") & Q(settled_by__isnull=False),
                name="delivery_take_back_settled",
            ),
            models.CheckConstraint(condition=~Q(state="refused", note=""), name="delivery_take_back_refused_why"),
        ]
