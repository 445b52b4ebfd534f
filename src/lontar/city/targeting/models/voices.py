"""What people say about who should be chosen: families they name, and objections to a list."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Nomination(models.Model):
    """A family that somebody named, registered or not. Who named it is kept as a kind, never as a person.

    The name of a family that is not registered stands here only until somebody has found or not found it.
    """

    class Source(models.TextChoices):
        RESIDENT = "resident"
        RT_RW = "rt_rw"
        OFFICER = "officer"
        PARTNER = "partner"
        OBJECTION = "objection"  # upheld after the list could be changed no more

    class Outcome(models.TextChoices):
        OPEN = "open"  # nobody knows yet which family it is
        KNOWN = "known"
        NOT_FOUND = "not_found"

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    family = models.ForeignKey("registry.Family", null=True, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey("programmes.Line", null=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=9, choices=Source.choices)
    name = models.CharField(max_length=120, blank=True)
    rt = models.CharField(max_length=3, blank=True)
    rw = models.CharField(max_length=3, blank=True)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())
    due = models.DateField()
    outcome = models.CharField(max_length=9, choices=Outcome.choices, default=Outcome.OPEN)
    settled_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    settled_on = models.DateField(null=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="open", family__isnull=True, settled_on__isnull=True)
                | Q(outcome="known", family__isnull=False)
                | Q(outcome="not_found", family__isnull=True, settled_on__isnull=False),
                name="targeting_nomination_settled",
            ),
            # Nobody's name is kept longer than it is needed to find them.
            models.CheckConstraint(condition=Q(outcome="open") | Q(name=""), name="targeting_nomination_unnamed"),
        ]
        indexes = [models.Index(fields=["place", "outcome"], name="targeting_nomination_place")]

    @property
    def slip(self) -> str:
        """The number on the slip that whoever named the family takes home."""
        return f"U-{self.pk:07d}"


class Objection(models.Model):
    """That a family, or somebody for it, objects to where it stands on a list; the meeting answers within its clock."""

    class Outcome(models.TextChoices):
        OPEN = "open"
        UPHELD = "upheld"
        DISMISSED = "dismissed"

    round = models.ForeignKey("targeting.Round", on_delete=models.PROTECT, related_name="objections")
    family = models.ForeignKey("registry.Family", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    standing = models.CharField(max_length=7, blank=True)  # what it objects to
    words = models.CharField(max_length=500)
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    due = models.DateField()
    outcome = models.CharField(max_length=9, choices=Outcome.choices, default=Outcome.OPEN)
    number = models.CharField(max_length=80, blank=True)  # of the minutes of the meeting that answered
    answer = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "family"], condition=Q(outcome="open"), name="targeting_objects_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome="open", answered_by__isnull=True)
                | (~Q(outcome="open") & Q(answered_by__isnull=False, answered_on__isnull=False) & ~Q(answer="")),
                name="targeting_objection_answered",
            ),
        ]
        indexes = [models.Index(fields=["place", "outcome"], name="targeting_objection_place")]

    @property
    def slip(self) -> str:
        """The number on the slip that the family takes home."""
        return f"S-{self.pk:07d}"
