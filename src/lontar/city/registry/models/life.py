"""What happened in people's lives, as somebody recorded it: the day, the reason, the document."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class LifeEvent(models.Model):
    """One event with its paper. `key` is the form's own number: sent twice, it is written once."""

    class Kind(models.TextChoices):
        BORN = "born"
        DIED = "died"
        FAMILY_MOVED_IN = "family_moved_in"
        PERSON_MOVED_IN = "person_moved_in"
        FAMILY_RETURNED = "family_returned"
        FAMILY_MOVED_OUT = "family_moved_out"
        PERSON_MOVED_OUT = "person_moved_out"
        MOVED_HOUSE = "moved_house"
        MARRIED = "married"
        DIVORCED = "divorced"
        SPLIT = "split"
        JOINED = "joined"
        HEAD_CHANGED = "head_changed"
        CARD_CHANGED = "card_changed"
        CORRECTED = "corrected"
        NIK_GIVEN = "nik_given"
        KITCHEN_SHARED = "kitchen_shared"
        KITCHEN_LEFT = "kitchen_left"

    class Paper(models.TextChoices):
        BIRTH_CERTIFICATE = "birth_certificate"
        DEATH_CERTIFICATE = "death_certificate"
        DEATH_LETTER = "death_letter"
        MOVE_LETTER = "move_letter"
        MARRIAGE = "marriage"
        DIVORCE = "divorce"
        COURT = "court"
        FAMILY_CARD = "family_card"
        ID_CARD = "id_card"
        RT_LETTER = "rt_letter"
        FIELD_CHECK = "field_check"
        NONE = "none"

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    happened = models.DateField()
    on = models.DateField()  # when it was recorded
    at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    paper = models.CharField(max_length=20, choices=Paper.choices)
    paper_number = models.CharField(max_length=80, blank=True)
    paper_issued = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    details = models.JSONField(default=dict)  # where to, from where; never a name or a number of anyone
    key = models.UUIDField(unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(paper="none") | ~Q(reason=""), name="registry_event_paper_or_reason")
        ]


class LifeEventPart(models.Model):
    """Whom an event touched: a family as a whole, or one person of it. Repeats day and kind, to be read by itself."""

    place = models.ForeignKey(
        "places.Place", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    event = models.ForeignKey(LifeEvent, on_delete=models.PROTECT, related_name="parts")
    # Whom a wrong event brought is taken out again; the event tells of them still.
    family = models.ForeignKey(
        "registry.Family", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    person = models.ForeignKey(
        "registry.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    happened = models.DateField()
    # Began or ended days; a correction did not, and holds back no later record. Nor does what was taken back.
    moves = models.BooleanField()

    class Meta:
        indexes = [
            models.Index(fields=["family", "happened"], name="registry_part_family"),
            models.Index(fields=["person", "happened"], condition=Q(person__isnull=False), name="registry_part_person"),
        ]


class LifeEventScan(models.Model):
    """The scanned document, sealed; outside of any folder that a web server knows."""

    class Type(models.TextChoices):
        JPEG = "image/jpeg"
        PDF = "application/pdf"

    place = models.ForeignKey(
        "places.Place", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    event = models.OneToOneField(LifeEvent, on_delete=models.PROTECT, related_name="scan")
    media_type = models.CharField(max_length=20, choices=Type.choices)
    sha256 = models.CharField(max_length=64)
    cipher = models.BinaryField()


class LifeEventTrace(models.Model):
    """Which rows an event made and changed, without a name or a number in it, so that all of it can be put back."""

    place = models.ForeignKey(
        "places.Place", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    event = models.OneToOneField(LifeEvent, on_delete=models.PROTECT, related_name="trace")
    moved = models.JSONField()


class LifeEventUndo(models.Model):
    """A wrong event that was taken back: who did, when and why."""

    place = models.ForeignKey(
        "places.Place", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    event = models.OneToOneField(LifeEvent, on_delete=models.PROTECT, related_name="undoing")
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    by_role = models.CharField(max_length=20)
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())
    why = models.CharField(max_length=200)
