"""Person, family and dwelling, linked over time by membership and residence."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q


def history[M: type[models.Model]](model: M) -> M:
    """Keep the old row of every update and delete; an import's inserts are not doubled.

    The old rows of one statement are written at once: a month's list changes thousands.
    """
    return _tracked(model, pghistory.UpdateEvent(row=pghistory.Old, level=pghistory.Statement))


def history_of_families[M: type[models.Model]](model: M) -> M:
    """The same, but a new decile alone leaves no old row: `Decile` keeps every version already.

    A quarter's list changes 120,000 families at once, and each old row passes the wall by itself.
    """
    changed = pghistory.AnyChange(exclude=["decile", "decile_on"])
    return _tracked(model, pghistory.UpdateEvent(row=pghistory.Old, condition=changed))


def _tracked[M: type[models.Model]](model: M, updates: pghistory.UpdateEvent) -> M:
    # Trackers remember their model, so each model gets its own.
    tracked: M = pghistory.track(updates, pghistory.DeleteEvent(row=pghistory.Old))(model)
    return tracked


class Period(Func):
    """The days from `since` up to, not including, `until`."""

    function = "daterange"
    output_field = models.Field()


class Words(Func):
    """The words of a name's key."""

    template = "string_to_array(%(expressions)s::text, ' ')"
    output_field = ArrayField(models.TextField())


@history
class Person(models.Model):
    """Someone who lives here, with a NIK or with the reason for having none."""

    class Sex(models.TextChoices):
        MALE = "L"
        FEMALE = "P"
        UNKNOWN = ""

    class NikState(models.TextChoices):
        GOOD = "good"
        DISAGREES = "disagrees"  # with birth date, sex or place: a warning, never a refusal
        MALFORMED = "malformed"  # what was written is no NIK; it is not kept
        MISSING = "missing"

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=120)  # as written
    name_key = models.CharField(max_length=160)  # for comparing and searching only
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True)
    birth_date = models.DateField(null=True)
    birth_place = models.CharField(max_length=80, blank=True)
    marital_status = models.CharField(max_length=20, blank=True)
    education = models.CharField(max_length=40, blank=True)
    occupation = models.CharField(max_length=60, blank=True)
    disability = models.CharField(max_length=40, blank=True)
    disability_known = models.BooleanField(default=False)  # blank is "not known" until a source says "none"
    mother_name = models.CharField(max_length=120, blank=True)
    father_name = models.CharField(max_length=120, blank=True)
    nik_state = models.CharField(max_length=10, choices=NikState.choices, default=NikState.MISSING)
    no_nik_reason = models.CharField(max_length=80, blank=True)
    died_on = models.DateField(null=True)
    # Another record of the same person, always the one that nothing else stands above; see `Merge`.
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="merged_records", db_index=False
    )

    class Meta:
        indexes = [
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="registry_person_merged"),
            GinIndex(Words("name_key"), name="registry_person_words"),
            models.Index(fields=["place"], name="registry_person_place"),
        ]

    @property
    def local_number(self) -> str:
        return f"P-{self.pk:07d}"


@history_of_families
class Family(models.Model):
    """Who stands on one card (KK), or would if they had one. The card number changes, the family does not."""

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    has_card = models.BooleanField(default=True)
    # The official decile of DTSEN as last imported, a copy of the newest row of `Decile`; never computed here.
    decile = models.PositiveSmallIntegerField(null=True)
    decile_on = models.DateField(null=True)
    # The day from which nobody of it lives here: it left, was joined into another, or died out. Null: it is here.
    ended_on = models.DateField(null=True)
    # Recognises a family without a card when the same file comes again: a keyed hash, nothing readable.
    fingerprint = models.BinaryField(max_length=32, null=True)

    class Meta:
        indexes = [
            models.Index(fields=["place", "decile"], name="registry_family_place"),
            models.Index(fields=["fingerprint"], condition=Q(fingerprint__isnull=False), name="registry_family_print"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(decile__isnull=True, decile_on__isnull=True)
                | Q(decile__gte=1, decile__lte=10, decile_on__isnull=False),
                name="registry_decile_dated",
            )
        ]

    @property
    def local_number(self) -> str:
        return f"K-{self.pk:07d}"


@history
class Dwelling(models.Model):
    """A roof at a place, with the degrees north and east that somebody gave of it, from when and whence."""

    class LocatedBy(models.TextChoices):
        IMPORT = "import"
        FIELD_CHECK = "field_check"
        OFFICER = "officer"

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    rt = models.CharField(max_length=3, blank=True)
    rw = models.CharField(max_length=3, blank=True)
    address = models.CharField(max_length=200, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    located_on = models.DateField(null=True)
    located_by = models.CharField(max_length=11, choices=LocatedBy.choices, blank=True, db_default="")

    class Meta:
        indexes = [models.Index(fields=["place", "rw", "rt"], name="registry_dwelling_place")]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None, located_on=None, located_by="")
                | Q(
                    latitude__gte=-90,
                    latitude__lte=90,
                    longitude__gte=-180,
                    longitude__lte=180,
                    located_on__isnull=False,
                    located_by__in=["import", "field_check", "officer"],
                ),
                name="registry_dwelling_on_earth",
            )
        ]


@history
class Membership(models.Model):
    """A person belongs to one family at a time.

    Three guards share the work, because one exclusion over all rows took most of the time of an import: one
    open row for each person, closed rows do not overlap, and a trigger (`registry_member_after`) keeps the
    open row after the closed ones.
    """

    class Relation(models.TextChoices):
        HEAD = "head"
        SPOUSE = "spouse"
        CHILD = "child"
        CHILD_IN_LAW = "child_in_law"
        GRANDCHILD = "grandchild"
        PARENT = "parent"
        PARENT_IN_LAW = "parent_in_law"
        RELATIVE = "relative"
        HELPER = "helper"
        OTHER = "other"

    place = models.ForeignKey(
        "places.Place", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships", db_index=False)
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="memberships")
    relation = models.CharField(max_length=14, choices=Relation.choices)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="registry_member_days"
            ),
            models.UniqueConstraint(fields=["person"], condition=Q(until__isnull=True), name="registry_one_family_now"),
            ExclusionConstraint(
                name="registry_one_family_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (Period("since", "until"), RangeOperators.OVERLAPS),
                ],
                condition=Q(until__isnull=False),
            ),
        ]


@history
class Residence(models.Model):
    """A family lives in one dwelling at a time; guarded as Membership is, by `registry_reside_after`."""

    place = models.ForeignKey(
        "places.Place", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="residences", db_index=False)
    dwelling = models.ForeignKey(Dwelling, on_delete=models.PROTECT, related_name="residences")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="registry_reside_days"
            ),
            models.UniqueConstraint(
                fields=["family"], condition=Q(until__isnull=True), name="registry_one_dwelling_now"
            ),
            ExclusionConstraint(
                name="registry_one_dwelling_at_a_time",
                expressions=[
                    ("family", RangeOperators.EQUAL),
                    (Period("since", "until"), RangeOperators.OVERLAPS),
                ],
                condition=Q(until__isnull=False),
            ),
        ]


class Decile(models.Model):
    """What DTSEN said of a family at one version date. Imported, never computed; only grows."""

    place = models.ForeignKey(
        "places.Place", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="deciles", db_index=False)
    decile = models.PositiveSmallIntegerField()
    version_on = models.DateField()
    source = models.CharField(max_length=160)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(decile__gte=1, decile__lte=10), name="registry_decile_range"),
            models.UniqueConstraint(fields=["family", "version_on", "source"], name="registry_decile_once"),
        ]


class Tally(models.Model):
    """How many live in a ward, kept by triggers of the database; nobody writes it by hand."""

    place = models.OneToOneField("places.Place", primary_key=True, on_delete=models.PROTECT, related_name="+")
    families = models.IntegerField()
    persons = models.IntegerField()
    with_decile = models.IntegerField()
    poorest = models.IntegerField()  # deciles 1 to 4
    without_card = models.IntegerField()
    decile_on = models.DateField(null=True)
