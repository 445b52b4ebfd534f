"""In a declared emergency goods go out first and stand in the book at once; who a name is, a person says later."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse

from cast import CAST, CITY, LASIANA, OESAPA, TODAY, officer
from lontar.city.ledger import queries as book
from lontar.city.registry.models import Happening
from lontar.city.stores import actions, queries
from lontar.city.stores.models import Emergency, Relief
from lontar.science.trouble import NotAllowed, Refusal
from town import build_town

DAYS = (TODAY - timedelta(days=2), TODAY + timedelta(days=12))


@pytest.fixture
def flood(shelves, acting, ester, yohanes):
    """A flood in Oesapa, declared; 50 kg of rice lie in the ward's store."""
    with acting(yohanes):
        load = actions.Load(shelves.rice.pk, 50, "SJ-2")
        actions.transfer_goods(shelves.city.pk, load, to_store_id=shelves.ward.pk, key="p", by=yohanes, on=TODAY)
    with acting(ester):
        return declare(ester)


def declare(by, place=OESAPA, days=DAYS, number="188/2026"):
    return actions.declare_emergency(place, number=number, what="Banjir rob", days=days, by=by, on=TODAY)


def give(flood, shelves, by, key="k-1", place=OESAPA, on=TODAY, **values):
    given = {"item_id": shelves.rice.pk, "quantity": 5, "persons": 4, "spot": "Posko SD", "paper": "DT-1", "name": ""}
    out = actions.Out(**(given | values))
    return actions.hand_out_relief(
        flood.pk, out, store_id=shelves.ward.pk, place_id=place, key=key, by=by, on=on
    )  # fmt: skip


def test_goods_go_out_by_name_or_by_count_and_are_in_the_book_at_once(flood, shelves, acting, maria):
    with acting(maria):
        counted = give(flood, shelves, maria, quantity=20, persons=80)
        named = give(flood, shelves, maria, key="k-2", name="Yuliana  Ndun")
        assert give(flood, shelves, maria, key="k-2", name="Yuliana Ndun").pk == named.pk
        assert (counted.state, named.state, named.name) == ("counted", "waiting", "Yuliana Ndun")
        assert book.balance_of("given:goods:beras-medium:53.71.03.1010") == 25
        (gone,) = queries.gone_out(maria, flood)
        assert (gone.quantity, gone.unit, gone.persons, gone.hand_overs) == (25, "kg", 84, 2)
        assert [(one.count, one.since) for one in queries.waiting_for(maria)] == [(1, TODAY)]
    assert "Yuliana" not in " ".join(entry.memo for entry in book.entries())


@pytest.mark.parametrize(
    ("values", "says"),
    [({"quantity": 51}, "hanya ada 50 kg"), ({"persons": 0}, "berapa orang"), ({"paper": ""}, "Isi ini"),
     ({"on": DAYS[1] + timedelta(days=1)}, "berakhir"), ({"place": LASIANA}, "di luar wilayah")],
)  # fmt: skip
def test_what_is_not_there_after_the_end_or_outside_of_the_area_is_refused(
    values, says, flood, shelves, acting, yohanes
):
    with acting(yohanes), pytest.raises(Refusal, match=says):
        give(flood, shelves, yohanes, **values)
    with acting(yohanes):
        assert Relief.objects.count() == 0


def test_a_person_says_which_family_a_name_is_and_then_the_name_is_gone(flood, shelves, acting, maria, ester):
    town = build_town(acting)
    with acting(maria):
        one = give(flood, shelves, maria, name="Yuliana Ndun")
        other = give(flood, shelves, maria, key="k-2", name="Orang Lewat")
        with pytest.raises(Refusal, match="Tidak ada keluarga"):
            actions.match_relief(one.pk, family_number="K-9999999", by=maria, on=TODAY)
        actions.match_relief(one.pk, family_number=town.families[0].local_number, by=maria, on=TODAY)
        actions.leave_unmatched(other.pk, note="Tamu dari luar kota", by=maria, on=TODAY)
        with pytest.raises(Refusal, match="sudah dicocokkan"):
            actions.match_relief(one.pk, family_number=town.families[1].local_number, by=maria, on=TODAY)
        kept = list(Relief.objects.order_by("pk").values_list("state", "name", "family_id"))
        assert kept == [("matched", "", town.families[0].pk), ("unknown", "", None)]
        story = Happening.objects.get(family=town.families[0], kind="relief")
        assert story.details == {"goods": "5 kg Beras medium", "what": "Banjir rob"}
        assert queries.waiting_for(maria) == []
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            Relief.objects.filter(pk=one.pk).update(state="waiting", name="Lain", family=None)


def test_a_family_whose_address_is_hidden_is_never_matched(flood, shelves, acting, maria, monkeypatch):
    town = build_town(acting)
    monkeypatch.setattr("lontar.city.registry.queries.shielded_families", set)
    with acting(maria):
        one = give(flood, shelves, maria, name="Yuliana Ndun")
        with pytest.raises(Refusal, match="dilindungi"):
            actions.match_relief(one.pk, family_number=town.families[0].local_number, by=maria, on=TODAY)
        assert Relief.objects.get(pk=one.pk).state == "waiting"


@pytest.mark.parametrize("username", CAST)
def test_each_role_declares_hands_out_and_matches_only_its_part(username, flood, shelves, acting, maria):
    who = officer(username)
    with acting(maria):
        named = give(flood, shelves, maria, key="nama", name="Salomi")
    with acting(who):
        if username == "ester":
            assert declare(who, CITY, number="189").pk
        else:
            with pytest.raises(NotAllowed):
                declare(who, CITY, number="189")
        if username in ("yohanes", "maria", "petrus"):
            assert give(flood, shelves, who).pk
        else:
            with pytest.raises(NotAllowed):
                give(flood, shelves, who)
        if username in ("ester", "yohanes", "maria"):
            assert actions.leave_unmatched(named.pk, note="Tidak dikenal", by=who, on=TODAY).state == "unknown"
        else:
            with pytest.raises(NotAllowed):
                actions.leave_unmatched(named.pk, note="Tidak dikenal", by=who, on=TODAY)


@pytest.mark.parametrize(
    ("days", "says"), [((TODAY + timedelta(days=1), DAYS[1]), "belum tiba"), ((TODAY, DAYS[0]), "tidak sebelum")]
)
def test_a_declaration_has_days_that_can_be_and_its_number_once(days, says, flood, acting, ester):
    with acting(ester):
        assert declare(ester).pk == flood.pk
        with pytest.raises(Refusal, match="sudah dicatat"):
            declare(ester, CITY)
        with pytest.raises(Refusal, match=says):
            declare(ester, days=days, number="190")
    assert Emergency.objects.count() == 1


def test_by_page_a_field_worker_hands_out_and_the_ward_officer_matches(flood, shelves, acting, sign_in, petrus, maria):
    town = build_town(acting)
    form = {
        "place": OESAPA, "store": shelves.ward.pk, "item": shelves.rice.pk, "quantity": 10, "persons": 5, "spot": "Posko SD",
        "name": "Yuliana Ndun", "paper": "DT-7", "key": "telepon-1",
    }  # fmt: skip
    client = sign_in(petrus)
    for _twice in range(2):
        done = client.post(reverse("stores:hand_out", args=[flood.pk]), form, follow=True).content.decode()
    assert "10 kg Beras medium diserahkan" in done
    assert "Y•••••• N•••" in done
    officer_of_ward = sign_in(maria)
    assert "Penerima darurat belum dicocokkan" in officer_of_ward.get(reverse("desk")).content.decode()
    with acting(maria):
        one = Relief.objects.get()
    assert "Yuliana" not in officer_of_ward.get(reverse("stores:unmatched")).content.decode()
    page = reverse("stores:match", args=[one.pk])
    wrong = officer_of_ward.post(page, {"verdict": "match", "family_number": "K-9999999"})
    assert wrong.status_code == 422
    officer_of_ward.post(page, {"verdict": "match", "family_number": town.families[0].local_number})
    assert "Semua nama sudah dicocokkan" in officer_of_ward.get(reverse("stores:unmatched")).content.decode()
    told = officer_of_ward.get(reverse("stores:emergencies")).content.decode()
    assert "188/2026" in told
    assert client.get(reverse("stores:declare")).status_code == 403


def test_a_telephone_that_sends_twice_hands_out_once(flood, shelves, sign_in, petrus):
    client = sign_in(petrus)
    body = {
        "store": shelves.ward.pk, "ward": "53.71.03.1010", "item": shelves.rice.pk, "quantity": 3, "persons": 2,
        "spot": "Posko SD", "paper": "DT-9", "name": "Salomi",
    }  # fmt: skip

    def send(**values):
        return client.post(
            f"/api/emergencies/{flood.pk}/hand-out", json.dumps(body | values), content_type="application/json",
            headers={"Idempotency-Key": "telepon-0001"},
        )  # fmt: skip

    first = send().json()
    assert send().json() == first
    assert (first["quantity"], first["unit"], first["state"], "name" in first) == (3, "kg", "waiting", False)
    assert send(quantity=-3).status_code == 422
    (told,) = client.get("/api/emergencies").json()["items"]
    assert (told["number"], told["place"]) == ("188/2026", "53.71.03.1010")
