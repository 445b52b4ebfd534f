"""Who asks for a loan and for what; what the committee decided, with its signed minutes."""

from uuid import uuid4

from django.db import models
from django.db.models import Q


class Minutes(models.Model):
    """The signed minutes of one meeting of the committee, as they were scanned, sealed. Only grows."""

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    fund = models.ForeignKey("loans.Fund", on_delete=models.PROTECT, related_name="minutes")
    number = models.CharField(max_length=80)
    signed_on = models.DateField()
    media_type = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    cipher = models.BinaryField()
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fund", "number"], name="loans_minutes_once")]


class Application(models.Model):
    """A person, or a group that answers for each other, asks for a loan."""

    class State(models.TextChoices):
        RECEIVED = "received"
        APPROVED = "approved"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"
        PAID_OUT = "paid_out"

    key = models.UUIDField(unique=True, default=uuid4)  # the form's own number: sent twice, it is written once
    fund = models.ForeignKey("loans.Fund", on_delete=models.PROTECT, related_name="applications")
    round = models.ForeignKey("loans.LendingRound", on_delete=models.PROTECT, related_name="applications")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("registry.Person", on_delete=models.PROTECT, related_name="+")
    family = models.ForeignKey("registry.Family", on_delete=models.PROTECT, related_name="+")
    group_name = models.CharField(max_length=80, blank=True)
    business = models.CharField(max_length=200)
    plan = models.CharField(max_length=500)
    amount = models.BigIntegerField()
    guarantor = models.CharField(max_length=120, blank=True)
    collateral = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.RECEIVED)
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="loans_asked_positive"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=["received", "approved"]), name="loans_asks_once"
            ),
        ]
        indexes = [models.Index(fields=["place", "state"], name="loans_application_place")]

    @property
    def slip(self) -> str:
        return f"D-{self.pk:07d}"


class GroupMember(models.Model):
    """One who answers for the loan together with the others of a group."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="members")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("registry.Person", on_delete=models.PROTECT, related_name="+")
    share = models.BigIntegerField(default=0)  # in rupiah of what is asked; nought where all have the same

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "person"], name="loans_member_once")]


class Choice(models.Model):
    """What the committee decided about one application. Only grows."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="choice")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="choices")
    approved = models.BooleanField()
    amount = models.BigIntegerField()
    reason = models.CharField(max_length=300)
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved=True, amount__gt=0) | (Q(approved=False, amount=0) & ~Q(reason="")),
                name="loans_choice_whole",
            )
        ]
