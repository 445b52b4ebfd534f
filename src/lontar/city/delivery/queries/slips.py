"""Questions about slips with codes: whether one may prove a hand-over, and which entitlement a code belongs to."""

from collections.abc import Iterable

from lontar.city.delivery.models import Entitlement, Slip
from lontar.city.delivery.queries.owed import for_hand_over
from lontar.city.delivery.queries.receipts import asker, codes_of, failed_lately
from lontar.kit.gate import Actor

WRONG_CODES_MAX = 5  # within two hours, for one officer


def may_show_slip(one: Entitlement, actor: Actor) -> bool:
    """Whether the code of a slip can prove this hand-over: there is one, and another officer printed it."""
    return one.pk in slips_to_show([one], actor)


def slips_to_show(found: Iterable[Entitlement], actor: Actor) -> set[int]:
    """Of which of these the code of a slip can prove the hand-over, by this officer."""
    rows = list(Slip.objects.filter(entitlement__in=list(found)).values_list("entitlement_id", "by_id"))
    return {key for key, _by in rows} - {key for key, by in rows if by == actor.id}


def waiting_with_code(code: str, actor: Actor) -> Entitlement | None:
    """What this officer may hand over and whose slip bears the code. Codes are kept nowhere, so each is derived."""
    found = for_hand_over(actor).filter(slips__isnull=False, subject__isnull=False).distinct()
    keys, subjects = (
        zip(*found.order_by("id").values_list("id", "subject"), strict=True) if found.exists() else ((), ())
    )
    which = dict(zip(codes_of(subjects), keys, strict=True)).get(code)
    return None if which is None else found.get(pk=which)


def slip_guesser(actor: Actor) -> bytes:
    """The officer who types codes, as a keyed hash beside those who ask for receipts."""
    return asker(f"slip:{actor.id}")


def guessed_too_often(actor: Actor) -> bool:
    return failed_lately(slip_guesser(actor)) >= WRONG_CODES_MAX
