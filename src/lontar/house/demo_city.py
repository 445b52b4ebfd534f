"""The made-up city of `./lontar demo`, loaded by the same verbs that a real city uses."""

from collections.abc import Callable
from datetime import date
from typing import Any

from lontar.city.access import actions as access
from lontar.city.access import queries as officers
from lontar.city.places import actions as places
from lontar.city.places import queries as where
from lontar.house import demo_story
from lontar.house.environment import Environment
from lontar.kit.gate import Actor, Role, acting_as
from lontar.science.trouble import Refusal

CITY = "53.71"
WARD = "53.71.03.1010"  # Oesapa
PASSWORD = "lontar-contoh"  # noqa: S105 - printed on the screen: nothing here is real
# username: (name, role, place, agency)
OFFICERS = {
    "agus": ("Agus Tallo", Role.ADMINISTRATOR, CITY, ""),
    "ester": ("Ester Nubatonis", Role.PLANNER, CITY, "bapeda"),
    "esti": ("Esti Taneo", Role.PLANNER, CITY, "bapeda"),
    "yohanes": ("Yohanes Lado", Role.OPERATOR, CITY, "dinas-sosial"),
    "wilem": ("Wilem Foeh", Role.OPERATOR, CITY, "dinas-pupr"),
    "maria": ("Maria Ndun", Role.WARD_OFFICER, WARD, ""),
    "marten": ("Marten Riwu", Role.FUND_COMMITTEE, WARD, ""),
    "petrus": ("Petrus Benu", Role.FIELD_WORKER, WARD, ""),
    "rita": ("Rita Fernandez", Role.PARTNER, WARD, "yayasan-contoh"),
    "daud": ("Daud Manafe", Role.INSPECTOR, CITY, ""),
    "anna": ("Anna Therik", Role.ANALYST, CITY, ""),
    "tobias": ("Tobias Kolo", Role.TREASURER, CITY, "keuangan"),
}
HEALTH = ("esti",)  # may be told by name whom a sensitive programme concerns
AGENCIES = {"bapeda": ("Bapeda", "agency"), "dinas-sosial": ("Dinas Sosial", "agency"), "keuangan": ("Badan Keuangan", "agency"),
            "dinas-pupr": ("Dinas Pekerjaan Umum dan Penataan Ruang", "agency"),
            "yayasan-contoh": ("Yayasan Contoh", "partner")}  # fmt: skip

Tell = Callable[[str], None]


def load(*, families: int, tell: Tell) -> list[tuple[str, str, str]]:
    """Load what is missing; returns a sign-in for each role. The second time it changes nothing."""
    city = prepare()
    files = Environment.read().home / "example"
    demo_story.play(demo_story.Stage(city, families, files, tell))
    return [(role.value, username, PASSWORD) for username, (_name, role, _place, _agency) in OFFICERS.items()]


def prepare() -> Any:
    """The made-up home city with its officers, and nobody in it yet."""
    if where.home() is not None and not where.is_made_up():
        raise Refusal(
            "This installation serves a real city; the example is never mixed into it.",
            advice="Choose another place for the demo: LONTAR_HOME=/tmp/lontar ./lontar demo",
        )
    on = date.today()  # noqa: DTZ011 - the server's day
    city = places.choose_home(CITY, made_up=True, by=officers.AtTerminal(None), on=on)
    terminal = access.ensure_terminal(city.pk, on=on)
    with acting_as(terminal):
        _appoint_officers(by=terminal, on=on)
    return city


def _appoint_officers(*, by: Actor, on: date) -> None:
    for code, (name, kind) in AGENCIES.items():
        # Whoever tries the demo may rename one: the next start leaves it so.
        if officers.agency_by_code(code) is None:
            access.ensure_agency(code, name=name, kind=kind, by=by, on=on)
    for username, (name, role, place, agency) in OFFICERS.items():
        if officers.officer_named(username) is None:
            officer = access.appoint(
                username, name=name, role=role, places=[where.place_id(place)],
                agency=officers.agency_by_code(agency), password=PASSWORD, by=by, on=on,
            )  # fmt: skip
            if username in HEALTH:
                access.give_health_mandate(officer, reason="Mengurus program peka (rekaan)", by=by, on=on)
            # Everybody may know it: there is nothing here to protect.
            access.take_password_as_own(officer, by=officer, on=on)
