"""Loans, who answers for them, when they are to be paid back, and what was changed of that by whom."""

from uuid import uuid4

from django.db import models
from django.db.models import Q


class Loan(models.Model):
    """Money of a fund in somebody's hands. The ledger knows it by `subject` alone."""

    class State(models.TextChoices):
        LIVE = "live"
        REPAID = "repaid"
        WRITTEN_OFF = "written_off"
        WAIVED = "waived"  # what was left was forgiven by decree

    # Goes when the borrower is erased: then the book can no longer tell whose it was.
    subject = models.UUIDField(unique=True, null=True, default=uuid4)
    application = models.OneToOneField("loans.Application", on_delete=models.PROTECT, related_name="loan")
    fund = models.ForeignKey("loans.Fund", on_delete=models.PROTECT, related_name="loans")
    round = models.ForeignKey("loans.LendingRound", on_delete=models.PROTECT, related_name="loans")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("registry.Person", on_delete=models.PROTECT, related_name="+")
    family = models.ForeignKey("registry.Family", on_delete=models.PROTECT, related_name="+")
    principal = models.BigIntegerField()
    # The terms as they were on that day, with their sources: what the product says later changes nothing here.
    terms = models.JSONField()
    allocation = models.CharField(max_length=40)
    on = models.DateField()
    plan = models.PositiveIntegerField(default=1)  # which of its plans of instalments holds
    state = models.CharField(max_length=11, choices=State.choices, default=State.LIVE)
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(principal__gt=0), name="loans_principal_positive")]
        indexes = [models.Index(fields=["place", "state"], name="loans_loan_place")]

    @property
    def number(self) -> str:
        return f"PJ-{self.pk:07d}"


class Borrower(models.Model):
    """Somebody who answers for a loan. Nobody answers for two live ones, in whatever wards: the index sees past walls."""

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="borrowers")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("registry.Person", on_delete=models.PROTECT, related_name="+")
    live = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["loan", "person"], name="loans_borrower_once"),
            models.UniqueConstraint(fields=["person"], condition=Q(live=True), name="loans_one_live_loan"),
        ]


class Instalment(models.Model):
    """What is due on a day by one plan of a loan. Only grows: a new plan stands beside the old one."""

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="instalments")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    plan = models.PositiveIntegerField()
    nr = models.PositiveIntegerField()
    due_date = models.DateField()
    principal = models.BigIntegerField()
    interest = models.BigIntegerField()
    fee = models.BigIntegerField(default=0)
    # Of a later plan: what lateness had cost on the one before and is still open, until when it was counted there, and
    # how much more it may cost.
    penalty = models.BigIntegerField(default=0)
    fined_until = models.DateField(null=True)
    room = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["loan", "plan", "nr"], name="loans_instalment_once")]


class Change(models.Model):
    """A loan was rescheduled, written off, waived or corrected, or something came back: by which paper, and why. Only grows."""

    class Kind(models.TextChoices):
        RESCHEDULED = "rescheduled"
        WRITTEN_OFF = "written_off"
        RECOVERED = "recovered"
        WAIVED = "waived"
        CORRECTED = "corrected"  # a case ended as its borrower said
        CLEARED = "cleared"  # the same of a loan that had been written off
        PARDONED = "pardoned"  # a penalty, or a part of one, is not asked for

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="changes")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=11, choices=Kind.choices)
    amount = models.BigIntegerField()
    # How much of it was principal, where less is owed by it.
    principal = models.BigIntegerField(default=0)
    plan = models.PositiveIntegerField(default=0)  # of instalments that a pardon is about
    paper = models.CharField(max_length=120)
    number = models.PositiveIntegerField(null=True)  # of the receipt, where money came back
    reason = models.CharField(max_length=300)
    on = models.DateField()
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
