"""At the counter: found for a purpose, told where one stands, served with slip and clock."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from cast import CITY, LASIANA, TODAY
from lontar.city.counter import actions, queries
from lontar.city.counter.models import Errand
from lontar.city.journal.models import JournalLine
from lontar.city.programmes import actions as programmes
from lontar.city.targeting import actions as targeting
from lontar.kit.gate import acting_as
from lontar.science.trouble import NotAllowed, Refusal
from targeting.conftest import ADULT, GRANDMOTHER, family

pytestmark = pytest.mark.django_db


def text(answer):
    return answer.content.decode()


@pytest.fixture
def kampung(ester):
    """The catalogue; a grandmother in Oesapa, and a family elsewhere."""
    with acting_as(ester):
        programmes.load_catalogue(2026, place_id=CITY, by=ester, on=TODAY)
        return family(5371031010, 2, GRANDMOTHER, ADULT), family(LASIANA, 8, ADULT)


def person_of(home):
    from lontar.city.registry.models import Membership

    return Membership.objects.filter(family=home).order_by("pk").first().person_id


def test_whoever_is_looked_up_is_looked_up_for_something(kampung, maria, daud, sign_in):
    browser = sign_in(maria)
    assert browser.post(reverse("counter:desk"), {"words": "Maria"}).status_code == 422
    number = kampung[0].local_number
    found = text(browser.post(reverse("counter:desk"), {"words": number, "matter": "letter"}))
    assert "Maria Ndun" in found
    with acting_as(daud):
        line = JournalLine.objects.get(verb="unmask")
    assert "Minta surat" in str(line.details) + line.reason
    assert "Tidak ditemukan" in text(
        browser.post(reverse("counter:desk"), {"words": kampung[1].local_number, "matter": "letter"})
    )


def test_the_page_says_what_a_family_is_entitled_to_what_it_misses_and_what_nobody_knows(kampung, maria, sign_in):
    shown = text(sign_in(maria).get(reverse("counter:family", args=[kampung[0].pk])))
    told = {
        re.sub(r"<.*", "", name, flags=re.S).strip(): re.sub(r"<[^>]*>", "", word)
        for name, word in re.findall(r'<td class="first">(.*?)</td><td data-label="Jawaban">(.*?)</td>', shown, re.S)
    }
    assert "memenuhi syarat" in told["Program Sembako"]
    assert (
        "belum dapat diputuskan" in told["Program Keluarga Harapan (PKH)"]
        or "memenuhi" in told["Program Keluarga Harapan (PKH)"]
    )
    assert "Syaratnya belum diketahui" in shown
    assert "Penyediaan alat bantu" in shown
    assert "Blitar" not in shown, "a rule of another city is no offer here"
    assert "HIV" not in shown
    assert "Maria Ndun" not in shown, "the mask is up"
    assert "desil tertutup" in shown


def test_a_family_that_misses_one_condition_is_told_which(kampung, ester, sign_in):
    with acting_as(ester):
        elsewhere = text(sign_in(ester).get(reverse("counter:family", args=[kampung[1].pk])))
    row = re.search(r"Program Sembako.*?</tr>", elsewhere, re.S)[0]
    assert "kurang satu syarat" in row
    assert "Desil DTSEN 1 sampai 4" in row


def test_it_says_whether_a_family_is_listed_and_leads_to_why(kampung, yohanes, maria, sign_in):
    from lontar.city.programmes.queries import line_by_key

    with acting_as(yohanes):
        line = line_by_key(CITY, 2026, "bantuan-sosial-kesejahteraan-keluarga")
        opened = targeting.open_round(line, place_id=CITY, by=yohanes, on=TODAY)
        targeting.score_round(opened, by=yohanes, on=TODAY)
    shown = text(sign_in(maria).get(reverse("counter:family", args=[kampung[0].pk])))
    assert "terpilih" in shown
    assert reverse("targeting:explanation", args=[opened.pk, kampung[0].pk]) in shown


def test_the_letter_states_the_decile_as_it_was_imported_for_ever(kampung, maria, ester, sign_in):
    from lontar.city.registry.models import Decile

    with acting_as(ester):
        home = kampung[0]
        Decile.objects.create(
            family=home, place_id=home.place_id, decile=2, version_on=TODAY, source="DTSEN triwulan 4"
        )
    browser = sign_in(maria)
    answer = browser.post(reverse("counter:letter", args=[kampung[0].pk]), follow=True)
    assert "selesai" in text(answer)
    with acting_as(ester):
        letter = Errand.objects.get()
        assert (letter.decile, letter.decile_source) == (2, "DTSEN triwulan 4")
        Decile.objects.create(
            family=home, place_id=home.place_id, decile=7, version_on=TODAY + timedelta(1), source="baru"
        )
    paper = browser.get(reverse("counter:slip", args=[letter.pk]))
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")


def test_without_a_decile_the_letter_says_that_none_is_known(kampung, maria):
    with acting_as(maria):
        assert actions.give_letter(kampung[0].pk, by=maria, on=TODAY).decile is None


def test_insurance_that_was_switched_off_has_a_clock_and_one_request_at_a_time(kampung, maria, yohanes):
    home, person = kampung[0], None
    with acting_as(maria):
        person = person_of(home)
        asked = actions.ask_reactivation(home.pk, person, paper="445/PKM/9", urgent=True, by=maria, on=TODAY)
        assert asked.due == TODAY + timedelta(days=1)
        with pytest.raises(Refusal, match="sudah diterima"):
            actions.ask_reactivation(home.pk, person, paper="445/PKM/9", urgent=False, by=maria, on=TODAY)
        with pytest.raises(Refusal, match="nomor surat"):
            actions.ask_reactivation(home.pk, person, paper=" ", urgent=False, by=maria, on=TODAY)
        assert [work.title for work in queries.waiting_for(maria)] == ["Urusan loket menunggu jawaban"]
    with acting_as(yohanes):
        done = actions.answer_errand(asked.pk, outcome="done", answer="Aktif lagi sejak hari ini", by=yohanes, on=TODAY)
        assert done.outcome == "done"
        with pytest.raises(Refusal, match="sudah dijawab"):
            actions.answer_errand(asked.pk, outcome="refused", answer="tidak", by=yohanes, on=TODAY)


def test_a_referral_carries_a_slip_and_its_answer_is_written_down(kampung, maria, sign_in):
    browser = sign_in(maria)
    address = reverse("counter:refer", args=[kampung[0].pk])
    answer = browser.post(address, {"programme": "alat-bantu", "to": "dinas-sosial"}, follow=True)
    assert "L-000" in text(answer)
    with acting_as(maria):
        errand = Errand.objects.get()
    assert browser.get(reverse("counter:slip", args=[errand.pk])).content.startswith(b"%PDF")
    told = browser.post(
        reverse("counter:errand", args=[errand.pk]), {"outcome": "refused", "answer": "Stok habis"}, follow=True
    )
    assert "Stok habis" in text(told)


def test_nobody_is_referred_to_whoever_stands_first_by_the_alphabet(kampung, maria, sign_in):
    browser = sign_in(maria)
    address = reverse("counter:refer", args=[kampung[0].pk])
    form = browser.get(f"{address}?aturan=kur").context["form"]
    assert (form.initial["to"], form.fields["to"].choices[0][0]) == ("", "")
    assert "blt-kesra" not in dict(form.fields["programme"].choices), "a programme that has ended"
    answer = browser.post(address, {"programme": "kur", "to": ""})
    assert answer.status_code == 422
    with acting_as(maria):
        assert not Errand.objects.exists()


def test_a_program_lists_slips_and_answers_one_once(kampung, maria, daud, sign_in):
    with acting_as(maria):
        errand = actions.refer_family(kampung[0].pk, "alat-bantu", to="dinas-sosial", by=maria, on=TODAY)
    browser, address = sign_in(maria), f"/api/errands/{errand.pk}"
    (row,) = browser.get("/api/errands?outcome=open").json()["items"]
    assert (row["slip"], row["to"], row["outcome"]) == (errand.slip, "dinas-sosial", "open")
    assert browser.get(address).json() == row
    body = {"outcome": "done", "answer": "Kursi roda diserahkan"}
    done = browser.post(f"{address}/answer", body, content_type="application/json")
    assert (done.status_code, done.json()["answer"]) == (200, "Kursi roda diserahkan")
    again = browser.post(f"{address}/answer", body, content_type="application/json")
    assert (again.status_code, again.headers["Content-Type"]) == (409, "application/problem+json")
    assert sign_in(daud).get("/api/errands").status_code == 403


def test_nobody_serves_a_family_of_another_ward(kampung, maria, sign_in):
    with acting_as(maria), pytest.raises(NotAllowed):
        actions.give_letter(kampung[1].pk, by=maria, on=TODAY)
    assert sign_in(maria).get(reverse("counter:family", args=[kampung[1].pk])).status_code == 404


def test_a_programme_that_is_not_public_is_no_referral(kampung, maria):
    with acting_as(maria), pytest.raises(Refusal, match="tidak ada"):
        actions.refer_family(kampung[0].pk, "risiko-terinfeksi-hiv", to="dinas-kesehatan", by=maria, on=TODAY)


def test_what_a_family_came_for_is_forgotten_with_it(kampung, maria):
    from lontar.city.registry import queries as registry

    home = kampung[0]
    with acting_as(maria):
        person = person_of(home)
        asked = actions.ask_reactivation(home.pk, person, paper="445/PKM/9", urgent=False, by=maria, on=TODAY)
        actions.forget(person, [home.pk])
        asked.refresh_from_db()
        assert (asked.paper, asked.answer) == ("–", "–")
        times = registry.belongings_of(registry.person_or_none(person))
        assert queries.held_about(times).rows, "that somebody came stays"
        assert "445/PKM/9" not in str(queries.held_about(times).rows)


@pytest.mark.parametrize("typed", ["{slip}", " {lower} ", "{letter}{key}", "{letter} {key}"])
def test_a_slip_that_is_brought_back_is_found_however_it_is_typed(kampung, maria, sign_in, typed):
    from lontar.city.targeting.actions import Named, nominate

    with acting_as(maria):
        errand = actions.give_letter(kampung[0].pk, by=maria, on=TODAY)
        named = nominate(
            kampung[0].place_id, Named("resident", "Rumahnya bocor", None, "Ibu Yuliana"), by=maria, on=TODAY
        )
    browser = sign_in(maria)
    for slip, page in ((errand.slip, "counter:errand"), (named.slip, "targeting:nomination")):
        words = typed.format(slip=slip, lower=slip.lower(), letter=slip[0], key=int(slip[2:]))
        answer = browser.post(reverse("counter:desk"), {"words": words, "matter": "slip"})
        assert answer.url == reverse(page, args=[int(slip[2:])])


def test_a_slip_of_another_ward_or_of_nobody_says_so(kampung, maria, sign_in):
    answer = sign_in(maria).post(reverse("counter:desk"), {"words": "S-0000099", "matter": "slip"})
    assert answer.status_code == 422
    assert "Slip ini tidak ada di wilayah Anda" in text(answer)
    assert sign_in(maria).post(reverse("counter:desk"), {"words": "S-99999999999", "matter": "slip"}).status_code == 422


def test_the_page_names_what_to_ask_and_of_which_member(kampung, maria, sign_in):
    shown = text(sign_in(maria).get(reverse("counter:family", args=[kampung[0].pk])))
    row = re.search(r"Kredit Usaha Rakyat.*?</tr>", shown, re.S)[0]
    assert re.search(r"Tanyakan:</b> lama usaha berjalan \(anggota 1 kepala keluarga, 2 [\w ]+\)", row), row


def test_whose_insurance_it_is_must_be_chosen_where_a_family_has_several(kampung, maria, sign_in):
    browser = sign_in(maria)
    address = reverse("counter:reactivate", args=[kampung[0].pk])
    assert browser.post(address, {"paper": "445/PKM/1", "person": ""}).status_code == 422
    with acting_as(maria):
        assert not Errand.objects.exists()
        person = person_of(kampung[0])
    assert browser.post(address, {"paper": "445/PKM/1", "person": person}).status_code == 302
