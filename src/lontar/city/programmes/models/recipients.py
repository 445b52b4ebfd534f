"""Lists of who receives what, the nation's programmes too: who is known, who is not found, who is not on them."""

from django.db import models
from django.db.models import F, Q


class RecipientList(models.Model):
    """A file that says who received one programme in some days, and where it came from."""

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")  # the area that it speaks of
    programme = models.SlugField(max_length=80)  # the lasting key of the catalogue's lines
    since = models.DateField()
    until = models.DateField()
    # Whether everybody of the area who receives is on it; only then does not being on it mean anything.
    complete = models.BooleanField()
    source = models.CharField(max_length=160)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    # Rows without a family whose ward nobody could tell: they may be anybody's. Kept here, for a ward cannot see them.
    unplaced = models.PositiveIntegerField(default=0)
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    withdrawn_on = models.DateField(null=True)
    withdraw_reason = models.CharField(max_length=300, blank=True)
    made_up = models.BooleanField(default=False)
    # Known only while it is taken in: amounts that could not be read, and rows of a family that stood there before.
    unread = repeated = 0

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(until__gte=F("since")), name="programmes_list_days")]


class Recipient(models.Model):
    """One row of such a list: a family that is known, or a row that still waits for one."""

    class State(models.TextChoices):
        MATCHED = "matched"
        OPEN = "open"
        ASIDE = "aside"  # no family of this city, somebody said so

    list = models.ForeignKey(RecipientList, on_delete=models.CASCADE, related_name="recipients")
    # The ward of the family, or the one that the row names; the list's area where neither is known.
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    family = models.ForeignKey("registry.Family", null=True, on_delete=models.PROTECT, related_name="+")
    row = models.PositiveIntegerField()
    amount = models.BigIntegerField(null=True)
    state = models.CharField(max_length=7, choices=State.choices)
    # Name and number as the row has them, sealed, only as long as no family is found.
    cipher = models.BinaryField(default=b"")
    settled_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    settled_on = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["list", "row"], name="programmes_row_once"),
            models.CheckConstraint(
                condition=Q(state="matched", family__isnull=False) | (~Q(state="matched") & Q(family__isnull=True)),
                name="programmes_matched_has_family",
            ),
        ]
