"""Draw families that the book calls paid, write down what they say of it, and close the sample with its result."""

import secrets
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Final

from django.db import connection
from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.delivery import queries
from lontar.city.delivery.models import AskedFamily, Entitlement, PaymentSurvey
from lontar.city.journal.actions import record
from lontar.city.places import queries as places
from lontar.city.programmes import queries as programmes
from lontar.city.registry import queries as registry
from lontar.city.stores import queries as shelves
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, require
from lontar.science.payment_answers import PAID, Told, families_for, payment_answers
from lontar.science.sampling.drawing import Design, Drawn, Home, draw
from lontar.science.selection import checked_seed
from lontar.science.trouble import NotAllowed, Refusal

MARGINS: Final = (3, 5, 10)
NOTE_LETTERS_MAX: Final = 300
RUPIAH_MAX: Final = 10**10


@dataclass(frozen=True, slots=True)
class Lot:
    """What is asked about: what arrived of one line for one period in one area."""

    line_id: int
    period: str
    place_id: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one family: how it ended, how it was asked, and what it says; None is what nobody knew."""

    state: str
    how: str
    asked_on: date
    told: Told = field(default_factory=Told)
    received_on: date | None = None
    note: str = ""


@deed
def draw_paid(lot: Lot, *, margin: int, due: date, seed: str = "", by: Actor, on: date) -> PaymentSurvey:
    """Draw so many of the families that the book calls paid that a share is known within ± `margin` percent at 95%."""
    require(by, *queries.WHO_DRAW_PAID)
    line = programmes.lines_for(by).filter(pk=lot.line_id).first()
    if line is None or line.sensitive:
        raise Refusal(_("Program itu tidak dapat ditanyakan di sini."), field="lot")
    if places.by_id(lot.place_id) is None or not access.serves(by.id, lot.place_id):
        raise NotAllowed(_("Wilayah itu di luar tugas Anda."), advice=_("Pilih wilayah yang Anda layani."))
    if margin not in MARGINS:
        raise Refusal(_("Pilih seberapa teliti."), field="margin")
    if due <= on:
        raise Refusal(_("Batas waktunya sudah lewat."), advice=_("Pilih tanggal sesudah hari ini."), field="due")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('delivery.asking'), %s)", [line.pk])
    if PaymentSurvey.objects.filter(
        line=line, place_id=lot.place_id, period=lot.period, state=PaymentSurvey.State.OPEN
    ).exists():
        raise Refusal(_("Contoh untuk penyaluran ini sudah ditarik dan masih ditanyai."), advice=_("Tutup dahulu yang itu."))  # fmt: skip
    seed = checked_seed(seed) if seed else secrets.token_hex(8)
    paid, shielded = _paid(lot)
    drawn = draw(
        [Home(one.family_id, _stratum(one.place_id, lot.place_id), "", PAID) for one in paid.values()],
        Design({PAID: families_for(margin / 100, max(1, len(paid)))}), seed=seed,
    )  # fmt: skip
    survey = PaymentSurvey.objects.create(
        line=line, place_id=lot.place_id, period=lot.period, begins=on, due=due, seed=seed, margin=margin,
        frame={"families": len(paid), "rupiah": sum(one.amount for one in paid.values()), "shielded": shielded},
        goods=shelves.words_of(shelves.parcel_of(line.pk))[:300], opened_by_id=by.id, made_up=places.is_made_up(),
    )  # fmt: skip
    _keep(survey, drawn, paid)
    record(
        "draw_paid", subject=survey, by=by, on=on, place_id=survey.place_id,
        details={"line": line.pk, "period": lot.period, "seed": seed, "families": len(drawn), "shielded": shielded},
    )  # fmt: skip
    return survey


def _paid(lot: Lot) -> tuple[dict[int, Entitlement], int]:
    """What arrived, by family; and how many are left out because their address is shielded: nobody is sent there."""
    lowest, highest = places.span(lot.place_id)
    found = Entitlement.objects.select_related("handover").filter(
        line_id=lot.line_id, period=lot.period, status=Entitlement.Status.DELIVERED, place_id__gte=lowest,
        place_id__lte=highest,
    )  # fmt: skip
    paid = {one.family_id: one for one in found}
    shielded = registry.shielded_families(paid)
    return {key: one for key, one in paid.items() if key not in shielded}, len(shielded)


def _stratum(ward: int, area: int) -> str:
    """Within one district its wards are the strata; over more of them the districts are."""
    low, high = places.span(area)
    return str(ward if low // 10_000 == high // 10_000 else ward // 10_000 * 10_000)


def _keep(survey: PaymentSurvey, drawn: list[Drawn], paid: dict[int, Entitlement]) -> None:
    AskedFamily.objects.bulk_create(
        [
            AskedFamily(
                survey=survey, family_id=one.family, entitlement=paid[one.family], place_id=paid[one.family].place_id,
                amount=paid[one.family].amount, handed_on=paid[one.family].handover.on,
                handed_by_id=paid[one.family].handover.by_id, stratum=one.stratum, drawn_n=one.first_n, drawn_of=one.first_of,
            )
            for one in drawn
        ],
        batch_size=2_000,
    )  # fmt: skip


@deed
def answer_paid(asked_id: int, answer: Answer, *, by: Actor, on: date) -> AskedFamily:
    """Write down what a family says, or that nobody was met; whoever asked may mend it until the sample is closed."""
    require(by, *queries.WHO_ASK_PAID)
    found = AskedFamily.objects.select_for_update(of=("self",)).filter(pk=asked_id).first()
    if found is None or not access.serves(by.id, found.place_id):
        raise NotAllowed(_("Keluarga itu di luar wilayah Anda."), advice=_("Lihat daftar Anda."))
    survey = PaymentSurvey.objects.select_for_update().get(pk=found.survey_id)
    if survey.state != PaymentSurvey.State.OPEN:
        raise Refusal(_("Contoh ini sudah ditutup."), advice=_("Jawabannya tidak dapat diubah lagi."))
    if str(found.handed_by_id) == str(by.id):
        raise NotAllowed(
            _("Anda sendiri yang menyerahkan bantuan ini."), advice=_("Biarkan petugas lain yang menanyakannya.")
        )
    if found.by_id is not None and str(found.by_id) != str(by.id):
        raise Refusal(_("Keluarga ini sudah ditanyai petugas lain."), advice=_("Muat ulang daftarnya."))
    told = _checked(answer, survey, on)
    again = found.by_id is not None
    found.state, found.how, found.asked_on, found.by_id = answer.state, answer.how, answer.asked_on, by.id
    found.arrived, found.rupiah, found.whole, found.asked_money = (
        told.arrived,
        told.rupiah,
        told.whole,
        told.asked_money,
    )
    found.received_on = answer.received_on if told.arrived else None
    found.note = " ".join(answer.note.split())[:NOTE_LETTERS_MAX]
    found.save()
    # What was answered stands in no journal.
    record(
        "answer_paid", subject=found, by=by, on=on, place_id=found.place_id,
        details={"survey": survey.pk, "outcome": found.state, "again": again},
    )  # fmt: skip
    return found


def _checked(answer: Answer, survey: PaymentSurvey, on: date) -> Told:
    told = answer.told
    if answer.state not in AskedFamily.State.values or answer.state == AskedFamily.State.OPEN:
        raise Refusal(_("Pilih salah satu."), field="state")
    if answer.how not in AskedFamily.How.values:
        raise Refusal(_("Pilih salah satu."), field="how")
    if not survey.begins <= answer.asked_on <= on:
        raise Refusal(_("Tanggalnya sejak contoh ditarik sampai hari ini."), field="asked_on")
    if answer.state != AskedFamily.State.ANSWERED:
        return Told()
    if told.arrived is None and told.asked_money is None:
        raise Refusal(
            _("Belum ada yang diisi."), advice=_("Isi yang dijawab, atau pilih “menolak” atau “tidak ditemui”."), field="arrived"
        )  # fmt: skip
    if told.arrived is not True:
        return Told(told.arrived, None, None, told.asked_money)
    if told.rupiah is not None and not 0 <= told.rupiah <= RUPIAH_MAX:
        raise Refusal(_("Tulis rupiah tanpa koma."), field="rupiah")
    if answer.received_on is not None and answer.received_on > answer.asked_on:
        raise Refusal(_("Hari itu belum tiba waktu keluarga ini ditanyai."), field="received_on")
    return told


@deed
def close_paid(survey_id: int, *, by: Actor, on: date) -> PaymentSurvey:
    """Count what was answered; from then on nothing changes, and the result stands with its interval."""
    require(by, *queries.WHO_DRAW_PAID)
    PaymentSurvey.objects.select_for_update().filter(pk=survey_id).first()
    survey = queries.payment_survey(by, survey_id)
    if survey is None:
        raise queries.NotFound(_("Contoh itu tidak ada."), advice=_("Muat ulang daftarnya."))
    if survey.state != PaymentSurvey.State.OPEN:
        raise Refusal(_("Contoh ini sudah ditutup."), advice=_("Muat ulang halamannya."))
    rows = list(survey.families.order_by("stratum", "family_id"))
    if not any(one.arrived is not None for one in rows):
        raise Refusal(
            _("Belum ada keluarga yang menjawab."), advice=_("Tunggu sampai petugas lapangan menanyai keluarganya.")
        )
    drawn = [Drawn(one.family_id, one.stratum, str(one.family_id), PAID, one.drawn_n, one.drawn_of, 1, 1) for one in rows]  # fmt: skip
    measures, short = payment_answers(drawn, [one.amount for one in rows], [_told(one, survey) for one in rows])
    states = {state: sum(one.state == state for one in rows) for state in AskedFamily.State.values}
    survey.results = {
        "measures": {one.name: one.kept() for one in measures},
        "short": asdict(short), "families": len(rows), "states": states,
        "asked": len(rows) - states[AskedFamily.State.OPEN], "known": sum(one.arrived is not None for one in rows),
    }  # fmt: skip
    survey.state, survey.closed_by_id, survey.closed_on = PaymentSurvey.State.CLOSED, by.id, on
    survey.save()
    record(
        "close_paid", subject=survey, by=by, on=on, place_id=survey.place_id,
        details={"line": survey.line_id, "families": len(rows), "known": survey.results["known"]},
    )  # fmt: skip
    return survey


def _told(one: AskedFamily, survey: PaymentSurvey) -> Told:
    """Of goods a family says whether it was all; of money that follows from the rupiah."""
    whole: Any = one.whole if survey.goods else None if one.rupiah is None else one.rupiah >= one.amount
    return Told(one.arrived, one.rupiah, whole, one.asked_money)


def forget(person_id: int, families: Collection[int]) -> None:
    """When somebody is erased in whose family nobody else is left, what the family answered goes too; the result that was
    counted stays. Called within that deed."""
    alone = registry.nobody_left_but(person_id, families)
    with connection.cursor() as cursor:
        cursor.execute("SELECT delivery_forget_answers(%s::bigint[])", [alone])
