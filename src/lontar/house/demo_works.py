"""Works of the made-up city: water that answers a ward's proposal, a tank that is finished, irrigation that is late."""

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Any

from PIL import Image, ImageDraw

from lontar.city.programmes import actions as programmes
from lontar.city.programmes import queries as offered
from lontar.city.works import actions, queries
from lontar.science.works import Planned

As = Callable[[str], AbstractContextManager[Any]]
PAPER, SET = "DPA contoh 2026 (rekaan)", date(2026, 1, 15)
PLANNED = date(2026, 10, 29)
STAGES = (
    Planned("Titik nol, lokasi siap", 0, 30), Planned("Galian selesai", 40, 30), Planned("Terpasang", 80, 30),
    Planned("Selesai dan diuji", 100, 10),
)  # fmt: skip
SKY, SOIL = "#b9d3e6", "#b08a5e"


@dataclass(frozen=True)
class People:
    """Who plans, who looks, who confirms, who pays."""

    planner: str
    operator: str
    eyes: str
    second: str
    treasurer: str


@dataclass(frozen=True)
class Building:
    """One work of the story: how many of its stages were seen, how many of those confirmed, how many paid."""

    line: str
    kind: str
    title: str
    spot: str
    homes: int | None
    cost: int
    way: str
    builder: str
    until: date
    seen: int
    confirmed: int
    paid: int
    ends: bool = False
    defect: str = ""
    answers: str = ""  # the field of the proposal that it answers


BUILDINGS = (
    Building(
        "spam-perpipaan", "water", "Sambungan pipa untuk 40 rumah (contoh)", "RT 003/RW 001", 40, 175_500_000, "contract",
        "CV Contoh Tirta (rekaan)", date(2026, 12, 18), seen=3, confirmed=2, paid=1, answers="water",
    ),
    Building(
        "spam-perpipaan", "water", "Bak penampung dan kran umum (contoh)", "RT 007/RW 002", 26, 64_000_000, "self_help",
        "Kelompok Warga RT 007 (rekaan)", date(2026, 11, 20), seen=4, confirmed=4, paid=4, ends=True,
    ),
    Building(
        "rehabilitasi-irigasi", "irrigation", "Saluran irigasi sawah pantai (contoh)", "RT 011/RW 004", None, 88_000_000,
        "contract", "CV Contoh Karya (rekaan)", date(2026, 11, 14), seen=1, confirmed=1, paid=0,
        defect="Dinding saluran sisi timur retak sepanjang 4 meter",
    ),
)  # fmt: skip
BUDGETS = {"spam-perpipaan": 420_000_000, "rehabilitasi-irigasi": 150_000_000}


def build(place_id: int, ward_id: int, year: int, people: People, acting: As) -> None:
    """Once: what has been planned stays as its visitors left it."""
    with acting(people.operator) as by:
        if queries.works_for(by).exists():
            return
    with acting(people.planner) as by:
        for key, amount in BUDGETS.items():
            line = offered.line_by_key(place_id, year, key)
            if line is not None and offered.budget_of(line.pk) is None:
                programmes.set_budget(line, fund="city", amount=amount, document=PAPER, by=by, on=SET, made_up=True)
    for at, one in enumerate(BUILDINGS):
        line = offered.line_by_key(place_id, year, one.line)
        if line is not None:
            _build(one, at, line, ward_id, people, acting)


def _build(one: Building, at: int, line: Any, ward_id: int, people: People, acting: As) -> None:
    adopted = [each for each in offered.adopted_into([line.pk], ward_id) if each.proposal.field == one.answers]
    plan = actions.Plan(
        one.kind, one.way, one.builder, f"Kontrak contoh {at + 1}/2026", one.cost, PLANNED, one.until, STAGES, one.title,
        one.spot, one.homes, adopted[0].proposal_id if adopted else None,
    )  # fmt: skip
    with acting(people.operator) as by:
        work = actions.plan_work(line.pk, plan, place_id=ward_id, key=f"contoh-{at}", by=by, on=PLANNED)
    for step in range(one.seen):
        day = date(2026, 11, 1 + 5 * step)
        before = picture(at, 0) if step == 0 else None
        seen = actions.Seen(day, before=before, after=picture(at, step) if step else None, note="Data contoh.")
        with acting(people.eyes) as by:
            report = actions.report_stage(work.pk, step + 1, seen, key=f"contoh-{at}-{step}", by=by, on=day)
        if step < one.confirmed:
            with acting(people.second) as by:
                actions.confirm_stage(report.pk, photos_open=True, by=by, on=day)
    last = date(2026, 11, 19)
    if one.ends:
        with acting(people.operator) as by:
            actions.hand_over_work(work.pk, number=f"BAST contoh {at + 1}/2026", handed_on=last, by=by, on=last)
    for step in range(one.paid):
        with acting(people.operator) as by:
            number = f"SPM contoh P{at + 1}-{step + 1}/2026"
            tranche = actions.ask_tranche(work.pk, step + 1, spm_number=number, by=by, on=last)
        with acting(people.treasurer) as by:
            actions.pay_tranche(
                tranche.pk, sp2d_number=f"SP2D contoh P{at + 1}-{step + 1}/2026", sp2d_on=last, amount=str(tranche.amount),
                by=by, on=last,
            )  # fmt: skip
    if one.defect:
        with acting(people.eyes) as by:
            actions.note_defect(work.pk, what=one.defect, key=f"contoh-{at}", by=by, on=last)


def picture(at: int, step: int) -> bytes:
    """A drawing that stands for a photo: ground, a ditch, and what is built in it by now."""
    page = Image.new("RGB", (960, 720), SKY)
    pen = ImageDraw.Draw(page)
    pen.rectangle((0, 380, 960, 720), fill=SOIL)
    pen.polygon([(120 + 60 * at, 380), (220 + 60 * at, 260), (320 + 60 * at, 380)], fill="#6f8f4e")
    if step >= 1:
        pen.polygon([(180, 720), (420, 400), (540, 400), (780, 720)], fill="#6b4a2b")
    if step >= 2:
        pen.polygon([(300, 720), (455, 410), (505, 410), (660, 720)], fill="#9aa3a8")
    if step >= 3:
        pen.polygon([(380, 720), (465, 415), (495, 415), (580, 720)], fill="#3f86b5")
    pen.text((24, 24), "REKAAN / MADE UP", fill="#20303a")
    kept = io.BytesIO()
    page.save(kept, "JPEG", quality=75)
    return kept.getvalue()
