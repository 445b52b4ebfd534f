"""Rounds and their decisions: who was chosen, by which version of which rule, and why."""

from django.db import models
from django.db.models import F, Q


class Round(models.Model):
    """One reading of one rule over one area on one day. Two people: one scores, another approves."""

    class State(models.TextChoices):
        OPENED = "opened"
        SCORED = "scored"
        APPROVED = "approved"
        REJECTED = "rejected"

    class Outcome(models.TextChoices):
        ENTITLES = "entitles"  # the city pays: entitlements follow
        PROPOSES = "proposes"  # somebody else decides and pays: a list of proposals follows

    line = models.ForeignKey("programmes.Line", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    period = models.CharField(max_length=10)  # 2026-T4 for a quarter, 2026-11 for a month
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    rule = models.SlugField(max_length=80)
    rule_version = models.CharField(max_length=20)
    rule_sha256 = models.CharField(max_length=64)
    # The rule as it was read, so that the reasons can be shown again years later exactly as then.
    rule_text = models.TextField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPENED)
    opened_by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    scored_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    scored_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_on = models.DateField(null=True)
    reason = models.TextField(blank=True)
    # Families and rupiah by verdict, and the fingerprint of the registry that was read.
    counts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="approved") | (Q(closed_by__isnull=False) & ~Q(closed_by=F("scored_by"))),
                name="targeting_second_person",
            )
        ]

    @property
    def is_closed(self) -> bool:
        """Nothing more can be decided about it."""
        return self.state in (self.State.APPROVED, self.State.REJECTED)


class Decision(models.Model):
    """What a round says of one family, and what it found."""

    class Verdict(models.TextChoices):
        QUALIFIES = "qualifies"
        DOES_NOT = "does_not"
        UNDECIDED = "undecided"

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="decisions", db_index=False)
    # Rows come from the registry in one statement for a whole city; two checks for each would take longer than the rule.
    family = models.ForeignKey("registry.Family", on_delete=models.PROTECT, related_name="+", db_constraint=False)
    place = models.ForeignKey(
        "places.Place", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    verdict = models.CharField(max_length=9, choices=Verdict.choices)
    amount = models.BigIntegerField(default=0)
    # The values that each condition saw, in the order of the rule.
    found = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "family"], name="targeting_decided_once")]
        indexes = [models.Index(fields=["round", "verdict", "place"], name="targeting_decision_list")]
