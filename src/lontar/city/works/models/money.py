"""What is paid for a stage: asked for, paid by the treasury's paper, or turned round again.

The treasurer reads this table and no other of the room, so a tranche carries what paying needs and nothing of a family.
"""

from django.db import models
from django.db.models import Q

from lontar.city.works.models.works import Stage, Work


class Tranche(models.Model):
    """A part of a work's cost; one at a time for a stage."""

    class State(models.TextChoices):
        ASKED = "asked"
        PAID = "paid"
        WITHDRAWN = "withdrawn"
        REVERSED = "reversed"

    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="+")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="tranches")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    named = models.BooleanField()
    line = models.ForeignKey("programmes.Line", on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField(null=True)  # the work's, in the book; erasing takes it away
    amount = models.BigIntegerField()
    spm_number = models.CharField(max_length=120)
    asked_by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.ASKED)
    sp2d_number = models.CharField(max_length=120, blank=True)
    sp2d_on = models.DateField(null=True)
    paid_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    paid_on = models.DateField(null=True)
    ended_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stage"], condition=Q(state__in=["asked", "paid"]), name="works_tranche_once"
            ),
            models.UniqueConstraint(
                fields=["sp2d_number"], condition=Q(state="paid"), name="works_sp2d_pays_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="works_tranche_of_something"),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "withdrawn"], paid_by=None)
                | Q(state__in=["paid", "reversed"], paid_by__isnull=False, sp2d_on__isnull=False, paid_on__isnull=False)
                & ~Q(sp2d_number=""),
                name="works_tranche_paid_by_a_paper",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "paid"]) | Q(ended_by__isnull=False) & ~Q(reason=""),
                name="works_tranche_ended_why",
            ),
        ]  # fmt: skip

    @property
    def number(self) -> str:
        """What people call it."""
        return f"T-{self.pk:06d}"
