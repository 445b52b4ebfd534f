"""Accounts, immutable entries and their postings. Only `ledger.actions.post` writes here."""

from django.db import models
from django.db.models.functions import Now


class Account(models.Model):
    """A place where rupiah stand: a budget line, what is owed in a ward, what was delivered there.

    The code says what it is for, never for whom: `budget:2026:53.71:...`, `owed:...`, `delivered:...`.
    """

    code = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=30)
    unit = models.CharField(max_length=12, default="IDR")
    place_id = models.BigIntegerField(null=True)
    opened_on = models.DateField()


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


class Posting(models.Model):
    """An amount onto one account; `subject` is a random number of what it concerns, never a person."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="postings")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="postings")
    amount = models.BigIntegerField()  # whole units: rupiah; plus is a debit, minus a credit
    subject = models.UUIDField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(amount=0), name="ledger_posting_not_zero")]
        indexes = [models.Index(fields=["subject"], name="ledger_subject")]
