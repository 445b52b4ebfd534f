"""The finder for anybody: honest, nameless, and it remembers nothing."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cast import CITY, TODAY
from lontar.city.programmes import actions as programmes
from lontar.kit.gate import acting_as

pytestmark = pytest.mark.django_db
GRANDMOTHER = {"size": "1", "f_decile": "2", "m1_years": "76", "m1_months": "", "m1_sex": "P", "m1_school": "none",
               "m1_disabled": "no", "m1_pregnant": "no"}  # fmt: skip


@pytest.fixture
def catalogue(ester):
    with acting_as(ester):
        programmes.load_catalogue(2026, place_id=CITY, by=ester, on=TODAY)


def text(answer):
    return answer.content.decode()


def rows(answer):
    """Name and word of each programme."""
    import re

    found = re.findall(r'<td class="first">(.*?)</td><td data-label="Untuk Anda">(.*?)</td>', text(answer), re.S)
    return {re.sub(r"<.*", "", name, flags=re.S).strip(): re.sub(r"<[^>]*>", "", word).strip() for name, word in found}


def test_first_it_asks_how_many_then_who_they_are_then_it_answers(catalogue):
    anybody = Client(enforce_csrf_checks=True)
    assert "Berapa orang" in text(anybody.get(reverse("portal:finder")))
    asked = text(anybody.post(reverse("portal:finder"), {"size": "2"}))
    assert "Orang ke-2" in asked
    answer = anybody.post(reverse("portal:finder"), GRANDMOTHER)
    assert answer.status_code == 200
    told = rows(answer)
    assert told["Program Sembako"] == "mungkin sekali untuk Anda"
    assert (
        "bukan untuk Anda" in told["Program Indonesia Pintar (PIP)"]
        or "satu syarat" in told["Program Indonesia Pintar (PIP)"]
    )
    assert "Penyediaan alat bantu" not in told
    assert "Syaratnya belum diumumkan" in text(answer)
    assert "Penyediaan alat bantu" in text(answer)
    assert "Blitar" not in text(answer), "a rule of another city is no offer here"
    assert "Kota Kupang" in text(answer).split("Syaratnya belum diumumkan")[1], "the ward's fund is one"
    assert "Dinas" in text(answer)


def test_what_was_not_told_is_not_held_against_anybody(catalogue):
    told = rows(Client().post(reverse("portal:finder"), {"size": "3", "f_decile": "", "m1_years": "", "m1_sex": ""}))
    assert told["Program Sembako"] == "belum dapat dikatakan"


def test_what_a_rule_still_asks_is_asked_next_and_decides(catalogue):
    asked = Client().post(reverse("portal:finder"), GRANDMOTHER)
    assert "Jawab ini untuk tahu lebih banyak" in text(asked)
    assert 'name="m1_business_months"' in text(asked)
    before = rows(asked)["Kredit Usaha Rakyat (KUR)"]
    answer = Client().post(reverse("portal:finder"), GRANDMOTHER | {"m1_business_months": "24"})
    assert before.startswith("belum dapat dikatakan")
    assert rows(answer)["Kredit Usaha Rakyat (KUR)"].startswith("mungkin sekali")


HOUSEHOLD = {"size": "3", "f_decile": "2", "m1_years": "34", "m1_sex": "P", "m2_years": "36", "m2_sex": "L",
             "m3_years": "0", "m3_sex": "L"}  # fmt: skip


def fields(answer):
    import re

    return set(re.findall(r'name="((?:m\d+|f)_\w+)"', text(answer)))


def test_of_everybody_it_asks_age_and_sex_and_nothing_more(catalogue):
    asked = fields(Client().post(reverse("portal:finder"), {"size": "2"}))
    assert asked == {"f_decile", "m1_years", "m1_sex", "m2_years", "m2_sex"}


def test_a_baby_is_asked_nothing_about_business_nor_a_man_whether_he_is_pregnant(catalogue):
    answer = Client().post(reverse("portal:finder"), HOUSEHOLD)
    asked = fields(answer) - {name for name in HOUSEHOLD if name != "size"}
    assert {"m1_business_months", "m2_business_months"} <= asked
    assert not {name for name in asked if name.startswith("m3_")} & {
        "m3_business_months", "m3_business_training", "m3_in_group", "m3_school", "m3_public_servant", "m3_kip_holder",
    }  # fmt: skip
    assert "m2_pregnant" not in asked
    assert "Orang ke-1, perempuan, 34 tahun" in text(answer)


def test_it_comes_to_an_end_and_asks_nobody_the_same_twice(catalogue):
    """Whoever knows nothing is asked each thing once, and then no more."""
    told, rounds = dict(HOUSEHOLD), 0
    while rounds < 12:
        answer = Client().post(reverse("portal:finder"), told)
        new = fields(answer) - set(told)
        if "Jawab ini untuk tahu lebih banyak" not in text(answer):
            break
        assert new, "it asks again what was left empty"
        told |= dict.fromkeys(new, "")
        rounds += 1
    assert 1 <= rounds < 12


def test_nothing_is_written_and_nobody_is_remembered(catalogue):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = Client().post(reverse("portal:finder"), GRANDMOTHER)
    assert [one["sql"] for one in asked if not one["sql"].lstrip().upper().startswith("SELECT")] == []
    assert not {"registry_", "targeting_", "delivery_"} & {
        part for one in asked for part in ("registry_", "targeting_", "delivery_") if part in one["sql"]
    }
    assert not answer.cookies, "no session, and no token either"
    assert not Client().get(reverse("portal:finder")).cookies
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_sensitive_programme_is_named_to_nobody(catalogue):
    assert "HIV" not in text(Client().post(reverse("portal:finder"), GRANDMOTHER))


@pytest.mark.parametrize(
    "wrong", [{"size": "0"}, {"size": "999"}, {"size": "dua"}, GRANDMOTHER | {"m1_years": "200"},
              GRANDMOTHER | {"f_decile": "11"}, GRANDMOTHER | {"m1_school": "'; drop table"}],
)  # fmt: skip
def test_an_answer_that_cannot_be_is_told_beside_its_field(catalogue, wrong):
    assert Client().post(reverse("portal:finder"), wrong).status_code == 422


def test_words_that_no_rule_knows_are_passed_over(catalogue):
    answer = Client().post(
        reverse("portal:finder"), GRANDMOTHER | {"f___class__": "x", "m1_nik": "TERTULIS", "m99_sex": "P"}
    )
    assert answer.status_code == 200
    assert "TERTULIS" not in text(answer)
