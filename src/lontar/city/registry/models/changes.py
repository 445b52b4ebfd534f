"""What a checked file would change of families that are known, and who is not named any more."""

from django.db import models
from django.db.models import Q


class ImportChange(models.Model):
    """One thing that taking a file in would change; nothing of it was written. Gone when the file goes in."""

    place = models.ForeignKey(
        "places.Place", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    run = models.ForeignKey("registry.ImportRun", on_delete=models.CASCADE, related_name="changes", db_index=False)
    family = models.ForeignKey("registry.Family", on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(
        "registry.Person", null=True, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    kind = models.CharField(max_length=20)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["run", "kind", "family"], name="registry_change_run")]


class Absence(models.Model):
    """A family or a member whom a newer file does not name. They stay where they are until somebody has looked."""

    class Outcome(models.TextChoices):
        NAMED_AGAIN = "named_again"  # a later file names them
        STILL_HERE = "still_here"
        RECORDED = "recorded"  # died, moved or joined another family: written down as that
        NOT_FOUND = "not_found"  # to be checked at home

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    family = models.ForeignKey("registry.Family", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("registry.Person", null=True, on_delete=models.CASCADE, related_name="+")
    run = models.ForeignKey("registry.ImportRun", on_delete=models.PROTECT, related_name="+")
    noticed_on = models.DateField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    note = models.CharField(max_length=200, blank=True)
    settled_on = models.DateField(null=True)
    settled_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["family", "person"],
                condition=Q(settled_on__isnull=True),
                nulls_distinct=False,
                name="registry_absent_once",
            )
        ]
