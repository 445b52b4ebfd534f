"""The journal: one line for each verb, never changed afterwards."""

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models.functions import Now


class JournalLine(models.Model):
    """Who did what to what, when, where and why. Actor, role and subject are values, never keys."""

    at = models.DateTimeField(db_default=Now())
    on = models.DateField()
    verb = models.CharField(max_length=60)
    actor_id = models.CharField(max_length=40)
    actor_name = models.CharField(max_length=120)
    actor_role = models.CharField(max_length=30)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=160)  # an account of the ledger is named by its code
    place_id = models.BigIntegerField(null=True)
    reason = models.TextField(blank=True)
    # Never a name, a NIK or a KK: what is written here can never be erased.
    details = models.JSONField(default=dict)
    context = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="journal_subject"),
            models.Index(fields=["at"], name="journal_at"),
        ]


class Keys(models.Field):  # type: ignore[type-arg]  # it is written and read by SQL
    """Many keys as ranges: an export of a whole city is a few bytes, and who is in it is asked by an index."""

    def db_type(self, connection: object) -> str:
        return "int8multirange"


class Sighting(models.Model):
    """That somebody saw families: on a page, in a list, in a file, by a program. For whoever must be told of it.

    Families are numbers, never keys: the sighting outlives them.
    """

    class Way(models.TextChoices):
        PAGE = "page"
        LIST = "list"
        NUMBER = "number"  # one NIK or KK in full
        EXPORT = "export"
        API = "api"
        DOCUMENT = "document"  # all that is held about one person

    at = models.DateTimeField(db_default=Now())
    on = models.DateField()
    way = models.CharField(max_length=8, choices=Way.choices)
    named = models.BooleanField()  # with names, or without
    purpose = models.CharField(max_length=200, blank=True)
    actor_id = models.CharField(max_length=40)
    actor_name = models.CharField(max_length=120)
    actor_role = models.CharField(max_length=30)
    families = Keys()
    count = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["on"], name="journal_sighting_on"),
            GistIndex(fields=["families"], name="journal_sighting_families"),
        ]
