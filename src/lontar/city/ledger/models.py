"""Accounts, immutable entries and their postings, closed periods, and the log that commits to what was written."""

from django.db import models
from django.db.models.functions import Now


class Account(models.Model):
    """Where rupiah, or goods in their own unit, stand. Its code says what for and where, never for whom."""

    class Kind(models.TextChoices):
        PAYER = "payer"  # who provides: its balance is minus what was set aside
        BUDGET = "budget"  # set aside for a line and promised to nobody yet
        OWED = "owed"  # promised to families of a ward, not yet in their hands
        SENT = "sent"  # released by the treasury: with the bank, the post office or the ward's cashier
        DELIVERED = "delivered"  # in the hands of families of a ward
        CONTRACTED = "contracted"  # promised to a work in a ward and not paid yet
        BUILT = "built"  # paid for stages of works in a ward
        CAPITAL = "capital"  # what set a ward's revolving fund going: its balance is minus that
        OPENING = "opening"  # what a ward's own book had lent out before it was carried over, with a minus
        FUND = "fund"  # lies in a ward's revolving fund
        LENT = "lent"  # with borrowers of a ward
        EARNED = "earned"  # interest and fees of a ward's fund, with a minus
        FINED = "fined"  # what was paid to a ward's fund for lateness, with a minus
        LOST = "lost"  # lent and written off, waived, or paid by somebody and never in the fund
        SUPPLIED = "supplied"  # goods in their own unit: minus what suppliers brought
        STORED = "stored"  # lie in a store
        GIVEN = "given"  # in the hands of families of a ward
        MISSING = "missing"  # lost, spoilt, or not there when they were counted

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


class ClosedPeriod(models.Model):
    """A month that takes nothing any more, nor do the days before it. Only grows: what is closed stays closed."""

    period = models.CharField(max_length=7, unique=True)  # 2026-10
    until = models.DateField(unique=True)
    closed_on = models.DateField()
    at = models.DateTimeField(db_default=Now())
    balances_sha256 = models.CharField(max_length=64)
    by_id = models.CharField(max_length=40)
    by_role = models.CharField(max_length=30)


class Leaf(models.Model):
    """What the log commits to: 32 bytes for one thing. Written with the thing itself, numbered by the sequencer.

    The number is given once. The secret that opens the leaf can be destroyed once; then nobody can tell any more what
    the leaf is about, and the tree stays as it is.
    """

    kind = models.CharField(max_length=10)
    # The name of what it is about: the key of an entry, the random subject of a decision.
    about = models.CharField(max_length=120)
    commitment = models.BinaryField(max_length=32)
    secret = models.BinaryField(max_length=32, null=True)
    number = models.BigIntegerField(null=True, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "about"], name="ledger_leaf_once")]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(number__isnull=True), name="ledger_leaf_waiting"),
        ]


class Tile(models.Model):
    """256 hashes of one level of the tree that will never change, and the root over them."""

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hashes = models.BinaryField(max_length=8192)
    root = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="ledger_tile_once")]


class Checkpoint(models.Model):
    """The size and the root of the log at one moment, signed; kept for good."""

    size = models.BigIntegerField(unique=True)
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    at = models.DateTimeField(db_default=Now())


class Witnessing(models.Model):
    """That a checkpoint was sent to a witness, or why it could not be."""

    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="witnessings")
    witness = models.CharField(max_length=200)  # folder, mail, or the address of another city
    at = models.DateTimeField(db_default=Now())
    trouble = models.CharField(max_length=200, blank=True)


class KeptCheckpoint(models.Model):
    """A checkpoint of another city's log, kept here as its witness. Two of one size are its proof of two stories."""

    origin = models.CharField(max_length=200)
    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    at = models.DateTimeField(db_default=Now())
    forked = models.BooleanField(default=False)  # another root of this size had been kept before

    class Meta:
        constraints = [models.UniqueConstraint(fields=["origin", "size", "root"], name="ledger_kept_once")]
