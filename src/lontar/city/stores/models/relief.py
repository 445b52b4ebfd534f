"""Declared emergencies, and goods that were handed over first and are matched to the registry later."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now


class Emergency(models.Model):
    """A declaration: where and until when goods go out first, by which paper."""

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")  # the area
    number = models.CharField(max_length=80, unique=True)  # of the decree
    what = models.CharField(max_length=160)
    since = models.DateField()
    until = models.DateField()
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    made_up = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(until__gte=F("since")), name="stores_emergency_ends")]


class Relief(models.Model):
    """One hand-over in an emergency: to somebody by the name they gave, or to so many people at one spot.

    The goods are in the book at once. Who a name is, a person says later; the name is then taken out of here.
    """

    class State(models.TextChoices):
        COUNTED = "counted"  # by count: there is nobody to be matched
        WAITING = "waiting"  # by name, not matched yet
        MATCHED = "matched"
        UNKNOWN = "unknown"  # somebody looked, and the registry has no such family

    emergency = models.ForeignKey(Emergency, on_delete=models.PROTECT, related_name="reliefs")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)  # the ward
    store = models.ForeignKey("stores.Store", on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey("stores.Item", on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    persons = models.PositiveIntegerField()
    name = models.CharField(max_length=120, blank=True)
    spot = models.CharField(max_length=120)  # the camp, the RT
    paper = models.CharField(max_length=120)  # the list that was signed there
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=7, choices=State.choices)
    family = models.ForeignKey("registry.Family", null=True, on_delete=models.PROTECT, related_name="+")
    settled_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    settled_on = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True)
    command_key = models.CharField(max_length=60, unique=True)

    class Meta:
        indexes = [models.Index(fields=["emergency", "state"], name="stores_relief_state")]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0, persons__gt=0), name="stores_relief_of_something"),
            models.CheckConstraint(condition=~Q(state="waiting") | ~Q(name=""), name="stores_relief_waits_by_name"),
            models.CheckConstraint(
                condition=Q(state="matched", family__isnull=False, settled_by__isnull=False, name="")
                | ~Q(state="matched") & Q(family__isnull=True),
                name="stores_relief_matched_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="unknown") | (Q(settled_by__isnull=False, name="") & ~Q(note="")),
                name="stores_relief_unknown_why",
            ),
        ]
