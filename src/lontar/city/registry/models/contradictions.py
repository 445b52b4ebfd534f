"""What in the registry contradicts itself: found by the database, mended by people."""

from django.db import models
from django.db.models import Q


class Contradiction(models.Model):
    """One thing about a family or one of its people that cannot be so, or hardly. Gone when it is found no more.

    The database finds them all in one question (`registry_find_contradictions`); somebody who has looked and says
    that it is so after all settles it, with the reason.
    """

    class Kind(models.TextChoices):
        TWO_HEADS = "two_heads"
        NO_HEAD = "no_head"
        NO_MEMBERS = "no_members"
        MOTHER_TOO_YOUNG = "mother_too_young"
        FATHER_TOO_YOUNG = "father_too_young"
        DIED_BEFORE_BIRTH = "died_before_birth"
        DEAD_MEMBER = "dead_member"
        TOO_OLD = "too_old"
        MARRIED_TOO_YOUNG = "married_too_young"
        NIK_TWICE = "nik_twice"
        OUTSIDE_CITY = "outside_city"

    place = models.ForeignKey(
        "places.Place", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    family = models.ForeignKey(
        "registry.Family", on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    person = models.ForeignKey(
        "registry.Person", null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    # The mother or father, or the other holder of the number; they may live behind another ward's wall.
    other = models.ForeignKey(
        "registry.Person", null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    kind = models.CharField(max_length=20, choices=Kind.choices)
    found_on = models.DateField()
    settled_on = models.DateField(null=True)
    settled_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["family", "kind", "person"], nulls_distinct=False, name="registry_contradiction_once"
            ),
            models.CheckConstraint(
                condition=Q(settled_on__isnull=True, settled_by__isnull=True)
                | (Q(settled_on__isnull=False, settled_by__isnull=False) & ~Q(why="")),
                name="registry_contradiction_settled",
            ),
        ]
        indexes = [
            models.Index(fields=["place", "kind"], condition=Q(settled_on=None), name="registry_contradiction_open"),
            models.Index(fields=["other"], condition=Q(other__isnull=False), name="registry_contradiction_other"),
        ]
