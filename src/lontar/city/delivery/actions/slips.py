"""The slip that a family is given beforehand, and its code as proof that the hand-over reached it."""

import hmac
from collections.abc import Callable, Iterable
from datetime import date
from functools import wraps
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lontar.city.delivery import queries
from lontar.city.delivery.actions.checking import count_failed_check
from lontar.city.delivery.actions.proofs import Kind, Proof
from lontar.city.delivery.models import Entitlement, Slip
from lontar.city.journal.actions import record
from lontar.kit.deeds import deed
from lontar.kit.formats import day
from lontar.kit.gate import Actor, require
from lontar.science.receipt_codes import read_code
from lontar.science.trouble import NotAllowed, Refusal


class WrongCode(Refusal):
    """The code belongs to no slip of this entitlement."""


def counting_wrong_codes[**P, R](verb: Callable[P, R]) -> Callable[P, R]:
    """Count a wrong code against the officer who typed it: outside of the deed, which the refusal undoes."""

    @wraps(verb)
    def done(*args: P.args, **kwargs: P.kwargs) -> R:
        by: Any = kwargs["by"]
        try:
            return verb(*args, **kwargs)
        except WrongCode:
            count_failed_check(queries.slip_guesser(by))
            raise

    return done


@deed
def give_slips(entitlement_ids: Iterable[int], *, by: Actor, on: date) -> list[Entitlement]:
    """Note that this officer prints the slips of what is still owed; a slip printed again has the same code."""
    require(by, *queries.WHO_GIVE_SLIPS)
    found = list(queries.for_slips(by).filter(pk__in=list(entitlement_ids)).select_related("family"))
    if not found:
        raise Refusal(
            _("Tidak ada hak yang masih menunggu di pilihan ini."), advice=_("Pilih daftar yang menunggu diserahkan.")
        )
    before = set(Slip.objects.filter(entitlement__in=found, by_id=by.id).values_list("entitlement_id", flat=True))
    Slip.objects.bulk_create(
        Slip(entitlement=one, place_id=one.place_id, by_id=by.id, on=on) for one in found if one.pk not in before
    )
    places = {one.place_id for one in found}
    record(
        "give_slips", subject=found[0].line, by=by, on=on,
        place_id=places.pop() if len(places) == 1 else None,
        details={"families": len(found), "rupiah": sum(one.amount for one in found)},
    )  # fmt: skip
    return found


def shown(entitlement: Entitlement, typed: str, by: Actor) -> Proof:
    """The proof as it is kept: when the slip was printed, never its code. Refuses what the family cannot have shown."""
    slips = list(Slip.objects.filter(entitlement=entitlement).order_by("on", "pk"))
    if not slips:
        raise Refusal(
            _("Untuk hak ini belum pernah dicetak slip."), advice=_("Pilih bukti penyerahan yang lain."), field="code"
        )
    if str(by.id) in {str(slip.by_id) for slip in slips}:
        raise NotAllowed(
            _("Slip keluarga ini Anda sendiri yang mencetak, jadi kodenya tidak membuktikan apa-apa."),
            advice=_("Pilih bukti lain, atau mintalah petugas lain menyerahkannya."),
        )
    if queries.guessed_too_often(by):
        raise Refusal(
            ngettext(
                "Sudah %(n)d kode yang salah.", "Sudah %(n)d kode yang salah.", queries.WRONG_CODES_MAX
            ) % {"n": queries.WRONG_CODES_MAX},
            advice=_("Pilih bukti lain, atau coba lagi dua jam kemudian."), field="code",
        )  # fmt: skip
    read = read_code(typed)
    if read is None:
        raise Refusal(
            _("Kode itu belum lengkap atau salah ketik."), advice=_("Kode berisi 17 huruf dan angka."), field="code"
        )
    if not hmac.compare_digest(read, queries.code_of(queries.subject_of(entitlement))):
        raise WrongCode(
            _("Kode itu bukan kode slip untuk hak ini."),
            advice=_("Cocokkan nama, program dan periode pada slipnya."), field="code",
        )  # fmt: skip
    with translation.override("id"):  # what is kept is Indonesian, whatever language the officer reads
        return Proof(Kind.SLIP, f"slip yang dicetak {day(slips[0].on)}")
