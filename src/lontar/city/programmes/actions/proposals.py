"""Answer what a ward proposed: into which line it goes, or why not."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from lontar.city.community import actions as community
from lontar.city.programmes import queries
from lontar.city.programmes.models import Adoption, Line
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, Role, require
from lontar.science.trouble import NotAllowed, Refusal


@deed
def adopt_proposal(proposal: Any, line: Line, *, reason: str, by: Actor, on: date) -> Adoption:
    """A proposal goes into a line; the ward reads into which, of which year, and why."""
    require(by, Role.PLANNER, Role.OPERATOR)
    if not queries.may_keep_money(by, line):
        raise NotAllowed(
            _("Baris ini milik %(agency)s.") % {"agency": line.agency},
            advice=_("Mintalah kepada operator perangkat daerah itu, atau kepada perencana."),
        )
    if line.sensitive:
        raise Refusal(
            _("Baris yang peka tidak diumumkan, jadi usulan tidak dapat masuk ke sana."), field="line",
            advice=_("Pilih baris lain."),
        )  # fmt: skip
    if line.year < proposal.on.year:
        raise Refusal(_("Tahun baris itu sudah lewat ketika usulan ditulis."), field="line")
    code = f"{line.sub_activity.code} " if line.sub_activity else ""
    with override("id"):  # kept, and read by the ward: not in the language of whoever answered
        answer = _("Masuk %(code)s%(line)s, %(agency)s, tahun %(year)s") % {
            "code": code, "line": line.name, "agency": line.agency.name, "year": line.year,
        }  # fmt: skip
    community.answer_proposal(proposal, adopted=True, answer=answer, reason=reason, by=by, on=on)
    return Adoption.objects.create(proposal_id=proposal.pk, line=line, by_id=by.id, on=on)


@deed
def refuse_proposal(proposal: Any, *, reason: str, by: Actor, on: date) -> None:
    """A proposal goes into no line; the ward reads why."""
    require(by, Role.PLANNER)
    with override("id"):
        answer = _("Tidak diterima")
    community.answer_proposal(proposal, adopted=False, answer=answer, reason=reason, by=by, on=on)
