"""Loans that began in a ward's own spreadsheet, and cases in which book and borrower do not say the same."""

from django.db import models
from django.db.models import F, Q


class BookLayout(models.Model):
    """Which title of a ward's spreadsheet means what; said once."""

    fund = models.OneToOneField("loans.Fund", on_delete=models.PROTECT, related_name="layout")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    titles = models.JSONField()
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()


class BookFile(models.Model):
    """A ward's spreadsheet that was taken in; its content stays nowhere. Only grows."""

    fund = models.ForeignKey("loans.Fund", on_delete=models.PROTECT, related_name="files")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=160)
    counts = models.JSONField()
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fund", "sha256"], name="loans_file_once")]


class Carried(models.Model):
    """What the ward's own book said of a loan on the day when it was carried over. Only grows."""

    loan = models.OneToOneField("loans.Loan", on_delete=models.PROTECT, related_name="carried")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    file = models.ForeignKey(BookFile, on_delete=models.PROTECT, related_name="loans")
    row = models.PositiveIntegerField()
    principal = models.BigIntegerField()
    paid = models.BigIntegerField()
    lent_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(principal__gt=0, paid__gte=0), name="loans_carried_possible"),
        ]


class Dispute(models.Model):
    """Book and borrower say two things of one loan. Both stand here until two people have decided; no number does."""

    class State(models.TextChoices):
        OPEN = "open"
        PROPOSED = "proposed"  # one person has said how it should end
        DECIDED = "decided"

    class Verdict(models.TextChoices):
        BOOK = "book"
        BORROWER = "borrower"

    loan = models.ForeignKey("loans.Loan", on_delete=models.PROTECT, related_name="disputes")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    book_left = models.BigIntegerField()  # by the book on that day
    said_left = models.BigIntegerField()  # by the borrower
    statement = models.CharField(max_length=500)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    verdict = models.CharField(max_length=8, choices=Verdict.choices, blank=True)
    credited = models.BigIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    proposed_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    proposed_on = models.DateField(null=True)
    decided_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["loan"], condition=~Q(state="decided"), name="loans_one_open_dispute"),
            models.CheckConstraint(condition=~Q(decided_by=F("proposed_by")), name="loans_dispute_by_two"),
            models.CheckConstraint(
                condition=Q(said_left__gte=0, book_left__gt=0, credited__gte=0), name="loans_dispute_amounts"
            ),
        ]
        indexes = [models.Index(fields=["place", "state"], name="loans_dispute_place")]


class DisputePaper(models.Model):
    """A document in a case, as it was scanned, sealed."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="papers")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=80)
    media_type = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    cipher = models.BinaryField()
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
