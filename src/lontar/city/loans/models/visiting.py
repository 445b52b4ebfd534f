"""Visits of the joint team to borrowers who are late, and what they promised to pay by when."""

from django.db import models
from django.db.models import Q


class Visit(models.Model):
    """Somebody of the team was at a borrower's; a promise is kept or broken by what came, nobody says so by hand."""

    loan = models.ForeignKey("loans.Loan", on_delete=models.PROTECT, related_name="visits")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    met = models.BooleanField()
    promised = models.BigIntegerField(null=True)
    promised_for = models.DateField(null=True)
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(promised=None, promised_for=None)
                | (Q(met=True, promised__gt=0, promised_for__isnull=False) & Q(promised_for__gte=models.F("on"))),
                name="loans_promise_whole",
            )
        ]
        indexes = [models.Index(fields=["loan", "on"], name="loans_visit_loan")]
