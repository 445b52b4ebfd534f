"""Draw a sample of the homes that a round judged, write down what they consume, and close it with its result."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final

from django.db import connection
from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.journal.actions import record
from lontar.city.registry import queries as registry
from lontar.city.targeting import queries
from lontar.city.targeting.actions.guards import locked, require_own_line, require_whole_area, still_open
from lontar.city.targeting.models import Round, SampledHome, Survey
from lontar.kit.deeds import deed
from lontar.kit.formats import number
from lontar.kit.gate import Actor, require
from lontar.science.consumption import AMOUNT_MAX, checked_answers, consumed
from lontar.science.sampling.drawing import LEAST, Design, Drawn, Home, draw
from lontar.science.selection import checked_seed
from lontar.science.targeting_errors import CHOSEN, OTHERS, targeting_errors
from lontar.science.trouble import NotAllowed, Refusal

HOMES_MAX: Final = 20_000
NOTE_LETTERS_MAX: Final = 300
MARK_LETTERS_MAX: Final = {"line_region": 80, "line_period": 40, "line_source": 200}


@dataclass(frozen=True, slots=True)
class SurveyPlan:
    """How many homes of the chosen and of the others, drawn how, until when, and read against which poverty line."""

    chosen: int
    others: int
    due: date
    line_amount: int
    line_region: str
    line_period: str
    line_source: str
    units: int | None = None
    seed: str = ""
    made_up: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of one door: how it ended, and what was answered; None is what nobody knew."""

    state: str
    asked_on: date
    people: int | None = None
    amounts: Mapping[str, int | None] | None = None
    note: str = ""


@deed
def open_survey(round_: Round, plan: SurveyPlan, *, by: Actor, on: date) -> Survey:
    """Draw the sample of a list that two people have approved; the seed stands in the journal before anybody is asked."""
    require(by, *queries.WHO_SURVEY)
    round_ = locked(round_)
    require_own_line(by, round_.line)
    require_whole_area(by, round_.place_id)
    if not round_.is_binding:
        raise Refusal(
            _("Daftar ini belum disetujui dua orang, jadi masih dapat berubah."),
            advice=_("Tarik contohnya sesudah persetujuan kedua."),
        )
    if Survey.objects.filter(round=round_, state=Survey.State.OPEN).exists():
        raise Refusal(
            _("Contoh untuk penetapan ini sudah ditarik dan masih ditanyai."), advice=_("Tutup dahulu yang itu.")
        )
    _require_sensible(plan, on)
    seed = checked_seed(plan.seed) if plan.seed else secrets.token_hex(8)
    frame, shielded = queries.frame_of(round_)
    _require_there(plan, frame)
    drawn = draw(frame, Design({CHOSEN: plan.chosen, OTHERS: plan.others}, plan.units), seed=seed)
    if len(drawn) > HOMES_MAX:
        raise Refusal(
            _("Contoh itu memuat %(n)s rumah; paling banyak %(most)s.")
            % {"n": number(len(drawn)), "most": number(HOMES_MAX)}, field="others",
        )  # fmt: skip
    form = queries.consumption_parameters().form_on(on)
    parts = {part: sum(home.part == part for home in frame) for part in (CHOSEN, OTHERS)}
    survey = Survey.objects.create(
        round=round_, place_id=round_.place_id, begins=on, due=plan.due, seed=seed,
        design={CHOSEN: plan.chosen, OTHERS: plan.others, "units": plan.units},
        frame=parts | {"units": len({(home.stratum, home.unit) for home in frame}), "shielded": shielded},
        form_version=f"{form.key} {form.version}", form_source=form.source,
        form_confidence=form.confidence, items=[asdict(item) for item in form.items],
        line_amount=plan.line_amount, line_region=_one_line(plan.line_region), line_period=_one_line(plan.line_period),
        line_source=_one_line(plan.line_source), opened_by_id=by.id, made_up=plan.made_up,
    )  # fmt: skip
    _keep(survey, frame, drawn)
    record(
        "open_survey", subject=survey, by=by, on=on, place_id=survey.place_id,
        details={"round": round_.pk, "seed": seed, "families": len(drawn), "units": plan.units, "shielded": shielded},
    )  # fmt: skip
    return survey


def _require_sensible(plan: SurveyPlan, on: date) -> None:
    for field in ("chosen", "others", "units"):
        wanted = getattr(plan, field)
        if wanted is not None and not LEAST <= wanted <= HOMES_MAX:
            raise Refusal(
                _("Tulis %(least)s sampai %(most)s.") % {"least": LEAST, "most": number(HOMES_MAX)}, field=field
            )
    if plan.due <= on:
        raise Refusal(_("Batas waktunya sudah lewat."), advice=_("Pilih tanggal sesudah hari ini."), field="due")
    if not 0 < plan.line_amount <= AMOUNT_MAX:
        raise Refusal(_("Tuliskan garis kemiskinan dalam rupiah per orang sebulan."), field="line_amount")
    for field, most in MARK_LETTERS_MAX.items():
        if not 0 < len(_one_line(getattr(plan, field))) <= most:
            raise Refusal(
                _("Garis kemiskinan disebut dengan wilayah, masa dan sumbernya."), field=field
            )  # fmt: skip


def _require_there(plan: SurveyPlan, frame: Collection[Home]) -> None:
    """Nobody asks for more homes than there are and is given all of them without a word."""
    found = queries.homes_there(frame)
    words = {
        CHOSEN: (_("Hanya ada %(n)s keluarga terpilih yang dapat didatangi."), _("Di satu RT paling banyak ada %(n)s keluarga terpilih.")),
        OTHERS: (_("Hanya ada %(n)s keluarga tidak terpilih yang dapat didatangi."), _("Di satu RT paling banyak ada %(n)s keluarga tidak terpilih.")),
        "units": (_("Hanya ada %(n)s RT di wilayah ini."),) * 2,
    }  # fmt: skip
    by_units = plan.units is not None
    there = {part: (found.most if by_units else found.homes)[part] for part in (CHOSEN, OTHERS)} | {
        "units": found.units
    }
    for field, most in there.items():
        wanted = getattr(plan, field)
        if wanted is not None and most and wanted > max(most, LEAST):
            count = number(max(most, LEAST))
            raise Refusal(
                words[field][by_units] % {"n": number(most)},
                advice=_("Tulis paling banyak %(n)s: sebanyak itu berarti semuanya.") % {"n": count}, field=field,
            )  # fmt: skip


def _keep(survey: Survey, frame: list[Home], drawn: list[Drawn]) -> None:
    wards = registry.wards_of_families(one.family for one in drawn)
    units = {key: at for at, key in enumerate(sorted({(one.stratum, one.unit) for one in drawn}), 1)}
    SampledHome.objects.bulk_create(
        [
            SampledHome(
                survey=survey, family_id=one.family, place_id=wards[one.family], stratum=one.stratum,
                unit=units[one.stratum, one.unit], part=one.part, first_n=one.first_n, first_of=one.first_of,
                second_n=one.second_n, second_of=one.second_of,
            )
            for one in drawn
        ],
        batch_size=2_000,
    )  # fmt: skip


@deed
def answer_home(home_id: int, asked: Asked, *, by: Actor, on: date) -> SampledHome:
    """Write down what a home answered, or that nobody did; whoever asked may mend it until the sample is closed."""
    require(by, *queries.WHO_ASK)
    home = SampledHome.objects.select_for_update(of=("self",)).select_related("survey").filter(pk=home_id).first()
    if home is None or not access.serves(by.id, home.place_id):
        raise NotAllowed(_("Rumah itu di luar wilayah Anda."), advice=_("Lihat daftar rumah contoh Anda."))
    survey = Survey.objects.select_for_update().get(pk=home.survey_id)
    if survey.state != Survey.State.OPEN:
        raise Refusal(_("Contoh ini sudah ditutup."), advice=_("Jawabannya tidak dapat diubah lagi."))
    if home.by_id is not None and str(home.by_id) != str(by.id):
        raise Refusal(_("Rumah ini sudah ditanyai petugas lain."), advice=_("Muat ulang daftarnya."))
    if home.by_id is None and home.asker_id is not None and str(home.asker_id) != str(by.id):
        raise Refusal(
            _("Rumah ini dibagikan kepada petugas lain."),
            advice=_("Mintalah perencana membagi lagi bila Anda yang ke sana."),
        )
    if asked.state not in SampledHome.State.values or asked.state == SampledHome.State.OPEN:
        raise Refusal(_("Pilih salah satu."), field="state")
    if not survey.begins <= asked.asked_on <= on:
        raise Refusal(_("Tanggalnya sejak contoh ditarik sampai hari ini."), field="asked_on")
    again = home.by_id is not None
    home.state, home.asked_on, home.by_id = asked.state, asked.asked_on, by.id
    home.note = _one_line(asked.note)[:NOTE_LETTERS_MAX]
    home.people, home.amounts, home.a_head, home.poor = None, {}, None, None
    if asked.state == SampledHome.State.ANSWERED:
        form = queries.form_of(survey)
        told = checked_answers(form, asked.amounts or {}, asked.people)
        if asked.people is None and not any(amount is not None for amount in told.values()):
            raise Refusal(
                _("Belum ada yang diisi."), advice=_("Isi yang dijawab, atau pilih “menolak” atau “tidak ditemui”."), field="people"
            )  # fmt: skip
        found = consumed(form, told, asked.people, survey.line_amount)
        home.people, home.amounts, home.a_head, home.poor = asked.people, told, found.exactly, found.poor
    home.save()
    # What was answered stands in no journal.
    record(
        "answer_home", subject=home, by=by, on=on, place_id=home.place_id,
        details={"survey": survey.pk, "outcome": home.state, "again": again},
    )  # fmt: skip
    return home


@deed
def close_survey(survey_id: int, *, by: Actor, on: date) -> Survey:
    """Count what was answered; from then on nothing changes, and the result stands with its interval."""
    require(by, *queries.WHO_SURVEY)
    survey = still_open(survey_id, by)
    homes = list(SampledHome.objects.filter(survey=survey).order_by("stratum", "unit", "part", "family_id"))
    if not any(home.poor is not None for home in homes):
        raise Refusal(
            _("Belum ada rumah yang jawabannya cukup untuk dihitung."),
            advice=_("Tunggu sampai petugas lapangan menanyai rumah contohnya."),
        )
    drawn = [
        Drawn(
            home.family_id, home.stratum, str(home.unit), home.part, home.first_n, home.first_of, home.second_n,
            home.second_of,
        )
        for home in homes
    ]  # fmt: skip
    measures = targeting_errors(drawn, [home.poor for home in homes])
    counts = {state: sum(home.state == state for home in homes) for state in SampledHome.State.values}
    survey.results = {
        "measures": {one.name: one.kept() for one in measures},
        "homes": len(homes), "known": sum(home.poor is not None for home in homes), "states": counts,
    }  # fmt: skip
    survey.state, survey.closed_by_id, survey.closed_on = Survey.State.CLOSED, by.id, on
    survey.save()
    record(
        "close_survey", subject=survey, by=by, on=on, place_id=survey.place_id,
        details={"round": survey.round_id, "families": len(homes), "known": survey.results["known"]},
    )  # fmt: skip
    return survey


def forget(person_id: int, families: Collection[int]) -> None:
    """When somebody is erased in whose family nobody else is left, what their home answered goes too; the result that was
    counted stays. Called within that deed."""
    alone = registry.nobody_left_but(person_id, families)
    with connection.cursor() as cursor:
        cursor.execute("SELECT targeting_forget_homes(%s::bigint[])", [alone])


def _one_line(text: str) -> str:
    return " ".join(text.split())
