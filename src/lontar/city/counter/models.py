"""What citizens came to the counter for: each with a slip, a clock and an answer."""

from django.db import models
from django.db.models import Q


class Errand(models.Model):
    """One thing that a family asked for at the counter. No illness, no address and no name is written here."""

    class Kind(models.TextChoices):
        LETTER = "letter"  # that states the decile as it was imported
        REACTIVATION = "reactivation"  # of health insurance that was switched off
        REFERRAL = "referral"  # to a bank, a training, a school, a partner

    class Outcome(models.TextChoices):
        OPEN = "open"
        DONE = "done"
        REFUSED = "refused"
        UNANSWERED = "unanswered"  # nobody answered, and the family was told so

    kind = models.CharField(max_length=12, choices=Kind.choices)
    family = models.ForeignKey("registry.Family", on_delete=models.PROTECT, related_name="+")
    # Whose health insurance it is.
    person = models.ForeignKey("registry.Person", null=True, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    programme = models.SlugField(max_length=80, blank=True)  # the rule that it is about
    to = models.ForeignKey("access.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    urgent = models.BooleanField(default=False)
    paper = models.CharField(max_length=80, blank=True)  # the number of the paper that the family brought
    # What a letter stated, so that it says the same when it is printed again.
    decile = models.PositiveSmallIntegerField(null=True)
    decile_on = models.DateField(null=True)
    decile_source = models.CharField(max_length=160, blank=True)
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    due = models.DateField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.OPEN)
    answer = models.CharField(max_length=300, blank=True)
    answered_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="open", answered_by=None, answered_on=None)
                | (~Q(outcome="open") & Q(answered_by__isnull=False, answered_on__isnull=False)),
                name="counter_errand_answered",
            ),
            models.CheckConstraint(
                condition=~Q(kind="referral") | (Q(to__isnull=False) & ~Q(programme="")),
                name="counter_referred_somewhere",
            ),
            models.CheckConstraint(
                condition=~Q(kind="reactivation") | Q(person__isnull=False), name="counter_reactivated_somebody"
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(kind="reactivation", outcome="open"), name="counter_reactivated_once"
            ),
        ]
        indexes = [models.Index(fields=["place", "outcome", "due"], name="counter_errand_clock")]

    @property
    def slip(self) -> str:
        """The number on the slip that the family takes home."""
        return f"L-{self.pk:07d}"
