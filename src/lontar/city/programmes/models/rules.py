"""Rules that officers write on a page: drafts, and versions that were published and never change again."""

from django.db import models
from django.db.models import F, Q


class WrittenRule(models.Model):
    """One version of a rule: its whole text with its own dates and sources, and the cases that it was tried on.

    Once published it stands beside the files of `rules/`, and before one of the same name.
    """

    rule = models.SlugField(max_length=80)
    number = models.PositiveSmallIntegerField()  # of the version: 1, 2, 3 …
    # For whose recipients it was written; None where a planner wrote it for no line of the catalogue.
    line = models.ForeignKey("programmes.Line", null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    cases = models.TextField(blank=True)
    why = models.CharField(max_length=300)
    written_by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    written_on = models.DateField()
    # Everybody who had a hand in it: none of them publishes it.
    writers = models.JSONField(default=list)
    published_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    published_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "number"], name="programmes_rule_version_once"),
            models.UniqueConstraint(
                fields=["rule"], condition=Q(published_on=None), name="programmes_one_draft_of_a_rule"
            ),
            models.CheckConstraint(
                condition=Q(published_by=None, published_on=None)
                | (Q(published_by__isnull=False, published_on__isnull=False) & ~Q(published_by=F("written_by"))),
                name="programmes_rule_second_person",
            ),
        ]

    @property
    def is_published(self) -> bool:
        """Whether it counts, and so cannot be changed."""
        return self.published_on is not None
