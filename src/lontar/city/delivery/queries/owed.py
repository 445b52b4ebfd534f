"""Questions about what is owed and what arrived; each sees only the acting officer's places."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.delivery.models import Entitlement, Handover, OrderLine, TakeBack
from lontar.city.delivery.queries.receipts import code_of
from lontar.city.ledger import queries as book
from lontar.city.places import queries as places
from lontar.city.programmes import queries as programmes
from lontar.city.registry import queries as registry
from lontar.kit.gate import Actor, Role
from lontar.kit.holdings import Belonging, Held, belonged, families_of, said
from lontar.kit.sealing import unseal
from lontar.science.trouble import NotAllowed
from lontar.science.trouble import NotFound as NotFound

Status = Entitlement.Status
ProofKind = Handover.Proof
# On which kind of account the rupiah of an entitlement stand, by its status; what was cancelled stands nowhere.
STANDS = {Status.OWED: book.Kind.OWED, Status.SENT: book.Kind.SENT, Status.DELIVERED: book.Kind.DELIVERED}
WHO_MAY_HAND_OVER = (Role.WARD_OFFICER, Role.FIELD_WORKER, Role.OPERATOR, Role.PARTNER)
# Those who do not stand before the family; whoever printed a slip cannot hand over by its code.
WHO_GIVE_SLIPS = (Role.PLANNER, Role.OPERATOR)
WHO_SEE_LIST = (
    Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER, Role.FIELD_WORKER, Role.PARTNER, Role.INSPECTOR,
)  # fmt: skip
WHO_SEE_REACH = (Role.PLANNER, Role.OPERATOR, Role.INSPECTOR, Role.ANALYST)
# These serve the lines of their own organisation; a ward's officers serve every line in their ward.
BOUND_TO_THEIR_LINES = (Role.OPERATOR, Role.PARTNER)
# A list of what still is to be handed over: owed, and cash that lies at the ward.
WAITING = "waiting"
ORDERS = {
    "ward": ("place_id", "id"), "-ward": ("-place_id", "id"), "amount": ("amount", "id"), "-amount": ("-amount", "id"),
    "since": ("on", "id"), "-since": ("-on", "id"), "number": ("family_id", "id"), "-number": ("-family_id", "id"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a list of entitlements; an empty field asks nothing."""

    words: str = ""
    place_id: int | None = None
    line_id: int | None = None
    status: str = ""
    order: str = "ward"
    payment_order_id: int | None = None
    year: int | None = None
    """Of the budget line."""
    nothing: bool = False
    """Something was asked for that this officer has none of: a line without entitlements, a ward of others."""
    way: str = ""
    """`order` for what arrived by a payment order, `hand` for what arrived without one."""

    @property
    def waits(self) -> bool:
        """Whether this list is of what is still to be handed over."""
        return self.status in (WAITING, Status.OWED)


@dataclass(frozen=True, slots=True)
class Aid:
    """What one line gave to one ward: families and rupiah, promised and arrived. No name, no family in it."""

    place_id: int
    line_id: int
    entitled: int
    entitled_rupiah: int
    delivered: int
    delivered_rupiah: int


def entitlements(actor: Actor) -> QuerySet[Entitlement]:
    """Whatever was owed in this officer's places, of lines that they may know of.

    Of a sensitive line only those with a mandate of health are told; a partner sees its own lines and no other.
    """
    found = Entitlement.objects.select_related("line", "line__agency", "place").order_by("place_id", "id")
    found = found.filter(programmes.told_by_name(actor, "line"))
    return found.filter(line__agency_id=agency_id_of(actor) or 0) if actor.role == Role.PARTNER else found


def entitlements_matching(actor: Actor, wanted: Wanted) -> QuerySet[Entitlement]:
    """The part of a list that is asked for, in the wanted order."""
    found = entitlements(actor).select_related("family").order_by(*ORDERS.get(wanted.order, ORDERS["ward"]))
    if wanted.nothing:
        return found.none()
    if wanted.status == WAITING:
        found = found.filter(_still_to_give())
    elif wanted.status:
        found = found.filter(status=wanted.status)
    if wanted.place_id is not None:
        lowest, highest = places.span(wanted.place_id)
        found = found.filter(place_id__gte=lowest, place_id__lte=highest)
    if wanted.line_id is not None:
        found = found.filter(line_id=wanted.line_id)
    if wanted.year is not None:
        found = found.filter(line__year=wanted.year)
    if wanted.way:
        paid = Exists(OrderLine.objects.filter(entitlement=OuterRef("pk"), state=OrderLine.State.PAID))
        found = found.filter(paid if wanted.way == "order" else ~paid)
    if wanted.payment_order_id is not None:
        lines = OrderLine.objects.filter(order_id=wanted.payment_order_id).exclude(state=OrderLine.State.DROPPED)
        found = found.filter(pk__in=lines.values("entitlement_id"))
    if wanted.words:
        families = registry.families_matching(registry.FamilyFilter(words=wanted.words))
        found = found.filter(family_id__in=list(families.values_list("pk", flat=True)))
    return found


def years_in(found: QuerySet[Entitlement]) -> list[int]:
    """The years whose budgets these entitlements come from, the last first."""
    return sorted(found.order_by().values_list("line__year", flat=True).distinct(), reverse=True)


def lines_in(found: QuerySet[Entitlement]) -> list[tuple[int, str]]:
    """The lines that occur among these entitlements, by name."""
    return sorted(found.order_by().values_list("line_id", "line__name").distinct(), key=lambda line: line[1])


def entitlement(key: int, actor: Actor) -> Entitlement | None:
    found = entitlements(actor).select_related("handover", "line__sub_activity", "line__place")
    return found.filter(pk=key).first()


def entitlement_or_refuse(key: int, actor: Actor) -> Entitlement:
    found = entitlement(key, actor)
    if found is None:
        raise NotFound(
            _("Hak ini tidak ada di wilayah Anda."),
            advice=_("Periksa daftarnya, atau tanyakan kepada petugas wilayah itu."),
        )
    return found


def for_hand_over(actor: Actor) -> QuerySet[Entitlement]:
    """What this officer may hand over now: owed, or sent to the ward as cash, in their places, of a line of theirs."""
    found = entitlements(actor).filter(_still_to_give())
    if actor.role not in WHO_MAY_HAND_OVER:
        return found.none()
    if actor.role in BOUND_TO_THEIR_LINES:
        return found.filter(line__agency_id=agency_id_of(actor) or 0)
    return found


def _still_to_give() -> Q:
    """Owed, or sent to the ward as cash."""
    cash = OrderLine.objects.filter(state="sent", order__channel="cash")
    return Q(status=Status.OWED) | Q(status=Status.SENT, pk__in=cash.values("entitlement_id"))


def for_slips(actor: Actor) -> QuerySet[Entitlement]:
    """What this officer may print slips for: still to be given, and of their own organisation where they serve one."""
    found = entitlements(actor).filter(_still_to_give())
    if actor.role not in WHO_GIVE_SLIPS:
        return found.none()
    if actor.role == Role.OPERATOR:
        return found.filter(line__agency_id=agency_id_of(actor) or 0)
    return found


def agency_id_of(actor: Actor) -> int | None:
    officer = access.officer_by_id(actor.id)
    return officer.agency_id if officer else None


def require_own_line(line: Any, by: Actor) -> None:
    """Refuse an operator or a partner who serves another organisation's line, and whoever may not be told whom it is for."""
    if by.role != Role.TREASURER and not programmes.is_told_by_name(by, line):
        raise NotAllowed(
            _("Siapa penerima program ini hanya dilihat petugas dengan mandat kesehatan."),
            advice=_("Mintalah mandat itu kepada administrator bila tugas Anda memerlukannya."),
        )
    if by.role in BOUND_TO_THEIR_LINES and line.agency_id != agency_id_of(by):
        raise NotAllowed(
            _("Program ini milik %(agency)s.") % {"agency": line.agency.name},
            advice=_("Mintalah petugas lembaga itu melakukannya."),
        )


def may_cancel(one: Entitlement, actor: Actor) -> bool:
    own = actor.role == Role.PLANNER or (actor.role == Role.OPERATOR and one.line.agency_id == agency_id_of(actor))
    return own and one.status == Status.OWED


def entry_of(one: Entitlement) -> Any:
    """The entry by which it was handed over; none of them is found any more once its family was erased."""
    return book.entry_of(delivered_key(one.subject)) if one.subject else None


def subject_of(one: Entitlement) -> uuid.UUID:
    """The random number of what is owed. What waits or was just handed over has one; only erasing takes it away."""
    if one.subject is None:
        raise NotFound(
            _("Data keluarga ini sudah dihapus."), advice=_("Tanda terimanya tetap dapat diperiksa dengan kodenya.")
        )
    return one.subject


def handover_of(entitlement_id: int) -> Handover | None:
    return Handover.objects.select_related("by", "by__agency").filter(entitlement_id=entitlement_id).first()


def proof_image(handover: Handover) -> bytes | None:
    return unseal(handover.proof_image) if handover.proof_image else None


# -- names of accounts and keys -------------------------------------------------------------------------------------


def ward_code(place_id: int) -> str:
    return places.code_of(place_id)


def account_code(kind: str, line: Any, place: Any) -> str:
    return programmes.account_code(kind, line, place.code)


def owed_key(subject: uuid.UUID) -> str:
    return f"owe:{subject}"


def sent_key(subject: uuid.UUID, order_id: int) -> str:
    return f"send:{subject}:{order_id}"


def returned_key(subject: uuid.UUID, order_id: int) -> str:
    return f"return:{subject}:{order_id}"


def delivered_key(subject: uuid.UUID) -> str:
    return f"deliver:{subject}"


# -- the people themselves -----------------------------------------------------------------------------------------


def held_about(times: Sequence[Belonging], name: str, by: Actor) -> Held:
    """What the families of somebody of this name were owed and received in their time there, for themselves."""
    found = Entitlement.objects.filter(family_id__in=families_of(times)).order_by("on", "id")
    rows = []
    for one in found.select_related("line", "handover"):
        if belonged(times, one.family_id, one.on) is None:
            continue
        given = getattr(one, "handover", None)
        code = code_of(one.subject) if one.subject else "–"
        took: tuple[str, ...] = ("–", "–", "–", "–")
        if given and belonged(times, one.family_id, given.on):
            who = given.received_by if given.received_by == name else _("anggota lain atau wakilnya")
            took = (said(given.on), who, given.proof, code)
        what = programmes.name_for(by, one.line)
        rows.append((said(one.on), what, one.period, str(one.amount), one.status, *took))
    heads = (
        _("Ditetapkan"), _("Program"), _("Periode"), _("Rupiah"), _("Keadaan"), _("Diserahkan"), _("Diterima oleh"),
        _("Bukti"), _("Kode tanda terima"),
    )  # fmt: skip
    return Held(_("Bantuan"), heads, rows)


def money_kept_since(families: list[int]) -> date | None:
    """The last day on which one of these families received money; its papers are kept from then."""
    found = Handover.objects.filter(entitlement__family_id__in=families).order_by("-on").values_list("on", flat=True)
    return found.first()


def is_owed(families: list[int]) -> bool:
    return Entitlement.objects.filter(family_id__in=families, status__in=[Status.OWED, Status.SENT]).exists()


# -- columns --------------------------------------------------------------------------------------------------------


def aid_by_ward_and_line(place_id: int, *, since: date, until: date) -> list[Aid]:
    """Per ward and line: what was promised and what arrived from `since` to `until`, both days included.

    A family with two entitlements from one line counts once for each: entitlements are counted, not families.
    What was cancelled was never promised.
    """
    lowest, highest = places.span(place_id)
    promised = Q(on__gte=since, on__lte=until)
    arrived = Q(status=Status.DELIVERED, handover__on__gte=since, handover__on__lte=until)
    rows = (
        Entitlement.objects.filter(place_id__gte=lowest, place_id__lte=highest)
        .exclude(status=Status.CANCELLED)
        .filter(promised | arrived)
        .values_list("place_id", "line_id")
        .annotate(
            entitled=Count("id", filter=promised),
            entitled_rupiah=Sum("amount", filter=promised, default=0),
            delivered=Count("id", filter=arrived),
            delivered_rupiah=Sum("amount", filter=arrived, default=0),
        )
        .order_by("place_id", "line_id")
    )
    return [Aid(*row) for row in rows]


def disagreements(place_id: int) -> list[str]:
    """Where entitlements and the book say different things; empty when they agree.

    Whoever asks serves the whole place: the book is open, but entitlements behind the wall would seem to be missing.
    """
    lowest, highest = places.span(place_id)
    rows = Entitlement.objects.filter(place_id__gte=lowest, place_id__lte=highest)
    purposes = {row.line_id: programmes.purpose_of(row.line) for row in rows.select_related("line").distinct("line_id")}
    expected: dict[tuple[str, str, int], int] = {}
    for row in rows.values_list("line_id", "place_id", "status").annotate(sum=Sum("amount")):
        line_id, place, status, amount = row
        if status != Status.CANCELLED:
            kind = STANDS[Status(status)]
            expected[kind, purposes[line_id], place] = int(amount)
    found = {
        (total.kind, total.purpose, total.place_id or 0): total.amount
        for total in book.totals(list(STANDS.values()), place_id=place_id)
        if total.amount
    }
    return [
        _("%(kind)s %(purpose)s di %(place)s: hak berjumlah %(here)s, buku %(there)s.")
        % {
            "kind": kind,
            "purpose": purpose,
            "place": ward_code(place),
            "here": expected.get(which, 0),
            "there": found.get(which, 0),
        }
        for which in sorted(expected.keys() | found.keys())
        if expected.get(which, 0) != found.get(which, 0)
        for kind, purpose, place in [which]
    ] + _lonely(rows)


def _lonely(rows: QuerySet[Entitlement]) -> list[str]:
    """What was delivered without a hand-over or the other way round, and whose rupiah stand elsewhere than it says."""
    found = []
    taken_back = set(TakeBack.objects.filter(state="done").values_list("handover__entitlement_id", flat=True))
    for one in rows.select_related("handover").order_by("id").iterator(chunk_size=2000):
        if (one.status == Status.DELIVERED or one.pk in taken_back) != hasattr(one, "handover"):
            found.append(
                _("Hak nomor %(id)s berstatus %(status)s, tetapi penyerahannya berkata lain.")
                % {"id": one.pk, "status": one.status}
            )
    return found + [
        _("Hak nomor %(id)s berstatus %(status)s, tetapi rupiahnya di buku berada di tempat lain.")
        % {"id": key, "status": status}
        for key, status in _misplaced(rows)
    ]


def _misplaced(rows: QuerySet[Entitlement]) -> Iterator[tuple[int, str]]:
    """Entitlements whose number does not stand in the book where their status says."""
    stands = book.standing_by_subject(list(STANDS.values()))
    for key, subject, status, amount in rows.order_by("id").values_list("id", "subject", "status", "amount"):
        if subject is None:  # erased: in the sums of its ward and line still, by itself not to be found any more
            continue
        kind = STANDS.get(Status(status))
        if stands.get(subject, {}) != ({str(kind): amount} if kind else {}):
            yield key, status
