"""The journal: one line for each verb, never changed afterwards."""

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
