"""Asked after payment: a random sample of families that the book calls paid, and what each of them said."""

from django.db import models
from django.db.models import F, Q


class PaymentSurvey(models.Model):
    """A sample of what was handed over from one line for one period; closed, its result stands."""

    class State(models.TextChoices):
        OPEN = "open"
        CLOSED = "closed"

    line = models.ForeignKey("programmes.Line", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=10)
    begins = models.DateField()
    due = models.DateField()
    seed = models.CharField(max_length=80)
    margin = models.PositiveSmallIntegerField()  # percent, at 95%
    frame = models.JSONField()  # how many families and rupiah it was drawn from, and how many families are shielded
    goods = models.CharField(max_length=300, blank=True)  # what was handed over beside rupiah, in words
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    opened_by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    closed_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    closed_on = models.DateField(null=True)
    results = models.JSONField(default=dict)
    made_up = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["line", "place", "period"], condition=Q(state="open"), name="delivery_one_open_survey"
            ),
            models.CheckConstraint(condition=Q(due__gt=F("begins")), name="delivery_survey_days"),
            models.CheckConstraint(condition=Q(margin__gte=1, margin__lte=30), name="delivery_survey_margin"),
            models.CheckConstraint(
                condition=Q(state="open", closed_by__isnull=True, closed_on__isnull=True)
                | Q(state="closed", closed_by__isnull=False, closed_on__isnull=False),
                name="delivery_survey_closed",
            ),
        ]

    @property
    def number(self) -> str:
        return f"TP-{self.pk:05d}"


class AskedFamily(models.Model):
    """A family of the sample: of how many how many were drawn, what the book says, and what the family says."""

    class State(models.TextChoices):
        OPEN = "open"
        ANSWERED = "answered"
        REFUSED = "refused"
        NOT_MET = "not_met"
        GONE = "gone"  # moved or died since

    class How(models.TextChoices):
        VISIT = "visit"
        CALL = "call"

    survey = models.ForeignKey(PaymentSurvey, on_delete=models.PROTECT, related_name="families", db_index=False)
    family = models.ForeignKey("registry.Family", on_delete=models.PROTECT, related_name="+")
    entitlement = models.ForeignKey("delivery.Entitlement", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    amount = models.BigIntegerField()  # rupiah by the book
    handed_on = models.DateField()
    handed_by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    stratum = models.CharField(max_length=40)
    drawn_n = models.PositiveIntegerField()
    drawn_of = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    how = models.CharField(max_length=5, choices=How.choices, blank=True)
    arrived = models.BooleanField(null=True)
    rupiah = models.BigIntegerField(null=True)  # as the family says
    whole = models.BooleanField(null=True)
    received_on = models.DateField(null=True)
    asked_money = models.BooleanField(null=True)
    note = models.CharField(max_length=300, blank=True)
    asked_on = models.DateField(null=True)
    by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "family"], name="delivery_asked_once"),
            models.CheckConstraint(
                condition=Q(drawn_n__gte=1, drawn_n__lte=F("drawn_of")), name="delivery_asked_chance"
            ),
            models.CheckConstraint(
                condition=Q(state="open", by__isnull=True, asked_on__isnull=True)
                | (~Q(state="open") & Q(by__isnull=False, asked_on__isnull=False)),
                name="delivery_asked_by_somebody",
            ),
            # Nobody asks about what went through their own hands.
            models.CheckConstraint(
                condition=Q(by__isnull=True) | ~Q(by=F("handed_by")), name="delivery_asked_by_other"
            ),
            models.CheckConstraint(
                condition=Q(state="answered")
                | Q(arrived__isnull=True, rupiah__isnull=True, whole__isnull=True, asked_money__isnull=True),
                name="delivery_asked_known",
            ),
            models.CheckConstraint(condition=Q(rupiah__isnull=True) | Q(rupiah__gte=0), name="delivery_told_amount"),
        ]
        indexes = [models.Index(fields=["place", "state"], name="delivery_asked_walk")]
