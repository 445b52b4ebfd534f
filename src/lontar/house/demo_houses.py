"""Houses of the made-up city: a rule that the city wrote itself, a decreed list of three families, and two of their houses."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

from lontar.city.programmes import actions as programmes
from lontar.city.programmes import queries as offered
from lontar.city.targeting import actions as targeting
from lontar.city.targeting import queries as rounds
from lontar.city.works import actions, queries
from lontar.house import demo_rounds
from lontar.house.demo_works import picture
from lontar.science.works import Planned

As = Callable[[str], AbstractContextManager[Any]]
AGENCY = "dinas-pupr"
KEY, NAME = "rumah-layak-huni-contoh", "Perbaikan rumah tidak layak huni (contoh)"
AID, SELF_HELP, BUDGET, FAMILIES = 20_000_000, 4_500_000, 80_000_000, 3
WRITTEN, SCORED = date(2026, 8, 24), date(2026, 9, 1)
PLANNED, UNTIL = date(2026, 10, 26), date(2026, 12, 18)
STAGES = (
    Planned("Titik nol, bahan tiba", 0, 30), Planned("Pondasi dan rangka", 40, 30), Planned("Dinding dan atap", 80, 30),
    Planned("Selesai", 100, 10),
)  # fmt: skip
PAPER = "DPA contoh 2026 (rekaan)"
WHY = "Kota contoh memperbaiki rumah keluarga termiskin (rekaan)"
RULE = f"""rule: {KEY}
name: {{id: {NAME}, en: Mending of houses unfit to live in (example)}}
decided_by: city
paid_by: city
note:
  id: Syarat dan besarnya dibuat untuk kota contoh.
  en: Criteria and amount were made up for the example city.

values:
  deciles:
    meaning: {{id: desil yang dilayani, en: deciles served}}
    unit: decile
    versions:
      - {{value: 1..2, from: 2026-01-01, source: Dibuat untuk kota contoh, confidence: made_up}}
  house_aid:
    meaning: {{id: bantuan untuk satu rumah, en: aid for one house}}
    unit: rupiah_once
    versions:
      - {{value: {AID}, from: 2026-01-01, source: Dibuat untuk kota contoh, confidence: made_up}}

who:
  - when: decile in deciles
    from: 2026-01-01
    source: Dibuat untuk kota contoh
    confidence: made_up

gives:
  amount: house_aid
  every: once
"""


def build(place_id: int, ward_id: int, year: int, planners: tuple[str, str], people: Any, acting: As) -> None:
    """From the rule to the first stages; whatever is there already stays as its visitors left it."""
    line = _line(place_id, year, planners, people, acting)
    with acting(people.operator) as by:
        round_ = rounds.rounds_for(by).filter(line_id=line.pk).order_by("pk").first()
        if round_ is None:
            wish = targeting.Wish(quota=FAMILIES)
            round_ = targeting.open_round(line, place_id=ward_id, wish=wish, by=by, on=SCORED)
        if round_.state == "opened":
            round_ = targeting.score_round(round_, by=by, on=SCORED)
    if round_.state not in demo_rounds.DONE:
        round_ = demo_rounds.walk(round_, demo_rounds.People(people.operator, planners), acting, day=SCORED)
    with acting(people.operator) as by:
        if queries.works_for(by).filter(line_id=line.pk).exists():
            return
        families = sorted(family for family, _place, _amount in queries.families_to_build(round_.pk, by))[:2]
        plan = actions.Plan(
            "house", "self_help", "Kelompok Tukang RT 004 (rekaan)", "Rencana kerja contoh R1/2026", AID, PLANNED, UNTIL,
            STAGES, others={"self_help": SELF_HELP},
        )  # fmt: skip
        houses = actions.plan_houses(round_.pk, families, plan, key="contoh-rumah", by=by, on=PLANNED)
    for at, house in enumerate(houses):
        for step in range(2 - at):
            day = date(2026, 11, 2 + 7 * step)
            seen = actions.Seen(
                day, before=picture(at, 0) if step == 0 else None, after=picture(at, step) if step else None,
                note="Data contoh.",
            )  # fmt: skip
            with acting(people.eyes) as by:
                report = actions.report_stage(house.pk, step + 1, seen, key=f"rumah-{at}-{step}", by=by, on=day)
            with acting(people.second) as by:
                actions.confirm_stage(report.pk, by=by, on=day)


def _line(place_id: int, year: int, planners: tuple[str, str], people: Any, acting: As) -> Any:
    """The line with its budget and its rule, written by one planner and published by the other."""
    with acting(planners[0]) as by:
        line = offered.line_by_key(place_id, year, KEY)
        if line is None:
            tags = programmes.Tags(
                NAME, AGENCY, "burden", "works", "by_name", "city", source="Dibuat untuk kota contoh"
            )
            line = programmes.add_line(tags, year=year, key=KEY, place_id=place_id, by=by, on=WRITTEN, made_up=True)
            programmes.set_budget(line, fund="city", amount=BUDGET, document=PAPER, by=by, on=WRITTEN, made_up=True)
        written = offered.versions_of(KEY).first()
        if written is None:
            written = programmes.write_rule(programmes.Draft(RULE, WHY), line=line, by=by, on=WRITTEN)
    if not written.is_published:
        with acting(planners[1]) as by:
            programmes.publish_rule(written.pk, seen=offered.seal_of(written.text, written.cases), by=by, on=WRITTEN)
    found = offered.line_by_key(place_id, year, KEY)
    if found is None:
        raise RuntimeError(f"the demo has no line {KEY}")
    return found
