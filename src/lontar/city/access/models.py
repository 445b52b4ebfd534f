"""Officers, their agencies, the places they serve, and their tokens."""

from typing import Any, ClassVar

import pghistory
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from lontar.kit.gate import Role


class Agency(models.Model):
    """An organisation that officers belong to: an agency of the city, a ward's committee, a partner."""

    class Kind(models.TextChoices):
        AGENCY = "agency"
        WARD = "ward"
        PARTNER = "partner"
        COMPANY = "company"
        BANK = "bank"
        MINISTRY = "ministry"  # the nation's or the province's, whose programmes stand beside the city's

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.AGENCY)

    def __str__(self) -> str:
        return self.name


class AgencyName(models.Model):
    """What an organisation was called until a day; without a day, another way in which files write its name."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=160)
    until = models.DateField(null=True)
    basis = models.CharField(max_length=160, blank=True)  # the regulation by which it was called otherwise

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "name", "until"], name="access_name_once", nulls_distinct=False)
        ]


class OfficerManager(BaseUserManager["Officer"]):
    def get_by_natural_key(self, username: str | None) -> "Officer":
        return self.get(username__iexact=username)


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old, condition=pghistory.AnyChange(exclude=["last_login"])),
    exclude=["password", "last_login", "password_given"],
)
class Officer(AbstractBaseUser):
    """Someone who signs in, with one role."""

    class Kind(models.TextChoices):
        PERSON = "person"
        TERMINAL = "terminal"  # whoever stands at the server's command line

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="officers")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PERSON)
    is_active = models.BooleanField(default=True)
    # Given by the administrator to whoever serves people with HIV or a severe mental illness: only they are told by name.
    health_mandate = models.BooleanField(default=False)
    password_given = models.BooleanField(default=False)  # by somebody else, who knows it: to be changed first
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = OfficerManager()
    id: Any

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in Role]), name="access_known_role"
            ),
            models.UniqueConstraint(Lower("username"), name="access_username_whatever_case"),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def role_label(self) -> str:
        return Role(self.role).label


class OfficerPlace(models.Model):
    """A place that an officer serves, with everything below it."""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="postings")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    # The range of place ids below, kept here so that the wall reads one table.
    lowest = models.BigIntegerField()
    highest = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["officer", "place"], name="access_posted_once")]


class ApiToken(models.Model):
    """A key for programs, with the access of its officer; only its hash is kept."""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="tokens")
    label = models.CharField(max_length=80)
    digest = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField()
    revoked_at = models.DateTimeField(null=True)
    used_on = models.DateField(null=True)
