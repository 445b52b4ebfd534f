"""The catalogue: official sub-activities by year, how their codes follow each other, the lines that agencies offer."""

import secrets

from django.db import models


def cover() -> str:
    """A word for a line that says nothing of it."""
    return secrets.token_hex(6)


class SubActivity(models.Model):
    """One sub-activity of the national nomenclature. The key is (year, code): codes change by year."""

    year = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=300)
    activity_code = models.CharField(max_length=16)
    activity_name = models.CharField(max_length=300)
    programme_code = models.CharField(max_length=10)
    programme_name = models.CharField(max_length=300)
    confidence = models.CharField(max_length=12)  # verified, likely
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "code"], name="programmes_code_once_a_year")]


class CodeLink(models.Model):
    """Work that goes on under another code: one code may split into several, several may become one."""

    before = models.ForeignKey(SubActivity, on_delete=models.CASCADE, related_name="followed_by")
    after = models.ForeignKey(SubActivity, on_delete=models.CASCADE, related_name="follows")
    source = models.CharField(max_length=200)
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["before", "after"], name="programmes_linked_once")]


class Line(models.Model):
    """What one agency or payer offers in one year."""

    class Reach(models.TextChoices):
        BY_NAME = "by_name"
        BY_AREA = "by_area"
        GENERAL = "general"

    class Pillar(models.TextChoices):
        BURDEN = "burden"  # cut the burden
        INCOME = "income"  # raise income
        POCKETS = "pockets"  # close the pockets of poverty

    class Payer(models.TextChoices):
        CITY = "city"
        PROVINCE = "province"
        MINISTRY = "ministry"
        PARTNER = "partner"

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=80)  # the same offer from year to year
    name = models.CharField(max_length=300)
    agency = models.ForeignKey("access.Agency", on_delete=models.PROTECT, related_name="+")
    sub_activity = models.ForeignKey(SubActivity, null=True, on_delete=models.PROTECT, related_name="lines")
    reach = models.CharField(max_length=8, choices=Reach.choices)
    pillar = models.CharField(max_length=8, choices=Pillar.choices)
    gives = models.CharField(max_length=12)  # money, goods, works, training, schooling, care, capital, service
    payer = models.CharField(max_length=8, choices=Payer.choices, default=Payer.CITY)
    # HIV, severe mental illness: never named on a family's page, a receipt or a public leaf.
    sensitive = models.BooleanField(default=False)
    # What the book calls it while it is sensitive: its accounts by ward are read by many, and tell them nothing.
    cover = models.CharField(max_length=16, default=cover, unique=True)
    rule = models.SlugField(max_length=80, blank=True)  # who qualifies; blank is "criteria not known"
    note = models.TextField(blank=True)
    source = models.CharField(max_length=200, blank=True)
    made_up = models.BooleanField(default=False)
    # The city tagged it on a page: the catalogue's file changes it no more.
    kept_by_city = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "year", "key"], name="programmes_line_once")]

    def __str__(self) -> str:
        return self.name
