"""HIV and severe mental illness stand on nobody's page but those who plan, inspect, or serve them."""

import re
from typing import Any

import pytest
from django.urls import reverse

from cast import CITY, TODAY, officer
from journeys.examples import OPERATIONS, PAGES
from journeys.test_every_door import CALLS, NOBODY, OURS, ask, case_of, readable, signed_in
from journeys.world import World
from lontar.city.programmes import actions
from lontar.city.programmes import queries as programmes
from lontar.kit.gate import PUBLIC, acting_as

pytestmark = pytest.mark.django_db
NAMED = re.compile(
    r"\bHIV\b|Gangguan Jiwa Berat|risiko-terinfeksi|gangguan-jiwa|1\.02\.02\.2\.02\.001[02]", re.IGNORECASE
)
# What a planner reads while tagging a line, and an officer while reading about this very rule.
# What the city publishes has the budget of such a line and one total for the whole city, never a ward: see
# tests/portal and docs/methods/disclosure.md.
CITY_TOTALS = "portal:"
HINTS = ("HIV, gangguan jiwa berat: tidak tampil", "Bukan Korban HIV/AIDS")


@pytest.fixture
def world(settings: Any) -> World:
    """The walk's city, in which a family of Oesapa received aid from a sensitive line."""
    from lontar.city.delivery import actions as delivery
    from lontar.city.delivery.models import Entitlement
    from lontar.city.targeting.models import Decision, Round

    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    found = World()
    assert found.line
    ester, yohanes, family = officer("ester"), officer("yohanes"), found.inside[0]
    line = programmes.line_by_key(CITY, 2026, "gangguan-jiwa-berat")
    with acting_as(ester):
        actions.set_budget(line, fund="city", amount=9_000_000, document="DPA 1", by=ester, on=TODAY)
        round_ = Round.objects.create(
            line=line, place_id=CITY, on=TODAY, period="2026-11", outcome="entitles", rule="contoh", rule_version="1",
            rule_sha256="0" * 64, rule_text="", state="decreed", paper_number="188", opened_by=yohanes,
            scored_by=yohanes, closed_by=ester, closed_on=TODAY,
        )  # fmt: skip
        Decision.objects.create(
            round=round_,
            family=family,
            place_id=family.place_id,
            verdict="qualifies",
            standing="chosen",
            amount=300_000,
        )
        delivery.entitle(round_.pk, by=ester, on=TODAY)
        assert Entitlement.objects.filter(line=line).count() == 1
    return found


def leaks(walker: str, roles: set[str], world: World) -> list[tuple[str, str]]:
    """Every page and operation that this walker may open, and what of a sensitive line it says."""
    client, found = signed_in(walker), []
    addresses = [
        reverse(page.name, kwargs=case_of(PAGES, page.name, world).inside)
        for page in OURS
        if page.roles and roles & page.roles and not page.name.startswith(CITY_TOTALS)
    ]
    addresses += [
        call.address.format(**case_of(OPERATIONS, call.name, world).inside)
        for call in CALLS
        if call.method == "GET" and call.roles and roles & call.roles and "snapshot" not in call.name
    ]
    assert len(addresses) > 5
    for address in addresses:
        body = readable(ask(client, "GET", address))
        for hint in HINTS:
            body = body.replace(hint, "")
        found += [(address, hit) for hit in NAMED.findall(body)[:1]]
    return found


@pytest.mark.parametrize(
    ("walker", "role"),
    [("maria", "ward_officer"), ("agus", "administrator"), ("yohanes", "operator"), (NOBODY, PUBLIC)],
)
def test_a_sensitive_line_is_named_on_no_page_and_by_no_operation(walker, role, world):
    assert leaks(walker, {role}, world) == []


def test_the_search_for_it_finds_it_where_it_may_stand(world):
    """Else the test above would pass by looking away."""
    shown = readable(ask(signed_in("ester"), "GET", reverse("programmes:catalogue")))
    assert {one.upper() for one in NAMED.findall(shown)} >= {"HIV", "GANGGUAN JIWA BERAT"}
