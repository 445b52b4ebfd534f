"""After erasing, no table holds a name, a number, a birth or an address, in the clear or sealed; the books stay whole."""

import binascii
from datetime import date
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from cast import CITY, OESAPA, TODAY, officer
from journeys.world import KK, NAME, NIK, World
from lives import family as settle
from lives import occasion, told
from lontar.city.delivery import queries as delivery
from lontar.city.fieldwork.models import Change, Report, Roster, Sheet
from lontar.city.journal.models import JournalLine
from lontar.city.ledger import queries as ledger
from lontar.city.privacy import actions
from lontar.city.privacy.actions import rotating
from lontar.city.registry import actions as registry
from lontar.city.registry.models import (
    Absence,
    ImportChange,
    ImportFile,
    ImportFinding,
    LifeEvent,
    LifeEventScan,
    Membership,
    Person,
)
from lontar.kit import sealing
from lontar.kit.gate import acting_as
from lontar.kit.pictures import Position
from lontar.science.trouble import Refusal
from pictures import photo
from registry.records import number, pair
from registry.records import person as recorded

pytestmark = pytest.mark.django_db
BORN, STREET, LATER = date(1961, 3, 9), "Lorong Kenangan 5", date(2037, 1, 1)
BABY, BABY_BORN = "Natalia Xaveria Quillfeather", date(2026, 5, 8)
# Another day is named by the records of events; a birth must not be.
SECRETS = (NAME, NAME.upper(), "Quillfeather", "Kenangan", "1961-03-09", "09/03/1961", NIK, KK, "123.654321")


def as_bytes_of(table: str) -> list[str]:
    """The columns of bytes of a table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND data_type = 'bytea'", [table]
        )
        return [name for (name,) in cursor.fetchall()]


def every_text() -> dict[str, str]:
    """All text, JSON and bytes of every table that the app may read, sealed values opened."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE nspname = 'public' "
            "AND relkind = 'r' AND has_table_privilege(c.oid, 'SELECT')"
        )
        tables = [table for (table,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f"SELECT coalesce(string_agg(t::text, chr(10)), '') FROM \"{table}\" t")
            found[table] = cursor.fetchone()[0]
            for column in as_bytes_of(table):
                cursor.execute(f'SELECT "{column}" FROM "{table}" WHERE length("{column}") > 0')
                found[f"{table}.{column}"] = "\n".join(clear(bytes(value)) for (value,) in cursor.fetchall())
    return found


def clear(value: bytes) -> str:
    try:
        return sealing.unseal(value).decode("latin-1")
    except sealing.Unreadable:
        return value.decode("latin-1")


def telling(*secrets: str) -> list[tuple[str, str]]:
    """Which table still tells which secret, to a planner and to those who keep watch."""
    found = []
    for username in ("ester", "daud", "agus"):
        with acting_as(officer(username)):
            for table, text in every_text().items():
                hexed = (binascii.hexlify(secret.encode()).decode() for secret in secrets)
                found += [(table, one) for one in (*secrets, *hexed) if one.casefold() in text.casefold()]
    return sorted(set(found))


@pytest.fixture
def world(db: None, acting: Any, yohanes: Any) -> World:
    """The city of the walk, but the family in Oesapa is one person with an address, and the other somebody else."""
    made = World()
    with acting(yohanes):
        family, (person,) = settle((NAME, "head", BORN, "P"), card=KK)
        number(NIK, person=person)
        other, (head,) = settle(("Salomi Benu", "head", date(1970, 1, 2), "P"), place=5371031011)
    made.__dict__["inside"], made.__dict__["outside"] = (family, person), (other, head)
    return made


@pytest.fixture
def gone(world: World, acting: Any, ester: Any, yohanes: Any) -> Any:
    """Whatever every room can write about somebody, and then they left."""
    family, person = world.inside
    assert world.changes
    world.__dict__["given"] = _given(world, yohanes)
    assert world.allowed
    assert world.asked
    with acting(yohanes):
        _events(family, person, yohanes)
        _of_imports(world, family, person)
        _of_a_copy(person, yohanes)
        for latitude in (-10.1, -10.2):  # the first of them is old by now, and stands in the history
            registry.locate(family.pk, Position(latitude, 123.654321), by=yohanes, on=TODAY)
        registry.reveal_number("nik", person.pk, purpose="other", reason=f"{NAME} bertanya", by=yohanes, on=TODAY)
        out = {"occasion": occasion(TODAY, kind="none", number="", reason=f"{NAME} pergi")}
        registry.moved_out(family.pk, where=STREET, **out, by=yohanes, on=TODAY)
    with acting(ester):
        finding = {"template": f"Baris {NAME}", "values": {}, "row": 3}
        Roster.objects.create(
            place_id=CITY, name="Daftar", source="file", by=ester, on=TODAY, rows=1, findings=[finding]
        )
        Sheet.objects.create(
            campaign=world.campaign,
            by=ester,
            on=TODAY,
            file_name="a.xlsx",
            sha256="0" * 64,
            findings=[finding, {"row": 4}],
        )
    return person


def _given(world: World, by: Any) -> tuple[Any, Any]:
    """Both families received something, each by their own hands."""
    from lontar.city.delivery import actions as handing

    both = world._entitled("2026-10")
    for one, who in zip(both, (NAME, "Salomi Benu"), strict=True):
        with acting_as(by):
            proof = handing.Proof("photo", image=photo(size=(40, 30)))
            handing.hand_over(one.pk, proof=proof, received_by=who, by=by, on=TODAY)
    return both


def _events(family: Any, person: Any, by: Any) -> None:
    paper = {"kind": "none", "number": "", "reason": f"{NAME} memperlihatkan KTP", "scan": photo(size=(40, 30))}
    registry.corrected(person.pk, registry.Correction(f"{NAME} Amalo"), **told(by, TODAY, **paper))
    registry.corrected(person.pk, registry.Correction(NAME), **told(by, TODAY))
    home = registry.Home(OESAPA, "5", "6", STREET)
    registry.moved_house(family.pk, home, **told(by, kind="move_letter", number="QUILLFEATHER/12"))


def _of_imports(world: World, family: Any, person: Any) -> None:
    run, _other = world.imports
    file = ImportFile.objects.get(run=run, purpose="upload")
    ImportFile.objects.filter(pk=file.pk).update(
        cipher=sealing.seal(f"NIK,NAMA,TGL\n{NIK},{NAME},09/03/1961\n".encode())
    )
    worklist = ImportFile.objects.get(run=run, purpose="worklist")
    rows = f"NIK,Nama,Tanggal Lahir,Temuan\n,{NAME},9 Maret 1961,x\n5371031707870099,Salomi Benu,,y\n"
    ImportFile.objects.filter(pk=worklist.pk).update(cipher=sealing.seal(rows.encode()))
    ImportFile.objects.filter(run=_other).delete()
    ImportFinding.objects.create(
        place_id=OESAPA,
        run=run,
        severity="error",
        kind="twice",
        row=2,
        message="%(name)s dua kali.",
        values={"name": NAME},
    )
    ImportChange.objects.create(place_id=OESAPA, run=run, family=family, kind="person_new", after={"name": NAME})
    Absence.objects.create(
        place_id=OESAPA, run=run, family=family, person=person, noticed_on=TODAY, note=f"{NAME} di {STREET}"
    )


def _of_a_copy(person: Any, by: Any) -> None:
    twin = recorded(NAME, birth_date=BORN)
    both = pair(person, twin)
    registry.decide(both.pk, verdict="same", survivor_id=person.pk, why=f"{NAME} itu-itu juga", by=by, on=TODAY)


def test_after_erasing_no_table_tells_who_it_was_and_the_books_stay_whole(world, gone, acting, ester, yohanes):
    family, person = world.inside
    code = delivery.code_of(world.given[0].subject)
    with acting(ester):
        assert len({table for table, _secret in telling(*SECRETS)}) >= 14, "else there would be nothing to erase"
        before = [(one.code, one.balance) for one in ledger.balances()]
        report = ledger.verify()
        made = actions.erase_person(person.pk, reason="Masa simpan habis", by=ester, on=LATER)
    assert telling(*SECRETS) == []
    with acting(ester):
        assert report.sound
        assert ledger.verify().book == report.book, "what can be recomputed adds up as before"
        assert ledger.verify().sound, "and what the log no longer opens, it says was erased"
        assert (report.log.erased, ledger.verify().log.erased) == (0, made.counts["leaves"])
        assert made.counts["leaves"] == 4, "the decision, what was owed, what was handed over, its receipt"
        assert [(one.code, one.balance) for one in ledger.balances()] == before
        assert delivery.disagreements(CITY) == []
        receipt = delivery.receipt_with(code)
        assert receipt is not None
        assert delivery.in_the_book(receipt) is not None
        assert Person.objects.filter(name="Salomi Benu").exists()
        assert made.counts["records"] == 2
        assert made.counts["files"] == 2
        assert {"events", "visits", "worklists", "words", "numbers", "old_rows"} <= made.counts.keys()
        assert not LifeEventScan.objects.filter(event__parts__family=family).exists()
        # Whoever stood beside them in a worklist waits there still.
        assert b"Salomi Benu" in sealing.unseal(ImportFile.objects.get(purpose="worklist").cipher)
        assert [one["row"] for one in Sheet.objects.get().findings] == [4]
        assert LifeEvent.objects.filter(parts__family=family).exists(), "that something happened stays"
        assert JournalLine.objects.filter(subject_kind="registry.person", subject_id=str(person.pk)).exists()
        assert Report.objects.filter(visit__family=family, photo=None, latitude=None).count() == 2


def test_whoever_was_born_here_leaves_no_birthday_in_the_days_of_the_family(acting, ester, yohanes):
    with acting(yohanes):
        home, (mother,) = settle(("Yuliana Ndun", "head", date(1990, 1, 4), "P"))
        child = registry.Newcomer(BABY, "P", BABY_BORN, "child", no_nik_reason="bayi baru lahir", mother_id=mother.pk)
        born = registry.born(home.pk, child, **told(yohanes, BABY_BORN))
        registry.person_moved_out(born.person_id, where="Atambua", **told(yohanes, TODAY))
        LifeEventScan.objects.create(
            place_id=OESAPA,
            event_id=born.event_id,
            media_type="image/jpeg",
            sha256="0" * 64,
            cipher=sealing.seal(b"akta"),
        )
    with acting(ester):
        assert telling(BABY, BABY_BORN.isoformat())
        actions.erase_person(born.person_id, reason="Diminta", by=ester, on=TODAY)
    assert telling(BABY, BABY_BORN.isoformat()) == []
    with acting(ester):
        days = Membership.objects.get(person_id=born.person_id)
        assert (days.since, days.until) == (date(2026, 1, 1), TODAY)
        assert Person.objects.get(pk=mother.pk).name == "Yuliana Ndun"
        assert LifeEvent.objects.get(pk=born.event_id).happened == date(2026, 1, 1)


def test_of_a_visit_to_a_family_in_which_others_live_only_what_names_the_erased_goes(acting, ester, yohanes, petrus):
    from lontar.city.fieldwork import actions as fieldwork
    from walking import begin, report, settle_down, visit_of

    street = settle_down()
    family = street.families[4]
    head, _marta, son = street.persons[family.pk]
    visit = visit_of(begin(second_percent=0, checkers=[petrus.pk]), family)
    report(
        visit, "petrus", note=f"{son.name} sudah pergi", photo=photo(size=(40, 30)),
        members=[fieldwork.Presence(son.pk, "moved_country", TODAY.replace(day=1), where="Jl. Baru 7")],
    )  # fmt: skip
    with acting(yohanes):
        registry.person_moved_out(son.pk, **told(yohanes, TODAY))
    with acting(ester):
        actions.erase_person(son.pk, reason="Diminta", by=ester, on=TODAY)
        seen, change = Report.objects.get(visit=visit), Change.objects.get()
        assert (seen.note, seen.photo is None, seen.columns != {}) == ("", False, True)
        assert (change.where, change.state, change.decided_by_id) == ("", "dismissed", ester.pk)
        assert Person.objects.get(pk=head.pk).name
    assert telling(son.name, "Jl. Baru 7") == []


def test_a_record_that_was_merged_is_erased_as_the_one_person_it_is_and_never_parted_again(acting, ester, yohanes):
    with acting(yohanes):
        _family, (person,) = settle((NAME, "head", BORN, "P"))
        _of_a_copy(person, yohanes)
        registry.person_moved_out(person.pk, **told(yohanes, TODAY))
        twin = Person.objects.get(merged_into=person)
    with acting(ester):
        made = actions.erase_person(twin.pk, reason="Diminta", by=ester, on=TODAY)
        assert made.person_number == person.pk
        assert set(Person.objects.filter(pk__in=[person.pk, twin.pk]).values_list("name", flat=True)) == {""}
        from lontar.city.registry.models import Merge

        with pytest.raises(Refusal, match="sudah dihapus"):
            registry.undo_merge(Merge.objects.get().pk, knowing=True, by=ester, on=TODAY)
        with pytest.raises(Refusal, match="sudah dihapus"):
            actions.erase_person(person.pk, reason="Sekali lagi", by=ester, on=TODAY)


def test_the_reason_for_erasing_names_nobody(acting, ester, yohanes):
    with acting(yohanes):
        _family, (person,) = settle((NAME, "head", BORN, "P"))
        registry.person_moved_out(person.pk, **told(yohanes, TODAY))
    with acting(ester), pytest.raises(Refusal, match="menyebut nama"):
        actions.erase_person(person.pk, reason=f"{NAME.lower()} meminta", by=ester, on=TODAY)


def test_a_short_name_is_not_looked_for_in_rows_of_others(acting, ester, yohanes, world):
    run, _other = world.imports
    with acting(yohanes):
        ImportFinding.objects.create(
            place_id=OESAPA, run=run, severity="error", kind="x", row=9, message="Magdalena dan Lena.", values={}
        )
        _family, (person,) = settle(("Lena", "head", date(1980, 2, 3), "P"))
        registry.person_moved_out(person.pk, **told(yohanes, TODAY))
    with acting(ester):
        actions.erase_person(person.pk, reason="Diminta", by=ester, on=TODAY)
        assert ImportFinding.objects.get(row=9).message == "Magdalena dan Lena."


@pytest.mark.parametrize(
    "table", ["journal_journalline", "registry_lifeevent", "registry_happening", "fieldwork_sheet"]
)
def test_what_only_grows_still_only_grows_for_everybody_else(acting, ester, table):
    with acting(ester), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:  # fmt: skip
        cursor.execute(f"UPDATE {table} SET id = id")


def test_the_owner_too_may_only_take_words_away():
    """What the trigger asks, asked of rows as the owner's function would change them."""
    asked = "SELECT privacy_only_lost(%s, %s::jsonb, %s::jsonb)"
    cases = [
        ("journal_journalline", '{"id": 1, "reason": "a", "details": {"happened": 1, "n": 2}}', '{"id": 1, "reason": "", "details": {"n": 2}}', True),
        ("journal_journalline", '{"id": 1, "reason": "a", "details": {}}', '{"id": 1, "reason": "b", "details": {}}', False),
        ("journal_journalline", '{"id": 1, "reason": "a", "details": {"n": 2}}', '{"id": 1, "reason": "a", "details": {"n": 3}}', False),
        ("journal_journalline", '{"id": 1, "verb": "a", "reason": ""}', '{"id": 1, "verb": "", "reason": ""}', False),
        ("registry_lifeevent", '{"id": 1, "happened": "2026-05-08"}', '{"id": 1, "happened": "2026-01-01"}', True),
        ("registry_lifeevent", '{"id": 1, "happened": "2026-05-08"}', '{"id": 1, "happened": "2025-01-01"}', False),
        ("ledger_posting", '{"id": 1, "memo": "a"}', '{"id": 1, "memo": ""}', False),
    ]  # fmt: skip
    with connection.cursor() as cursor:
        for table, before, after, may in cases:
            cursor.execute(asked, [table, before, after])
            assert cursor.fetchone() == (may,), (table, before, after)


def test_every_sealed_column_is_searched_by_this_test():
    sealed = {table for table, _most in rotating.SEALED}
    assert all(as_bytes_of(table) for table in sealed)


@pytest.mark.parametrize(("reason", "match"), [("coba", "Tuliskan alasannya"), ("Sdri. {} meminta", "menyebut nama")])
def test_an_erasure_tells_why_and_not_one_word_of_the_name(acting, ester, yohanes, reason, match):
    with acting(yohanes):
        _family, (person,) = settle((NAME, "head", BORN, "P"))
        registry.person_moved_out(person.pk, **told(yohanes, TODAY))
    with acting(ester), pytest.raises(Refusal, match=match):
        actions.erase_person(person.pk, reason=reason.format(NAME.split()[0].lower()), by=ester, on=TODAY)
