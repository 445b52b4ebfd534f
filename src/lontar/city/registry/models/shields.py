"""Whose address is kept from everybody but named officers."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from lontar.city.registry.models.people import history


@history
class Shield(models.Model):
    """That the address of a person who flees violence, and of whoever lives with them, is seen by named officers only.

    The walls of the database read it: see the migration `shields`. Why it stands is on paper, not here.
    """

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("registry.Person", on_delete=models.PROTECT, related_name="shields")
    paper = models.CharField(max_length=160)
    raised_at = models.DateTimeField(db_default=Now())
    raised_on = models.DateField()
    raised_by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    lifted_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(lifted_on__isnull=True), name="registry_one_shield")
        ]


class ShieldKeeper(models.Model):
    """An officer who may know the address."""

    place = models.ForeignKey(
        "places.Place", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    shield = models.ForeignKey(Shield, on_delete=models.CASCADE, related_name="keepers")
    officer = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shield", "officer"], name="registry_keeper_once")]
