"""NIK and KK numbers, encrypted, findable only by their exact value."""

from django.db import models
from django.db.models import Q


class Identifier(models.Model):
    """One number of one person or family.

    `cipher` is AES-GCM behind a key-id byte; `blind` is a keyed hash for exact search. It is not unique:
    one NIK on two people is a finding, not a refusal.
    """

    class Kind(models.TextChoices):
        NIK = "nik"
        KK = "kk"

    place = models.ForeignKey(
        "places.Place", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    kind = models.CharField(max_length=3, choices=Kind.choices)
    person = models.ForeignKey(
        "registry.Person", null=True, on_delete=models.PROTECT, related_name="identifiers", db_index=False
    )
    family = models.ForeignKey(
        "registry.Family", null=True, on_delete=models.PROTECT, related_name="identifiers", db_index=False
    )
    cipher = models.BinaryField()
    blind = models.BinaryField(max_length=32)
    current = models.BooleanField(default=True)  # an old card's number still finds its family
    since = models.DateField(null=True)  # null: from before anybody here knew
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="nik", person__isnull=False, family__isnull=True)
                | Q(kind="kk", person__isnull=True, family__isnull=False),
                name="registry_number_of_one",
            )
        ]
        indexes = [
            models.Index(fields=["blind"], name="registry_number_blind"),
            models.Index(fields=["person"], condition=Q(person__isnull=False), name="registry_number_person"),
            models.Index(fields=["family"], condition=Q(family__isnull=False), name="registry_number_family"),
        ]
