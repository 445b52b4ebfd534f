"""Meetings with their agenda, who came, and the signed paper; proposals of a ward and what was answered."""

from uuid import uuid4

from django.db import models
from django.db.models import Q


class Meeting(models.Model):
    """A musyawarah: a day, a place, a question, and afterwards what was said and decided."""

    class Kind(models.TextChoices):
        WARD = "ward"  # musyawarah kelurahan
        VILLAGE = "village"  # musyawarah desa
        PLANNING = "planning"  # musrenbang
        NEIGHBOURHOOD = "neighbourhood"  # of an RT or RW

    class State(models.TextChoices):
        PLANNED = "planned"
        HELD = "held"  # minutes are written; the signed paper is missing
        CLOSED = "closed"

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=13, choices=Kind.choices)
    question = models.CharField(max_length=300)
    held_on = models.DateField()
    venue = models.CharField(max_length=200)
    state = models.CharField(max_length=7, choices=State.choices, default=State.PLANNED)
    minutes = models.TextField(blank=True)
    decisions = models.TextField(blank=True)
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    closed_on = models.DateField(null=True)
    made_up = models.BooleanField(default=False)
    key = models.UUIDField(unique=True, default=uuid4)  # the form's own number: sent twice, it is called once

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="planned") | (~Q(minutes="") & ~Q(decisions="")),
                name="community_held_has_minutes",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_on__isnull=False), name="community_closed_on_a_day"
            ),
        ]


class Matter(models.Model):
    """One thing that a meeting is asked about; of a family where it is about one."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="matters")
    place = models.ForeignKey(
        "places.Place", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    family = models.ForeignKey("registry.Family", null=True, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=300)
    outcome = models.CharField(max_length=300, blank=True)


class Attendee(models.Model):
    """Who came, as the list of those present has them."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendees")
    place = models.ForeignKey(
        "places.Place", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    name = models.CharField(max_length=120)
    rt = models.CharField(max_length=20, blank=True)
    role = models.CharField(max_length=60, blank=True)  # head of the RT, LPM, resident


class Paper(models.Model):
    """The signed minutes as they were scanned, sealed; a meeting is closed by nothing else."""

    class Type(models.TextChoices):
        JPEG = "image/jpeg"
        PDF = "application/pdf"

    place = models.ForeignKey(
        "places.Place", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="paper")
    number = models.CharField(max_length=80)
    signed_on = models.DateField()
    media_type = models.CharField(max_length=20, choices=Type.choices)
    sha256 = models.CharField(max_length=64)
    cipher = models.BinaryField()
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()


class Proposal(models.Model):
    """What a ward asks the city for. It is about no person, and everybody may follow what becomes of it."""

    class Field(models.TextChoices):
        WATER = "water"
        SANITATION = "sanitation"
        ROAD = "road"
        HOUSING = "housing"
        TRAINING = "training"
        BUSINESS = "business"
        SCHOOL = "school"
        HEALTH = "health"
        OTHER = "other"

    class State(models.TextChoices):
        WAITING = "waiting"
        ADOPTED = "adopted"
        REFUSED = "refused"

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    year = models.PositiveSmallIntegerField()  # for which it is asked
    field = models.CharField(max_length=10, choices=Field.choices)
    title = models.CharField(max_length=160)
    words = models.TextField(blank=True)
    spot = models.CharField(max_length=160)  # RT, street: where it is to be
    cost = models.BigIntegerField(null=True)  # whole rupiah as the ward reckons; null: not reckoned
    votes = models.PositiveIntegerField(null=True)  # null: nobody voted
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    # In words, from the room above: into which line and year, or why not.
    answer = models.CharField(max_length=400, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    answered_on = models.DateField(null=True)
    answered_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    made_up = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(cost__isnull=True) | Q(cost__gte=0), name="community_cost"),
            models.CheckConstraint(
                condition=Q(state="waiting", answered_on__isnull=True)
                | (~Q(state="waiting") & Q(answered_on__isnull=False, answered_by__isnull=False) & ~Q(reason="")),
                name="community_answered_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["place", "-on"], name="community_of_ward")]

    @property
    def number(self) -> str:
        """What people call it."""
        return f"U-{self.pk:06d}"
