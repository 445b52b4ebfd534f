"""A ward's fund, its rounds, and the months in which somebody counted its money."""

from django.db import models
from django.db.models import Q


class Fund(models.Model):
    """The capital of one ward that is lent, comes back, and is lent again. What stands on it is in the ledger."""

    place = models.OneToOneField("places.Place", on_delete=models.PROTECT, related_name="+")
    product = models.CharField(max_length=30)
    opened_on = models.DateField()
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    made_up = models.BooleanField(default=False)


class LendingRound(models.Model):
    """A turn of the fund; it opens when a set share of what was lent before has come back."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="rounds")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    opened_on = models.DateField()
    lent_before = models.BigIntegerField()
    returned_before = models.BigIntegerField()
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fund", "number"], name="loans_round_once")]


class CashCount(models.Model):
    """What the bank's statement and the cash box said at the end of a month, beside what the book said. Only grows."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="counts")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    period = models.CharField(max_length=7)
    bank = models.BigIntegerField()
    cash = models.BigIntegerField()
    book = models.BigIntegerField()
    note = models.CharField(max_length=300, blank=True)
    on = models.DateField()
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(bank__gte=0, cash__gte=0), name="loans_count_not_negative"),
            models.CheckConstraint(
                condition=Q(book=models.F("bank") + models.F("cash")) | ~Q(note=""), name="loans_count_explained"
            ),
        ]
        indexes = [models.Index(fields=["fund", "period"], name="loans_count_month")]

    @property
    def counted(self) -> int:
        return self.bank + self.cash

    @property
    def differs(self) -> int:
        return self.counted - self.book
