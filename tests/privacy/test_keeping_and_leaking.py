"""What is kept, for how long, what erasing leaves whole, and who is told when something leaked."""

import csv
import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from cast import CITY, OESAPA, TODAY, officer
from journeys.world import KK, NAME, NIK
from lontar.city.delivery import queries as delivery
from lontar.city.journal import queries as journal
from lontar.city.journal.actions import saw
from lontar.city.ledger import queries as ledger
from lontar.city.places.queries import today
from lontar.city.privacy import actions, queries
from lontar.city.privacy.models import Erasure
from lontar.city.privacy.models.seeded import SEEDED
from lontar.city.registry.models import Family, Identifier, Membership, Person
from lontar.science.trouble import NotAllowed, Refusal


@pytest.fixture
def gone(world: Any, xaver: Any, acting: Any, ester: Any) -> Any:
    """Who left the city six years ago, with old rows of their name."""
    with acting(ester):
        Membership.objects.filter(person=xaver).update(since=date(2018, 1, 1), until=date(2020, 1, 1))
        Person.objects.filter(pk=xaver.pk).update(occupation="Nelayan", mother_name="Ibu Quillfeather")
        Person.objects.filter(pk=xaver.pk).update(occupation="Petani")
    return xaver


def whole_database() -> str:
    """Every text of every table, as the app may read it."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE nspname = 'public' AND relkind = 'r' AND has_table_privilege(c.oid, 'SELECT')"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT coalesce(string_agg(t::text, chr(10)), '') FROM \"{table}\" t")
            found.append(cursor.fetchone()[0])
    return "\n".join(found)


@pytest.mark.django_db
def test_after_erasing_no_table_holds_the_name_and_the_number_finds_nobody(gone, acting, ester):
    with acting(ester):
        assert NAME in whole_database()
        made = actions.erase_person(gone.pk, reason="Masa simpan habis", by=ester, on=TODAY)
        text = whole_database()
        for secret in (NAME, NAME.upper(), "Quillfeather", "Nelayan", "1987-07-17"):
            assert secret not in text, secret
        assert not Identifier.objects.filter(person_id=gone.pk).exists()
        assert Person.objects.get(pk=gone.pk).name == ""
        assert (made.counts["numbers"], made.counts["families"]) == (2, 1)
        with pytest.raises(Refusal, match="sudah dihapus"):
            actions.erase_person(gone.pk, reason="Sekali lagi", by=ester, on=TODAY)


@pytest.mark.django_db
def test_who_received_money_is_kept_for_ten_years_and_then_erased_while_the_book_stays_whole(
    world, gone, acting, ester
):
    later = date(2037, 1, 1)
    assert world.given
    with acting(ester):
        before = ledger.balances()
        with pytest.raises(actions.MustBeKept, match="2036"):
            actions.erase_person(gone.pk, reason="Diminta", by=ester, on=TODAY)
        handed = world.given[0].handover
        assert (handed.received_by, len(handed.proof_image) > 100) == (NAME, True)
        actions.erase_person(gone.pk, reason="Masa simpan habis", by=ester, on=later)
        handed.refresh_from_db()
        assert (handed.received_by, bytes(handed.proof_image)) == ("–", b"")
        # Another person of the same name in another ward is somebody else.
        assert Person.objects.get(pk=world.outside[1].pk).name == NAME
        assert [(one.code, one.balance) for one in ledger.balances()] == [(one.code, one.balance) for one in before]
        assert delivery.disagreements(CITY) == []


@pytest.mark.django_db
def test_who_lives_here_or_is_owed_something_is_not_erased(world, xaver, acting, ester):
    assert world.owed
    with acting(ester):
        words = [one.words for one in queries.why_kept(xaver, on=TODAY)]
        assert any("masih tercatat tinggal" in one for one in words)
        assert any("menunggu diserahkan" in one for one in words)
        with pytest.raises(actions.MustBeKept):
            actions.erase_person(xaver.pk, reason="Diminta", by=ester, on=TODAY)
        assert not Erasure.objects.exists()


@pytest.mark.django_db
def test_a_family_in_which_others_live_keeps_its_card(world, gone, acting, ester):
    with acting(ester):
        stays = Person.objects.create(place_id=OESAPA, name="Yuliana", name_key="yuliana")
        Membership.objects.create(
            place_id=OESAPA, family=world.inside[0], person=stays, relation="head", since=date(2020, 1, 1)
        )
        actions.erase_person(gone.pk, reason="Masa simpan habis", by=ester, on=TODAY)
        assert Identifier.objects.filter(family=world.inside[0]).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("username", ["maria", "yohanes", "agus", "daud"])
def test_only_a_planner_erases_and_the_database_says_so_too(gone, acting, username):
    who = officer(username)
    with acting(who):
        with pytest.raises(NotAllowed):
            actions.erase_person(gone.pk, reason="Diminta", by=who, on=TODAY)
        with pytest.raises(ProgrammingError, match="planner"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT privacy_erase(%s)", [gone.pk])


@pytest.mark.django_db
def test_who_is_due_is_listed_and_nobody_is_erased_by_the_clock(gone, acting, ester, sign_in, capsys):
    import argparse

    from lontar.city.privacy import commands

    with acting(ester):
        ((person, since, kept),) = queries.due_persons(on=TODAY)
        assert (person.pk, since, kept) == (gone.pk, date(2020, 1, 1), [])
        commands.retention(argparse.Namespace(json=True))
        assert json.loads(capsys.readouterr().out)["persons"][0]["person"] == gone.local_number
        assert Person.objects.get(pk=gone.pk).name == NAME
    browser = sign_in(ester)
    assert gone.local_number in browser.get("/privasi/jatuh-tempo/").content.decode()
    assert browser.post(f"/privasi/hapus/{gone.pk}/", {"reason": "Masa simpan habis"}).status_code == 302
    assert gone.local_number not in browser.get("/privasi/jatuh-tempo/").content.decode()
    after = browser.get(f"/privasi/hapus/{gone.pk}/").content.decode()
    assert "sudah dihapus" in after
    assert "Masa simpan habis" in after
    assert ester.name in after
    assert "Hapus untuk selamanya" not in after, "nobody is erased twice"


@pytest.mark.django_db
def test_a_period_is_believed_until_somebody_puts_a_name_to_it(acting, agus, sign_in):
    assert "perkiraan" in sign_in(agus).get("/privasi/sumber/").content.decode()
    sent = {"months": 60, "law": "JRA Kota Kupang 2025"}
    assert sign_in(agus).post("/privasi/sumber/left-the-city/", sent).status_code == 302
    found = queries.rules().get(code="left-the-city")
    assert (found.checked_by, found.law) == (agus.name, "JRA Kota Kupang 2025")


@pytest.mark.django_db
def test_every_source_says_why_and_by_which_right_and_how_long():
    found = list(queries.sources())
    assert len(found) >= 12
    assert [one.code for one in found if not (one.purpose and one.law and one.basis_words and one.retention)] == []
    told = {
        text
        for one in found
        for text in (one.name, one.purpose, one.law, one.persons, one.data, one.recipients, one.measures)
    }
    told |= {text for one in queries.rules() for text in (one.name, one.law)}
    assert told == set(SEEDED), "what is sown is collected for translation"


@pytest.mark.django_db
def test_the_record_of_processing_is_told_in_the_reader_s_language(sign_in, ester):
    client = sign_in(ester)
    assert "agar bantuan tepat" in client.get("/privasi/sumber/").content.decode()
    client.cookies["lontar_language"] = "en"
    assert "aid reaches the right people" in client.get("/privasi/sumber/").content.decode()


@pytest.mark.django_db
def test_the_drill_tells_whose_data_were_seen_by_whom_on_the_page_and_in_both_files(world, acting, sign_in, maria, daud, agus, tmp_path, capsys):  # fmt: skip
    family, other = world.inside[0], world.outside[0]
    day = today()
    with acting(maria):
        saw("page", [family.pk], by=maria, on=day, named=True, purpose="service")
        saw("export", [family.pk, other.pk], by=maria, on=day - timedelta(days=1))
        saw("list", [other.pk], by=maria, on=day - timedelta(days=30), named=True)
    with acting(daud):
        found = queries.breach(day - timedelta(days=2), day)
        assert (found.families, found.persons, found.officers) == (2, 2, [maria.name])
        assert [row[-1] for row in found.rows()] == [
            family.local_number,
            family.local_number,
            other.local_number,
        ] or len(found.rows()) == 3
        text = queries.notice(found, known_at=world_hour())
        assert "pasal 46" in text
        assert "25 November 2026 08.00" in text
    inside = f"since={day - timedelta(days=2):%d/%m/%Y}&until={day:%d/%m/%Y}"
    page = sign_in(daud).get(f"/privasi/kebocoran/?{inside}").content.decode()
    assert maria.name in page
    assert "melayani warga di loket" in page
    assert NAME not in page
    turned = sign_in(daud).get(f"/privasi/kebocoran/?since={day:%d/%m/%Y}&until={day - timedelta(days=2):%d/%m/%Y}")
    assert turned.status_code == 422
    assert "Hari terakhir sebelum hari pertama" in turned.content.decode()
    told = json.loads(sign_in(agus).get(f"/privasi/kebocoran/?{inside}&berkas=json").content)
    assert (told["families"], len(told["sightings"])) == (2, 2)
    _command(agus, acting, tmp_path / "bocor.csv", day)
    with (tmp_path / "bocor.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert {row["keluarga"] for row in rows} == {family.local_number, other.local_number}


def world_hour() -> Any:
    from datetime import UTC, datetime

    return datetime(2026, 11, 22, 0, 0, tzinfo=UTC)


def _command(agus: Any, acting: Any, file: Any, day: date) -> None:
    import argparse

    from lontar.city.privacy import commands

    with acting(agus):
        asked = {"since": day - timedelta(days=2), "until": day, "officer": "maria", "csv": file, "json": False}
        assert commands.breach_report(argparse.Namespace(actor=agus, **asked)) == 0


@pytest.mark.django_db
def test_the_report_is_refused_to_whom_the_wall_would_show_nothing(world, acting, maria):
    import argparse

    from lontar.city.privacy import commands

    with acting(maria), pytest.raises(Refusal):
        commands.breach_report(
            argparse.Namespace(actor=maria, since=TODAY, until=TODAY, officer="", csv=None, json=True)
        )


@pytest.mark.django_db
def test_only_who_keeps_watch_reads_who_saw_whom(world, acting, maria, ester):
    with acting(maria):
        saw("page", [world.inside[0].pk], by=maria, on=TODAY, named=True)
    for who in (maria, ester):
        with acting(who):
            assert journal.seen_between(TODAY, TODAY) == []


@pytest.mark.django_db
def test_a_page_is_seen_for_the_purpose_for_which_names_were_shown(world, acting, maria, sign_in, agus):
    browser = sign_in(maria)
    family = world.inside[0].pk
    browser.get(f"/keluarga/{family}/")
    browser.post("/keluarga/perlihatkan/", {"purpose": "correction"})
    browser.get(f"/keluarga/{family}/")
    browser.post("/keluarga/tutup/")
    browser.get(f"/keluarga/{family}/")
    with acting(agus):
        pages = [one for one in journal.seen_between(today(), today()) if one.way == "page"]
    assert [one.purpose for one in pages if one.named] == ["correction"]


@pytest.mark.django_db
def test_no_plain_number_stands_in_any_table_after_a_day_of_work(world, xaver, acting, maria, sign_in, ester):
    """Import, list, reveal, request, referral: sixteen digits in a row appear in no column that the app can read."""
    assert world.given
    assert world.imports
    browser = sign_in(maria)
    browser.post("/keluarga/perlihatkan/", {"purpose": "service"})
    browser.get(f"/keluarga/{world.inside[0].pk}/")
    browser.get("/keluarga/", {"words": NIK})
    browser.post(f"/keluarga/nomor/nik/{xaver.pk}/", {"purpose": "service"})
    with acting(ester):
        text = whole_database()
    assert Family.__name__
    assert NIK not in text
    assert KK not in text
