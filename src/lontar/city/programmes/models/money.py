"""A line's money by source and stage, what was reported as spent, and what came of it beside the money."""

from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Q

from lontar.city.programmes.models.offers import Line


class BudgetQuerySet(models.QuerySet["Budget"]):
    """Which budgets count."""

    def in_force(self, until: date | None = None) -> "BudgetQuerySet":
        """Of each source the revised one where there is one, else the first; never a mere plan."""
        known = self.filter(set_on__lte=until) if until else self
        revised = Budget.objects.filter(line=OuterRef("line"), fund=OuterRef("fund"), stage=Budget.Stage.REVISED)
        if until:
            revised = revised.filter(set_on__lte=until)
        stages = Budget.Stage
        return known.filter(Q(stage=stages.REVISED) | (Q(stage=stages.BUDGET) & ~Exists(revised)))


class Budget(models.Model):
    """Money set aside for a line, by its source and by the document that says so; whole rupiah."""

    class Stage(models.TextChoices):
        PLAN = "plan"  # RKPD, KUA-PPAS: wished, not yet money
        BUDGET = "budget"  # DPA
        REVISED = "revised"  # DPPA; from then on in place of the budget from the same source

    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="budgets")
    fund = models.CharField(max_length=8, choices=Line.Payer.choices)
    stage = models.CharField(max_length=7, choices=Stage.choices, default=Stage.BUDGET)
    amount = models.BigIntegerField()
    document = models.CharField(max_length=160)  # DPA number, or what else says so
    set_on = models.DateField()
    made_up = models.BooleanField(default=False)

    objects = BudgetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "fund", "stage"], name="programmes_budget_once_a_stage"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="programmes_budget_not_negative"),
        ]


class Realisation(models.Model):
    """What an agency reports as spent on a line in one quarter, outside of what Lontar itself paid."""

    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="realisations")
    quarter = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField()
    output = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=160)
    recorded_on = models.DateField()
    made_up = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "quarter"], name="programmes_realised_once"),
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="programmes_quarter"),
        ]


class Output(models.Model):
    """What a line is to bring about beside money: 40 wheelchairs, 1,200 m of drains."""

    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="outputs")
    what = models.CharField(max_length=160)
    unit = models.CharField(max_length=40)
    target = models.DecimalField(max_digits=15, decimal_places=2, null=True)  # null: not known
    realised = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    source = models.CharField(max_length=160)
    on = models.DateField()
    made_up = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "what", "unit"], name="programmes_output_once"),
            models.CheckConstraint(
                condition=(Q(target__isnull=True) | Q(target__gte=0)) & (Q(realised__isnull=True) | Q(realised__gte=0)),
                name="programmes_output_not_negative",
            ),
        ]
