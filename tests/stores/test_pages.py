"""The stores by page and by program: an officer takes goods in, counts them, and a second one confirms."""

import json

from django.urls import reverse

from cast import TODAY
from lontar.city.stores import actions, queries
from lontar.city.stores.models import Difference, Movement


def page(name, *args):
    return reverse(f"stores:{name}", args=args)


def test_an_officer_opens_a_store_names_goods_and_takes_them_in(db, sign_in, yohanes, acting):
    client = sign_in(yohanes)
    assert "Belum ada gudang" in client.get(page("stores")).content.decode()
    client.post(page("open_store"), {"name": "Gudang Dinas Sosial", "place": "5371000000"})
    assert "kg saja" in client.post(page("add_item"), {"name": "Beras", "unit": "5 kg saja"}).content.decode()
    client.post(page("add_item"), {"name": "Beras", "unit": "kg"})
    with acting(yohanes):
        (store,), (rice,) = queries.stores_for(yohanes), queries.items()
    form = {
        "item": rice.pk,
        "quantity": "250",
        "supplier": "CV Contoh",
        "document": "SJ-9",
        "arrived_on": "22/11/2026",
        "key": "satu-kunci",
    }
    for _twice in range(2):
        done = client.post(page("receive", store.pk), form, follow=True)
        assert "250 kg Beras masuk" in done.content.decode()
    told = client.get(page("stores")).content.decode()
    assert "250 kg Beras" in told
    assert "Seluruh kota" in told
    assert client.get(page("stores"), {"ekspor": "csv"}).status_code == 200
    wrong = client.post(page("receive", store.pk), form | {"quantity": "2,5", "key": "dua"})
    assert (wrong.status_code, Movement.objects.count()) == (422, 1)
    more = client.post(page("receive", store.pk), form | {"quantity": "1.000", "key": "tiga"}, follow=True)
    assert "1.000 kg Beras masuk" in more.content.decode(), "a thousand, never one"


def test_a_count_waits_on_the_desk_of_the_second_person_who_confirms_it(shelves, sign_in, yohanes, ester):
    client = sign_in(yohanes)
    form = {"item": shelves.rice.pk, "counted": "96", "reason": "", "key": "hitung"}
    assert client.post(page("count", shelves.city.pk), form).status_code == 422  # a difference needs its reason
    client.post(page("count", shelves.city.pk), form | {"reason": "Karung bocor"})
    one = Difference.objects.get()
    assert client.post(page("difference", one.pk), {"verdict": "confirm"}).status_code == 403
    second = sign_in(ester)
    assert "Selisih gudang menunggu orang kedua" in second.get(reverse("desk")).content.decode()
    assert "Stok di buku berkurang 4 kg" in second.get(page("difference", one.pk)).content.decode()
    done = second.post(page("difference", one.pk), {"verdict": "confirm"}, follow=True)
    assert "96 kg" in done.content.decode()


def test_a_program_takes_goods_in_and_elsewhere_once(shelves, sign_in, yohanes, acting):
    client = sign_in(yohanes)

    def send(verb, key="kunci-0001", **given):
        body = {"item": shelves.rice.pk, "quantity": 10, "document": "SJ-4", **given}
        return client.post(
            f"/api/stores/{shelves.city.pk}/{verb}", json.dumps(body), content_type="application/json",
            headers={"Idempotency-Key": key},
        )  # fmt: skip

    first = send("transfer", to_store=shelves.ward.pk).json()
    assert send("transfer", to_store=shelves.ward.pk).json() == first
    assert send("receive", supplier="CV Contoh").json()["kind"] == "received"
    assert send("transfer", "kunci-0002", to_store=shelves.ward.pk, quantity=1_000).status_code == 409
    assert send("receive", "kunci-0003", supplier="CV Contoh", quantity=-3).status_code == 422
    stores = {one["name"]: one["goods"] for one in client.get("/api/stores").json()["items"]}
    assert [lies["quantity"] for lies in stores["Gudang Oesapa"]] == [10]
    moves = client.get(f"/api/stores/{shelves.ward.pk}/movements").json()["items"]
    assert [(one["kind"], one["quantity"]) for one in moves] == [("moved", 10)]


def test_a_ward_officer_sees_and_counts_the_wards_store_alone(shelves, sign_in, maria):
    client = sign_in(maria)
    told = client.get(page("stores")).content.decode()
    assert "Gudang Oesapa" in told
    assert "Gudang Dinas Sosial" not in told
    assert client.get(page("store", shelves.city.pk)).status_code == 404
    assert client.get(page("count", shelves.ward.pk)).status_code == 200
    assert client.get(page("open_store")).status_code == 403


def test_losses_are_reported_moved_goods_seen_from_both_sides(shelves, sign_in, yohanes, acting):
    with acting(yohanes):
        load = actions.Load(shelves.rice.pk, 30, "SJ-5")
        actions.transfer_goods(shelves.city.pk, load, to_store_id=shelves.ward.pk, key="p", by=yohanes, on=TODAY)
    client = sign_in(yohanes)
    assert "ke Gudang Oesapa" in client.get(page("store", shelves.city.pk)).content.decode()
    assert "dari Gudang Dinas Sosial" in client.get(page("store", shelves.ward.pk)).content.decode()
    form = {"item": shelves.rice.pk, "quantity": 2, "reason": "Dimakan tikus", "key": "h"}
    client.post(page("lose", shelves.ward.pk), form)
    assert "Kehilangan yang dilaporkan" in client.get(page("differences")).content.decode()
