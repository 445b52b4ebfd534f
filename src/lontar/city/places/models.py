"""Places: a tree of codes by the Ministry of Home Affairs, their other names and their shapes."""

from django.db import models


class Place(models.Model):
    """A province, regency or city, district, or ward (kelurahan, desa).

    The key is the official code's digits, filled up to ten: 53.71.03.1010 is 5371031010 and 53.71 is
    5371000000. So everything below a place is one range of numbers, which a wall can check in no time.
    A code that changes by decree makes a new place; `replaces` leads back to the old one.
    """

    class Level(models.TextChoices):
        PROVINCE = "province"
        REGENCY = "regency"
        DISTRICT = "district"
        WARD = "ward"

    id = models.BigIntegerField(primary_key=True)
    code = models.CharField(max_length=13, unique=True)
    name = models.CharField(max_length=120)
    level = models.CharField(max_length=10, choices=Level.choices)
    # provinsi, kota, kabupaten, kecamatan, kelurahan, desa, desa_adat: terms of law.
    kind = models.CharField(max_length=12)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    # BPS counts differently; joined by name through a crosswalk, never by digits.
    bps_code = models.CharField(max_length=10, blank=True)
    postal_code = models.CharField(max_length=5, blank=True)
    time_zone = models.CharField(max_length=40)
    tile_q = models.SmallIntegerField(null=True)
    tile_r = models.SmallIntegerField(null=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["parent"], name="places_parent")]

    def __str__(self) -> str:
        return self.name


class PlaceAlias(models.Model):
    """Another way a place's name is written in the field, as a key for comparing."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=120)
    key = models.CharField(max_length=120)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "key"], name="places_alias_once")]


class Boundary(models.Model):
    """The shape of a place as its city brought it: indicative, no legal boundary."""

    place = models.OneToOneField(Place, on_delete=models.CASCADE, related_name="boundary")
    geometry = models.JSONField()  # GeoJSON, longitude before latitude, WGS 84
    dissolved = models.BooleanField(default=False)  # made from the wards below, not imported
    source = models.CharField(max_length=200)
    imported_at = models.DateTimeField(auto_now=True)


class Home(models.Model):
    """The one city or regency that this installation serves."""

    only = models.BooleanField(primary_key=True, default=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    # Everything in it is invented: every page says so.
    made_up = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(only=True), name="places_one_home")]
