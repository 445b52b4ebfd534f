"""HIV and severe mental illness are named where money is planned, and by name only to those with a mandate of health."""

import re
from typing import Any

import pytest
from django.urls import reverse

from cast import CITY, TODAY, officer
from journeys.examples import OPERATIONS, PAGES
from journeys.test_every_door import CALLS, NOBODY, OURS, ask, case_of, readable, signed_in
from journeys.world import World
from lontar.city.access import actions as access
from lontar.city.delivery import queries as delivery
from lontar.city.delivery.models import Entitlement
from lontar.city.ledger.models import Account
from lontar.city.privacy import queries as privacy
from lontar.city.programmes import actions
from lontar.city.programmes import queries as programmes
from lontar.city.registry import queries as registry
from lontar.city.targeting import actions as choosing
from lontar.city.targeting import queries as targeting
from lontar.kit.gate import PUBLIC, acting_as
from lontar.science.trouble import NotAllowed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_long_walk")]
NAMED = re.compile(
    r"\bHIV\b|Gangguan Jiwa Berat|risiko-terinfeksi|gangguan-jiwa|1\.02\.02\.2\.02\.001[02]", re.IGNORECASE
)
# What a planner reads while tagging a line, and an officer while reading about this very rule.
# What the city publishes has the budget of such a line and one total for the whole city, never a ward: see
# tests/portal and docs/methods/disclosure.md.
CITY_TOTALS = "portal:"
HINTS = ("HIV, gangguan jiwa berat: tidak tampil", "program peka (HIV, gangguan jiwa berat)", "Bukan Korban HIV/AIDS")


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


def leaks(
    walker: str, roles: set[str], world: World, besides: tuple[str, ...] = (), named: re.Pattern[str] = NAMED
) -> list[tuple[str, str]]:
    """Every page and operation that this walker may open, and what of a sensitive line it says."""
    client, found = signed_in(walker), []
    addresses = [
        reverse(page.name, kwargs=case_of(PAGES, page.name, world).inside)
        for page in OURS
        if page.roles and roles & page.roles and not page.name.startswith((CITY_TOTALS, *besides))
    ]
    addresses += [
        call.address.format(**case_of(OPERATIONS, call.name, world).inside)
        for call in CALLS
        if call.method == "GET"
        and call.roles
        and roles & call.roles
        and "snapshot" not in call.name
        and not call.name.startswith(besides)
    ]
    assert len(addresses) > 5
    for address in addresses:
        body = readable(ask(client, "GET", address))
        for hint in HINTS:
            body = body.replace(hint, "")
        found += [(address, hit) for hit in named.findall(body)[:1]]
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


# Where a line, its budget, its rule and its sums stand, without a family or a ward.
PLANS = ("programmes:", "delivery:money")


def test_without_a_mandate_those_who_plan_and_inspect_meet_it_only_where_money_is_planned(world):
    met = leaks("daud", {"inspector"}, world, PLANS)
    assert [one for one in met if not one[0].startswith("/api/v1/programmes/")] == []
    line = programmes.line_by_key(CITY, 2026, "gangguan-jiwa-berat")
    for who in (officer("daud"), officer("ester")):
        with acting_as(who):
            assert not targeting.rounds_for(who).filter(line=line).exists()
            assert not delivery.entitlements(who).filter(line=line).exists()
            assert line in programmes.lines_for(who)


@pytest.mark.parametrize(("walker", "sees"), [("ester", True), ("daud", True), ("yohanes", False)])
def test_with_a_mandate_of_health_an_officer_is_told_by_name_and_an_operator_only_of_the_own_agency(
    walker, sees, world, agus
):
    who, line = officer(walker), programmes.line_by_key(CITY, 2026, "gangguan-jiwa-berat")
    access.give_health_mandate(who, reason="Mengurus program peka", by=agus, on=TODAY)
    client = signed_in(walker)
    with acting_as(who):
        assert targeting.rounds_for(who).filter(line=line).exists() is sees
        owed = Entitlement.objects.get(line=line)
        assert delivery.entitlements(who).filter(line=line).exists() is sees
    page = client.get(reverse("delivery:entitlement", args=[owed.pk]))
    assert (page.status_code, "Gangguan Jiwa Berat" in readable(page)) == ((200, True) if sees else (404, False))


def test_the_persons_own_document_names_it_when_an_officer_with_a_mandate_prints_it(world, ester, agus):
    with acting_as(ester):
        (person, _name) = registry.names_in([world.inside[0].pk])[world.inside[0].pk][0]
        assert not NAMED.search(str(privacy.document(registry.person_or_none(person), ester)))
        assert "mandat kesehatan" in str(privacy.document(registry.person_or_none(person), ester))
        access.give_health_mandate(ester, reason="Mengurus program peka", by=agus, on=TODAY)
        assert "Gangguan Jiwa Berat" in str(privacy.document(registry.person_or_none(person), ester))


def test_nobody_without_a_mandate_works_on_a_list_of_such_a_line(world, ester):
    line = programmes.line_by_key(CITY, 2026, "gangguan-jiwa-berat")
    with acting_as(ester), pytest.raises(NotAllowed, match="mandat kesehatan"):
        choosing.open_round(line, place_id=CITY, by=ester, on=TODAY)


def test_the_book_and_the_journal_do_not_tell_which_line_it_is(world, ester):
    line = programmes.line_by_key(CITY, 2026, "gangguan-jiwa-berat")
    assert re.fullmatch(r"2026:[0-9a-f]{12}", programmes.purpose_of(line))
    codes = list(Account.objects.values_list("code", flat=True))
    assert any(line.cover in code for code in codes)
    assert not [code for code in codes if f":{line.pk}:" in code or line.key in code]
