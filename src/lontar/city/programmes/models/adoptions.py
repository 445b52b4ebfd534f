"""Proposals of wards that became part of a line."""

from django.db import models

from lontar.city.programmes.models.offers import Line


class Adoption(models.Model):
    """A ward's proposal goes into a line of a year."""

    proposal = models.OneToOneField("community.Proposal", on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="adoptions")
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
