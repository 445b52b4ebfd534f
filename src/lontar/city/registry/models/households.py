"""Households: which families share a kitchen, from a day to a day."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from lontar.city.registry.models.people import Family, Period, history


class Household(models.Model):
    """Who shares a kitchen. DTSEN ranks families, Susenas measures households."""

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)

    @property
    def local_number(self) -> str:
        return f"R-{self.pk:07d}"


@history
class Sharing(models.Model):
    """A family shares one kitchen at a time. A family without a row is one that nobody has asked, not one alone."""

    place = models.ForeignKey(
        "places.Place", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="sharings", db_index=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="sharings")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="registry_sharing_days"
            ),
            # Few families are ever asked, so one exclusion over all rows costs an import nothing.
            ExclusionConstraint(
                name="registry_one_kitchen_at_a_time",
                expressions=[
                    ("family", RangeOperators.EQUAL),
                    (Period("since", "until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
