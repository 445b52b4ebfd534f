"""Make officers, give them places, take access away."""

import hashlib
import re
import secrets
from collections.abc import Iterable
from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lontar.city.access import queries
from lontar.city.access.models import Agency, AgencyName, ApiToken, Officer, OfficerPlace
from lontar.city.journal.actions import record
from lontar.kit import reasons
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, Role, require
from lontar.science.place_codes import span
from lontar.science.trouble import Refusal

TOKEN_DAYS_MAX = 366
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")
# Letters and digits that are not mistaken for each other when written by hand.
CLEAR_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
TOKEN_PREFIX = "lontar_"  # noqa: S105 - a prefix by which a leaked token is recognised


@deed
def ensure_agency(
    code: str, *, name: str, kind: str | None = None, since: date | None = None, basis: str = "", by: Actor, on: date
) -> Agency:  # fmt: skip
    """The agency with this code; made, or renamed from a day on, where needed. Without a kind the old one stays.

    What it was called before stays known, with the day until which it was.
    """
    require(by, Role.ADMINISTRATOR, Role.PLANNER)
    name = " ".join(name.split())
    if not name:
        raise Refusal(_("Tulis namanya."), field="name")
    agency, fresh = Agency.objects.get_or_create(
        code=code, defaults={"name": name, "kind": kind or Agency.Kind.AGENCY}
    )  # fmt: skip
    before = (agency.name, agency.kind)
    if not fresh and agency.name != name:
        _keep_name(agency, until=since or on, basis=basis, on=on)
    if fresh or before != (name, kind or agency.kind):
        agency.name, agency.kind = name, kind or agency.kind
        agency.save(update_fields=["name", "kind"])
        details = {"code": code, "name": name, "kind": agency.kind, "before": None if fresh else before[0]}
        record("ensure_agency", subject=agency, by=by, on=on, details=details)
    return agency


def _keep_name(agency: Agency, *, until: date, basis: str, on: date) -> None:
    """The name that ends now is kept with its last day."""
    last = AgencyName.objects.filter(agency=agency, until__isnull=False).order_by("-until").first()
    if until > on:
        raise Refusal(_("Nama baru itu belum berlaku."), advice=_("Catat pada hari mulai berlakunya."), field="since")
    if last is not None and last.until is not None and until < last.until:
        raise Refusal(
            _("Nama %(name)s baru berlaku sejak %(day)s.") % {"name": agency.name, "day": last.until.isoformat()},
            advice=_("Pilih hari yang sama atau sesudahnya."),
            field="since",
        )
    AgencyName.objects.get_or_create(agency=agency, name=agency.name, until=until, defaults={"basis": basis.strip()})


@deed
def add_agency_alias(agency: Agency, alias: str, *, by: Actor, on: date) -> None:
    """Write down another way in which files write an organisation's name, so that they are read without asking."""
    require(by, Role.ADMINISTRATOR, Role.PLANNER)
    alias = " ".join(alias.split())
    if not 2 <= len(alias) <= 160:
        raise Refusal(_("Tulis nama itu seperti tertulis di berkas."), field="alias")
    owner = queries.agency_called(alias)
    if owner is not None and owner.pk != agency.pk:
        raise Refusal(_("Nama itu sudah dipakai untuk %(agency)s.") % {"agency": owner.name}, field="alias")
    if owner is None:
        AgencyName.objects.create(agency=agency, name=alias)
        record("add_agency_alias", subject=agency, by=by, on=on, details={"code": agency.code, "alias": alias})


@deed
def ensure_terminal(place_id: int, *, on: date) -> Officer:
    """The officer that the command line is, who sees the home city; made once, can never sign in."""
    officer = Officer.objects.filter(kind=Officer.Kind.TERMINAL).first()
    if officer is None:
        officer = Officer(
            username=queries.TERMINAL, name="Terminal", role=Role.ADMINISTRATOR, kind=Officer.Kind.TERMINAL
        )
        officer.set_unusable_password()
        officer.save()
        record("ensure_terminal", subject=officer, by=officer, on=on)
    _post(officer, [place_id])
    return officer


@deed
def appoint(
    username: str, *, name: str, role: Role, places: Iterable[int], agency: Agency | None, password: str | None, by: Actor, on: date
) -> Officer:  # fmt: skip
    """Make an officer who serves these places. Without a password they cannot sign in until they are given one."""
    require(by, Role.ADMINISTRATOR)
    wanted = sorted(set(places))
    officer = Officer(username=_checked(username), name=name.strip(), role=role, agency=agency)
    _check_posting(role, wanted, agency)
    _set_password(officer, password)
    officer.password_given = password is not None
    try:
        with transaction.atomic():
            officer.save()
    except IntegrityError as trouble:
        raise Refusal(
            _("Petugas bernama masuk %(username)s sudah ada.") % {"username": username},
            advice=_("Pilihlah nama masuk yang lain."),
            field="username",
        ) from trouble
    _post(officer, wanted)
    record(
        "appoint", subject=officer, by=by, on=on,
        details={"username": username, "role": role, "places": wanted, "agency": agency.code if agency else None},
    )  # fmt: skip
    return officer


def fresh_password() -> str:
    """A password that is read aloud and copied by hand without a mistake: 79 bits, in four groups."""
    return "-".join("".join(secrets.choice(CLEAR_SIGNS) for _sign in range(4)) for _group in range(4))


def _checked(username: str) -> str:
    if not USERNAME.fullmatch(username):
        raise Refusal(
            _("Nama masuk terdiri atas 3 sampai 60 huruf kecil, angka, titik atau garis."),
            advice=_("Misalnya maria.oesapa."),
            field="username",
        )
    return username


def _check_posting(role: str, places: list[int], agency: Agency | None) -> None:
    """Whoever serves a place needs one, and whoever acts for an organisation needs one."""
    if not places:
        raise Refusal(
            _("Petugas tanpa wilayah tidak melihat apa pun."),
            advice=_("Pilihlah sekurang-kurangnya satu wilayah."),
            field="places",
        )
    if role in (Role.OPERATOR, Role.PARTNER) and agency is None:
        raise Refusal(
            _("Peran ini bekerja untuk satu instansi atau mitra."), advice=_("Pilihlah yang mana."), field="agency"
        )


def _post(officer: Officer, places: Iterable[int]) -> None:
    for key in places:
        lowest, highest = span(key)
        OfficerPlace.objects.get_or_create(
            officer=officer, place_id=key, defaults={"lowest": lowest, "highest": highest}
        )


def _set_password(officer: Officer, password: str | None) -> None:
    if password is None:
        officer.set_unusable_password()
        return
    try:
        validate_password(password, officer)
    except ValidationError as trouble:
        raise Refusal(" ".join(trouble.messages), field="password") from trouble
    officer.set_password(password)


@deed
def change_officer(
    officer: Officer, *, name: str, role: Role, places: Iterable[int], agency: Agency | None, by: Actor, on: date
) -> None:  # fmt: skip
    """Give an officer another name, role, agency or other places."""
    require(by, Role.ADMINISTRATOR)
    _keep_one_administrator(officer, stays=role == Role.ADMINISTRATOR)
    wanted = sorted(set(places))
    _check_posting(role, wanted, agency)
    # A mandate is for one duty in one organisation; in another one it is given anew, or not.
    stays = officer.role == role and officer.agency_id == (agency.pk if agency else None)
    officer.health_mandate = officer.health_mandate and stays
    officer.name, officer.role, officer.agency = name.strip(), role, agency
    officer.save(update_fields=["name", "role", "agency", "health_mandate"])
    OfficerPlace.objects.filter(officer=officer).exclude(place_id__in=wanted).delete()
    _post(officer, wanted)
    details = {"role": role, "places": wanted, "health_mandate": officer.health_mandate}
    record("change_officer", subject=officer, by=by, on=on, details=details)


@deed
def give_health_mandate(officer: Officer, *, reason: str, by: Actor, on: date) -> None:
    """Let an officer be told by name whom a sensitive programme concerns, because their duty cannot be done without it."""
    require(by, Role.ADMINISTRATOR)
    reason = reasons.checked_reason(reason)
    if officer.role not in queries.WHO_HOLD_HEALTH_MANDATE:
        raise Refusal(
            _("Peran %(role)s tidak mengurus program peka.") % {"role": officer.role_label},
            advice=_("Mandat ini untuk perencana, operator instansi, mitra, atau inspektur."),
        )
    if not officer.is_active:
        raise Refusal(_("%(name)s sudah diberhentikan.") % {"name": officer.name}, advice=_("Aktifkan lagi dahulu."))
    if officer.health_mandate:
        raise Refusal(_("%(name)s sudah memegang mandat kesehatan.") % {"name": officer.name})
    officer.health_mandate = True
    officer.save(update_fields=["health_mandate"])
    record("give_health_mandate", subject=officer, by=by, on=on, reason=reason)


@deed
def end_health_mandate(officer: Officer, *, reason: str, by: Actor, on: date) -> None:
    """From now on the officer is told of sensitive programmes what everybody of their role is told."""
    require(by, Role.ADMINISTRATOR)
    reason = reasons.checked_reason(reason)
    if not officer.health_mandate:
        raise Refusal(_("%(name)s tidak memegang mandat kesehatan.") % {"name": officer.name})
    officer.health_mandate = False
    officer.save(update_fields=["health_mandate"])
    record("end_health_mandate", subject=officer, by=by, on=on, reason=reason)


@deed
def give_password(officer: Officer, password: str, *, by: Actor, on: date) -> None:
    """Set a new password for an officer who lost theirs; they change it before they do anything else."""
    require(by, Role.ADMINISTRATOR)
    _set_password(officer, password)
    officer.password_given = str(by.id) != str(officer.pk)
    officer.save(update_fields=["password", "password_given"])
    record("give_password", subject=officer, by=by, on=on)


@deed
def take_password_as_own(officer: Officer, *, by: Actor, on: date) -> None:
    """An officer has chosen a password that nobody gave them."""
    Officer.objects.filter(pk=officer.pk).update(password_given=False)
    officer.password_given = False
    record("take_password_as_own", subject=officer, by=by, on=on)


@deed
def reset_second_factor(officer: Officer, *, by: Actor, on: date) -> None:
    """Forget the telephone that an officer lost, and its spare codes with it."""
    require(by, Role.ADMINISTRATOR)
    Authenticator.objects.filter(user=officer).delete()
    record("reset_second_factor", subject=officer, by=by, on=on)


@deed
def dismiss(officer: Officer, *, reason: str, by: Actor, on: date) -> None:
    """Take an officer's access away at once, with their tokens; what they did stays written."""
    require(by, Role.ADMINISTRATOR)
    if not reason.strip():
        raise Refusal(_("Alasannya belum ditulis."), field="reason")
    _keep_one_administrator(officer, stays=False)
    Officer.objects.filter(pk=officer.pk).update(is_active=False, health_mandate=False)
    ApiToken.objects.filter(officer=officer, revoked_at=None).update(revoked_at=timezone.now())
    record("dismiss", subject=officer, by=by, on=on, reason=reason)


@deed
def reinstate(officer: Officer, *, reason: str, by: Actor, on: date) -> None:
    """Let a dismissed officer in again. Their tokens stay revoked, their password stays the old one."""
    require(by, Role.ADMINISTRATOR)
    Officer.objects.filter(pk=officer.pk).update(is_active=True)
    record("reinstate", subject=officer, by=by, on=on, reason=reason)


def _keep_one_administrator(officer: Officer, *, stays: bool) -> None:
    others = Officer.objects.filter(role=Role.ADMINISTRATOR, is_active=True, kind=Officer.Kind.PERSON).exclude(
        pk=officer.pk
    )
    if officer.role == Role.ADMINISTRATOR and not stays and not others.exists():
        raise Refusal(_("Ini administrator yang terakhir."), advice=_("Angkatlah administrator lain lebih dahulu."))


@deed
def issue_token(officer: Officer, *, label: str, days: int, by: Actor, on: date) -> str:
    """A key for programs that may do what the officer may. It is shown once; only its hash is kept."""
    if str(by.id) != str(officer.pk):
        require(by, Role.ADMINISTRATOR)
    if not 1 <= days <= TOKEN_DAYS_MAX:
        raise Refusal(_("Token berlaku 1 sampai %(most)d hari.") % {"most": TOKEN_DAYS_MAX}, field="days")
    if not label.strip():
        raise Refusal(_("Tulislah untuk apa token ini."), field="label")
    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        officer=officer,
        label=label,
        digest=hashlib.sha256(secret.encode()).digest(),
        expires_on=on + timedelta(days=days),
    )
    record("issue_token", subject=token, by=by, on=on, details={"label": label, "days": days})
    return secret


def note_use(token: ApiToken, *, on: date) -> None:
    """Remember the day on which a token last opened something. It is no deed: nothing about anybody changes."""
    if token.used_on != on:
        ApiToken.objects.filter(pk=token.pk).update(used_on=on)


@deed
def revoke_token(token: ApiToken, *, by: Actor, on: date) -> None:
    if str(by.id) != str(token.officer_id):
        require(by, Role.ADMINISTRATOR)
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())
    record("revoke_token", subject=token, by=by, on=on)
