"""The story of a family; upper rooms write into it, downward."""

from django.db import models
from django.db.models.functions import Now


class Happening(models.Model):
    """One thing that happened to a family. `message` is a source string, filled from `details` when shown."""

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    # A story only grows: it outlives a family that a wrong event had made.
    family = models.ForeignKey(
        "registry.Family", on_delete=models.PROTECT, related_name="happenings", db_constraint=False
    )
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())
    kind = models.CharField(max_length=40)
    message = models.CharField(max_length=200)
    details = models.JSONField(default=dict)
    link = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["family", "on"], name="registry_happening_family")]
