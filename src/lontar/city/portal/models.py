"""What the public sees: snapshots that a planner published, each as it was, and the figures that others publish."""

from django.db import models


class Snapshot(models.Model):
    """The published figures of one month. Only grows: a correction is a further revision with its reason."""

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=7)  # 2026-11
    revision = models.PositiveSmallIntegerField(default=1)
    reason = models.CharField(max_length=200, blank=True)
    payload = models.JSONField()
    sha256 = models.CharField(max_length=64)
    published_by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    published_on = models.DateField()
    published_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "period", "revision"], name="portal_revision_once"),
        ]


class PublishedFigure(models.Model):
    """A figure of BPS or of the city's plan that a planner brought, with its source; no family's data.

    One stands for each indicator and period. What was wrong is withdrawn with a reason and stays to be read.
    """

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    indicator = models.CharField(max_length=40)  # science.poverty_figures.KINDS
    period = models.CharField(max_length=7)  # 2025 or 2025-03
    value = models.DecimalField(max_digits=12, decimal_places=2)
    source = models.CharField(max_length=200)
    brought_by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    brought_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "indicator", "period"],
                condition=models.Q(withdrawn_on__isnull=True),
                name="portal_figure_stands_once",
            ),
        ]
