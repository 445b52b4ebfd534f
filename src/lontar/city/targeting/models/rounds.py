"""Rounds and their decisions: who was chosen, by which version of which rule, and why."""

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q

# From the second approval on.
BINDING = ("approved", "decreed", "exported", "answered")


class Round(models.Model):
    """One reading of one rule over one area on one day, and how far it has come: three people at least decide it."""

    class State(models.TextChoices):
        OPENED = "opened"
        SCORED = "scored"  # the list is frozen; the wards meet
        MET = "met"  # every ward has met; checked at home
        CHECKED = "checked"  # waits for two approvals
        APPROVED = "approved"
        DECREED = "decreed"
        EXPORTED = "exported"  # a proposal that was handed in
        ANSWERED = "answered"  # and answered
        REJECTED = "rejected"

    class Outcome(models.TextChoices):
        ENTITLES = "entitles"  # the city pays: entitlements follow
        PROPOSES = "proposes"  # somebody else decides and pays: a list of proposals follows

    line = models.ForeignKey("programmes.Line", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    period = models.CharField(max_length=10)  # 2026-T4 for a quarter, 2026-11 for a month
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    # How many families, and how many rupiah, this round may choose at most; null is no limit of its own.
    quota = models.PositiveIntegerField(null=True)
    budget = models.BigIntegerField(null=True)
    criteria = models.JSONField(default=list)  # by what they are ranked, the first first
    # By which the families are scored, where `score` is one of the criteria.
    model = models.ForeignKey("targeting.WelfareModel", null=True, on_delete=models.PROTECT, related_name="+")
    seed = models.CharField(max_length=80, default="")  # of the draw; published before anybody is counted
    number_key = models.CharField(max_length=64, default="")  # of the public numbers; never published
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
    approved_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    # Whoever approved as the second, or put the round aside.
    closed_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_on = models.DateField(null=True)
    reason = models.TextField(blank=True)
    campaign = models.ForeignKey("fieldwork.Campaign", null=True, on_delete=models.PROTECT, related_name="+")
    paper_number = models.CharField(max_length=80, blank=True)  # of the decree, or of the letter that proposes
    paper_on = models.DateField(null=True)
    # Families and rupiah by verdict, and the fingerprint of the registry that was read.
    counts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=BINDING) | (Q(closed_by__isnull=False) & ~Q(closed_by=F("scored_by"))),
                name="targeting_second_person",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(state="rejected")
                | (
                    ~Q(approved_by=F("scored_by"))
                    & ~Q(approved_by=F("opened_by"))
                    & (Q(closed_by__isnull=True) | ~Q(approved_by=F("closed_by")))
                ),
                name="targeting_two_approvers",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("decreed", "exported", "answered")) | ~Q(paper_number=""),
                name="targeting_decreed_on_paper",
            ),
            models.CheckConstraint(
                condition=Q(budget__isnull=True) | Q(budget__gt=0), name="targeting_budget_is_something"
            ),
            models.CheckConstraint(
                condition=Q(quota__isnull=True) | Q(quota__gt=0), name="targeting_quota_is_somebody"
            ),
        ]

    @property
    def is_closed(self) -> bool:
        """Nothing more can be decided about it."""
        return self.state in (self.State.DECREED, self.State.EXPORTED, self.State.ANSWERED, self.State.REJECTED)

    @property
    def is_binding(self) -> bool:
        """Two people have approved it: its rupiah are promised and its families are chosen."""
        return self.state in BINDING


class Decision(models.Model):
    """What a round says of one family, and what it found."""

    class Verdict(models.TextChoices):
        QUALIFIES = "qualifies"
        DOES_NOT = "does_not"
        UNDECIDED = "undecided"

    class Standing(models.TextChoices):
        CHOSEN = "chosen"
        WAITING = "waiting"  # on the list, and there is no place or no rupiah left
        STRUCK = "struck"  # taken off by a meeting or after a visit
        ADDED = "added"  # put on by a meeting; becomes chosen or waiting when the list is cut again

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="decisions", db_index=False)
    # Rows come from the registry in one statement for a whole city; two checks for each would take longer than the rule.
    # The unique index begins with the family: one index fewer to fill for each row.
    family = models.ForeignKey(
        "registry.Family", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    place = models.ForeignKey(
        "places.Place", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    verdict = models.CharField(max_length=9, choices=Verdict.choices)
    amount = models.BigIntegerField(default=0)
    # The values that each condition saw, in the order of the rule.
    found = models.JSONField(default=list)
    standing = models.CharField(max_length=7, choices=Standing.choices, default="", blank=True)
    rank = models.PositiveIntegerField(null=True)
    number = models.CharField(max_length=16, default="", blank=True)  # the family's in what is published of the round
    nominated = models.BooleanField(default=False)  # somebody had named the family by the day it was scored
    measures = models.JSONField(default=list)  # what it was ranked by, in the order of the criteria
    # The random number by which the log speaks of it; gone when its family is erased.
    subject = models.UUIDField(null=True, db_default=RandomUUID())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["family", "round"], name="targeting_decided_once")]
        indexes = [
            models.Index(fields=["round", "verdict", "place"], name="targeting_decision_list"),
            models.Index(fields=["round", "rank"], condition=Q(rank__isnull=False), name="targeting_decision_rank"),
        ]
