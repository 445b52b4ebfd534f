"""Whatever tells where a shielded family is lies behind its wall, in every table, also in one that nobody has made yet."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from cast import CITY, LASIANA, OESAPA, TODAY, officer
from lives import family as settle
from lives import occasion
from lontar.city.fieldwork import actions as fieldwork
from lontar.city.fieldwork import queries as visits
from lontar.city.fieldwork.models import Campaign, Change, Report, Visit
from lontar.city.journal.models import JournalLine
from lontar.city.places.models import Boundary
from lontar.city.registry import actions as registry
from lontar.city.registry import queries
from lontar.city.registry.models import (
    Absence,
    Dwelling,
    Family,
    Happening,
    ImportChange,
    ImportRun,
    LifeEvent,
    LifeEventUndo,
    Person,
    Residence,
    Sharing,
)
from lontar.kit import masks
from lontar.kit.gate import acting_as
from lontar.kit.pictures import Position
from lontar.science.trouble import NotAllowed, Refusal
from pictures import photo
from privacy.test_walled_columns import walled
from registry.records import pair
from registry.records import person as recorded
from spreadsheets import MARIA, PETRUS, as_csv, cells
from walking import begin, report, settle_down, visit_of

pytestmark = pytest.mark.django_db
FLED_TO = "Lorong Rahasia 77"
UNNAMED = ("ester", "yohanes", "maria", "daud", "anna", "agus", "marten", "rita")


@pytest.fixture
def fled(db: None, acting: Any, yohanes: Any, petrus: Any, maria: Any) -> Any:
    """A family of Oesapa that left something in every table, and was shielded then; Petrus alone knows where it is."""
    with acting(yohanes):
        neighbour, _people = settle(("Salomi Benu", "head", None, "P"))
        home, (mother, child) = settle(("Lena Kase", "head", None, "P"), ("Dewi Kase", "child", None, "P"))
    begin_all(home, child)
    draw(home)
    with acting(yohanes):
        paper = occasion(TODAY, kind="none", number="", reason=f"Mengungsi ke {FLED_TO}", scan=photo(size=(40, 30)))
        registry.moved_house(home.pk, registry.Home(OESAPA, "77", "88", FLED_TO), occasion=paper, by=yohanes, on=TODAY)
        square = [[123.5, -10.3], [123.7, -10.3], [123.7, -10.1], [123.5, -10.1], [123.5, -10.3]]
        Boundary.objects.create(place_id=CITY, geometry={"type": "Polygon", "coordinates": [square]}, source="contoh")
        registry.locate(home.pk, Position(-8.65, 115.2), by=yohanes, on=TODAY)
        shared = registry.kitchen_shared(home.pk, neighbour.pk, occasion=occasion(TODAY), by=yohanes, on=TODAY)
        LifeEventUndo.objects.create(
            place_id=OESAPA, event_id=shared.event_id, by=yohanes, by_role=yohanes.role, on=TODAY, why=FLED_TO
        )
        run = ImportRun.objects.create(
            place_id=CITY, kind="families", mode="families_without_error", file_name="a.csv", file_bytes=1,
            file_sha256="0" * 64, on=TODAY, by=yohanes, by_role=yohanes.role,
        )  # fmt: skip
        ImportChange.objects.create(place_id=OESAPA, run=run, family=home, kind="moved", after={"address": FLED_TO})
        Absence.objects.create(place_id=OESAPA, run=run, family=home, noticed_on=TODAY, note=FLED_TO)
        registry.shield(mother.pk, keepers=[petrus.pk], paper="Surat UPTD PPA 12/2026", by=yohanes, on=TODAY)
    return home, mother, child, neighbour


def draw(home: Any) -> None:
    """Their home is one of a sample, and whoever asked there wrote down where it was."""
    from lontar.city.access.queries import agency_by_code
    from lontar.city.delivery.models import AskedFamily, Entitlement, PaymentSurvey
    from lontar.city.programmes.models import Line
    from lontar.city.targeting.models import Round, SampledHome, Survey

    ester = officer("ester")
    with acting_as(ester):
        line = Line.objects.create(
            place_id=CITY, year=2026, key="k", name="K", agency=agency_by_code("dinas-sosial"), reach="by_name",
            pillar="burden", gives="money", made_up=True,
        )  # fmt: skip
        listed = Round.objects.create(
            line=line, place_id=CITY, on=TODAY, period="2026-T4", outcome="entitles", rule="k", rule_version="1",
            rule_sha256="0" * 64, rule_text="-", opened_by=ester,
        )  # fmt: skip
        survey = Survey.objects.create(
            round=listed, place_id=CITY, begins=TODAY, due=TODAY, seed="gong", design={}, frame={}, items=[],
            form_version="1", form_source="-", line_amount=1, line_region="-", line_period="-", line_source="-",
            opened_by=ester,
        )  # fmt: skip
        SampledHome.objects.create(
            survey=survey, family=home, place_id=OESAPA, stratum="s", unit=1, part="others", note=FLED_TO,
            first_n=1, first_of=1, second_n=1, second_of=1,
        )  # fmt: skip
        owed = Entitlement.objects.create(
            round=listed, line=line, family=home, place_id=OESAPA, period="2026-T4", amount=1, on=TODAY
        )
        asked = PaymentSurvey.objects.create(
            line=line, place_id=CITY, period="2026-T4", begins=TODAY, due=TODAY + timedelta(days=1), seed="gong", margin=5,
            frame={}, opened_by=ester,
        )  # fmt: skip
        AskedFamily.objects.create(
            survey=asked, family=home, entitlement=owed, place_id=OESAPA, amount=1, handed_on=TODAY, handed_by=ester,
            stratum="s", drawn_n=1, drawn_of=1, note=FLED_TO,
        )  # fmt: skip
        build(home, line, listed)


def build(home: Any, line: Any, listed: Any) -> None:
    """A house was built for them, seen with a photo, and something was wrong about it."""
    from lontar.city.works.models import Defect, Photo, Report, Share, Stage, Work

    ester = officer("ester")
    here = {"place_id": OESAPA, "named": True}
    work = Work.objects.create(
        **here, line=line, family=home, round=listed, kind="house", way="self_help", builder="K", contract="K", cost=1,
        since=TODAY, until=TODAY, by=ester, on=TODAY, command_key="k",
    )  # fmt: skip
    Share.objects.create(**here, work=work, source="self_help", amount=1)
    stage = Stage.objects.create(**here, work=work, position=1, name="Selesai", progress=100, tranche=1)
    seen = Report.objects.create(
        **here, work=work, stage=stage, seen_on=TODAY, note=FLED_TO, by=ester, on=TODAY, command_key="k"
    )
    Photo.objects.create(**here, work=work, report=seen, side="after", cipher=b"k")
    Defect.objects.create(**here, work=work, what=FLED_TO, by=ester, on=TODAY, command_key="k")


def begin_all(home: Any, child: Any) -> None:
    """A campaign that visits them, and what Petrus found there."""
    there = visit_of(begin(second_percent=0, checkers=[officer("petrus").pk]), home)
    report(
        there, "petrus", photo=photo(size=(40, 30)), note=f"Pindah ke {FLED_TO}",
        members=[fieldwork.Presence(child.pk, "moved_country", TODAY.replace(day=1), where=FLED_TO)],
    )  # fmt: skip


# Of tables that also hold rows of others: those of the family.
ABOUT = {
    "registry_contradiction": "kind = 'outside_city'", "registry_happening": "kind = 'kitchen_shared'", "fieldwork_visit": "state = 'reported'",
}  # fmt: skip


def rows_that(who: str) -> dict[str, int]:
    """How many rows this officer meets in each walled table, and in their history."""
    found = {}
    with acting_as(officer(who)), connection.cursor() as cursor:
        for table in sorted(walled()):
            where = ABOUT.get(table, "true")
            cursor.execute(f'SELECT count(*) FROM "{table}" WHERE {where}')
            found[table] = cursor.fetchone()[0]
    return found


def test_every_walled_table_shows_its_rows_to_the_named_officer_and_to_nobody_else(fled, acting, petrus):
    home, _mother, _child, neighbour = fled
    with acting(petrus):
        Residence.objects.filter(family=home).update(place_id=OESAPA)
        Dwelling.objects.filter(address=FLED_TO).update(rt="078")
        Sharing.objects.filter(family=home).update(since=TODAY.replace(day=2))
    known = rows_that("petrus")
    assert {table for table, count in known.items() if count == 0} <= {"registry_residenceevent"}
    with acting(officer("yohanes")):
        others = Residence.objects.filter(family=neighbour).count(), Dwelling.objects.count()
    for username in UNNAMED:
        met = rows_that(username)
        of_neighbour = {"registry_dwelling": others[1], "registry_residence": others[0], "registry_sharing": 1}
        leaks = {table: count for table, count in met.items() if count > of_neighbour.get(table, 0)}
        assert leaks == {}, username


def test_no_table_at_all_tells_the_street_to_an_officer_who_is_not_named(fled, acting):
    """Text, JSON and old rows of every table that the app may read."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE nspname = 'public' AND relkind = 'r' AND has_table_privilege(c.oid, 'SELECT')"
        )
        tables = [table for (table,) in cursor.fetchall()]

    def telling() -> set[str]:
        found = set()
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{FLED_TO}%"])
                if cursor.fetchone()[0]:
                    found.add(table)
        return found

    with acting(officer("petrus")):
        assert {"registry_dwelling", "registry_lifeevent", "fieldwork_report", "fieldwork_change"} <= telling()
    for username in ("ester", "yohanes", "maria", "daud", "agus"):
        with acting(officer(username)):
            assert telling() == set(), username
            assert JournalLine.objects.filter(verb="moved_house").exists() or username == "agus"


def test_a_verb_about_them_is_refused_with_the_name_of_whom_to_ask_and_nothing_is_written(fled, acting, ester, maria, petrus):  # fmt: skip
    home, mother, child, neighbour = fled
    refused = [
        lambda told: registry.moved_house(home.pk, registry.Home(LASIANA), **told),
        lambda told: registry.died(child.pk, **told),
        lambda told: registry.corrected(mother.pk, registry.Correction("Lena K"), **told),
        lambda told: registry.kitchen_shared(neighbour.pk, home.pk, **told),
        lambda told: registry.split(home.pk, to=registry.Destination(relations={child.pk: "head"}), **told),
        lambda told: registry.joined(neighbour.pk, home.pk, relations={}, **told),
        lambda told: registry.person_moved_in(neighbour.pk, registry.Newcomer(person_id=mother.pk), **told),
    ]
    with acting(ester):
        for verb in refused:
            with pytest.raises(NotAllowed, match=petrus.name):
                verb({"occasion": occasion(TODAY), "by": ester, "on": TODAY})
        events = LifeEvent.objects.count()
    with acting(petrus):
        assert LifeEvent.objects.count() == events + 2
    with acting(maria), pytest.raises(Refusal, match="tidak ada"):
        registry.settle_absence(_absence(), outcome="still_here", by=maria, on=TODAY)


def _absence() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM registry_absence_id_seq")
        return int(cursor.fetchone()[0])


def test_a_merge_with_a_record_of_them_is_left_to_the_named_officers(fled, acting, ester):
    with acting(ester):
        twin = recorded("Lena Kase")
        waiting = pair(fled[1], twin)
        with pytest.raises(NotAllowed, match="tidak diperlihatkan"):
            registry.decide(waiting.pk, verdict="same", by=ester, on=TODAY)
        assert registry.decide(waiting.pk, verdict="different", by=ester, on=TODAY).state == "different"


def test_a_campaign_leaves_them_out_and_says_how_many_and_not_whom(acting, ester, petrus, yohanes, sign_in):
    street = settle_down()
    with acting(yohanes):
        hidden = street.families[0]
        registry.shield(street.persons[hidden.pk][0].pk, keepers=[petrus.pk], paper="1", by=yohanes, on=TODAY)
    campaign = begin(second_percent=0, checkers=[petrus.pk])
    assert campaign.chosen["shielded"] == 1
    with acting(petrus):
        assert Visit.objects.filter(campaign=campaign).count() == 5
        assert not Visit.objects.filter(campaign=campaign, family=hidden).exists()
    page = sign_in(ester).get(reverse("fieldwork:campaign", args=[campaign.pk])).content.decode()
    assert "1 keluarga yang alamatnya dilindungi tidak dikunjungi" in page
    assert hidden.local_number not in page
    with acting(ester):
        line = JournalLine.objects.get(verb="open_campaign")
        assert line.details["shielded"] == 1
        for family in street.families[1:6]:
            registry.shield(street.persons[family.pk][0].pk, keepers=[petrus.pk], paper="1", by=ester, on=TODAY)
    with pytest.raises(Refusal, match="hanya keluarga yang alamatnya dilindungi"):
        begin(second_percent=0, checkers=[petrus.pk])


def test_whoever_is_shielded_while_a_campaign_runs_leaves_every_page_and_the_close_leaves_no_visit_open(
    acting, ester, petrus, yohanes, sign_in, maria
):
    street = settle_down()
    campaign = begin(second_percent=0, checkers=[petrus.pk])
    hidden = street.families[0]
    visit = visit_of(campaign, hidden)
    with acting(yohanes):
        registry.shield(street.persons[hidden.pk][0].pk, keepers=[maria.pk], paper="1", by=yohanes, on=TODAY)
    with pytest.raises(visits.NotFound):
        report(visit, "petrus")
    with acting(maria), pytest.raises(NotAllowed, match="tidak ditunjuk"):
        fieldwork.assign([visit.pk], petrus.pk, by=maria, on=TODAY)
    browser = sign_in(ester)
    session = browser.session
    session[masks.SESSION_KEY] = 9e12
    session.save()
    for name in ("visits", "paper", "workbook"):
        assert hidden.local_number not in text_of(browser.get(reverse(f"fieldwork:{name}", args=[campaign.pk])))
    page = browser.get(reverse("fieldwork:campaign", args=[campaign.pk])).content.decode()
    assert "1 keluarga mendapat perlindungan alamat sesudah kampanye dimulai" in page
    with acting(ester):
        fieldwork.close_campaign(campaign.pk, leave_open=True, reason="Waktunya sudah habis", by=ester, on=TODAY)
        assert JournalLine.objects.get(verb="close_campaign").details["left_shielded"] == 1
    with acting(maria):
        assert Visit.objects.get(pk=visit.pk).state == "left"
        assert Campaign.objects.get(pk=campaign.pk).state == "closed"


def text_of(answer: Any) -> str:
    from journeys.test_every_door import readable

    return readable(answer)


def test_a_photo_of_what_they_received_is_opened_by_the_named_officers_only(acting, sign_in, yohanes, petrus):
    from journeys.world import World

    world = World()
    given = world.given[0]
    with acting(yohanes):
        registry.shield(world.inside[1].pk, keepers=[petrus.pk], paper="1", by=yohanes, on=TODAY)
    statuses = {}
    for who in (yohanes, petrus):
        browser = sign_in(who)
        session = browser.session
        session[masks.SESSION_KEY] = 9e12
        session.save()
        statuses[who.username] = browser.get(reverse("delivery:proof", args=[given.pk])).status_code
    assert statuses == {"yohanes": 403, "petrus": 200}


def test_an_import_that_names_them_leaves_their_address_and_everybody_else_goes_in(acting, yohanes, petrus, tmp_path):
    def bring(*people: dict[str, str]) -> Any:
        file = as_csv(tmp_path / "keluarga.csv", cells(*people))
        return registry.import_families(file, mode="everything_or_nothing", by=yohanes, on=TODAY).run

    with acting(yohanes):
        assert bring(MARIA).state == "done"
        family = Family.objects.get()
        Dwelling.objects.update(address=FLED_TO)
        registry.shield(Person.objects.get().pk, keepers=[petrus.pk], paper="1", by=yohanes, on=TODAY)
        assert bring(MARIA | {"RT": "001", "Alamat": "JL. LAIN"}, PETRUS).state == "done"
        assert Family.objects.count() == 2
        assert not Residence.objects.filter(family=family).exists()
    with acting(petrus):
        assert [one.dwelling.address for one in Residence.objects.filter(family=family)] == [FLED_TO]
        assert not Happening.objects.filter(family=family, kind="moved").exists()


def test_what_a_report_and_a_change_hold_is_not_reached_through_another_table(fled, acting, ester):
    with acting(ester):
        assert not Report.objects.exists()
        assert not Change.objects.exists()
        assert visits.doubts(ester) == []
        assert queries.hidden_families([fled[0].pk]) == {fled[0].pk}
