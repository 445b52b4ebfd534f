"""What the public sees: snapshots that a planner published, each as it was."""

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
