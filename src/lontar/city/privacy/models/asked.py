"""What people ask about their own data, what they allow, and to whom they were referred."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(row=pghistory.Old))
class PersonRequest(models.Model):
    """What a person asks about their own data, through an officer; its clock runs in hours, by day and by night."""

    class Kind(models.TextChoices):
        ACCESS = "access"
        RECTIFICATION = "rectification"
        OBJECTION = "objection"  # to what a machine sorted
        WITHDRAWAL = "withdrawal"  # of a consent
        ERASURE = "erasure"

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"
        REFUSED = "refused"

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("registry.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()
    # How we know that it is they who ask, or who asks for them.
    known_by = models.CharField(max_length=160)
    words = models.TextField()
    # For a rectification: columns and what they should say.
    wanted = models.JSONField(default=dict)
    consent = models.ForeignKey("privacy.Consent", null=True, on_delete=models.PROTECT, related_name="+")
    received_by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    # By which event of a life a rectification was applied: what changed stands there and in its old rows.
    event = models.ForeignKey("registry.LifeEvent", null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due_at"], name="privacy_request_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", answered_at__isnull=True)
                | Q(state__in=["done", "refused"], answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer=""),
                name="privacy_request_answered",
            ),
            models.CheckConstraint(condition=Q(due_at__gt=F("received_at")), name="privacy_request_clock"),
        ]  # fmt: skip


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(row=pghistory.Old))
class Consent(models.Model):
    """That a person allows one partner to know them and their family, for one purpose, until they withdraw it."""

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("registry.Person", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("access.Agency", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=300)
    given_on = models.DateField()
    # The signed paper, or the witness: art. 22 asks for writing or a recording.
    proof = models.CharField(max_length=200)
    recorded_by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "agency"], condition=Q(withdrawn_at__isnull=True), name="privacy_one_consent"
            )
        ]


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(row=pghistory.Old))
class Referral(models.Model):
    """That a family whose adult consented was referred to a partner. Only then does the partner see it."""

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    family = models.ForeignKey("registry.Family", on_delete=models.PROTECT, related_name="+")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="referrals")
    agency = models.ForeignKey("access.Agency", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    referred_on = models.DateField()
    referred_at = models.DateTimeField(db_default=Now())
    referred_by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["family", "agency"], condition=Q(ended_at__isnull=True), name="privacy_referred_once"
            )
        ]
