"""Campaigns of home visits: who is visited by whom, what was seen, and which changes wait for a second person."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now


class Roster(models.Model):
    """A list of families that somebody brought: from a file, or from a round of a programme."""

    class Source(models.TextChoices):
        FILE = "file"
        ROUND = "round"

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    source = models.CharField(max_length=5, choices=Source.choices)
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    rows = models.PositiveIntegerField()  # that were read; those without a family are findings
    findings = models.JSONField(default=list)


class RosterFamily(models.Model):
    """One family of such a list."""

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="families")
    family = models.ForeignKey("registry.Family", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["roster", "family"], name="fieldwork_listed_once")]


class Campaign(models.Model):
    """Which families are checked at home, by whom and by when."""

    class State(models.TextChoices):
        OPEN = "open"
        CLOSED = "closed"

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    why = models.TextField(blank=True)
    begins = models.DateField()
    due = models.DateField()
    # What the families were chosen by: deciles, a roster; told on every page of the campaign.
    chosen = models.JSONField(default=dict)
    roster = models.ForeignKey(Roster, null=True, on_delete=models.PROTECT, related_name="+")
    split = models.CharField(max_length=8)
    second_percent = models.PositiveSmallIntegerField()
    seed = models.BigIntegerField()  # stated, so that anybody can draw the second visits again
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    opened_by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField()
    closed_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    closed_on = models.DateField(null=True)
    close_reason = models.TextField(blank=True)
    made_up = models.BooleanField(default=False)
    command_key = models.UUIDField(unique=True, default=uuid4)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(due__gte=F("begins")), name="fieldwork_due_after_begin"),
            models.CheckConstraint(condition=Q(second_percent__lte=100), name="fieldwork_percent"),
            models.CheckConstraint(
                condition=Q(state="open", closed_by__isnull=True) | Q(state="closed", closed_by__isnull=False),
                name="fieldwork_closed_by_somebody",
            ),
        ]


class Decree(models.Model):
    """The signed paper by which families that were confirmed at home are on the list."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="decrees")
    number = models.CharField(max_length=80)
    signed_on = models.DateField()
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    families = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="fieldwork_decree_once")]


class Visit(models.Model):
    """One family to be visited in a campaign; a second turn, by another officer, for those that were drawn."""

    class State(models.TextChoices):
        OPEN = "open"
        REPORTED = "reported"
        LEFT = "left"  # still open when the campaign was closed

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="visits", db_index=False)
    family = models.ForeignKey("registry.Family", on_delete=models.PROTECT, related_name="+")
    # The family under which it was listed, where merges have made it another since: the other one is visited, or, where
    # that is on the list by itself, this visit is left (`family` and `listed_as` are then the same).
    listed_as = models.ForeignKey(
        "registry.Family", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    turn = models.PositiveSmallIntegerField(default=1)
    rw = models.CharField(max_length=3, blank=True)  # where the family lived when the campaign began
    rt = models.CharField(max_length=3, blank=True)
    officer = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    decree = models.ForeignKey(Decree, null=True, on_delete=models.PROTECT, related_name="visits")
    # Of two visits that differ, the one that a third person let stand.
    stands = models.PositiveSmallIntegerField(null=True)
    settled_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "family", "turn"], name="fieldwork_visited_once"),
            models.CheckConstraint(condition=Q(turn__in=[1, 2]), name="fieldwork_two_turns"),
            models.CheckConstraint(
                condition=Q(stands__isnull=True) | Q(stands__in=[1, 2], settled_by__isnull=False, turn=1),
                name="fieldwork_settled_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "place", "rw", "rt"], name="fieldwork_visit_walk"),
            models.Index(fields=["officer", "state"], name="fieldwork_visit_officer"),
            models.Index(fields=["listed_as"], condition=Q(listed_as__isnull=False), name="fieldwork_visit_listed"),
        ]

    @property
    def local_number(self) -> str:
        return f"V-{self.pk:07d}"


class Report(models.Model):
    """What was seen on one visit. Only grows."""

    class Outcome(models.TextChoices):
        FOUND = "found"
        MOVED_COUNTRY = "moved_country"
        MOVED_ABROAD = "moved_abroad"
        DIED = "died"
        NOT_FOUND = "not_found"
        REFUSED = "refused"

    class Deserves(models.TextChoices):
        YES = "yes"
        NO = "no"
        UNSURE = "unsure"

    class Way(models.TextChoices):
        FORM = "form"
        SHEET = "sheet"
        PROGRAM = "program"

    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="report")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    outcome = models.CharField(max_length=13, choices=Outcome.choices)
    deserves = models.CharField(max_length=6, choices=Deserves.choices, blank=True)
    visited_on = models.DateField()
    at = models.DateTimeField(db_default=Now())
    checker = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")  # who stood there
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")  # who sent it
    way = models.CharField(max_length=7, choices=Way.choices)
    columns = models.JSONField(default=dict)
    members = models.JSONField(default=dict)  # person to presence
    note = models.CharField(max_length=500, blank=True)
    photo = models.BinaryField(null=True)  # sealed
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    accuracy = models.FloatField(null=True)  # metres, as the telephone said
    # By which a telephone that sends twice is recognised and answered alike.
    command_key = models.CharField(max_length=80, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    outcome__in=["found", "moved_country", "moved_abroad", "died", "not_found", "refused"],
                    deserves__in=["", "yes", "no", "unsure"],
                ),
                name="fieldwork_known_words",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="fieldwork_on_earth",
            ),
        ]


class Change(models.Model):
    """Something about a person or a whole family that a visit found, and that waits for a second person."""

    class Kind(models.TextChoices):
        DIED = "died"
        MOVED_COUNTRY = "moved_country"
        MOVED_ABROAD = "moved_abroad"
        BORN = "born"
        JOINED = "joined"

    class State(models.TextChoices):
        WAITING = "waiting"
        CONFIRMED = "confirmed"
        DISMISSED = "dismissed"

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="changes")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    family = models.ForeignKey("registry.Family", on_delete=models.PROTECT, related_name="+")
    # Empty is the whole family, or somebody new.
    person = models.ForeignKey("registry.Person", null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=13, choices=Kind.choices)
    happened = models.DateField()
    where = models.CharField(max_length=120, blank=True)
    newcomer = models.JSONField(default=dict)  # name, sex, birth date and relation of somebody new
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    seen_by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting") | (Q(decided_by__isnull=False) & ~Q(decided_by=F("seen_by"))),
                name="fieldwork_second_person",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["died", "moved_country", "moved_abroad"]) | Q(person__isnull=True),
                name="fieldwork_newcomer_unknown",
            ),
        ]
        indexes = [models.Index(fields=["state", "place"], name="fieldwork_change_waits")]


class Sheet(models.Model):
    """A filled workbook that came back: what was taken in, and what was found wrong."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="sheets")
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    counts = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
