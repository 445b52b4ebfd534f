"""A work with its stages, what was reported of each with photos, and what was found to be wrong about it."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now


class Source(models.TextChoices):
    """Whose money builds: the funds of budgets, and what the residents themselves bring."""

    MINISTRY = "ministry"
    PROVINCE = "province"
    CITY = "city"
    PARTNER = "partner"
    SELF_HELP = "self_help"  # swadaya


class Work(models.Model):
    """Something that is built in a ward out of one line: for a family by name, or for an area.

    `named` stands in every row below it too: only what is for an area is open to everybody.
    """

    class Kind(models.TextChoices):
        HOUSE = "house"
        SETTLEMENT = "settlement"  # slum renewal
        WATER = "water"
        SANITATION = "sanitation"
        DRAIN = "drain"
        IRRIGATION = "irrigation"
        ROAD = "road"
        OTHER = "other"

    class Way(models.TextChoices):
        CONTRACT = "contract"
        SELF_HELP = "self_help"  # swakelola

    class State(models.TextChoices):
        RUNNING = "running"
        HANDED_OVER = "handed_over"
        STOPPED = "stopped"

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)  # the ward
    line = models.ForeignKey("programmes.Line", on_delete=models.PROTECT, related_name="+")
    named = models.BooleanField()
    family = models.ForeignKey("registry.Family", null=True, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey("targeting.Round", null=True, on_delete=models.PROTECT, related_name="+")
    proposal = models.ForeignKey("community.Proposal", null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=160, blank=True)
    spot = models.CharField(max_length=160, blank=True)  # RT, street; of a family's house the registry knows it
    homes = models.PositiveIntegerField(null=True)  # who benefits in the area; null: not counted
    way = models.CharField(max_length=9, choices=Way.choices)
    builder = models.CharField(max_length=120)
    contract = models.CharField(max_length=120)
    cost = models.BigIntegerField()  # whole rupiah that the line pays, stage by stage
    fund = models.CharField(max_length=9, choices=Source.choices, blank=True)  # whose money the line's is; "": not said
    since = models.DateField()
    until = models.DateField()
    state = models.CharField(max_length=11, choices=State.choices, default=State.RUNNING)
    # Of the paper by which it was handed over (berita acara serah terima).
    handed_number = models.CharField(max_length=120, blank=True)
    handed_on = models.DateField(null=True)
    stopped_on = models.DateField(null=True)
    stopped_why = models.CharField(max_length=300, blank=True)
    # Who ended it, in either way.
    ended_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField(default=uuid4, null=True, unique=True)  # in the book; erasing takes it away
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    made_up = models.BooleanField(default=False)
    command_key = models.CharField(max_length=80, unique=True)

    class Meta:
        indexes = [models.Index(fields=["place", "-id"], name="works_of_ward")]
        constraints = [
            models.CheckConstraint(condition=Q(cost__gt=0), name="works_cost"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="works_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(named=True, family__isnull=False, round__isnull=False, title="", spot="", proposal=None)
                | Q(named=False, family__isnull=True, round__isnull=True) & ~Q(title="") & ~Q(spot=""),
                name="works_by_name_or_by_area",
            ),
            models.CheckConstraint(
                condition=Q(state="running", handed_on=None, stopped_on=None, ended_by=None)
                | Q(state="handed_over", handed_on__isnull=False, stopped_on=None, ended_by__isnull=False)
                & ~Q(handed_number="")
                | Q(state="stopped", stopped_on__isnull=False, handed_on=None, ended_by__isnull=False)
                & ~Q(stopped_why=""),
                name="works_ended_by_a_paper_or_a_reason",
            ),
            models.UniqueConstraint(
                fields=["line", "family"],
                condition=Q(family__isnull=False) & ~Q(state="stopped"),
                name="works_one_house",
            ),
        ]

    @property
    def number(self) -> str:
        """What people call it."""
        return f"B-{self.pk:06d}"


class Share(models.Model):
    """What somebody else than the line pays for a work, as it was planned: written down, never paid out of the book."""

    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="shares")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    named = models.BooleanField()
    source = models.CharField(max_length=9, choices=Source.choices)
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["work", "source"], name="works_share_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="works_share_of_something"),
        ]


class Stage(models.Model):
    """One step of a work, as it was planned once: how far the work is then, and what is paid for it."""

    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="stages")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    named = models.BooleanField()
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    progress = models.PositiveSmallIntegerField()  # percent of the whole work
    tranche = models.BigIntegerField()  # whole rupiah; nought where nothing is paid at this stage

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["work", "position"], name="works_stage_once"),
            models.CheckConstraint(condition=Q(progress__lte=100, tranche__gte=0), name="works_stage_bounds"),
        ]


class Report(models.Model):
    """What somebody saw of a stage; a second person confirms it or sends it back, and may take it back later."""

    class State(models.TextChoices):
        WAITING = "waiting"
        CONFIRMED = "confirmed"
        REFUSED = "refused"
        TAKEN_BACK = "taken_back"

    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="+")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="reports")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    named = models.BooleanField()
    seen_on = models.DateField()
    note = models.CharField(max_length=500, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    # Whoever confirms says that neither a person nor a home can be recognised in the photos.
    photos_open = models.BooleanField(default=False)
    settled_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    settled_on = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True)  # why it was sent back or taken back
    taken_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    taken_on = models.DateField(null=True)
    command_key = models.CharField(max_length=80, unique=True)

    class Meta:
        indexes = [models.Index(fields=["work"], name="works_report_work")]
        constraints = [
            models.UniqueConstraint(
                fields=["stage"], condition=Q(state__in=["waiting", "confirmed"]), name="works_stage_reported_once"
            ),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | ~Q(settled_by=F("by")), name="works_report_second_person"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", settled_by=None, settled_on=None)
                | ~Q(state="waiting") & Q(settled_by__isnull=False, settled_on__isnull=False),
                name="works_report_settled_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "confirmed"]) | ~Q(reason=""), name="works_report_back_why"
            ),
            models.CheckConstraint(
                condition=Q(photos_open=False) | Q(named=False, state__in=["confirmed", "taken_back"]),
                name="works_photo_of_a_family_is_never_open",
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="works_report_on_earth",
            ),
        ]


class Defect(models.Model):
    """What is wrong about a work, until somebody has seen that it is mended."""

    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="defects")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    named = models.BooleanField()
    what = models.CharField(max_length=300)
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    state = models.CharField(max_length=6, choices=[("open", "open"), ("mended", "mended")], default="open")
    settled_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    settled_on = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True)
    command_key = models.CharField(max_length=80, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", settled_on=None)
                | Q(state="mended", settled_on__isnull=False, settled_by__isnull=False) & ~Q(note=""),
                name="works_defect_mended_by_somebody",
            ),
        ]


class Photo(models.Model):
    """A picture, sealed: of a stage before or after it, or of a defect before or after it was mended."""

    class Side(models.TextChoices):
        BEFORE = "before"
        AFTER = "after"

    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, null=True, on_delete=models.PROTECT, related_name="photos")
    defect = models.ForeignKey(Defect, null=True, on_delete=models.PROTECT, related_name="photos")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    named = models.BooleanField()
    side = models.CharField(max_length=6, choices=Side.choices)
    cipher = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "side"], name="works_photo_once"),
            models.UniqueConstraint(fields=["defect", "side"], name="works_defect_photo_once"),
            models.CheckConstraint(
                condition=Q(report=None, defect__isnull=False) | Q(report__isnull=False, defect=None),
                name="works_photo_of_one_thing",
            ),
        ]
