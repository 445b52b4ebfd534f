"""The main job, walked by people in real browsers: a file of families goes in, a payment that anyone can check comes out."""

import csv
import io
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from browsing import PHONE
from cast import CITY, OESAPA, TODAY, officer
from lontar.kit.gate import Role, acting_as
from rounds import scan

pytestmark = pytest.mark.browser
FAMILIES = 160
RULE = "bantuan-sosial-kesejahteraan-keluarga"


@dataclass(frozen=True)
class Town:
    """Where a journey runs, and who works there."""

    code: str
    place_id: int
    ward_id: int
    ward: str
    operator: Any
    planner: Any
    second: Any
    ward_officer: Any


def kupang() -> Town:
    from lontar.city.access import actions as access
    from lontar.city.access import queries as officers

    agus = officer("agus")
    with acting_as(agus):
        second = access.appoint(
            "esti", name="Esti", role=Role.PLANNER, places=[CITY], agency=officers.agency_by_code("bapeda"),
            password=None, by=agus, on=TODAY,
        )  # fmt: skip
    return Town("53.71", CITY, OESAPA, "Oesapa", officer("yohanes"), officer("ester"), second, officer("maria"))


def blitar() -> Town:
    """A regency with desa: another home city, and officers of its own."""
    from lontar.city.access import actions as access
    from lontar.city.access import queries as officers
    from lontar.city.access.queries import AtTerminal
    from lontar.city.places import actions as places
    from lontar.city.places.models import Home, Place

    regency = places.load_region("35.05", by=AtTerminal(None), on=TODAY)
    Home.objects.update(place=regency)
    access.ensure_terminal(regency.pk, on=TODAY)
    agus = officer("agus")
    desa = Place.objects.filter(kind="desa", parent__parent=regency).order_by("pk").first()
    assert desa is not None

    def appoint(name: str, role: Role, place: int, agency: str) -> Any:
        return access.appoint(
            name.lower(), name=name, role=role, places=[place], agency=officers.agency_by_code(agency), password=None, by=agus, on=TODAY,
        )  # fmt: skip

    with acting_as(agus):
        return Town(
            "35.05", regency.pk, desa.pk, desa.name,
            appoint("Siti", Role.OPERATOR, regency.pk, "dinas-sosial"),
            appoint("Wahyu", Role.PLANNER, regency.pk, "bapeda"),
            appoint("Ningsih", Role.PLANNER, regency.pk, "bapeda"),
            appoint("Lestari", Role.WARD_OFFICER, desa.pk, ""),
        )  # fmt: skip


def files_of(town: Town, folder: Path) -> Path:
    """A made-up town whose every family lives in the one ward, so that enough of them qualify there."""
    from lontar.house.example import write_city

    write_city(folder, families=FAMILIES, seed=7, code=town.code, workbook=False, progress=lambda words: None)
    text = (folder / "keluarga.csv").read_text("utf-8-sig")
    header = text.splitlines()[0].split(",")
    from lontar.city.places import queries as places

    ward = places.by_id(town.ward_id)
    district = places.by_id(town.ward_id // 10_000 * 10_000)
    assert ward is not None
    assert district is not None
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=header)
    writer.writeheader()
    for row in csv.DictReader(io.StringIO(text)):
        writer.writerow({**row, "Kecamatan": district.name, "Desa/Kel": ward.name})
    (folder / "keluarga.csv").write_text(out.getvalue(), "utf-8")
    return folder


def set_up_programmes(town: Town) -> Any:
    from lontar.city.programmes import actions as programmes
    from lontar.city.programmes.models import Line

    with acting_as(town.planner):
        programmes.load_catalogue(2026, place_id=town.place_id, by=town.planner, on=TODAY)
        line = Line.objects.get(place_id=town.place_id, year=2026, rule=RULE)
        programmes.set_budget(
            line, fund="city", amount=500_000_000, document="DPA contoh", by=town.planner, on=TODAY, made_up=True
        )
    return line


def let_the_worker_work() -> None:
    """The worker takes up what waits and goes home; no job has failed. In a thread: here is the browser's event loop."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    from lontar.house.worker import work

    with ThreadPoolExecutor(1) as worker:
        worker.submit(work, wait=False, install_signal_handlers=False, listen_notify=False).result(timeout=120)
    failed = ProcrastinateJob.objects.exclude(status__in=("succeeded", "todo"))
    assert list(failed.values_list("task_name", "status")) == []


def bring(window: Any, town: Town, file: Path, kind: str) -> None:
    """The operator uploads a file; the worker reads it; the page says what came of it."""
    desk = window(who=town.operator)
    desk.open("/keluarga/impor/baru/")
    desk.page.check(f"input[name=kind][value={kind}]")
    desk.page.set_input_files("input[name=file]", file)
    desk.page.uncheck("input[name=check_first]")
    desk.page.click("main form button.primary")
    run = desk.page.url
    desk.page.goto("about:blank")  # the page would come new by itself, just when it is asked for
    let_the_worker_work()
    desk.page.goto(run)
    desk.check()


def decide(window: Any, town: Town, line: Any, minutes: Path) -> None:
    """The operator lets the families be judged, the ward meets, two planners approve, and the paper is signed."""
    desk = window(who=town.operator)
    desk.open("/penetapan/buka/")
    desk.page.select_option("select[name=line]", str(line.pk))
    desk.page.select_option("select[name=place]", str(town.place_id))
    desk.page.click("main form button.primary")
    desk.check()
    url = desk.page.url
    assert re.search(r"/penetapan/\d+/$", url), url
    ward = window(PHONE, who=town.ward_officer)
    ward.page.goto(url)
    ward.page.click("main a.primary[href*='/musyawarah/']")
    ward.check()
    ward.page.fill("input[name=number]", "BA-1/2026")
    ward.page.fill("input[name=held_on]", f"{TODAY:%d/%m/%Y}")
    ward.page.set_input_files("input[name=scan]", minutes)
    ward.page.click("main form button.primary")
    desk.page.goto(f"{url}lapangan/")
    desk.check()
    desk.page.fill("textarea[name=note]", "Diverval bulan lalu")
    desk.page.click("main form button.primary")
    for who in (town.planner, town.second):
        planner = window(who=who)
        planner.page.goto(url)
        planner.page.click("a.primary[href$='/setujui/']")
        planner.check()
        planner.page.click("main form button.primary")
    desk.page.goto(f"{url}surat/")
    desk.check()
    desk.page.fill("input[name=number]", "188/KEP/2026")
    desk.page.fill("input[name=signed_on]", f"{TODAY:%d/%m/%Y}")
    desk.page.click("main form button.primary")
    assert "ditetapkan dengan surat" in desk.page.inner_text("main")


def hand_over_on_a_telephone(window: Any, town: Town) -> str:
    """One question at a time, at 390 px; the code of the receipt comes back."""
    phone = window(PHONE, who=town.ward_officer)
    phone.open("/penyaluran/")
    phone.check()
    phone.page.click("main a[href$='/serahkan/'] >> nth=0")
    phone.check()
    page = phone.page
    page.click("[data-next]")
    page.click("[data-next]")
    page.check("input[name=proof][value=signed_list]")
    page.fill("input[name=note]", "BA-12/2026")
    if page.is_visible("[data-next]"):
        page.click("[data-next]")
    page.click("[data-submit]")
    phone.check()
    page.goto(page.url.rstrip("/") + "/tanda-terima/")
    phone.check()
    found = re.search(r"/tanda-terima/([A-Z0-9-]{8,})/?", page.content())
    assert found, page.url
    return found[1]


def hand_over_the_rest(town: Town, count: int) -> None:
    """Five more by the same verb, so that the public figure is large enough to be shown."""
    from lontar.city.delivery import actions as delivery
    from lontar.city.delivery.actions.proofs import Proof
    from lontar.city.delivery.models import Entitlement

    with acting_as(town.ward_officer):
        for one in Entitlement.objects.filter(status="owed").order_by("pk")[:count]:
            delivery.hand_over(
                one.pk, proof=Proof("signed_list", note="BA-12/2026"), received_by="Kepala keluarga", by=town.ward_officer, on=TODAY,
            )  # fmt: skip


def publish(window: Any, town: Town) -> None:
    planner = window(who=town.planner)
    planner.open("/meja/terbitan/")
    planner.check()
    planner.page.click("main form button.primary")
    planner.check()


@pytest.mark.parametrize("where", [kupang, blitar], ids=["kelurahan", "desa"])
def test_from_a_spreadsheet_to_a_receipt_that_anyone_can_check(committed, window, tmp_path, where, monkeypatch):
    town = where()
    if where is blitar:
        # The same pages: axe has looked at them in the city.
        monkeypatch.setattr("browsing.violations", lambda *_, **__: [])
    files = files_of(town, tmp_path)
    line = set_up_programmes(town)

    bring(window, town, files / "keluarga.csv", "families")
    bring(window, town, files / "dtsen.csv", "deciles")
    minutes = tmp_path / "berita-acara.jpg"
    minutes.write_bytes(scan())
    decide(window, town, line, minutes)
    code = hand_over_on_a_telephone(window, town)
    hand_over_the_rest(town, 5)

    ani = window()
    before = ani.open("/").page.inner_text("main")
    assert "6 keluarga" not in re.sub(r"\s+", " ", before)
    publish(window, town)
    after = ani.open("/").page.inner_text("main")
    assert "6 keluarga" in re.sub(r"\s+", " ", after)
    ani.check()

    ani.open("/tanda-terima/")
    ani.page.fill("main input[name=code]", code.lower())
    ani.page.click("main form button.primary")
    told = ani.page.inner_text("main")
    assert "Rp 300.000" in told.replace("\u00a0", " ")
    assert town.ward not in told
    ani.check()

    with acting_as(town.planner):
        from lontar.city.delivery import queries as delivery

        assert delivery.disagreements(town.place_id) == []
