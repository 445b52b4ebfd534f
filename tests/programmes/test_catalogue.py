"""The catalogue of a year: what is offered, by whom, and what is not known about it."""

import pytest

from cast import CITY, TODAY
from lontar.city.access.queries import agency_by_code
from lontar.city.journal.queries import lines as journal
from lontar.city.programmes import actions, queries
from lontar.kit.gate import acting_as
from lontar.science.trouble import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(ester):
    with acting_as(ester):
        return actions.load_catalogue(2026, place_id=CITY, by=ester, on=TODAY)


def test_the_catalogue_holds_nine_agencies_and_their_24_sub_activities(loaded, ester):
    lines = queries.catalogue(ester, year=2026)
    named_in_the_press = [line for line in lines if line.agency.kind == "agency" and not line.rule]
    assert len(named_in_the_press) == 24
    assert len({line.agency.code for line in named_in_the_press}) == 9
    assert loaded.new == len(lines) == 28


def test_a_code_that_is_not_known_stays_unknown(loaded, ester):
    unknown = {line.key for line in queries.catalogue(ester, year=2026) if line.sub_activity is None}
    assert unknown == {"pemugaran-permukiman-kumuh", "teknologi-dunia-usaha", "pkh", "sembako", "dana-bergulir-pem"}
    assert queries.totals(queries.catalogue(ester, year=2026))["without_code"] == 3


def test_emergency_service_is_social_rehabilitation(loaded):
    line = queries.line_by_key(CITY, 2026, "layanan-kedaruratan")
    assert line.sub_activity.code == "1.06.04.2.02.0002"
    assert line.sub_activity.programme_name == "PROGRAM REHABILITASI SOSIAL"


def test_loading_twice_changes_nothing(loaded, ester):
    with acting_as(ester):
        before = journal(verb="load_catalogue").count()
        again = actions.load_catalogue(2026, place_id=CITY, by=ester, on=TODAY)
        assert (again.new, again.changed, again.unchanged) == (0, 0, loaded.new)
        assert journal(verb="load_catalogue").count() == before


def test_a_year_without_a_catalogue_is_refused_with_the_years_there_are(ester):
    with pytest.raises(Refusal, match="2026"):
        actions.load_catalogue(1999, place_id=CITY, by=ester, on=TODAY)


def catalogue_of(folder, *changes):
    """A folder of rules whose catalogue of 2026 has a line for each of the changes."""
    row = dict.fromkeys(actions.COLUMNS, "")
    row |= {"key": "a", "agency": "dinas-sosial", "agency_name": "Dinas Sosial", "agency_kind": "agency", "name": "A"}
    row |= {"confidence": "none", "reach": "general", "pillar": "income", "gives": "money", "payer": "city"}
    row |= {"sensitive": "no"}
    lines = [",".join(row), *(",".join((row | change).values()) for change in changes)]
    (folder / "catalogue").mkdir()
    (folder / "catalogue" / "2026.csv").write_text("\n".join(lines))
    return folder


def test_a_key_that_stands_twice_is_refused_at_its_second_row(settings, tmp_path, ester):
    settings.RULES_FOLDER = catalogue_of(tmp_path, {}, {"key": "b"}, {"name": "B"})
    with pytest.raises(Refusal, match="baris 4: kunci a sudah dipakai"):
        actions.load_catalogue(2026, place_id=CITY, by=ester, on=TODAY)
    assert queries.years(ester) == []


@pytest.mark.parametrize(
    ("column", "wrong"),
    [("reach", "everyone"), ("code", "1.06"), ("confidence", "sure"), ("key", "Ada Spasi"), ("sensitive", "perhaps")],
)
def test_a_wrong_catalogue_names_its_row_and_changes_nothing(settings, tmp_path, ester, column, wrong):
    settings.RULES_FOLDER = catalogue_of(tmp_path, {column: wrong})
    with pytest.raises(Refusal, match="baris 2"):
        actions.load_catalogue(2026, place_id=CITY, by=ester, on=TODAY)
    assert queries.years(ester) == []


def test_sensitive_lines_are_seen_by_the_planner_and_their_own_agency_only(loaded, ester, yohanes, maria, daud, rita):
    def sees(officer):
        return {line.key for line in queries.lines_for(officer) if line.sensitive}

    hidden = {"risiko-terinfeksi-hiv", "gangguan-jiwa-berat"}
    assert sees(ester) == sees(daud) == hidden
    assert sees(yohanes) == sees(maria) == sees(rita) == set()
    type(yohanes).objects.filter(pk=yohanes.pk).update(agency=agency_by_code("dinas-kesehatan"))
    assert sees(yohanes) == hidden


def test_the_line_of_a_rule_is_found(loaded):
    assert queries.line_of_rule(CITY, 2026, "sembako").payer == "ministry"
    assert queries.line_of_rule(CITY, 2025, "sembako") is None
