"""The catalogue's pages: filtered, exported, and honest about what is not known."""

import pytest
from django.urls import reverse

from cast import CITY, TODAY
from lontar.city.programmes import actions, queries
from lontar.kit.gate import acting_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(ester):
    with acting_as(ester):
        actions.load_catalogue(2026, place_id=CITY, by=ester, on=TODAY)
    return queries.line_by_key(CITY, 2026, "bantuan-sosial-kesejahteraan-keluarga")


def text(answer):
    return answer.content.decode()


def test_a_catalogue_that_nobody_loaded_says_what_to_do(ester, maria, sign_in):
    assert "Muat katalog" in text(sign_in(ester).get(reverse("programmes:catalogue")))
    assert "Mintalah kepada perencana" in text(sign_in(maria).get(reverse("programmes:catalogue")))


def test_the_planner_loads_the_catalogue_from_the_page(ester, sign_in):
    answer = sign_in(ester).post(reverse("programmes:load"), follow=True)
    assert "28 baru" in text(answer)


def test_what_is_not_known_is_said_so(line, maria, sign_in):
    shown = text(sign_in(maria).get(reverse("programmes:catalogue")))
    assert "belum diketahui" in shown
    assert "3 tanpa kode resmi" in shown


def test_every_figure_of_the_catalogue_and_of_a_line_names_its_source(line, ester, sign_in):
    for page in (reverse("programmes:catalogue"), reverse("programmes:line", args=[line.pk])):
        shown = text(sign_in(ester).get(page))
        assert shown.count("figure-label") == shown.count("Sumber: ") > 1


def test_the_catalogue_is_filtered_by_agency_pillar_and_reach(line, ester, sign_in):
    browser = sign_in(ester)

    def rows(**asked):
        return text(browser.get(reverse("programmes:catalogue"), asked)).count("<tr>") - 1

    assert rows() == 28
    assert rows(agency="bpbd") == 2
    assert rows(pillar="income", agency="dinas-pertanian") == 3
    assert rows(reach="by_name", agency="dinas-kesehatan") == 3
    assert rows(words="1.06.05.2.02.0003") == 1


def test_sensitive_lines_are_on_nobodys_page_but_the_planners(line, ester, maria, rita, sign_in):
    hidden = queries.line_by_key(CITY, 2026, "risiko-terinfeksi-hiv")
    for who, status in ((ester, 200), (maria, 404), (rita, 404)):
        browser = sign_in(who)
        assert ("HIV" in text(browser.get(reverse("programmes:catalogue")))) is (status == 200)
        assert browser.get(reverse("programmes:line", args=[hidden.pk])).status_code == status


def test_a_lines_page_tells_its_rule_with_sources_and_that_it_is_made_up(line, maria, sign_in):
    shown = text(sign_in(maria).get(reverse("programmes:line", args=[line.pk])))
    assert "Syarat ini dibuat untuk contoh" in shown
    assert "UU 13/1998" in shown
    assert "Atur pagu" not in shown


def test_an_operator_sets_a_budget_as_people_write_it(line, yohanes, sign_in):
    browser = sign_in(yohanes)
    address = reverse("programmes:budget", args=[line.pk])
    given = {"fund": "city", "stage": "budget", "amount": "Rp 300.000.000", "document": "DPA 7/2026"}
    assert browser.post(address, given | {"amount": "3,5 juta"}).status_code == 422
    browser.post(address, given)
    assert queries.budget_of(line.pk) == 300_000_000


def test_an_operator_of_another_agency_is_told_whose_line_it_is(line, yohanes, sign_in):
    other = queries.line_by_key(CITY, 2026, "kesehatan-balita")
    answer = sign_in(yohanes).get(reverse("programmes:budget", args=[other.pk]))
    assert answer.status_code == 403
    assert "Dinas Kesehatan" in text(answer)


def test_realisation_is_recorded_on_the_page(line, yohanes, sign_in):
    given = {"quarter": "3", "amount": "45.000.000", "output": "", "source": "SP2D 12"}
    sign_in(yohanes).post(reverse("programmes:realisation", args=[line.pk]), given)
    assert [(one.quarter, one.amount) for one in queries.realised_of(line.pk)] == [(3, 45_000_000)]


def test_the_catalogue_is_exported(line, ester, sign_in):
    answer = sign_in(ester).get(reverse("programmes:catalogue"), {"ekspor": "csv", "agency": "bpbd"})
    rows = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(rows) == 3
    assert "1.05.03.2.03.0009" in rows[1] + rows[2]
