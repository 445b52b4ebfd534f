"""How families live, as each source said it on its day."""

from django.db import models
from django.db.models import Q

from lontar.city.registry.models.people import Family, Person, history


@history
class LivingConditions(models.Model):
    """What one source said on one day about a family, or about one person of it. No verb changes a row; a new one
    says it anew. A column that is not there is unknown."""

    class Source(models.TextChoices):
        IMPORT = "import"
        FIELD_CHECK = "field_check"
        OFFICER = "officer"

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="conditions", db_index=False)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="conditions", db_index=False)
    on = models.DateField()
    source = models.CharField(max_length=11, choices=Source.choices)
    note = models.CharField(max_length=160, blank=True)  # the file, the campaign
    columns = models.JSONField()  # column name to a whole number; see science.living_conditions
    version = models.CharField(max_length=40)  # by which reading the codes were written
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(source__in=["import", "field_check", "officer"]), name="registry_conditions_source"
            )
        ]
        indexes = [
            models.Index(fields=["family", "on"], name="registry_conditions_family"),
            models.Index(fields=["person"], condition=Q(person__isnull=False), name="registry_conditions_person"),
            models.Index(fields=["place"], name="registry_conditions_place"),
        ]
