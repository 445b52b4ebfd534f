"""The journal is read by those who control, and says everything in words."""

import ast
from pathlib import Path

import pytest

import lontar
from cast import OESAPA, TODAY
from lontar.city.journal import queries
from lontar.city.journal.actions import record
from lontar.kit.deeds import deed


@deed
def write(verb, *, by, place_id=None, reason="", **details):
    record(verb, subject=("registry.family", 7), by=by, on=TODAY, place_id=place_id, reason=reason, details=details)


def test_every_verb_and_every_subject_of_the_house_has_a_name_on_the_screen():
    verbs, details = set(), set()
    texts = (file.read_text() for file in Path(lontar.__file__).parent.rglob("*.py"))
    for text in texts:
        # Most files write nothing into the journal, and a tree of each takes seconds.
        for node in ast.walk(ast.parse(text)) if "record(" in text else ():
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "record":
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant):
                    verbs.add(first.value)
                given = [
                    word.value for word in node.keywords if word.arg == "details" and isinstance(word.value, ast.Dict)
                ]
                details |= {key.value for one in given for key in one.keys if isinstance(key, ast.Constant)}
    assert len(verbs) > 10
    assert sorted(verbs - set(queries.VERBS)) == [], "say in journal/queries/words.py what the verb is called"
    assert sorted(details - set(queries.DETAILS)) == [], "say in journal/queries/words.py what the detail is called"


@pytest.mark.django_db
def test_an_unmasking_is_seen_with_its_purpose(sign_in, daud, ester, acting):
    with acting(ester):
        write("unmask", by=ester, place_id=OESAPA, reason="melayani warga di loket", named=True, families_left=3)
    page = sign_in(daud).get("/jurnal/").content.decode()
    assert "Nama dibuka" in page
    assert "melayani warga di loket" in page
    assert "Ester Perencana" in page
    assert "Perencana</span>" in page
    assert "dengan nama: ya · keluarga yang ditinggal: 3" in page


@pytest.mark.django_db
def test_the_journal_is_filtered_by_verb_officer_and_day(sign_in, agus, ester, acting):
    with acting(agus):
        write("publish", by=ester)
        write("dismiss", by=agus)
    browser = sign_in(agus)

    def deeds(**query):
        found = browser.get("/jurnal/", {"ekspor": "csv", **query})
        return b"".join(found.streaming_content).decode("utf-8-sig").splitlines()[1:]

    assert [line.split(",")[2] for line in deeds(verb="publish")] == ["Keadaan diterbitkan"]
    assert {line.split(",")[3] for line in deeds(officer="ester")} == {"Ester Perencana"}
    assert {line.split(",")[3] for line in deeds(officer=str(agus.pk))} == {"Agus Administrator"}
    assert deeds(since="2026-11-23") == []
    assert len(deeds(since="2026-11-22", until="2026-11-22")) == len(deeds()) > 2


@pytest.mark.django_db
def test_hours_are_those_of_the_city(sign_in, agus, acting):
    with acting(agus):
        write("publish", by=agus)
        line = queries.lines()[0]
    page = sign_in(agus).get("/jurnal/").content.decode()
    hour = (line.at.hour + 8) % 24
    assert f", {hour:02d}.{line.at.minute:02d}" in page


@pytest.mark.django_db
def test_older_lines_are_one_press_away_and_a_page_never_grows(sign_in, agus, acting):
    with acting(agus):
        for number in range(120):
            write("publish", by=agus, number=number)
    browser, seen, address = sign_in(agus), [], "/jurnal/?verb=publish"
    while address:
        page = browser.get(address)
        rows = page.context["rows"]
        assert len(rows) <= 50
        seen += [row["line"].details["number"] for row in rows]
        older = page.context["older"]
        address = f"/jurnal/?verb=publish&before={older}" if older else ""
    assert seen == list(range(119, -1, -1))


@pytest.mark.django_db
@pytest.mark.parametrize("before", ["9" * 34, "9" * 5000, "-1", "x", "٣"])
def test_a_page_mark_that_is_none_is_passed_over(before, sign_in, agus):
    assert sign_in(agus).get("/jurnal/", {"before": before}).status_code == 200


@pytest.mark.django_db
def test_a_line_about_another_ward_is_not_there_for_a_ward_officer(acting, ester, maria):
    with acting(ester):
        write("publish", by=ester, place_id=5371031011)
    with acting(maria):
        assert not queries.lines(verb="publish").exists()
