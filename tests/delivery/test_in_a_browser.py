"""Handing over on a telephone, and what a citizen sees of it."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from browsing import PHONE
from cast import OESAPA
from lontar.city.delivery import actions, queries
from lontar.city.delivery.models import Entitlement
from lontar.kit.gate import acting_as
from town import build_town

pytestmark = pytest.mark.browser


@pytest.fixture
def ones(committed, ester):
    """What families of Oesapa are owed since yesterday, by the clock of the server under test."""
    from lontar.city.places.queries import today

    town = build_town(acting_as)
    with acting_as(ester):
        actions.entitle(town.make_round().pk, by=ester, on=today() - timedelta(days=1))
        return list(Entitlement.objects.filter(place_id=OESAPA).order_by("id"))


def sign(page):
    box = page.locator("canvas.signature").bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 60)
    page.mouse.down()
    for x, y in ((90, 20), (150, 80), (220, 30), (260, 70)):
        page.mouse.move(box["x"] + x, box["y"] + y, steps=4)
    page.mouse.up()


def test_on_a_telephone_one_question_at_a_time_ends_with_a_receipt_that_anyone_can_check(window, ones, maria):
    seen = window(PHONE, who=maria).open("/penyaluran/")
    seen.look("list")
    page = seen.page
    page.click("a:has-text('Serahkan')")
    expect(page.locator("section[data-question]:visible")).to_have_count(1)
    seen.look("hand-over-1")
    page.click("[data-next]")
    seen.look("hand-over-2")
    page.click("[data-next]")
    page.check("input[value=signature]")
    sign(page)
    seen.look("hand-over-3")
    page.click("[data-submit]")
    assert "sudah diserahkan dan dicatat" in page.inner_text("[role=status]")
    seen.look("entitlement")
    page.click("a:has-text('Tanda terima')")
    seen.look("receipt")
    code = page.inner_text(".code.big")
    citizen = window(PHONE).open("/tanda-terima/")
    citizen.look("find")
    citizen.page.fill("input[name=code]", code.lower())
    citizen.page.click("main form button")
    assert "Tercatat di buku besar" in citizen.page.inner_text("main")
    citizen.look("check")
    with acting_as(maria):
        image = queries.proof_image(queries.handover_of(ones[0].pk))
        assert image is not None


def test_without_script_the_paper_list_is_proof_enough(window, ones, maria):
    page = window(PHONE, who=maria, script=False).open(f"/penyaluran/{ones[0].pk}/serahkan/").page
    page.check("input[value=signed_list]")
    page.fill("input[name=note]", "BA-12/2026")
    page.click("[data-submit]")
    assert "sudah diserahkan dan dicatat" in page.inner_text("[role=status]")


def test_a_question_that_was_wrong_is_the_one_that_stands_there_again(window, ones, maria):
    seen = window(PHONE, who=maria).open(f"/penyaluran/{ones[0].pk}/serahkan/")
    page = seen.page
    page.click("[data-next]")
    page.fill("input[name=handed_over_on]", "31/12/2099")
    page.click("[data-next]")
    page.check("input[value=witness]")
    page.fill("input[name=note]", "Markus Benu, ketua RT 003")
    page.click("[data-submit]")
    assert page.locator("section[data-question]:visible input[name=handed_over_on]").count() == 1
    assert "belum tiba" in page.inner_text("form.hand-over")


def test_every_page_of_delivery_is_accessible_on_a_telephone_and_on_a_desk(window, ones, yohanes, ester):
    with acting_as(yohanes):
        from lontar.city.places.queries import today

        done = actions.hand_over(
            ones[1].pk, proof=actions.Proof("signed_list", note="BA-1"), received_by="Markus Benu", by=yohanes, on=today()
        )  # fmt: skip
    paths = [
        "/penyaluran/", "/penyaluran/?status=all", "/penyaluran/?words=zzz", f"/penyaluran/{ones[0].pk}/",
        f"/penyaluran/{ones[0].pk}/serahkan/", f"/penyaluran/{ones[1].pk}/", f"/penyaluran/{ones[1].pk}/tanda-terima/",
        f"/tanda-terima/{done.code}/",
    ]  # fmt: skip
    seen = window(who=yohanes)
    for number, path in enumerate(paths):
        seen.open(path).check_everywhere(f"delivery-{number}")
    window(who=ester).open(f"/penyaluran/{ones[0].pk}/batalkan/").check_everywhere("delivery-cancel")


def waits(page, which, times=1):
    expect(page.locator(f"[data-part=rows] [data-state={which}]:visible")).to_have_count(times)


def test_without_a_signal_a_signed_hand_over_waits_sealed_and_is_sent_once_when_it_is_back(window, ones, maria):
    seen = window(PHONE, who=maria).open("/penyaluran/lapangan/")
    page, context = seen.page, seen.page.context
    page.click("[data-part=take] button")
    expect(page.locator("[data-part=rows] > li")).to_have_count(len(ones))
    seen.look("field-list")
    context.set_offline(True)
    page.reload()
    page.click("[data-part=rows] button >> nth=0")
    page.click("[data-next]")
    page.fill("input[name=handed_over_on]", "22/11/2026")  # whatever hour it is beside the test
    page.click("[data-next]")
    page.check("input[value=signature]")
    page.click("[data-submit]")
    expect(page.locator("[data-part=trouble]:visible")).to_have_text("Belum ada tanda tangan.")
    sign(page)
    page.click("[data-submit]")
    expect(page.locator("[data-part=count]")).to_have_text("1 serah terima menunggu sinyal")
    waits(page, "waiting")
    page.reload()  # what waits outlives the page
    waits(page, "waiting")
    with acting_as(maria):
        assert queries.handover_of(ones[0].pk) is None
    context.set_offline(False)
    page.reload()
    waits(page, "sent")
    expect(page.locator("[data-part=waiting]")).to_be_hidden()
    with acting_as(maria):
        assert queries.proof_image(queries.handover_of(ones[0].pk))
    seen.complaints.clear()  # what the browser says of a network that was not there
    seen.look("field-sent")
    kept = "indexedDB.databases().then(all => all.map(one => one.name))"
    assert "lontar-kept-hand-overs" in page.evaluate(kept)
    page.click("details.menu summary")
    page.click("form[data-leaving] button")
    page.wait_for_url(lambda address: "lapangan" not in address)
    assert "lontar-kept-hand-overs" not in page.evaluate(kept)
    assert page.evaluate("caches.keys()") == []
