"""The pages of rounds, as operator, planner, ward officer, inspector and analyst see them."""

import io
import re
import zipfile

import pytest
from django.urls import reverse

from cast import CITY, OESAPA, TODAY
from lontar.city.targeting import actions
from lontar.city.targeting.models import Round
from lontar.kit.gate import acting_as
from rounds import checked

pytestmark = pytest.mark.django_db


@pytest.fixture
def scored(kampung, yohanes):
    with acting_as(yohanes):
        opened = actions.open_round(kampung["line"], place_id=CITY, by=yohanes, on=TODAY)
        return actions.score_round(opened, by=yohanes, on=TODAY)


def unmask(client):
    client.post(reverse("registry:unmask"), {"purpose": "verification", "reason": ""})


def text(answer):
    return answer.content.decode()


def test_an_operator_opens_a_round_and_sees_its_figures(kampung, yohanes, sign_in):
    browser = sign_in(yohanes)
    asked = {"line": kampung["line"].pk, "place": OESAPA, "day": "", "first": "decile"}
    answer = browser.post(reverse("targeting:open"), asked, follow=True)
    assert answer.redirect_chain
    shown = text(answer)
    assert "Bahas di musyawarah" in shown
    assert "600.000" in shown
    assert Round.objects.get().state == "scored"


def test_a_day_without_a_rule_is_told_beside_its_field(kampung, yohanes, sign_in):
    asked = {"line": kampung["line"].pk, "place": OESAPA, "day": "1/1/2020", "first": "decile"}
    answer = sign_in(yohanes).post(reverse("targeting:open"), asked)
    assert answer.status_code == 422
    assert "tidak berlaku pada 1 Januari 2020" in text(answer)


def test_a_list_that_too_few_are_left_to_approve_says_so_before_the_wards_meet(kampung, yohanes, ester, esti, sign_in):
    for opener, says in ((ester, True), (yohanes, False)):
        with acting_as(opener):
            opened = actions.open_round(kampung["line"], place_id=OESAPA, by=opener, on=TODAY)
            actions.score_round(opened, by=opener, on=TODAY)
        page = text(sign_in(opener).get(reverse("targeting:round", args=[opened.pk])))
        assert ("Masih perlu 2 persetujuan, dan hanya 1 perencana" in page) == says


def test_a_family_that_was_struck_is_told_why_where_its_answer_is_explained(kampung, scored, maria, sign_in):
    with acting_as(maria):
        actions.amend(
            scored, kampung["baby"].pk, kind="strike", reason="Sudah pindah ke Kupang Barat", by=maria, on=TODAY
        )  # fmt: skip
    browser = sign_in(maria)
    shown = text(browser.get(reverse("targeting:explanation", args=[scored.pk, kampung["baby"].pk])))
    assert "Dicoret pada" in shown
    assert "Sudah pindah ke Kupang Barat" in shown
    other = text(browser.get(reverse("targeting:explanation", args=[scored.pk, kampung["grandmother"].pk])))
    assert "Kupang Barat" not in other


def test_taking_a_step_back_says_beforehand_what_it_undoes(scored, yohanes, ester, esti, sign_in):
    checked(scored, yohanes)
    address = reverse("targeting:take_back", args=[scored.pk])
    assert "Catatan pemeriksaan lapangan gugur" in text(sign_in(yohanes).get(address))
    for who, says in ((ester, "Persetujuan pertama gugur"), (esti, "Persetujuan kedua gugur, yang pertama tetap")):
        browser = sign_in(who)
        approve = reverse("targeting:approve", args=[scored.pk])
        seen = browser.get(approve).context["form"].initial["seen"]
        assert browser.post(approve, {"seen": seen}).status_code == 302
        assert says in text(browser.get(address))


def test_two_planners_approve_with_a_sentence_that_says_what_will_happen(scored, yohanes, ester, esti, sign_in):
    checked(scored, yohanes)
    address = reverse("targeting:approve", args=[scored.pk])
    for who, state, ordinal in ((ester, "checked", "orang pertama"), (esti, "approved", "orang kedua")):
        browser = sign_in(who)
        asked = text(browser.get(address))
        assert "Setujui 3 keluarga" in asked
        assert "900.000" in asked
        assert ordinal in asked
        browser.post(address, {"seen": re.search(r'name="seen" value="(\w+)"', asked)[1]})
        assert Round.objects.get(pk=scored.pk).state == state
    assert browser.get(address).url == reverse("targeting:round", args=[scored.pk]), "nothing is left to approve"


def test_a_planner_who_opened_the_round_is_told_that_it_waits_for_others(kampung, ester, sign_in):
    with acting_as(ester):
        opened = actions.open_round(kampung["line"], place_id=CITY, by=ester, on=TODAY)
        actions.score_round(opened, by=ester, on=TODAY)
    checked(opened, ester)
    browser = sign_in(ester)
    page = browser.get(reverse("targeting:approve", args=[opened.pk]), follow=True)
    assert page.redirect_chain
    assert "Menunggu persetujuan perencana" in text(page)
    assert browser.post(reverse("targeting:approve", args=[opened.pk]), {"seen": "x"}).status_code == 403
    assert Round.objects.get(pk=opened.pk).state == "checked"


def test_whoever_may_approve_a_list_is_not_led_to_count_it_and_lose_that(scored, ester, yohanes, sign_in):
    page = reverse("targeting:round", args=[scored.pk])
    assert "Hitung ulang" not in text(sign_in(ester).get(page))
    assert "Hitung ulang" in text(sign_in(yohanes).get(page))


def test_a_period_is_written_out(scored, ester, sign_in):
    page = text(sign_in(ester).get(reverse("targeting:round", args=[scored.pk])))
    assert "triwulan 4 tahun 2026" in page
    assert "2026-T4" not in page


def test_a_list_that_changed_under_the_approvers_hands_is_not_approved(kampung, scored, yohanes, ester, sign_in):
    checked(scored, yohanes)
    browser = sign_in(ester)
    address = reverse("targeting:approve", args=[scored.pk])
    seen = re.search(r'name="seen" value="(\w+)"', text(browser.get(address)))[1]
    with acting_as(yohanes):
        actions.take_back(scored, reason="Salah catat", by=yohanes, on=TODAY)
        actions.amend(scored, kampung["baby"].pk, kind="strike", reason="Sudah pindah", by=yohanes, on=TODAY)
        actions.note_check(scored, campaign_id=None, note="Diverval bulan lalu", by=yohanes, on=TODAY)
    answer = browser.post(address, {"seen": seen})
    assert answer.status_code == 422
    assert "berubah sejak Anda membukanya" in text(answer)
    assert Round.objects.get(pk=scored.pk).approved_by_id is None


def test_a_rejection_needs_its_reason_on_the_page_too(scored, ester, sign_in):
    browser = sign_in(ester)
    address = reverse("targeting:reject", args=[scored.pk])
    assert browser.post(address, {"reason": "x"}).status_code == 422
    browser.post(address, {"reason": "Desil belum diperbarui"})
    assert Round.objects.get(pk=scored.pk).reason == "Desil belum diperbarui"
    assert browser.get(address).headers["Location"] == reverse("targeting:round", args=[scored.pk])


def test_a_ward_officer_sees_figures_and_families_of_the_own_ward_only(scored, kampung, maria, sign_in):
    browser = sign_in(maria)
    page = text(browser.get(reverse("targeting:round", args=[scored.pk])))
    assert "Oesapa" in page
    assert "Lasiana" not in page
    assert "900.000" not in page, "the sum of the whole city is not for the ward"
    listed = text(browser.get(reverse("targeting:decisions", args=[scored.pk])))
    assert f"K-{kampung['grandmother'].pk:07d}" in listed
    assert f"K-{kampung['elsewhere'].pk:07d}" not in listed


def test_names_and_found_values_are_covered_until_there_is_a_purpose(scored, kampung, maria, sign_in):
    browser = sign_in(maria)
    address = reverse("targeting:explanation", args=[scored.pk, kampung["grandmother"].pk])
    covered = text(browser.get(address))
    assert "Maria Ndun" not in covered
    assert "76 tahun" not in covered
    assert "Keluarga ini memenuhi syarat." in covered
    unmask(browser)
    told = text(browser.get(address))
    assert "Maria Ndun" in told
    assert "Anggota 1 (kepala keluarga): umur 76 tahun." in told
    assert "1 Oktober 2026" in told


def test_the_reasons_are_told_in_english_too(scored, kampung, yohanes, sign_in, settings):
    browser = sign_in(yohanes)
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    told = text(browser.get(reverse("targeting:explanation", args=[scored.pk, kampung["adult"].pk])))
    assert "This family does not qualify." in told


def test_the_inspector_reads_reasons_without_names(scored, kampung, daud, sign_in):
    told = text(sign_in(daud).get(reverse("targeting:explanation", args=[scored.pk, kampung["grandmother"].pk])))
    assert "umur 76 tahun" in told
    assert "Ndun" not in told


def test_the_analyst_sees_columns_and_no_family(scored, kampung, anna, sign_in):
    browser = sign_in(anna)
    listed = text(browser.get(reverse("targeting:decisions", args=[scored.pk])))
    assert "Kepala keluarga" not in listed
    assert browser.get(reverse("targeting:explanation", args=[scored.pk, kampung["baby"].pk])).status_code == 403


def test_the_analyst_does_not_read_how_many_were_chosen_in_a_ward(scored, anna, yohanes, sign_in):
    address = reverse("targeting:round", args=[scored.pk])
    assert "Rp" in text(sign_in(yohanes).get(address)).partition("Menurut kelurahan")[2]
    browser = sign_in(anna)
    shown = text(browser.get(address))
    assert "jumlah di bawah lima" in shown.partition("Menurut kelurahan")[2]
    assert "Keluarga terpilih menurut kelurahan" not in shown
    assert browser.get(address, {"ekspor": "csv"}).status_code == 403
    assert browser.get(f"/api/targeting/rounds/{scored.pk}").json().get("wards", []) == []


def test_the_list_is_filtered_sorted_and_searched(scored, kampung, yohanes, sign_in):
    browser = sign_in(yohanes)
    address = reverse("targeting:decisions", args=[scored.pk])

    def families(**asked):
        shown = text(browser.get(address, asked))
        return {name for name, one in kampung.items() if f"K-{one.pk:07d}" in shown and name not in ("line", "sembako")}

    assert families(verdict="undecided") == {"no_decile", "no_date"}
    assert families(place=OESAPA, verdict="qualifies") == {"grandmother", "baby"}
    assert families(words=f"K-{kampung['rich'].pk}") == {"rich"}
    assert families(sort="-amount") == families()


def test_proposals_are_exported_for_the_ministry(kampung, yohanes, ester, sign_in):
    with acting_as(yohanes):
        opened = actions.open_round(kampung["sembako"], place_id=CITY, by=yohanes, on=TODAY)
        actions.score_round(opened, by=yohanes, on=TODAY)
    address = reverse("targeting:decisions", args=[opened.pk])
    answer = sign_in(yohanes).get(address, {"verdict": "qualifies", "ekspor": "csv"})
    rows = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(rows) == 1 + 5
    assert f"K-{kampung['elsewhere'].pk:07d},53.71.03.1011,Lasiana" in rows[-1]
    assert "usulan" in answer.headers["Content-Disposition"]
    book = sign_in(yohanes).get(address, {"ekspor": "xlsx"})
    assert zipfile.is_zipfile(io.BytesIO(b"".join(book.streaming_content)))


def test_the_worklist_says_what_must_be_known(scored, maria, sign_in):
    shown = text(sign_in(maria).get(reverse("targeting:undecided")))
    assert "Desil DTSEN 1 sampai 2" in shown
    assert "Ada anggota dengan umur paling sedikit 60 tahun" in shown


def test_what_waits_is_told_to_whoever_can_do_it(scored, ester, yohanes, maria, daud):
    from lontar.city.targeting.queries import waiting_for

    def waits(who):
        with acting_as(who):
            return {work.action: work.count for work in waiting_for(who)}

    assert waits(ester) == waits(yohanes) == {"Lengkapi": 2}
    assert waits(maria) == {"Bahas": 1, "Lengkapi": 2}
    assert waits(daud) == {}
    checked(scored, yohanes)
    assert waits(ester) == {"Periksa": 1}
    assert waits(yohanes) == waits(maria) == {}
