"""What is asked before any verb of a round: whose line, which area, which state, and words that say why."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from lontar.city.access import queries as officers
from lontar.city.community import actions as community
from lontar.city.programmes import queries as programmes
from lontar.city.targeting.models import Round, Survey
from lontar.kit import reasons
from lontar.kit.gate import Actor
from lontar.science.trouble import NotAllowed, Refusal

REASON_LETTERS_MAX = 500


def locked(round_: Round) -> Round:
    """The round as it is now, held until the end of the deed."""
    return Round.objects.select_for_update(of=("self",)).select_related("line", "line__agency").get(pk=round_.pk)


def require_own_line(by: Actor, line: Any) -> None:
    require_told(by, line)
    if not programmes.may_keep_money(by, line):
        raise NotAllowed(
            _("Program ini milik %(agency)s.") % {"agency": line.agency},
            advice=_("Mintalah kepada operator perangkat daerah itu, atau kepada perencana."),
        )


def require_told(by: Actor, line: Any) -> None:
    """Nobody works on the list of a line of which they may not be told by name."""
    if not programmes.is_told_by_name(by, line):
        raise NotAllowed(
            _("Siapa penerima program ini hanya dilihat petugas dengan mandat kesehatan."),
            advice=_("Mintalah mandat itu kepada administrator bila tugas Anda memerlukannya."),
        )


def told(line: Any, /, **details: Any) -> dict[str, Any]:
    """What the journal, which others read, keeps of a deed on a list: of a sensitive line neither which one nor of whom."""
    return {"sensitive": True} if line.sensitive else details


def require_whole_area(by: Actor, place_id: int) -> None:
    """Whoever sees only a part of an area would choose from a part of its families."""
    if not officers.serves(by.id, place_id):
        raise NotAllowed(
            _("Wilayah ini tidak seluruhnya dalam tugas Anda."),
            advice=_("Pilih wilayah tugas Anda, atau mintalah kepada petugas kota."),
        )


def still_open(survey_id: int, by: Actor) -> Survey:
    """A sample of the officer's own line that is still being asked, held until the end of the deed."""
    survey = Survey.objects.select_for_update(of=("self",)).select_related("round__line").filter(pk=survey_id).first()
    if survey is None:
        raise Refusal(_("Contoh itu tidak ada."))
    require_own_line(by, survey.round.line)
    require_whole_area(by, survey.place_id)
    if survey.state != Survey.State.OPEN:
        raise Refusal(_("Contoh ini sudah ditutup."), advice=_("Muat ulang halamannya."))
    return survey


def require_state(round_: Round, states: Iterable[str], otherwise: str, advice: str) -> None:
    """Refuse what does not fit to where the round stands now."""
    if round_.is_closed:
        raise Refusal(_("Penetapan ini sudah ditutup."), advice=_("Muat ulang halaman untuk melihat keadaannya."))
    if round_.state == Round.State.OPENED and Round.State.OPENED not in states:
        raise Refusal(_("Penetapan ini belum dihitung."), advice=_("Hitung dahulu, lalu periksa daftarnya."))
    if round_.state not in states:
        raise Refusal(otherwise, advice=advice)


def checked_reason(reason: str, *, field: str = "reason") -> str:
    """Why something is done to a list, in one line: those whom it concerns read it, so no number, decile or illness."""
    checked = reasons.checked_reason(reason, most=REASON_LETTERS_MAX, field=field)
    community.require_discreet(**{field: checked})
    return checked
