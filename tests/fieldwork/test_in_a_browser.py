"""A field worker at a door with a telephone, and a signal that comes and goes."""

import pytest

from browsing import PHONE
from cast import officer
from lontar.city.fieldwork.models import Change, Report, Visit
from lontar.kit.gate import acting_as
from walking import HOUSE, a_photo, begin, report, settle_down, visit_of

pytestmark = pytest.mark.browser


@pytest.fixture
def walk(committed, monkeypatch):
    """Six doors for Petrus; two families were seen by two officers, and a change waits."""
    from cast import TODAY

    monkeypatch.setattr("lontar.city.places.queries.today", lambda: TODAY)
    street = settle_down()
    return street, begin(second_percent=0, checkers=[officer("petrus").pk])


def test_a_report_outlives_a_lost_signal_and_a_reload_and_arrives_once(window, walk, tmp_path):
    street, _campaign = walk
    seen = window(PHONE, who=officer("petrus")).open("/pemeriksaan/")
    seen.look("doors")
    page = seen.page
    page.locator("a.door").first.click()
    seen.look("report-empty")
    page.check("input[name=outcome][value=found]")
    head, child = street.persons[street.families[0].pk]
    page.select_option(f"select[name=m{head.pk}-presence]", "here")
    page.select_option(f"select[name=m{child.pk}-presence]", "died")
    page.fill(f"input[name=m{child.pk}-happened]", "1/9/2026")
    page.select_option("select[name=floor_material]", "8")
    page.check("input[name=deserves][value=yes]")
    page.fill("textarea[name=note]", "Rumah di ujung gang")
    assert page.locator("[data-when^='outcome=moved']").first.is_hidden()
    seen.look("report-filled")
    # The telephone goes out and comes back: what was typed is still there.
    page.reload()
    assert page.input_value("textarea[name=note]") == "Rumah di ujung gang"
    assert page.is_checked("input[name=outcome][value=found]")
    photo = tmp_path / "foto.jpg"
    photo.write_bytes(a_photo((3000, 2000)))
    page.set_input_files("input[name=photo]", photo)
    page.context.set_offline(True)
    page.click("[data-send]")
    page.wait_for_selector("[data-unsent]:not([hidden])")
    seen.picture("report-unsent")
    with acting_as(officer("petrus")):
        assert not Report.objects.exists()
    page.context.set_offline(False)
    page.wait_for_url("**/pemeriksaan/")
    assert "tersimpan" in page.inner_text("[role=status] >> nth=0")
    assert page.locator("a.door").count() == 5
    assert page.evaluate("localStorage.length") == 0
    with acting_as(officer("petrus")):
        told = Report.objects.get()
        assert (told.note, told.columns) == ("Rumah di ujung gang", {"floor_material": 8})
        assert told.photo is not None
        assert Change.objects.get().kind == "died"


def test_what_the_server_refuses_comes_back_on_the_same_page_with_the_photo_still_chosen(window, walk, tmp_path):
    street, campaign = walk
    visit = visit_of(campaign, street.families[1])
    page = window(PHONE, who=officer("petrus")).open(f"/pemeriksaan/kunjungan/{visit.pk}/lapor/").page
    photo = tmp_path / "foto.jpg"
    photo.write_bytes(a_photo((300, 200)))
    page.set_input_files("input[name=photo]", photo)
    page.check("input[name=outcome][value=died]")
    page.click("[data-send]")
    page.wait_for_selector(".errors")
    assert page.evaluate("document.querySelector('input[name=photo]').files.length") == 1
    page.fill("input[name=happened]", "1/9/2026")
    page.click("[data-send]")
    page.wait_for_url("**/pemeriksaan/")
    with acting_as(officer("petrus")):
        assert Report.objects.get().photo is not None


def test_every_page_of_fieldwork_is_accessible_on_a_telephone_and_on_a_desk(window, committed):
    street = settle_down()
    campaign = begin(second_percent=100)
    first = visit_of(campaign, street.families[0])
    second = visit_of(campaign, street.families[0], turn=2)
    report(first, name_of(first), members=[], photo=a_photo())
    report(second, name_of(second), deserves="no", columns=HOUSE | {"floor_material": 8})
    gone = visit_of(campaign, street.families[1])
    report(
        gone,
        name_of(gone),
        outcome="moved_country",
        deserves="",
        columns={},
        happened=gone.campaign.begins,
        where="Soe",
    )
    with acting_as(officer("ester")):
        change = Change.objects.get().pk
    paths = [
        "/pemeriksaan/kampanye/", f"/pemeriksaan/kampanye/{campaign.pk}/", f"/pemeriksaan/kampanye/{campaign.pk}/kunjungan/",
        f"/pemeriksaan/kunjungan/{first.pk}/", "/pemeriksaan/perubahan/", f"/pemeriksaan/perubahan/{change}/",
        "/pemeriksaan/dua-kunjungan/", f"/pemeriksaan/dua-kunjungan/{first.pk}/", "/pemeriksaan/berbeda-pendapat/",
        "/pemeriksaan/kampanye/baru/", "/pemeriksaan/kampanye/daftar/", f"/pemeriksaan/kampanye/{campaign.pk}/tutup/",
        f"/pemeriksaan/kampanye/{campaign.pk}/keputusan/", f"/pemeriksaan/kampanye/{campaign.pk}/buku-kerja/",
        f"/keluarga/{street.families[0].pk}/",
    ]  # fmt: skip
    seen = window(who=officer("yohanes"))
    for number, path in enumerate(paths):
        seen.open(path).check_everywhere(f"fieldwork-{number}", widths=(1600, PHONE))


def name_of(visit):
    with acting_as(officer("ester")):
        return Visit.objects.get(pk=visit.pk).officer.username
