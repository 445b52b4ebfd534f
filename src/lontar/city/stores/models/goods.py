"""Kinds of goods, the stores in which they lie, every movement, and what a second person still has to confirm."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now


class Item(models.Model):
    """One kind of goods with the unit in which it is counted: rice in kg, books each."""

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")  # the city
    key = models.SlugField(max_length=40, unique=True)  # in the codes of accounts
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=12)
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    made_up = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "name"], name="stores_item_once")]

    def __str__(self) -> str:
        return self.name


class Store(models.Model):
    """A room with a lock: where goods lie until they are handed over."""

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    made_up = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "name"], name="stores_store_once")]

    def __str__(self) -> str:
        return self.name


class Parcel(models.Model):
    """What one hand-over of a line is made of, in goods."""

    line = models.ForeignKey("programmes.Line", on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="parcels")
    quantity = models.PositiveIntegerField()
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "item"], name="stores_parcel_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="stores_parcel_of_something"),
        ]


class Movement(models.Model):
    """Goods came, went to another store, were handed over, were lost or found. Only grows; nobody is named in it."""

    class Kind(models.TextChoices):
        RECEIVED = "received"  # from a supplier
        MOVED = "moved"  # to another store
        GIVEN = "given"  # to a family that is entitled to it
        LOST = "lost"
        FOUND = "found"  # more lay there than the book said
        BACK = "back"  # a hand-over was taken back, so it lies here still

    kind = models.CharField(max_length=8, choices=Kind.choices)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="movements")
    to_store = models.ForeignKey(Store, null=True, on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveBigIntegerField()
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())
    # Of the supplier's delivery note or the contract; of a transfer the waybill.
    document = models.CharField(max_length=120, blank=True)
    supplier = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    entry_key = models.CharField(max_length=120)
    # By which a form that is sent twice is recognised.
    command_key = models.CharField(max_length=160, unique=True)
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["store", "-id"], name="stores_of_store")]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="stores_moves_something"),
            models.CheckConstraint(
                condition=Q(kind="moved", to_store__isnull=False) & ~Q(to_store=F("store"))
                | ~Q(kind="moved") & Q(to_store__isnull=True),
                name="stores_moved_elsewhere",
            ),
            models.CheckConstraint(condition=~Q(kind="received") | ~Q(supplier=""), name="stores_received_from"),
            models.CheckConstraint(condition=~Q(kind__in=["lost", "found"]) | ~Q(reason=""), name="stores_lost_why"),
        ]


class Difference(models.Model):
    """What is not as the book says, by a report or by counting; posted when a second person confirms it."""

    class Kind(models.TextChoices):
        LOST = "lost"  # damaged, stolen, spoilt
        COUNTED = "counted"  # the stock was counted

    class State(models.TextChoices):
        WAITING = "waiting"
        POSTED = "posted"
        REFUSED = "refused"

    kind = models.CharField(max_length=7, choices=Kind.choices)
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="differences")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    quantity = models.BigIntegerField()  # plus is more than the book says; nought for a count that agrees
    counted = models.BigIntegerField(null=True)
    expected = models.BigIntegerField()  # what the book said then
    reason = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    settled_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    settled_on = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True)
    key = models.CharField(max_length=40, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["store", "item"], condition=Q(state="waiting"), name="stores_one_difference_waits"
            ),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | ~Q(settled_by=F("by")), name="stores_difference_second_person"
            ),
            models.CheckConstraint(condition=Q(quantity=0) | ~Q(reason=""), name="stores_difference_why"),
            models.CheckConstraint(
                condition=Q(kind="lost", counted__isnull=True, quantity__lt=0)
                | Q(kind="counted", counted__gte=0, quantity=F("counted") - F("expected")),
                name="stores_difference_adds_up",
            ),
        ]
