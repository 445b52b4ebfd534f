"""Accounts, immutable entries and their postings. Only `ledger.actions.post` writes here."""

from django.db import models
from django.db.models.functions import Now


class Account(models.Model):
    """Where rupiah, or goods in their own unit, stand. Its code says what for and where, never for whom."""

    class Kind(models.TextChoices):
        PAYER = "payer"  # who provides: its balance is minus what was set aside
        BUDGET = "budget"  # set aside for a line and promised to nobody yet
        OWED = "owed"  # promised to families of a ward, not yet in their hands
        DELIVERED = "delivered"  # in the hands of families of a ward

    code = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=30)
    unit = models.CharField(max_length=12, default="IDR")
    # What it is for, in the words of an upper room: `2026:key-of-the-line`.
    purpose = models.CharField(max_length=100)
    place_id = models.BigIntegerField(null=True)
    opened_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["kind", "purpose"], name="ledger_account_purpose")]


class Entry(models.Model):
    """One immutable fact: postings that sum to zero for each unit."""

    key = models.CharField(max_length=120, unique=True)  # the same command sent twice posts once
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())
    memo = models.CharField(max_length=200)
    # The number of postings is part of the fact, so that nothing can be added later, not even a balanced pair.
    postings_count = models.PositiveSmallIntegerField()
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversed_by")
    by_id = models.CharField(max_length=40)
    by_role = models.CharField(max_length=30)

    class Meta:
        indexes = [models.Index(fields=["on"], name="ledger_entry_on")]


class Posting(models.Model):
    """An amount onto one account; `subject` is a random number of what it concerns, never a person."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="postings")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="postings")
    amount = models.BigIntegerField()  # whole units: plus arrives, minus leaves
    subject = models.UUIDField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(amount=0), name="ledger_posting_not_zero")]
        indexes = [
            models.Index(fields=["subject"], condition=models.Q(subject__isnull=False), name="ledger_subject"),
        ]
