"""How wrong a list was: a probability sample of homes, what they consume, and what that says of the list."""

from django.db import models
from django.db.models import F, Q


class Survey(models.Model):
    """A sample of the homes that a round judged, asked with the short consumption form; closed, its result stands.

    Form and poverty line are kept as they were on the day of the draw.
    """

    class State(models.TextChoices):
        OPEN = "open"
        CLOSED = "closed"

    round = models.ForeignKey("targeting.Round", on_delete=models.PROTECT, related_name="surveys")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    begins = models.DateField()
    due = models.DateField()
    seed = models.CharField(max_length=80)
    design = models.JSONField()  # homes of each part; units, where neighbourhoods were drawn first
    frame = models.JSONField()  # how many families by part, the neighbourhoods, and how many are shielded
    form_version = models.CharField(max_length=40)
    items = models.JSONField()  # the questions, with names and periods
    form_source = models.CharField(max_length=300)
    form_confidence = models.CharField(max_length=8, default="believed")  # whether that source was read
    line_amount = models.BigIntegerField()  # rupiah a head and month
    line_region = models.CharField(max_length=80)
    line_period = models.CharField(max_length=40)
    line_source = models.CharField(max_length=200)
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    opened_by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    closed_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    closed_on = models.DateField(null=True)
    results = models.JSONField(default=dict)
    made_up = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round"], condition=Q(state="open"), name="targeting_one_open_survey"),
            models.CheckConstraint(condition=Q(line_amount__gt=0), name="targeting_survey_line"),
            models.CheckConstraint(condition=Q(due__gte=F("begins")), name="targeting_survey_days"),
            models.CheckConstraint(
                condition=Q(state="open", closed_by__isnull=True, closed_on__isnull=True)
                | Q(state="closed", closed_by__isnull=False, closed_on__isnull=False),
                name="targeting_survey_closed",
            ),
        ]

    @property
    def number(self) -> str:
        return f"KS-{self.pk:05d}"


class SampledHome(models.Model):
    """A family of the sample: of how many how many were drawn at each stage, and what it answered."""

    class State(models.TextChoices):
        OPEN = "open"
        ANSWERED = "answered"
        REFUSED = "refused"
        NOT_MET = "not_met"
        GONE = "gone"  # moved or died since

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="homes", db_index=False)
    family = models.ForeignKey("registry.Family", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    stratum = models.CharField(max_length=40)
    unit = models.PositiveIntegerField()  # a number of its own: no address stands here
    part = models.CharField(max_length=7)
    first_n = models.PositiveIntegerField()
    first_of = models.PositiveIntegerField()
    second_n = models.PositiveIntegerField()
    second_of = models.PositiveIntegerField()
    # Who is to ask there; nobody in particular is whoever serves the ward.
    asker = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    people = models.PositiveSmallIntegerField(null=True)  # who eat from one kitchen
    amounts = models.JSONField(default=dict)  # rupiah by question; null is not known
    a_head = models.BigIntegerField(null=True)  # rupiah a head and month, where nothing is missing
    poor = models.BooleanField(null=True)
    asked_on = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "family"], name="targeting_sampled_once"),
            models.CheckConstraint(condition=Q(part__in=("chosen", "others")), name="targeting_sampled_part"),
            models.CheckConstraint(
                condition=Q(first_n__gte=1, first_n__lte=F("first_of"), second_n__gte=1, second_n__lte=F("second_of")),
                name="targeting_sampled_chance",
            ),
            models.CheckConstraint(
                condition=Q(state="open", by__isnull=True, asked_on__isnull=True)
                | (~Q(state="open") & Q(by__isnull=False, asked_on__isnull=False)),
                name="targeting_sampled_asked",
            ),
            models.CheckConstraint(
                condition=Q(state="answered") | Q(poor__isnull=True, a_head__isnull=True),
                name="targeting_sampled_known",
            ),
        ]
        indexes = [models.Index(fields=["place", "state"], name="targeting_sampled_walk")]
