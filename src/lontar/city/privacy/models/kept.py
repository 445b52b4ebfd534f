"""Why data are held and how long, with which keys they are sealed, and what was erased."""

import pghistory
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

BASES = {
    "consent": _("persetujuan orangnya"),
    "contract": _("perjanjian"),
    "legal_duty": _("kewajiban hukum"),
    "vital_interest": _("kepentingan vital"),
    "public_duty": _("tugas pelayanan publik"),
    "legitimate_interest": _("kepentingan yang sah"),
}


# How a law that was believed and not read is marked where it is kept.
BELIEVED = "[K]"


def believed(law: str) -> str:
    """The law in the reader's language, its marks in words."""
    return gettext(law).replace(BELIEVED, gettext("(belum dicek di sumbernya)"))


def unmarked(law: str) -> str:
    """The law in the reader's language without its marks: what somebody signs who has read it."""
    return gettext(law).replace(f" {BELIEVED}", "").replace(BELIEVED, "").strip()


class SealingKey(models.Model):
    """A key of the ring as the database knows it: its number and its days, never the key itself."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    made_at = models.DateTimeField(db_default=Now())
    # From then on no row may be sealed with it, and the database refuses one that is.
    retired_at = models.DateTimeField(null=True)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(row=pghistory.Old))
class Processing(models.Model):
    """One source of personal data: why we hold it, by which right, who receives it, how long (UU 27/2022 art. 31)."""

    class Basis(models.TextChoices):
        """The lawful grounds of UU 27/2022 art. 20 (2)."""

        CONSENT = "consent"
        CONTRACT = "contract"
        LEGAL_DUTY = "legal_duty"
        VITAL_INTEREST = "vital_interest"
        PUBLIC_DUTY = "public_duty"
        LEGITIMATE_INTEREST = "legitimate_interest"

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    purpose = models.TextField()
    basis = models.CharField(max_length=20, choices=Basis.choices)
    law = models.TextField()
    persons = models.CharField(max_length=200)
    data = models.TextField()
    specific = models.BooleanField()  # specific personal data in the sense of art. 4 (2)
    recipients = models.TextField()
    measures = models.TextField()
    retention = models.ForeignKey("privacy.RetentionRule", null=True, on_delete=models.PROTECT, related_name="+")
    # Believed until somebody who may judge it has read the law and put their name to it.
    checked_by = models.CharField(max_length=120, blank=True)
    checked_on = models.DateField(null=True)

    @property
    def basis_words(self) -> str:
        """The lawful ground in words."""
        return str(BASES[self.basis])

    @property
    def law_words(self) -> str:
        """The law; what was not read in its source says so."""
        return believed(self.law)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(basis__in=["consent", "contract", "legal_duty", "vital_interest", "public_duty", "legitimate_interest"]),
                name="privacy_known_basis",
            )
        ]  # fmt: skip


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(row=pghistory.Old))
class RetentionRule(models.Model):
    """How long one kind of data is kept. A parameter with its source, believed until somebody has checked it."""

    class Effect(models.TextChoices):
        ERASE_AFTER = "erase_after"  # when the months are over, somebody decides upon erasing
        KEEP_UNTIL = "keep_until"  # before they are over, erasing is refused

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    effect = models.CharField(max_length=12, choices=Effect.choices)
    months = models.PositiveSmallIntegerField()
    law = models.TextField()
    checked_by = models.CharField(max_length=120, blank=True)
    checked_on = models.DateField(null=True)

    @property
    def law_words(self) -> str:
        """The law; what was not read in its source says so."""
        return believed(self.law)


class Erasure(models.Model):
    """That a person was erased: when, by whom, why, and how many rows. Nothing in it says who it was."""

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    person_number = models.BigIntegerField(unique=True)  # the empty row that is left; a value, no key
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())
    decided_by = models.CharField(max_length=120)
    decided_by_id = models.CharField(max_length=40)
    reason = models.TextField()
    counts = models.JSONField(default=dict)
