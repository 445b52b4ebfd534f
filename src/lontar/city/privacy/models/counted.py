"""What analysts may count: a table a month, kept as it was shown, so that the next one knows what was told before."""

from django.db import models


class CountTable(models.Model):
    """The groups of at least five people as shown in one month, and which people each of them counts. Only grows."""

    month = models.DateField(unique=True)  # its first day
    on = models.DateField()
    groups = models.JSONField()  # rows of `science.anonymity.COLUMNS`
    # Rows of `science.anonymity.CELL`: which ward, year and sex stands in which group. Shown to nobody.
    cells = models.JSONField()
