"""The way of a round from the frozen list to the paper: steps with their clocks, and what meetings changed."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Scan(models.Model):
    """A signed paper as it was scanned, sealed."""

    class Type(models.TextChoices):
        JPEG = "image/jpeg"
        PDF = "application/pdf"

    place = models.ForeignKey(
        "places.Place", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    media_type = models.CharField(max_length=20, choices=Type.choices)
    sha256 = models.CharField(max_length=64)
    cipher = models.BinaryField()


class Step(models.Model):
    """Work on a round that lies with somebody, from a day, due on a day, until somebody has done it.

    What was taken back stays: the days it took were days.
    """

    class Kind(models.TextChoices):
        MEETING = "meeting"  # in one ward
        CHECK = "check"
        APPROVAL = "approval"
        SECOND = "second"  # the second person's approval
        DECREE = "decree"
        EXPORT = "export"
        ANSWER = "answer"

    round = models.ForeignKey("targeting.Round", on_delete=models.CASCADE, related_name="steps", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("access.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    due = models.DateField()
    by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(null=True)
    at = models.DateTimeField(null=True)
    number = models.CharField(max_length=80, blank=True)  # of the minutes
    paper_on = models.DateField(null=True)
    note = models.CharField(max_length=500, blank=True)
    scan = models.ForeignKey(Scan, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    details = models.JSONField(default=dict)
    taken_back_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    taken_back_on = models.DateField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "kind", "place"],
                condition=Q(taken_back_on__isnull=True),
                name="targeting_step_once",
            ),
            models.CheckConstraint(
                condition=Q(on__isnull=True, by__isnull=True) | Q(on__isnull=False, by__isnull=False),
                name="targeting_step_signed",
            ),
            # A meeting is closed by its paper alone.
            models.CheckConstraint(
                condition=~Q(kind="meeting")
                | Q(on__isnull=True)
                | (~Q(number="") & Q(paper_on__isnull=False, scan__isnull=False)),
                name="targeting_meeting_has_minutes",
            ),
        ]
        indexes = [models.Index(fields=["on", "kind"], name="targeting_step_open")]


class Amendment(models.Model):
    """That a family was added to or struck from a round's list, by whom and why. What was withdrawn stays."""

    class Kind(models.TextChoices):
        ADD = "add"
        STRIKE = "strike"

    round = models.ForeignKey("targeting.Round", on_delete=models.PROTECT, related_name="amendments")
    family = models.ForeignKey("registry.Family", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    reason = models.CharField(max_length=500)
    before = models.CharField(max_length=7, blank=True)  # the standing that it replaced
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())
    withdrawn_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "family"], condition=Q(withdrawn_on__isnull=True), name="targeting_amended_once"
            )
        ]


class Layout(models.Model):
    """In which columns, in which order, a ministry or province wants a list: said once, kept under a name."""

    name = models.CharField(max_length=80, unique=True)
    columns = models.JSONField()  # [head, field] pairs
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    def __str__(self) -> str:
        return self.name


class Answer(models.Model):
    """What the ministry or province answered about one proposed family."""

    round = models.ForeignKey("targeting.Round", on_delete=models.PROTECT, related_name="answers")
    family = models.ForeignKey("registry.Family", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    accepted = models.BooleanField()
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "family"], name="targeting_answered_once")]
