"""The address of people who flee violence is seen by named officers and by nobody else, whichever door they try."""

from collections.abc import Collection
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.urls import reverse

from cast import OESAPA, TODAY, officer
from journeys.examples import OPERATIONS, PAGES
from journeys.test_every_door import CALLS, OURS, ask, case_of, readable, shown_at
from journeys.world import World
from lontar.city.registry import actions as registry
from lontar.city.registry import queries
from lontar.city.registry.models import Dwelling, Family, Membership, Residence, ShieldKeeper
from lontar.kit import masks
from lontar.science.trouble import NotAllowed, Refusal

STREET, RT, RW = "Lorong Rahasia 77", "077", "088"
SECRETS = (STREET, RT, RW)
ADDRESSES = {"registry:family", "registry:families", "registry:export", "families"}
pytestmark = pytest.mark.usefixtures("a_long_walk")
UNNAMED = ("ester", "yohanes", "maria", "daud", "anna", "agus", "marten")


@pytest.fixture
def world(db: None) -> World:
    return World()


@pytest.fixture
def fled(world: World, acting: Any, yohanes: Any, petrus: Any) -> tuple[Any, Any]:
    """The family of the walk, in a dwelling that only Petrus and one colleague know."""
    family, person = world.inside
    # What the walk meets of them was there before they fled: afterwards only Petrus could write it.
    assert world.changes
    assert world.scans
    assert world.absences
    assert world.sampled
    assert world.questioned
    with acting(yohanes):
        for since, until, street in (
            (date(2021, 1, 1), date(2026, 1, 1), "Jalan Rahasia Lama"),
            (date(2026, 1, 1), None, STREET),
        ):
            home = Dwelling.objects.create(place_id=OESAPA, rt=RT, rw=RW, address=street)
            Residence.objects.create(place_id=OESAPA, family=family, dwelling=home, since=since, until=until)
        registry.shield(person.pk, keepers=[petrus.pk], paper="Surat UPTD PPA 12/2026", by=yohanes, on=TODAY)
    return family, person


def seen_by(
    username: str, world: World, sign_in: Any, *, doors: Collection[str] = (), but: Collection[str] = ()
) -> list[tuple[str, str]]:
    """What this officer meets behind every door (or these, or all but those): pages, exports, the API; masks down."""
    who = officer(username)
    client = sign_in(who)
    session = client.session
    session[masks.SESSION_KEY] = 9e12
    session.save()
    told: list[tuple[str, str]] = []
    for page in OURS:
        if page.roles and who.role in page.roles and page.name not in but and (not doors or page.name in doors):
            inside = reverse(page.name, kwargs=case_of(PAGES, page.name, world).inside)
            shown = list(shown_at(client, inside))
            told += shown
            if 'name="words"' in shown[0][1]:
                told.append((f"{inside}?words=", readable(ask(client, "GET", inside, words="quillfeather"))))
    addresses = [
        call.address.format(**case_of(OPERATIONS, call.name, world).inside)
        for call in CALLS
        if call.method == "GET"
        and call.roles
        and who.role in call.roles
        and call.name not in but
        and (not doors or call.name in doors)
    ]
    return told + [(address, readable(ask(client, "GET", address))) for address in addresses]


@pytest.mark.django_db
def test_no_door_shows_the_address_to_an_officer_who_is_not_named(world, fled, sign_in):
    assert world.owed
    assert world.round
    # Behind what a ward officer may open an operator walks again only where a family's address is the matter itself.
    maria = {one.name for one in (*OURS, *CALLS) if one.roles and officer("maria").role in one.roles} - ADDRESSES
    for username, but, least in (("maria", (), 30), ("yohanes", maria, len(ADDRESSES))):
        told = seen_by(username, world, sign_in, but=but)
        assert len(told) > least
        assert any(fled[0].local_number in body for _address, body in told)
        leaks = [
            (username, address, secret)
            for address, body in told
            for secret in SECRETS
            if f">{secret}" in body
            or (secret == STREET and secret in body)
            or f",{secret}," in body
            or f'"{secret}"' in body
            or f"{RT}/{RW}" in body
        ]
        assert leaks == []


@pytest.mark.django_db
def test_the_named_officer_meets_the_address_on_the_page_the_list_and_the_file(world, fled, sign_in):
    """Else the test above would pass by looking away."""
    told = dict(seen_by("petrus", world, sign_in, doors=ADDRESSES))
    page = reverse("registry:family", args=[fled[0].pk])
    assert STREET in told[page]
    assert f"{RT}/{RW}" in told[reverse("registry:families")]
    assert f",{RW},{RT}," in told[reverse("registry:export")]
    assert f'"rt": "{RT}"' in told["/api/families"]


@pytest.mark.django_db
def test_who_is_not_named_is_told_whom_to_ask_and_never_that_it_is_unknown(fled, sign_in, maria, petrus):
    text = sign_in(maria).get(f"/keluarga/{fled[0].pk}/").content.decode()
    assert f"tidak diperlihatkan; hubungi {petrus.name}" in text
    assert "tidak diperlihatkan" in sign_in(maria).get("/keluarga/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("username", UNNAMED)
def test_the_database_itself_hides_dwelling_and_residence_with_their_history(fled, acting, petrus, username):
    family, _person = fled
    with acting(petrus):
        for rw in ("001", RW):
            Dwelling.objects.filter(residences__family=family).update(rw=rw)
        assert Residence.objects.filter(family=family).count() == 2
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM registry_dwellingevent WHERE address LIKE %s", ["%Rahasia%"])
            assert cursor.fetchone() == (4,)
    asked = "SELECT address, rt, rw FROM {} WHERE address LIKE %s"
    with acting(officer(username)), connection.cursor() as cursor:
        assert not Residence.objects.filter(family=family).exists()
        assert not Dwelling.objects.filter(rt=RT).exists()
        for table in ("registry_dwelling", "registry_dwellingevent"):
            cursor.execute(asked.format(table), ["%Rahasia%"])
            assert cursor.fetchall() == []
        cursor.execute("UPDATE registry_dwelling SET address = 'x' WHERE rt = %s", [RT])
        assert cursor.rowcount == 0


@pytest.mark.django_db
def test_the_shield_goes_with_the_person_and_leaves_the_family_behind_open(fled, acting, ester, petrus, maria):
    family, person = fled
    with acting(ester):
        Membership.objects.filter(person=person, until=None).update(until=TODAY)
        new = Family.objects.create(place_id=OESAPA)
        Membership.objects.create(place_id=OESAPA, person=person, family=new, relation="head", since=TODAY)
        assert queries.hidden_families([family.pk, new.pk]) == {new.pk}
        with pytest.raises(NotAllowed, match="tidak diperlihatkan"):
            queries.require_open_address(new.pk)
    with acting(petrus):
        assert queries.hidden_families([family.pk, new.pk]) == set()
        queries.require_open_address(new.pk)


@pytest.mark.django_db
def test_nobody_names_themselves_in_and_only_a_named_officer_ends_it(fled, acting, maria, petrus, yohanes, ester):
    from django.db import ProgrammingError

    shield = None
    with acting(maria):
        shield = queries.shield_of_person(fled[1].pk)
        assert shield is not None
        for verb, more in ((registry.change_keepers, {"keepers": [maria.pk]}), (registry.lift_shield, {"reason": "x"})):
            with pytest.raises(NotAllowed, match="ditunjuk"):
                verb(shield, by=maria, on=TODAY, **more)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            ShieldKeeper.objects.create(shield=shield, officer=maria, place_id=OESAPA)
    with acting(ester), pytest.raises(NotAllowed):
        registry.change_keepers(shield, keepers=[ester.pk], by=ester, on=TODAY)
    with acting(petrus):
        registry.change_keepers(shield, keepers=[petrus.pk, maria.pk], by=petrus, on=TODAY)
        registry.lift_shield(shield, reason="Kembali ke rumah keluarganya", by=petrus, on=TODAY)
    with acting(yohanes):
        assert Residence.objects.filter(family=fled[0]).count() == 2


@pytest.mark.django_db
def test_a_planner_names_others_when_none_of_the_named_serves_any_more(fled, acting, agus, ester, petrus, maria):
    from lontar.city.access import actions as access

    with acting(agus):
        access.dismiss(petrus, reason="Pindah tugas", by=agus, on=TODAY)
    with acting(ester):
        shield = queries.shield_of_person(fled[1].pk)
        assert shield is not None
        registry.change_keepers(shield, keepers=[maria.pk], by=ester, on=TODAY)
    with acting(maria):
        assert queries.hidden_families([fled[0].pk]) == set()


@pytest.mark.django_db
@pytest.mark.parametrize("keepers", [[], ["daud"], ["agus", "petrus"], ["rita"]])
def test_only_officers_who_serve_the_place_can_be_named(world, acting, yohanes, keepers):
    with acting(yohanes), pytest.raises(Refusal, match="sekurang-kurangnya satu"):
        registry.shield(
            world.inside[1].pk, keepers=[officer(one).pk for one in keepers], paper="Surat 1", by=yohanes, on=TODAY
        )


@pytest.mark.django_db
def test_a_shield_is_raised_on_a_page_in_one_go(world, sign_in, yohanes, petrus, acting):
    family, person = world.inside
    given = {"person": person.pk, "paper": "Surat UPTD PPA 12/2026", "keepers": [petrus.pk]}
    page = sign_in(yohanes).post(f"/keluarga/lindungi/{family.pk}/", given)
    assert page.status_code == 302
    with acting(yohanes):
        assert queries.hidden_families([family.pk]) == {family.pk}
