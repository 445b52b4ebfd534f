"""Two records that may be one person: what speaks for it, who decided, and what a merge moved."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now


class Pair(models.Model):
    """Two persons whom a search found alike. Decided once, it never comes back: the keys stand in one order.

    `place` and `other_place` are the wards of the two; only who serves both sees the pair.
    """

    class Band(models.TextChoices):
        SAME = "same"
        LOOK = "look"

    class State(models.TextChoices):
        WAITING = "waiting"
        SAME = "same"
        DIFFERENT = "different"
        UNSURE = "unsure"  # waits no longer in the queue, but for somebody who knows more

    person_a = models.ForeignKey("registry.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    person_b = models.ForeignKey("registry.Person", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(
        "places.Place", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    other_place = models.ForeignKey(
        "places.Place", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    weight = models.FloatField()  # bits: log2 of the odds that they are one
    probability = models.FloatField()
    band = models.CharField(max_length=4, choices=Band.choices)
    against = models.CharField(max_length=8)  # the likeliest other story: stranger or kin
    reasons = models.JSONField(default=dict)  # the level of each field, as the model told it when it was found
    model_version = models.CharField(max_length=64)
    found_on = models.DateField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    decided_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    decided_role = models.CharField(max_length=20, blank=True)
    decided_on = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(person_a__lt=F("person_b")), name="registry_pair_in_order"),
            models.UniqueConstraint(fields=["person_a", "person_b"], name="registry_pair_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by=None, decided_on=None, decided_at=None)
                | (
                    Q(state__in=["same", "different", "unsure"])
                    & Q(decided_by__isnull=False, decided_on__isnull=False, decided_at__isnull=False)
                ),
                name="registry_pair_decided_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-weight", "id"], name="registry_pair_queue"),
            models.Index(fields=["decided_by", "-decided_at"], name="registry_pair_decider"),
        ]


class Merge(models.Model):
    """One person's two records made one: `merged` is shown through `survivor` until somebody undoes it.

    `moved` holds what changed, without a name or a number in it, so that all of it can be put back.
    """

    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="merges")
    survivor = models.ForeignKey("registry.Person", on_delete=models.PROTECT, related_name="+")
    merged = models.ForeignKey("registry.Person", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(
        "places.Place", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    other_place = models.ForeignKey(
        "places.Place", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    # Where each of the two stood in a family on that day; `emptied`: nobody is left in the merged one's family.
    family = models.ForeignKey("registry.Family", null=True, on_delete=models.PROTECT, related_name="+")
    survivor_family = models.ForeignKey("registry.Family", null=True, on_delete=models.PROTECT, related_name="+")
    emptied = models.BooleanField(default=False)
    moved = models.JSONField(default=dict)
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    by_role = models.CharField(max_length=20)
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())
    undone_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    undone_on = models.DateField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merged"], condition=Q(undone_on=None), name="registry_merged_once"),
            models.CheckConstraint(condition=~Q(merged=F("survivor")), name="registry_merge_of_two"),
            models.CheckConstraint(
                condition=Q(undone_by=None, undone_on=None, undone_at=None)
                | Q(undone_by__isnull=False, undone_on__isnull=False, undone_at__isnull=False),
                name="registry_merge_undone_by_somebody",
            ),
        ]


class Search(models.Model):
    """One look for duplicates: the whole city, or what an import brought against everybody."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")  # the whole city's key
    run = models.ForeignKey("registry.ImportRun", null=True, on_delete=models.PROTECT, related_name="+")
    # Of an import: only records with keys after the first and up to the second are new.
    after_key = models.BigIntegerField(default=0)
    up_to_key = models.BigIntegerField(null=True)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    model_version = models.CharField(max_length=64, blank=True)
    counts = models.JSONField(default=dict)
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    by_role = models.CharField(max_length=20)
    on = models.DateField()
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)


class Batch(models.Model):
    """Obvious pairs to be confirmed at once, after a random sample of them was looked at and none of it was wrong."""

    class State(models.TextChoices):
        LOOKING = "looking"
        REFUSED = "refused"  # somebody found a wrong one in the sample
        CONFIRMED = "confirmed"  # by a person; the worker merges them one by one
        DONE = "done"
        LEFT = "left"  # abandoned

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    pairs = models.JSONField()  # keys of all pairs of the batch, as it was drawn
    sample = models.JSONField()  # keys of those to be looked at
    state = models.CharField(max_length=9, choices=State.choices, default=State.LOOKING)
    counts = models.JSONField(default=dict)
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    by_role = models.CharField(max_length=20)
    on = models.DateField()
    confirmed_on = models.DateField(null=True)
