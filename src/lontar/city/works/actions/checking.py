"""What every verb of works holds to: whose work it is, one deed at a time, words and keys of bounded length."""

from datetime import date
from typing import Any

from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.works import queries
from lontar.city.works.models import Work
from lontar.kit.formats import day
from lontar.kit.gate import Actor
from lontar.science.trouble import NotAllowed, Refusal

KEY_LETTERS_MAX, PHOTO_BYTES_MAX = 64, 8_000_000


def locked(key: int, by: Actor) -> Work:
    """The work in this officer's places, held until the deed is done: whoever comes at the same time waits here."""
    hold(key)
    return queries.work_or_refuse(key, by)


def hold(work_id: int) -> None:
    """Let nobody else act on a work meanwhile; also for whoever may not see the work itself."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('works.work'), %s)", [work_id])


def require_own_agency(line: Any, by: Actor) -> None:
    if line.agency_id != access.agency_of(by.id):
        raise NotAllowed(
            _("Program ini milik perangkat daerah lain."), advice=_("Mintalah operator perangkat daerah itu.")
        )


def require_running(work: Work) -> None:
    if work.state != Work.State.RUNNING:
        raise Refusal(_("Pekerjaan ini sudah selesai atau dihentikan."), advice=_("Muat ulang halamannya."))


def checked_words(given: str, field: str, *, most: int, least: int = 2) -> str:
    given = " ".join(given.split())
    if not least <= len(given) <= most:
        raise Refusal(
            _("Isi ini, %(least)d sampai %(most)d huruf.") % {"least": least, "most": most}, field=field
        )  # fmt: skip
    return given


def command(verb: str, key: str) -> str:
    """Under what a form that is sent twice is recognised."""
    if not 0 < len(key) <= KEY_LETTERS_MAX:
        raise Refusal(_("Kunci perintah paling panjang %(most)d huruf.") % {"most": KEY_LETTERS_MAX}, field="key")
    return f"{verb}:{key}"


def kept_day(value: date) -> str:
    """A day in words that are kept: Indonesian, whatever language the officer reads."""
    with translation.override("id"):
        return day(value)
