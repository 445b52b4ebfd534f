"""What happens in the made-up city before anybody looks at it: half a year of work, by the officers' own verbs.

Each step looks whether it has been done, so a demo that was killed goes on where it stopped, and one that is whole
stays as its visitors left it. The days are of 2026 whatever today is: the catalogue, the rules and the deciles are.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from lontar.city.access import queries as officers
from lontar.city.delivery import actions as delivery
from lontar.city.delivery import queries as owed
from lontar.city.ledger import actions as ledger
from lontar.city.places import queries as places
from lontar.city.portal import actions as portal
from lontar.city.portal import queries as published
from lontar.city.privacy import actions as privacy
from lontar.city.programmes import actions as programmes
from lontar.city.programmes import queries as offered
from lontar.city.registry import actions as registry
from lontar.city.registry import queries as families_of
from lontar.city.targeting import actions as targeting
from lontar.city.targeting import queries as chosen
from lontar.house import (
    demo_community,
    demo_funds,
    demo_houses,
    demo_offers,
    demo_payments,
    demo_rounds,
    demo_stores,
    demo_visits,
    demo_works,
    example,
)
from lontar.kit.gate import acting_as

YEAR = 2026
SEED = 1
SECOND_PLANNER = "esti"
QUOTA_ONE_IN = 12  # of the city's families: fewer than qualify, so that somebody waits
PLANNER, OPERATOR, WARD_OFFICER, FIELD_WORKER, PARTNER = "ester", "yohanes", "maria", "petrus", "rita"
COMMITTEE = "marten"
TREASURER = "tobias"
BUILDER = "wilem"  # the operator of the agency that builds
CITY_AID, MINISTRY_AID = "bantuan-sosial-kesejahteraan-keluarga", "sembako"
PAPER = "DPA contoh 2026 (rekaan)"
STARTED, IMPORTED = date(2026, 1, 15), date(2026, 7, 6)
THIRD_QUARTER, FOURTH_QUARTER, OCTOBER = "2026-T3", "2026-T4", "2026-10"
# Rupiah for each family of the city, so that a larger demo has a larger budget: line of the catalogue, amount.
BUDGETS = {
    CITY_AID: 250_000,
    "layanan-kedaruratan": 20_000,
    "alat-bantu": 30_000,
    "jaminan-kesehatan-masyarakat": 180_000,
    "logistik-evakuasi-bencana": 25_000,
}
SPENT = {1: 18, 2: 27, 3: 24}  # percent of the budget by quarter, of the lines that Lontar itself does not pay
# In the ward of the demo one family in eight still waits, elsewhere every second: there is something left to do.
LEFT_IN_WARD, LEFT_ELSEWHERE = 8, 2
FIRST_DAY, DAYS = date(2026, 8, 18), 36


@dataclass(frozen=True)
class Stage:
    """Where it plays, how large the city is, and whom to tell what is going on."""

    place: Any
    families: int
    files: Path
    tell: Callable[[str], None]


def play(stage: Stage) -> None:
    """Every step that has not been played yet."""
    for step in (
        _families,
        _deciles,
        _duplicates,
        _catalogue,
        _offers,
        _city_aid,
        _hand_overs,
        _payments,
        _stores,
        _proposals,
        _funds,
        _months,
        _voices,
        _waiting_round,
        _visits,
        _community,
        _works,
        _log,
    ):
        step(stage)


@contextmanager
def _as(username: str) -> Iterator[Any]:
    officer = _officer(username)
    with acting_as(officer):
        yield officer


def _officer(username: str) -> Any:
    found = officers.officer_named(username)
    if found is None:
        raise RuntimeError(f"the demo has no officer {username}")
    return found


def _line(stage: Stage, key: str) -> Any:
    found = offered.line_by_key(stage.place.pk, YEAR, key)
    if found is None:
        raise RuntimeError(f"the catalogue of {YEAR} has no line {key}")
    return found


def _families(stage: Stage) -> None:
    with _as(OPERATOR) as by:
        if families_of.figures_of(stage.place.pk)["families"]:
            return
        stage.tell(f"Menulis {stage.families} keluarga rekaan / writing made-up families …")
        example.write_city(
            stage.files, families=stage.families, seed=SEED, code=stage.place.code, progress=lambda words: None
        )
        stage.tell("Mengimpor keluarga / importing families …")
        done = registry.import_families(stage.files / "keluarga.csv", mode="families_without_error", by=by, on=IMPORTED)
        registry.look_after_import(done.run, by=by, on=IMPORTED)


def _deciles(stage: Stage) -> None:
    with _as(OPERATOR) as by:
        if families_of.figures_of(stage.place.pk)["with_decile"]:
            return
        stage.tell("Mengimpor desil / importing deciles …")
        registry.import_deciles(stage.files / "dtsen.csv", by=by, on=IMPORTED)


def _duplicates(stage: Stage) -> None:
    """A searched queue of records that may be one person; one pair was decided the same, one different."""
    with _as(OPERATOR) as by:
        if families_of.searches().exists():
            return
        stage.tell("Mencari catatan ganda / looking for duplicates …")
        search = registry.begin_search(by=by, on=IMPORTED)
        registry.run_search(search, by=by, tell=lambda done, total, note: None)
        surest, doubtful = families_of.queue("same").first(), families_of.queue("look").last()
        if surest is not None:
            registry.decide(surest.pk, verdict="same", why="KTP dilihat (rekaan)", by=by, on=IMPORTED)
        if doubtful is not None:
            registry.decide(doubtful.pk, verdict="different", why="Dua bersaudara (rekaan)", by=by, on=IMPORTED)


def _catalogue(stage: Stage) -> None:
    with _as(PLANNER) as by:
        if offered.line_by_key(stage.place.pk, YEAR, CITY_AID) is None:
            stage.tell("Memuat katalog program / loading the catalogue …")
        programmes.load_catalogue(YEAR, place_id=stage.place.pk, by=by, on=STARTED)
        for key, amount in BUDGETS.items():
            line = _line(stage, key)
            if offered.budget_of(line.pk) is not None:
                continue
            total = amount * stage.families
            programmes.set_budget(line, fund="city", amount=total, document=PAPER, by=by, on=STARTED, made_up=True)
            if key != CITY_AID:
                _spend(line, total, by)


def _offers(stage: Stage) -> None:
    demo_offers.partners(stage.place.pk, PLANNER, _as)
    demo_offers.outputs(stage.place.pk, YEAR, PLANNER, _as)
    demo_offers.waiting_file(stage.place.pk, YEAR, stage.families, stage.files, PLANNER, _as)


def _spend(line: Any, total: int, by: Any) -> None:
    for quarter, percent in SPENT.items():
        programmes.record_realisation(
            line, quarter=quarter, amount=total * percent // 100, source="Laporan contoh (rekaan)",
            by=by, on=date(YEAR, 3 * quarter + 1, 5), made_up=True,
        )  # fmt: skip


def _round(stage: Stage, key: str, period: str) -> Any:
    """The round of a line for a period, whatever became of it; called while somebody acts."""
    line = _line(stage, key)
    return chosen.rounds_for(_officer(PLANNER)).filter(line_id=line.pk, period=period).order_by("pk").first()


def _scored(stage: Stage, key: str, period: str, day: date, **terms: Any) -> Any:
    """A round that has been scored by the operator on a day; the one that is there, where there is one."""
    with _as(OPERATOR) as by:
        round_ = _round(stage, key, period)
        if round_ is None:
            stage.tell(f"Menilai penerima {period} / choosing for {period} …")
            wish = targeting.Wish(**terms)
            round_ = targeting.open_round(_line(stage, key), place_id=stage.place.pk, wish=wish, by=by, on=day)
        if round_.state == "opened":
            round_ = targeting.score_round(round_, by=by, on=day)
        return round_


def _decreed(stage: Stage, key: str, period: str, day: date, **terms: Any) -> None:
    round_ = _scored(stage, key, period, day, **terms)
    if round_.state not in demo_rounds.DONE:
        demo_rounds.walk(round_, demo_rounds.People(OPERATOR, (PLANNER, SECOND_PLANNER)), _as, day=day)


def _city_aid(stage: Stage) -> None:
    day = date(2026, 7, 20)
    round_ = _scored(stage, CITY_AID, THIRD_QUARTER, day)
    (ward_id, _highest), *_others = officers.spans(_officer(WARD_OFFICER).pk)
    with _as(WARD_OFFICER) as by:
        demo_rounds.strike_one(round_, ward_id, by, day=day + timedelta(days=6))
    _decreed(stage, CITY_AID, THIRD_QUARTER, day)


def _hand_overs(stage: Stage) -> None:
    """Part of the third quarter's aid reached the families: in one ward by its officer, elsewhere by the agency."""
    own = {lowest for lowest, _highest in officers.spans(_officer(WARD_OFFICER).pk)}
    line = _line(stage, CITY_AID)
    with _as(OPERATOR) as by:
        everyone = list(owed.entitlements(by).filter(line_id=line.pk, period=THIRD_QUARTER).order_by("pk"))
        rows = families_of.families_matching(families_of.FamilyFilter())
        heads = {
            row.id: row.head for row in families_of.rows_of(rows.filter(pk__in={one.family_id for one in everyone}), {})
        }
    ward = [one for one in everyone if one.place_id in own]
    city = [one for one in everyone if one.place_id not in own]
    for username, theirs, left in ((WARD_OFFICER, ward, LEFT_IN_WARD), (OPERATOR, city, LEFT_ELSEWHERE)):
        due = [one for at, one in enumerate(theirs) if at % left and one.status == "owed"]
        if due:
            stage.tell(f"Menyerahkan bantuan kepada {len(due)} keluarga / handing over to families …")
        with _as(username) as by:
            for at, one in enumerate(due):
                day = FIRST_DAY + timedelta(days=at * DAYS // len(due))
                proof = delivery.Proof("signed_list", f"Daftar contoh {day:%m}/{one.place_id % 10_000}")
                delivery.hand_over(one.pk, proof=proof, received_by=heads[one.family_id] or "-", by=by, on=day)


def _payments(stage: Stage) -> None:
    (ward_id, _highest), *_others = officers.spans(_officer(WARD_OFFICER).pk)
    people = demo_payments.People(OPERATOR, PLANNER, TREASURER)
    with _as(PLANNER):
        line, districts = _line(stage, CITY_AID), demo_payments.districts_of(stage.place.pk, ward_id)
    if len(districts) == 2:
        demo_payments.play(line, THIRD_QUARTER, districts, people, _as)


def _stores(stage: Stage) -> None:
    (ward_id, _highest), *_others = officers.spans(_officer(WARD_OFFICER).pk)
    demo_stores.play(stage.place.pk, ward_id, OPERATOR, PLANNER, _as)


def _log(stage: Stage) -> None:
    """What was written has its number in the log, and the log is signed, so that a receipt can be proven at once."""
    while ledger.sequence():
        pass
    terminal = officers.officer_at_terminal()
    with acting_as(terminal):
        ledger.sign_checkpoint(by=terminal, on=places.today())
        privacy.keep_counts(by=terminal, on=places.today())


def _proposals(stage: Stage) -> None:
    """What the ministry decides and pays, the city only proposes."""
    _decreed(stage, MINISTRY_AID, OCTOBER, date(2026, 10, 5))


def _months(stage: Stage) -> None:
    with _as(PLANNER) as by:
        for period, day in (
            ("2026-08", date(2026, 9, 1)),
            ("2026-09", date(2026, 10, 1)),
            (OCTOBER, date(2026, 11, 2)),
        ):
            if published.snapshot(stage.place.pk, period) is None:
                stage.tell(f"Menerbitkan {period} / publishing {period} …")
                portal.publish(stage.place.pk, period, by=by, on=day)


def _voices(stage: Stage) -> None:
    """People name families, one of them not registered; whom the meeting struck objects."""
    (ward_id, _highest), *_others = officers.spans(_officer(WARD_OFFICER).pk)
    with _as(PARTNER) as by:
        if not chosen.nominations_for(by).exists():
            named = targeting.Named("partner", demo_rounds.NAMED, name="Yuliana Rekaan", rt="4", rw="2")
            targeting.nominate(ward_id, named, by=by, on=date(2026, 11, 4))
    with _as(WARD_OFFICER) as by:
        if not chosen.nominations_for(by, outcome="known").exists():
            for family in chosen.families_on_none(by, YEAR, ward_id)[:2]:
                named = targeting.Named("rt_rw", demo_rounds.NAMED, family.pk)
                targeting.nominate(ward_id, named, by=by, on=date(2026, 11, 5))
        round_ = _round(stage, CITY_AID, THIRD_QUARTER)
        demo_rounds.object_to_strike(round_, by, day=date(2026, 11, 10))
    with _as(PLANNER) as by:
        demo_rounds.sample_homes(round_, by, day=date(2026, 11, 12))


def _waiting_round(stage: Stage) -> None:
    """The fourth quarter's list is ranked and cut at a quota; the wards meet about it: the visitor's first task."""
    _scored(
        stage, CITY_AID, FOURTH_QUARTER, date(2026, 11, 9),
        quota=max(1, stage.families // QUOTA_ONE_IN), criteria=("decile", "disabled", "elderly"),
    )  # fmt: skip


def _visits(stage: Stage) -> None:
    """A campaign of home visits runs in the ward: some doors wait for the field worker, some changes for a second person."""
    (ward_id, _highest), *_others = officers.spans(_officer(WARD_OFFICER).pk)
    demo_visits.campaign(ward_id, (PLANNER, FIELD_WORKER, WARD_OFFICER), _as, stage.tell)


def _community(stage: Stage) -> None:
    (ward_id, _highest), *_others = officers.spans(_officer(WARD_OFFICER).pk)
    demo_community.gather(ward_id, stage.place.pk, YEAR, (PLANNER, WARD_OFFICER), _as)
    demo_community.recipients(stage.files, stage.place.pk, OPERATOR, _as)


def _works(stage: Stage) -> None:
    """Water, a tank and irrigation of another agency: one finished and paid, one on its way, one late."""
    (ward_id, _highest), *_others = officers.spans(_officer(WARD_OFFICER).pk)
    people = demo_works.People(PLANNER, BUILDER, FIELD_WORKER, WARD_OFFICER, TREASURER)
    demo_works.build(stage.place.pk, ward_id, YEAR, people, _as)
    demo_houses.build(stage.place.pk, ward_id, YEAR, (PLANNER, SECOND_PLANNER), people, _as)


def _funds(stage: Stage) -> None:
    (ward_id, _highest), *_others = officers.spans(_officer(WARD_OFFICER).pk)
    demo_funds.lend(ward_id, ward_id + 1, (PLANNER, COMMITTEE, WARD_OFFICER), _as)
