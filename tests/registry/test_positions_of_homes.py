"""Where a house stands, if somebody gave it: by list, by an officer or at the door; held to the city, kept like an address."""

from datetime import date

import pytest

from cast import CITY, OESAPA, TODAY, officer
from lives import benu, told
from lontar.city.fieldwork import actions as fieldwork
from lontar.city.journal.models import JournalLine
from lontar.city.places.models import Boundary
from lontar.city.registry import actions, queries
from lontar.city.registry.models import Dwelling, ImportChange, ImportFinding, Residence
from lontar.kit import masks
from lontar.kit.pictures import Position
from lontar.science.trouble import NotAllowed, Refusal
from spreadsheets import HEADER, MARIA, PETRUS, YOHANES, as_csv, cells
from walking import VISITED, begin, give_to, report, settle_down, visit_of

pytestmark = pytest.mark.django_db
LATER = date(2026, 12, 1)
WITH_PLACE = [*HEADER, "lat", "lng"]
HERE, THERE, ELSEWHERE = Position(-10.1588, 123.607), Position(-10.1601, 123.6102), Position(-8.65, 115.2)


@pytest.fixture
def borders(acting, agus):
    """The city as a square around Oesapa."""
    ring = [[123.5, -10.3], [123.7, -10.3], [123.7, -10.1], [123.5, -10.1], [123.5, -10.3]]
    Boundary.objects.update_or_create(
        place_id=CITY, defaults={"geometry": {"type": "MultiPolygon", "coordinates": [[ring]]}, "source": "contoh"}
    )


@pytest.fixture
def bring(acting, ester, tmp_path):
    def brought(*people, on=TODAY, dry_run=False):
        path = as_csv(tmp_path / "keluarga.csv", cells(*people, header=WITH_PLACE))
        with acting(ester):
            return actions.import_families(path, mode="everything_or_nothing", by=ester, on=on, dry_run=dry_run).run

    return brought


@pytest.fixture
def town(acting, maria):
    with acting(maria):
        yield benu()[0]


def home_of(family):
    return Residence.objects.get(family=family, until=None).dwelling


def told_of(home):
    return home.latitude, home.longitude, home.located_on, home.located_by


def at(one, latitude, longitude):
    return one | {"lat": latitude, "lng": longitude}


def kinds_of(run):
    return sorted(ImportFinding.objects.filter(run=run).values_list("kind", flat=True))


def test_a_list_gives_where_the_head_lives_however_it_writes_degrees(bring, acting, ester):
    run = bring(at(YOHANES, "-10.2", "123.6"), at(MARIA, "10,1588° LS", "123.607 BT"), at(PETRUS, "0", "0"))
    with acting(ester):
        assert kinds_of(run) == []
        assert {told_of(one) for one in Dwelling.objects.all()} == {
            (-10.1588, 123.607, TODAY, "import"),
            (None, None, None, ""),
        }


@pytest.mark.parametrize(
    ("latitude", "longitude", "kind"),
    [
        ("123.607", "-10.1588", "position_unreadable"),
        ("-10.158.800", "123.607", "position_unreadable"),
        ("-10.1588", "", "position_half"),
        ("-8.65", "115.2", "position_outside"),
    ],
)
def test_what_cannot_be_the_house_is_told_at_its_row_and_keeps_nobody_out(
    borders, bring, acting, ester, latitude, longitude, kind
):
    run = bring(at(MARIA, latitude, longitude))
    with acting(ester):
        assert kinds_of(run) == [kind]
        assert run.counts["families_new"] == 1
        kept = told_of(Dwelling.objects.get())[:2]
        assert kept == ((-8.65, 115.2) if kind == "position_outside" else (None, None))


def test_an_update_shows_the_new_place_first_and_never_writes_over_who_stood_there(bring, acting, ester):
    bring(at(MARIA, "-10.1588", "123.607"), at(PETRUS, "-10.17", "123.58"))
    moved = at(MARIA, "-10.1601", "123.6102")
    shown = bring(moved, PETRUS, on=LATER, dry_run=True)
    with acting(ester):
        (change,) = ImportChange.objects.filter(run=shown)
        assert change.before == {"latitude": "-10.1588", "longitude": "123.607"}
        assert change.after == {"latitude": "-10.1601", "longitude": "123.6102"}
    bring(moved, PETRUS, on=LATER)
    with acting(ester):
        maria, petrus = (one.dwelling for one in Residence.objects.filter(until=None).order_by("family_id"))
        assert told_of(maria) == (-10.1601, 123.6102, LATER, "import")
        assert told_of(petrus) == (-10.17, 123.58, TODAY, "import"), "an empty cell wipes nothing out"
        actions.locate(maria.residences.get().family_id, HERE, by=ester, on=LATER)
    bring(at(MARIA, "-10.1999", "123.6999") | {"Alamat": "JL. TIMOR RAYA 7"}, PETRUS, on=LATER)
    with acting(ester):
        maria.refresh_from_db()
        assert maria.address == "JL. TIMOR RAYA 7"
        assert told_of(maria) == (HERE.latitude, HERE.longitude, LATER, "officer")


def test_whoever_moves_leaves_the_old_place_behind(bring, acting, ester, maria):
    bring(at(MARIA, "-10.1588", "123.607"))
    bring(at(MARIA | {"RT": "011"}, "", ""), on=LATER)
    with acting(ester):
        old, new = (one.dwelling for one in Residence.objects.order_by("since"))
        assert (told_of(old)[:2], told_of(new)[:2]) == ((-10.1588, 123.607), (None, None))


def test_a_house_outside_of_the_city_waits_among_the_contradictions_until_it_is_put_right(
    borders, town, maria, sign_in
):
    client = sign_in(maria)
    answer = client.post(
        f"/keluarga/{town.pk}/letak/", {"latitude": "-8,65", "longitude": "115,2"}, follow=True
    ).content.decode()
    assert "di luar kota" in answer
    (found,) = queries.contradictions()
    assert (found.kind, found.family_id) == ("outside_city", town.pk)
    assert f"/keluarga/{town.pk}/letak/" in client.get("/keluarga/pertentangan/").content.decode()
    client.post(f"/keluarga/{town.pk}/letak/", {"latitude": "10,1588 LS", "longitude": "123,607"})
    assert not queries.contradictions().exists()
    assert told_of(home_of(town)) == (-10.1588, 123.607, TODAY, "officer")
    assert JournalLine.objects.filter(verb="locate_home", subject_id=str(town.pk)).count() == 2


def test_without_borders_nobody_is_outside(town, maria):
    actions.locate(town.pk, ELSEWHERE, by=maria, on=TODAY)
    assert not queries.contradictions().exists()
    assert queries.whole_of(town).home.outside is None


def test_half_a_position_is_refused_beside_its_field_and_an_empty_one_forgets(town, maria, sign_in):
    client, page = sign_in(maria), f"/keluarga/{town.pk}/letak/"
    half = client.post(page, {"latitude": "-10,15", "longitude": ""})
    assert half.status_code == 422
    assert "Isi keduanya" in half.content.decode()
    actions.locate(town.pk, HERE, by=maria, on=TODAY)
    client.post(page, {"latitude": "", "longitude": ""})
    assert told_of(home_of(town)) == (None, None, None, "")


@pytest.mark.parametrize("position", [Position(91, 0), Position(float("nan"), 1), Position(0, float("inf"))])
def test_a_place_that_is_not_on_earth_is_refused(town, maria, position):
    with pytest.raises(Refusal) as refused:
        actions.locate(town.pk, position, by=maria, on=TODAY)
    assert refused.value.field == "latitude"
    with pytest.raises(NotAllowed):
        actions.locate(town.pk, HERE, by=officer("daud"), on=TODAY)


def test_the_page_covers_it_like_the_address_and_says_whose_word_it_is(town, maria, sign_in):
    actions.locate(town.pk, HERE, by=maria, on=TODAY)
    client, page = sign_in(maria), f"/keluarga/{town.pk}/"
    covered = client.get(page).content.decode()
    assert "-10.1588" not in covered
    assert "-10.1588" not in client.get(f"{page}letak/").content.decode()
    session = client.session
    session[masks.SESSION_KEY] = 9e12
    session.save()
    shown = client.get(page).content.decode()
    assert "-10.15880, 123.60700" in shown
    assert "petugas, " in shown


def test_a_shielded_house_is_located_by_named_officers_alone(town, maria, yohanes, acting, sign_in):
    actions.locate(town.pk, HERE, by=maria, on=TODAY)
    with acting(yohanes):
        head = queries.members_of(town)[0]
        actions.shield(head.id, keepers=[yohanes.pk], paper="Surat 1", by=yohanes, on=TODAY)
    with pytest.raises(Refusal):
        actions.locate(town.pk, THERE, by=maria, on=TODAY)
    assert queries.whole_of(town).home is None
    client, page = sign_in(maria), f"/keluarga/{town.pk}/letak/"
    assert client.get(page).context["form"].initial == {}
    refused = client.post(page, {"latitude": "-10,1", "longitude": "123,6"})
    assert (refused.status_code, "alamatnya tidak diperlihatkan" in refused.content.decode()) == (422, True)
    with acting(yohanes):
        assert queries.whole_of(town).home.latitude == HERE.latitude


def test_that_a_shielded_house_is_outside_is_told_to_nobody_else(borders, town, maria, yohanes, acting):
    actions.locate(town.pk, ELSEWHERE, by=maria, on=TODAY)
    with acting(yohanes):
        actions.shield(queries.members_of(town)[0].id, keepers=[yohanes.pk], paper="Surat 1", by=yohanes, on=TODAY)
        assert queries.contradictions().count() == 1
    assert not queries.contradictions().exists()


def test_locating_the_house_of_a_wrong_move_does_not_keep_the_move(town, maria):
    before = home_of(town)
    moved = actions.moved_house(town.pk, actions.Home(OESAPA, "007", "001", "Jl. Salah"), **told(maria))
    actions.locate(town.pk, HERE, by=maria, on=TODAY)
    assert home_of(town).rt == "007"
    actions.undo_event(moved.event_id, why="salah keluarga", by=maria, on=TODAY)
    assert home_of(town).pk == before.pk


def test_the_person_is_told_where_their_house_was_said_to_be(town, maria):
    actions.locate(town.pk, HERE, by=maria, on=TODAY)
    head = queries.person_or_none(queries.members_of(town)[0].id)
    (homes,) = [one for one in queries.held_about(head) if one.title == "Tempat tinggal"]
    assert homes.rows[0][-1] == "-10.15880, 123.60700 (petugas, 2026-11-22)"


@pytest.fixture
def mine(db):
    """A visit of Petrus to a family of two."""
    there = settle_down()
    return give_to(visit_of(begin(second_percent=0), there.families[0]), "petrus")


def test_what_was_read_at_the_door_becomes_where_the_house_stands(mine, acting, petrus):
    report(mine, "petrus", position=HERE, accuracy=12.0)
    with acting(petrus):
        assert told_of(home_of(mine.family)) == (HERE.latitude, HERE.longitude, VISITED, "field_check")


@pytest.mark.parametrize(
    "seen",
    [
        {"position": HERE, "accuracy": 2400.0},
        {"position": HERE, "outcome": "not_found", "deserves": "", "columns": {}},
    ],
)
def test_a_neighbourhood_or_a_closed_door_says_nothing_of_the_house(mine, acting, petrus, seen):
    report(mine, "petrus", **seen)
    with acting(petrus):
        assert told_of(home_of(mine.family)) == (None, None, None, "")


def test_an_older_visit_does_not_replace_what_is_newer_but_does_replace_a_list(mine, acting, petrus, maria):
    with acting(maria):
        actions.locate(mine.family_id, THERE, by=maria, on=TODAY)
    report(mine, "petrus", position=HERE)
    with acting(petrus):
        assert told_of(home_of(mine.family))[2:] == (TODAY, "officer")
        Dwelling.objects.filter(pk=home_of(mine.family).pk).update(located_by="import")
        assert actions.locate_seen(mine.family_id, HERE, metres=None, seen_on=VISITED, by=petrus, on=TODAY)
        assert told_of(home_of(mine.family))[2:] == (VISITED, "field_check")


def test_the_visitor_is_told_at_once_that_the_place_lies_outside_of_the_city(borders, mine, acting, petrus):
    assert report(mine, "petrus", position=ELSEWHERE).outside
    with acting(petrus):
        assert told_of(home_of(mine.family))[:2] == (ELSEWHERE.latitude, ELSEWHERE.longitude)
    assert fieldwork.Reported(1, fresh=False).outside is False
