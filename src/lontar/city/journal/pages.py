"""The journal as the administrator and the inspector read it."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from lontar.city.journal import queries
from lontar.city.journal.forms import JournalSearch
from lontar.city.journal.models import JournalLine
from lontar.kit import exports
from lontar.kit.gate import LABELS, Role, door
from lontar.kit.paging import KEY_MAX

PAGE = 50
CHECKSUM = re.compile(r"[0-9a-f]{64}")
CHECKSUM_SHOWN = 12


@door(Role.ADMINISTRATOR, Role.INSPECTOR)
def lines(request: HttpRequest) -> HttpResponseBase:
    """What was done, by whom, when and why; the newest first, in pages that cost the same however old."""
    form = JournalSearch(request.GET)
    wanted: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    found = queries.lines(
        verb=wanted.get("verb", ""),
        actor=wanted.get("officer", ""),
        since=wanted.get("since"),
        until=wanted.get("until"),
    )
    asked = exports.wanted(request)
    if asked:
        heads = [_("Waktu"), _("Hari"), _("Tindakan"), _("Petugas"), _("Peran"), _("Hal"), _("Nomor"), _("Wilayah"), _("Alasan")]  # fmt: skip
        return exports.export(asked, name=_("jurnal"), heads=heads, rows=map(_as_row, found[: exports.ROWS_MAX]))
    before = request.GET.get("before", "")
    if before.isascii() and before.isdecimal() and int(before[:20]) <= KEY_MAX:
        found = found.filter(pk__lt=int(before))
    rows = list(found[: PAGE + 1])
    context = {
        "form": form,
        "words": [(_("Tindakan"), form["verb"]), (_("oleh"), form["officer"]), (_("sejak"), form["since"]), (_("sampai"), form["until"])],
        "rows": [_shown(line) for line in rows[:PAGE]],
        "older": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        "is_continued": bool(before),
    }  # fmt: skip
    return render(request, "journal/lines.html", context)


def _shown(line: JournalLine) -> dict[str, Any]:
    return {
        "line": line,
        "verb": queries.told(line.verb),
        "role": _role(line),
        "subject": f"{queries.told_kind(line.subject_kind)} {line.subject_id}".strip(),
        "details": " · ".join(
            f"{queries.told_detail(key)}: {_flat(value)}"
            for key, value in line.details.items()
            if value not in (None, "")
        ),
    }


def _role(line: JournalLine) -> str:
    known = {role.value: role for role in LABELS}
    return known[line.actor_role].label if line.actor_role in known else line.actor_role


def _flat(value: Any) -> str:
    """A detail as words; of a checksum only its beginning, by which it is recognised."""
    if isinstance(value, dict):
        return ", ".join(f"{queries.told_detail(key)} {_flat(one)}" for key, one in value.items())
    if isinstance(value, list):
        return ", ".join(map(_flat, value))
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    text = str(value)
    return f"{text[:CHECKSUM_SHOWN]}…" if CHECKSUM.fullmatch(text) else text


def _as_row(line: JournalLine) -> list[Any]:
    return [
        timezone.localtime(line.at), line.on, queries.told(line.verb), line.actor_name, _role(line),
        queries.told_kind(line.subject_kind), line.subject_id, line.place_id, line.reason,
    ]  # fmt: skip
