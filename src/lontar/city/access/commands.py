"""The terminal's door to officers."""

import argparse
from typing import Any

from django.utils.translation import gettext as _

from lontar.city.access import actions, queries
from lontar.city.access.models import Agency, Officer
from lontar.city.places import queries as places
from lontar.kit.gate import Role
from lontar.kit.terminal import command, group, table, tell, tell_json
from lontar.science.place_codes import code_of
from lontar.science.trouble import Refusal

DAYS = 90


def add_commands(subparsers: Any) -> None:
    officers = group(subparsers, "officers", summary="Add officers, list them, give a new password or a token.")
    add = command(officers, "add", add_officer, summary="Appoint an officer; prints a password once.")
    add.add_argument("username")
    add.add_argument("--name", required=True, help="the officer's full name")
    add.add_argument("--role", required=True, choices=[role.value for role in Role])
    add.add_argument("--place", action="append", default=[], metavar="CODE", help="a place they serve; the whole city without it")  # fmt: skip
    add.add_argument("--agency", default="", metavar="CODE", help="the agency or partner they belong to")
    listed = command(officers, "list", list_officers, summary="List the officers.")
    listed.add_argument("--all", action="store_true", help="the dismissed too")
    listed.add_argument("--json", action="store_true")
    password = command(officers, "password", new_password, summary="Give an officer a new password, printed once.")
    password.add_argument("username")
    token = command(officers, "token", new_token, summary="Make a token for programs, printed once.")
    token.add_argument("username")
    token.add_argument("--label", required=True, help="what it is for")
    token.add_argument("--days", type=int, default=DAYS, help=f"how long it lives ({DAYS})")
    dismissed = command(officers, "dismiss", dismiss_officer, summary="Take an officer's access away at once.")
    dismissed.add_argument("username")
    dismissed.add_argument("--reason", required=True)
    agency = command(officers, "agency", keep_agency, summary="Add an agency or a partner, or rename it.")
    agency.add_argument("code")
    agency.add_argument("name")
    agency.add_argument("--kind", default=None, choices=Agency.Kind.values)


def add_officer(options: argparse.Namespace) -> int:
    password = actions.fresh_password()
    agency = None
    if options.agency:
        agency = queries.agency_by_code(options.agency)
        if agency is None:
            raise Refusal(
                _("Tidak ada instansi berkode %(code)s.") % {"code": options.agency},
                advice=_("Tambahkan dahulu dengan ./lontar officers agency KODE NAMA."),
            )
    officer = actions.appoint(
        options.username, name=options.name, role=Role(options.role), places=_keys(options.place), agency=agency,
        password=password, by=options.actor, on=places.today(),
    )  # fmt: skip
    _tell_password(officer, password)
    return 0


def _keys(codes: list[str]) -> list[int]:
    """The keys of the named places, or of the whole city."""
    if not codes:
        return [places.home_or_refuse().pk]
    keys = []
    for code in codes:
        place = places.by_code(code)
        if place is None:
            raise Refusal(
                _("Tidak ada wilayah berkode %(code)s.") % {"code": code},
                advice=_("./lontar places list memperlihatkan semua kode."),
            )
        keys.append(place.pk)
    return keys


def list_officers(options: argparse.Namespace) -> int:
    rows: list[dict[str, Any]] = [
        {
            "username": officer.username,
            "name": officer.name,
            "role": officer.role,
            "agency": officer.agency.code if officer.agency else None,
            "places": [code_of(posting.place_id) for posting in officer.postings.all()],
            "active": officer.is_active,
        }
        for officer in queries.officers(active=None if options.all else True).prefetch_related("postings")
    ]
    if options.json:
        tell_json(rows)
        return 0
    heads = (_("nama masuk"), _("nama"), _("peran"), _("instansi"), _("wilayah"), _("keadaan"))
    states = {True: _("aktif"), False: _("diberhentikan")}
    told = [
        (
            row["username"],
            row["name"],
            row["role"],
            row["agency"] or "–",
            " ".join(row["places"]),
            states[row["active"]],
        )
        for row in rows
    ]
    table([heads, *told])
    return 0


def new_password(options: argparse.Namespace) -> int:
    officer, password = _named(options.username), actions.fresh_password()
    actions.give_password(officer, password, by=options.actor, on=places.today())
    _tell_password(officer, password)
    return 0


def new_token(options: argparse.Namespace) -> int:
    secret = actions.issue_token(
        _named(options.username), label=options.label, days=options.days, by=options.actor, on=places.today()
    )
    tell(secret)
    return 0


def dismiss_officer(options: argparse.Namespace) -> int:
    officer = _named(options.username)
    actions.dismiss(officer, reason=options.reason, by=options.actor, on=places.today())
    tell(_("%(name)s tidak dapat masuk lagi.") % {"name": officer.name})
    return 0


def keep_agency(options: argparse.Namespace) -> int:
    agency = actions.ensure_agency(
        options.code, name=options.name, kind=options.kind, by=options.actor, on=places.today()
    )
    tell(f"{agency.code}  {agency.name}")
    return 0


def _named(username: str) -> Officer:
    officer = queries.officer_named(username)
    if officer is None or officer.kind == Officer.Kind.TERMINAL:
        raise Refusal(
            _("Tidak ada petugas bernama masuk %(username)s.") % {"username": username},
            advice=_("./lontar officers list --all memperlihatkan semuanya."),
        )
    return officer


def _tell_password(officer: Officer, password: str) -> None:
    # On paper by hand, not by chat: nobody but the officer needs it, and it is shown once.
    tell(
        _("Nama masuk: %(username)s") % {"username": officer.username},
        _("Kata sandi: %(password)s") % {"password": password},
        _("Kata sandi ini hanya diperlihatkan sekali."),
    )
