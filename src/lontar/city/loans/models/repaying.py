"""What came back, with its receipt; what was taken back of it; and who guesses at receipts."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now


class Repayment(models.Model):
    """Money that came back to a fund. Only grows; a mistake is reversed beside it."""

    loan = models.ForeignKey("loans.Loan", on_delete=models.PROTECT, related_name="repayments")
    fund = models.ForeignKey("loans.Fund", on_delete=models.PROTECT, related_name="repayments")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()  # of the receipt, counted in the fund without a gap
    amount = models.BigIntegerField()
    principal = models.BigIntegerField()
    interest = models.BigIntegerField()
    fee = models.BigIntegerField()
    penalty = models.BigIntegerField(default=0)
    plan = models.PositiveIntegerField()  # of instalments that it was paid on
    left = models.BigIntegerField()  # to be paid after it
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())
    subject = models.UUIDField(unique=True, null=True)
    command_key = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fund", "number"], name="loans_receipt_numbered"),
            models.CheckConstraint(
                condition=Q(amount__gt=0, amount=F("principal") + F("interest") + F("fee") + F("penalty"), left__gte=0)
                & Q(principal__gte=0, interest__gte=0, fee__gte=0, penalty__gte=0),
                name="loans_repaid_whole",
            ),
        ]


class Reversal(models.Model):
    """A repayment that was written down by mistake. Only grows."""

    repayment = models.OneToOneField(Repayment, on_delete=models.PROTECT, related_name="reversal")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=200)
    on = models.DateField()
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")


class Receipt(models.Model):
    """What a receipt says to whoever holds its code: no name, no loan, nothing that leads to another one."""

    digest = models.BinaryField(max_length=32, unique=True)  # of the code; the code itself is derived, not kept
    number = models.PositiveIntegerField()
    amount = models.BigIntegerField()
    penalty = models.BigIntegerField(default=0)  # what of it was for lateness
    left = models.BigIntegerField()
    fund = models.CharField(max_length=160)
    on = models.DateField()
    taken_by = models.CharField(max_length=80)  # the role, no name
    entry_key = models.CharField(max_length=120)
    made_up = models.BooleanField(default=False)


class FailedCheck(models.Model):
    """How often somebody asked for receipts that do not exist, within one hour; the asker is a keyed hash."""

    asker = models.BinaryField(max_length=32)
    hour = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asker", "hour"], name="loans_check_once")]
