"""What is owed to whom, that it was handed over, and the receipt that anyone can check."""

from uuid import uuid4

import pghistory
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


# By statement: 40,000 of them go on at once, and the wall around their history is asked once.
@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old, level=pghistory.Statement), pghistory.DeleteEvent(row=pghistory.Old)
)
class Entitlement(models.Model):
    """What one family is owed from one line for one period; handed over once."""

    class Status(models.TextChoices):
        OWED = "owed"
        SENT = "sent"  # released in a payment order: with the bank, the post office or the ward's cashier
        DELIVERED = "delivered"
        CANCELLED = "cancelled"

    # The random number by which ledger and receipt speak of it; gone when its family is erased.
    subject = models.UUIDField(unique=True, default=uuid4, null=True)
    round = models.ForeignKey("targeting.Round", on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey("programmes.Line", on_delete=models.PROTECT, related_name="+", db_index=False)
    family = models.ForeignKey("registry.Family", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    period = models.CharField(max_length=10)
    amount = models.BigIntegerField()
    on = models.DateField()  # the day of the approval that made it
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.OWED)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            # Two rounds that overlap still pay a family once for a period.
            models.UniqueConstraint(
                fields=["line", "family", "period"],
                condition=~Q(status="cancelled"),
                name="delivery_owed_once",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="delivery_amount_positive"),
            models.CheckConstraint(
                condition=Q(status__in=["owed", "sent", "delivered", "cancelled"]), name="delivery_known_status"
            ),
            models.CheckConstraint(condition=~Q(status="cancelled", reason=""), name="delivery_cancelled_why"),
        ]
        indexes = [models.Index(fields=["place", "status"], name="delivery_place_status")]


class Handover(models.Model):
    """That an entitlement reached the family: when, by whom, and what proves it. Only grows."""

    class Proof(models.TextChoices):
        SIGNATURE = "signature"  # drawn on the screen
        PHOTO = "photo"
        SIGNED_LIST = "signed_list"  # the number of the paper that was signed
        THUMBPRINT = "thumbprint"  # the number of the paper that bears it
        WITNESS = "witness"  # for those who cannot sign
        SLIP = "slip"  # its code, which the family was given before
        TRANSFER = "transfer"  # the line of the payer's result file

    entitlement = models.OneToOneField(Entitlement, on_delete=models.PROTECT, related_name="handover")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    received_by = models.CharField(max_length=120)  # the head, or a named representative
    proof = models.CharField(max_length=12, choices=Proof.choices)
    proof_note = models.CharField(max_length=200, blank=True)
    proof_image = models.BinaryField(null=True)
    entry_key = models.CharField(max_length=120)
    # By which a form or a telephone that sends twice is recognised and answered alike.
    command_key = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes = [models.Index(fields=["on"], name="delivery_handover_on")]
        constraints = [
            models.CheckConstraint(
                condition=Q(proof__in=["signature", "photo"], proof_image__isnull=False)
                | (
                    Q(proof__in=["signed_list", "thumbprint", "witness", "slip", "transfer"], proof_image__isnull=True)
                    & ~Q(proof_note="")
                ),
                name="delivery_proven",
            )
        ]


class Hold(models.Model):
    """Why an entitlement is not paid for now, and until when; it ends by itself, into payment."""

    class Reason(models.TextChoices):
        DIED = "died"
        MOVED = "moved"
        IDENTITY = "identity"  # somebody else seems to stand behind the name
        ACCOUNT = "account"  # the account is closed, or another's

    class End(models.TextChoices):
        LIFTED = "lifted"  # somebody said that it may be paid
        CANCELLED = "cancelled"  # the entitlement was taken back
        EXPIRED = "expired"  # nobody confirmed it in time; noted when another reason came up

    entitlement = models.ForeignKey(Entitlement, on_delete=models.PROTECT, related_name="holds")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=8, choices=Reason.choices)
    note = models.CharField(max_length=300)
    on = models.DateField()
    until = models.DateField()  # the last day on which it holds
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_on = models.DateField(null=True)
    # A change that a visit found and a second person has confirmed, where that is what confirms it.
    confirmed_change = models.BigIntegerField(null=True)
    end = models.CharField(max_length=9, choices=End.choices, blank=True)
    ended_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True)
    end_note = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["until"], condition=Q(end=""), name="delivery_hold_open")]
        constraints = [
            models.UniqueConstraint(fields=["entitlement"], condition=Q(end=""), name="delivery_held_once"),
            models.CheckConstraint(condition=Q(until__gt=models.F("on")), name="delivery_hold_ends"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=models.F("by")),
                name="delivery_hold_second_person",
            ),
            models.CheckConstraint(condition=~Q(note=""), name="delivery_hold_why"),
        ]


class Receipt(models.Model):
    """What a receipt says to whoever holds its code: no family, no ward, nothing that leads to another one."""

    digest = models.BinaryField(max_length=32, unique=True)  # of the code; the code itself is derived, not kept
    # The city, never the ward.
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    amount = models.BigIntegerField()
    what = models.CharField(max_length=300, blank=True)  # empty for a sensitive line
    budget_code = models.CharField(max_length=20, blank=True)
    payer = models.CharField(max_length=160)
    period = models.CharField(max_length=10)
    on = models.DateField()
    handed_over_by = models.CharField(max_length=200)  # role and agency, no name
    entry_key = models.CharField(max_length=120)
    made_up = models.BooleanField(default=False)


class FailedCheck(models.Model):
    """How often somebody asked for receipts that do not exist, within one hour; the asker is a keyed hash."""

    asker = models.BinaryField(max_length=32)
    hour = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asker", "hour"], name="delivery_check_once")]
