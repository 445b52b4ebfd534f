"""A defect has a picture of what is wrong and one of how it was mended; by page and by program."""

import base64

import pytest
from django.urls import reverse

from cast import TODAY
from lontar.city.works import actions, queries
from lontar.city.works.models import Defect, Photo
from lontar.kit.gate import acting_as
from lontar.kit.sealing import unseal
from lontar.science.trouble import Refusal
from works.conftest import confirmed, houses, picture
from works.test_doors import page, upload

pytestmark = pytest.mark.django_db


def noted(work, by, **values):
    with acting_as(by):
        return actions.note_defect(work.pk, what="Dinding retak", photo=picture(), by=by, on=TODAY, **values)


def test_a_defect_is_noted_and_mended_with_pictures_from_the_page(work, sign_in, petrus, maria, ester, acting, client):
    confirmed(work, 1)
    told = {"what": "Dinding retak", "photo": upload("retak"), "key": "d-1"}
    assert "Kerusakan dicatat" in page(sign_in(petrus), "defect", work.pk, data=told)
    with acting(maria):
        defect = Defect.objects.get()
    mended = {"note": "Sudah ditambal", "photo": upload("tambal")}
    assert "Perbaikan dicatat" in page(sign_in(maria), "mend", work.pk, defect.pk, data=mended)
    with acting(ester):
        photos = list(Photo.objects.filter(defect=defect).order_by("side"))
        assert [(one.side, one.report_id) for one in photos] == [("after", None), ("before", None)]
        assert unseal(photos[0].cipher).startswith(b"\xff\xd8")
        assert [len(step.photos) for step in queries.steps_of(work)] == [2, 0, 0]
    shown = page(sign_in(ester), "work", work.pk)
    for one in photos:
        assert reverse("works:photo", args=[one.pk]) in shown
        assert client.get(f"/pembangunan/foto/{one.pk}/").status_code == 404  # nobody opened it for everybody


def test_the_picture_of_a_defect_of_a_house_is_covered_with_the_names_and_emptied_when_the_family_is_erased(
    houses_town, sign_in, maria, petrus, ester, acting
):
    from django.db import connection

    (house,) = houses(houses_town)
    noted(house, petrus, key="d-1")
    with acting(maria):
        photo = Photo.objects.get()
    assert "Foto ditutup bersama nama" in page(sign_in(maria), "work", house.pk)
    assert sign_in(maria).get(reverse("works:photo", args=[photo.pk])).status_code == 302
    with acting(ester):
        with connection.cursor() as cursor:
            cursor.execute("SELECT works_forget(%s::bigint[])", [[house.family_id]])
        assert bytes(Photo.objects.get().cipher) == b""


def test_a_defect_with_a_picture_that_cannot_be_read_is_not_noted_at_all(work, acting, petrus):
    with acting(petrus):
        with pytest.raises(Refusal) as refused:
            actions.note_defect(work.pk, what="Dinding retak", photo=b"bukan", key="d-1", by=petrus, on=TODAY)
        assert (refused.value.field, Defect.objects.count(), Photo.objects.count()) == ("photo", 0, 0)


def test_by_program_a_work_is_planned_found_faulty_mended_handed_over_or_stopped(
    works_town, call, yohanes, petrus, maria, acting
):
    wished = {
        "line": works_town.line.pk, "place": "53.71.03.1010", "title": "Saluran RT 003", "spot": "RT 003", "homes": 12,
        "kind": "drain", "way": "self_help", "builder": "Kelompok Contoh", "contract": "RKS 1", "cost": 10_000,
        "others": {"self_help": 500}, "since": TODAY.isoformat(), "until": TODAY.isoformat(),
        "stages": [{"name": "Titik nol", "progress": 0, "share": 30}, {"name": "Selesai", "progress": 100, "share": 70}],
    }  # fmt: skip
    first, again = (call(yohanes, "POST", "works", wished).json() for _twice in range(2))
    assert (first, first["whole"], first["others"], first["fund"]) == (again, 10_500, 500, "city")
    assert call(yohanes, "POST", "works", wished | {"place": "99.99.99.9999"}, key="kunci-0009").status_code == 409
    assert call(maria, "POST", "works", wished, key="kunci-0008").status_code == 403
    key, photo = first["id"], base64.b64encode(picture()).decode()
    wrong = {"what": "Dinding retak", "photo": photo}
    defect, twin = (call(petrus, "POST", f"works/{key}/defects", wrong, key="kunci-0002").json() for _twice in range(2))
    assert defect == twin
    assert call(petrus, "POST", f"works/defects/{defect['id']}/mended", {"note": "Ditambal"}).status_code == 403
    bad = {"note": "Ditambal", "photo": "bukan-base64!"}
    assert call(maria, "POST", f"works/defects/{defect['id']}/mended", bad).status_code == 409
    mended = call(maria, "POST", f"works/defects/{defect['id']}/mended", {"note": "Ditambal", "photo": photo}).json()
    assert mended["state"] == "mended"
    paper = {"number": "BAST 1", "handed_on": TODAY.isoformat()}
    assert call(yohanes, "POST", f"works/{key}/handed-over", paper).status_code == 409
    with acting(yohanes):
        work = queries.work_or_refuse(key, yohanes)
    for position in (1, 2):
        confirmed(work, position)
    done = [call(yohanes, "POST", f"works/{key}/handed-over", paper).json() for _twice in range(2)]
    assert [one["state"] for one in done] == ["handed_over", "handed_over"]
    other = call(yohanes, "POST", "works", wished, key="kunci-0003").json()
    assert (
        call(yohanes, "POST", f"works/{other['id']}/stopped", {"reason": "Lahan bermasalah"}).json()["state"]
        == "stopped"
    )
    told = call(yohanes, "GET", f"works/{key}").json()
    assert (told["shares"], [one["state"] for one in told["defects"]]) == ({"self_help": 500}, ["mended"])


def test_by_program_houses_are_planned_from_a_decreed_list_each_once(houses_town, call, yohanes):
    round_ = houses_town.make_round(amount=10_000)
    wished = {
        "families": [one.pk for one in houses_town.families[:2]], "kind": "house", "way": "self_help",
        "builder": "Kelompok Contoh", "contract": "RKS 1", "cost": 10_000, "others": {"self_help": 2_500},
        "since": TODAY.isoformat(), "until": TODAY.isoformat(),
        "stages": [{"name": "Selesai", "progress": 100, "share": 100}],
    }  # fmt: skip
    first, again = (call(yohanes, "POST", f"works/rounds/{round_.pk}/houses", wished).json() for _twice in range(2))
    assert (first, [one["whole"] for one in first]) == (again, [12_500, 12_500])
    assert "Yuliana" not in str(first)
    dear = wished | {"families": [houses_town.families[2].pk], "cost": 10_001}
    assert call(yohanes, "POST", f"works/rounds/{round_.pk}/houses", dear, key="kunci-0007").status_code == 409
