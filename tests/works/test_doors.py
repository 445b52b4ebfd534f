"""Works by page on a telephone and by program, what waits for whom, and what everybody may see of them."""

import base64
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cast import OESAPA, TODAY, officer
from lontar.city.ledger import queries as book
from lontar.city.works import actions, queries
from lontar.city.works.models import Photo, Report, Tranche, Work
from works.conftest import COST, confirmed, drain, houses, paid, picture, reported

pytestmark = pytest.mark.django_db
STAGES = {
    "s0-name": "Titik nol", "s0-progress": "0", "s0-share": "30", "s1-name": "Saluran tergali", "s1-progress": "50",
    "s1-share": "40", "s2-name": "Selesai", "s2-progress": "100", "s2-share": "30", "s3-name": "",
}  # fmt: skip
PLANNED = {
    "kind": "drain", "way": "contract", "builder": "CV Contoh", "contract": "SPK 1", "cost": "100.000.001", "place": OESAPA,
    "since": "01/11/2026", "until": "31/12/2026", "title": "Saluran RT 003", "spot": "RT 003", "homes": "40", "key": "k-1",
}  # fmt: skip


def upload(name):
    return SimpleUploadedFile(f"{name}.jpg", picture(), content_type="image/jpeg")


def page(client, name, *args, data=None, **query):
    address = reverse(f"works:{name}", args=args)
    answer = client.get(address, query) if data is None else client.post(address, data, follow=True)
    return answer.content.decode().replace("\xa0", " ")


def test_from_the_plan_to_the_payment_by_page(works_town, sign_in, yohanes, petrus, maria, tobias, ester, acting):
    operator = sign_in(yohanes)
    said = page(operator, "plan", data=PLANNED | STAGES | {"line": works_town.line.pk})
    assert "Rp 100.000.001 dijanjikan dari pagunya" in said
    with acting(yohanes):
        work = Work.objects.get()
    telephone = sign_in(petrus)
    assert "Foto sesudah" not in page(telephone, "report", work.pk)  # nothing is built yet
    sent = {
        "before": upload("sebelum"),
        "seen_on": "22/11/2026",
        "latitude": "-10.15",
        "longitude": "123.6",
        "key": "l-1",
    }
    assert "Orang kedua memeriksa" in page(telephone, "report", work.pk, data=sent)
    ward = sign_in(maria)
    assert "Tahap pekerjaan menunggu orang kedua" in ward.get(reverse("desk")).content.decode()
    with acting(maria):
        report, photo = Report.objects.get(), Photo.objects.get()
    assert (report.latitude, report.longitude) == (-10.15, 123.6)
    assert "termin Rp 30.000.000 dapat diminta" in page(ward, "settle", report.pk)
    assert "Tahap disahkan" in page(ward, "settle", report.pk, data={"verdict": "confirm", "photos_open": "on"})
    assert "Termin yang dapat diminta" in operator.get(reverse("desk")).content.decode()
    assert "Termin diminta" in page(operator, "ask", work.pk, 1, data={"spm_number": "SPM 1"})
    with acting(tobias):
        tranche = Tranche.objects.get()
    treasury = sign_in(tobias)
    assert "Termin menunggu dicairkan" in treasury.get(reverse("desk")).content.decode()
    wrong = {"sp2d_number": "SP2D 1", "sp2d_on": "22/11/2026", "amount": "30.000.001"}
    assert "Periksa angka di SP2D" in page(treasury, "tranche", tranche.pk, data=wrong)
    assert "Pencairan dicatat di buku" in page(treasury, "tranche", tranche.pk, data=wrong | {"amount": "30.000.000"})
    told = page(sign_in(ester), "work", work.pk)
    assert all(one in told for one in ("Disahkan", "Rp 30.000.000", "dicairkan", f"/pekerjaan/foto/{photo.pk}/"))
    money = sign_in(ester).get(reverse("delivery:money_of_line", args=[works_town.line.pk])).content.decode()
    assert "Dibayar untuk pekerjaan" in money
    picture_ = sign_in(ester).get(reverse("works:photo", args=[photo.pk]))
    assert (picture_["Content-Type"], picture_.content[:2]) == ("image/jpeg", b"\xff\xd8")


def test_a_plan_with_wrong_stages_says_so_on_the_form_and_promises_nothing(works_town, sign_in, yohanes, acting):
    form = PLANNED | STAGES | {"line": works_town.line.pk, "s2-share": "20"}
    assert "bersama 100 persen; sekarang 90" in page(sign_in(yohanes), "plan", data=form)
    assert "Rupiah" in page(sign_in(yohanes), "plan", data=form | {"cost": "12,5"})
    with acting(yohanes):
        assert Work.objects.count() == 0
        assert book.entries().count() == 0


def test_nobody_else_chooses_the_ward_and_the_kind_of_a_work(works_town, sign_in, yohanes, acting):
    operator = sign_in(yohanes)
    assert page(operator, "plan").count('<option value="" selected>pilih …') == 2
    form = PLANNED | STAGES | {"line": works_town.line.pk, "place": ""}
    assert operator.post(reverse("works:plan"), form).status_code == 422
    with acting(yohanes):
        assert Work.objects.count() == 0


def test_houses_are_planned_from_a_list_with_the_names_covered(houses_town, sign_in, yohanes, acting, maria):
    round_ = houses_town.make_round(amount=COST)
    operator = sign_in(yohanes)
    assert f"/pekerjaan/rumah/{round_.pk}/" in page(operator, "lists")
    shown = page(operator, "houses", round_.pk)
    assert "Y•••••• N•••" in shown
    assert "Yuliana" not in shown
    chosen = [one.pk for one in houses_town.families[:2]]
    form = PLANNED | STAGES | {"families": chosen, "kind": "house", "way": "self_help"}
    assert "2 rumah direncanakan" in page(operator, "houses", round_.pk, data=form)
    ward = sign_in(maria)
    assert "Yuliana" not in page(ward, "works")
    with acting(maria):
        house = Work.objects.first()
    confirmed(house, 1)
    with acting(maria):
        photo = Photo.objects.filter(work=house).first()
    assert "Foto ditutup bersama nama" in page(ward, "work", house.pk)
    assert ward.get(reverse("works:photo", args=[photo.pk])).status_code == 302
    family = ward.get(reverse("registry:family", args=[house.family_id])).content.decode()
    assert "Rumah akan dibangun" in family


def test_everybody_sees_an_areas_work_by_ward_and_nothing_of_a_familys_house(houses_town, client, acting, yohanes):
    from lontar.city.access.queries import agency_by_code
    from lontar.city.programmes.models import Budget, Line

    (house,) = houses(houses_town)
    confirmed(house, 1)
    with acting(officer("ester")):
        line = Line.objects.create(
            place_id=houses_town.line.place_id, year=2026, key="drainase", name="Drainase", agency=agency_by_code("dinas-sosial"),
            reach="by_area", pillar="pockets", gives="works",
        )  # fmt: skip
        Budget.objects.create(line=line, fund="city", amount=COST, document="DPA", set_on=TODAY)
    work = drain(line, yohanes)
    confirmed(work, 1)
    paid(work, 1)
    confirmed(work, 2)
    overview, ward = (
        client.get("/pembangunan/").content.decode().replace("\xa0", " "),
        client.get("/pembangunan/53.71.03.1010/").content.decode().replace("\xa0", " "),
    )
    assert "Rp 30.000.000" in overview
    assert all(one in ward for one in ("Saluran RT 003", "50%", "Rp 100.000.001", "CV Contoh", "Saluran tergali"))
    assert "Kelompok Contoh" not in overview + ward
    assert house.number not in ward
    with acting(yohanes):
        shown, hidden = (Photo.objects.filter(work=one).first().pk for one in (work, house))
    assert client.get(f"/pembangunan/foto/{shown}/")["Content-Type"] == "image/jpeg"
    assert client.get(f"/pembangunan/foto/{hidden}/").status_code == 404


def test_what_is_late_waits_on_the_desk_of_the_ward_the_agency_and_the_planner(
    works_town, sign_in, yohanes, maria, ester, tobias
):
    drain(works_town.line, yohanes, until=TODAY - timedelta(days=1))
    for who in (yohanes, maria, ester):
        assert "Pekerjaan lewat waktu" in sign_in(who).get(reverse("desk")).content.decode()
    assert "lewat waktu" in page(sign_in(maria), "works", keadaan="late")
    assert "Pekerjaan lewat waktu" not in sign_in(tobias).get(reverse("desk")).content.decode()


def test_by_program_a_stage_is_reported_confirmed_asked_for_and_paid_each_once(
    work, call, petrus, maria, yohanes, tobias, acting
):
    sent = {"position": 1, "seen_on": TODAY.isoformat(), "before": base64.b64encode(picture()).decode()}
    first, again = (call(petrus, "POST", f"works/{work.pk}/stages", sent) for _twice in range(2))
    assert (first.status_code, first.json()) == (200, again.json())
    report = first.json()["id"]
    assert call(maria, "POST", f"works/reports/{report}/verdict", {"verdict": "confirm"}).json()["state"] == "confirmed"
    asked = call(yohanes, "POST", f"works/{work.pk}/tranches", {"position": 1, "spm_number": "SPM 1"}).json()
    pay = {"sp2d_number": "SP2D 1", "sp2d_on": TODAY.isoformat(), "amount": 30_000_000}
    assert call(tobias, "POST", f"tranches/{asked['id']}/paid", pay | {"amount": 1}).status_code == 409
    done = [call(tobias, "POST", f"tranches/{asked['id']}/paid", pay).json() for _twice in range(2)]
    assert [one["state"] for one in done] == ["paid", "paid"]
    told = call(yohanes, "GET", f"works/{work.pk}").json()
    assert (told["paid"], told["progress"], told["stages"][0]["payment_state"]) == (30_000_000, 0, "paid")
    assert call(yohanes, "GET", "works").json()["items"][0]["number"] == work.number
    bad = call(
        petrus, "POST", f"works/{work.pk}/stages", sent | {"position": 2, "after": "bukan-base64!"}, key="kunci-0002"
    )
    assert bad.status_code == 409
    assert bad["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("breaks", ["ledger.post", "record", "open_for"])
def test_a_payment_that_breaks_at_a_write_leaves_nothing_and_is_done_whole_the_next_time(
    work, breaks, monkeypatch, acting, yohanes, tobias
):
    confirmed(work, 1)
    with acting(yohanes):
        asked = actions.ask_tranche(work.pk, 1, spm_number="SPM 1", by=yohanes, on=TODAY)
    paper = {"sp2d_number": "S", "sp2d_on": TODAY, "amount": "30000000", "by": tobias, "on": TODAY}

    def dies(*_args, **_values):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken, acting(tobias):
        broken.setattr(f"lontar.city.works.actions.tranches.{breaks}", dies)
        with pytest.raises(KeyboardInterrupt):
            actions.pay_tranche(asked.pk, **paper)
    with acting(yohanes):
        assert Tranche.objects.get().state == "asked"
        assert sum(one.amount for one in book.totals(["built"], purpose="2026:drainase")) == 0
    with acting(tobias):
        assert actions.pay_tranche(asked.pk, **paper).state == "paid"


def test_a_report_that_breaks_between_its_photos_leaves_nothing(work, monkeypatch, acting, petrus):
    with monkeypatch.context() as broken:
        broken.setattr(
            "lontar.city.works.actions.stages.record", lambda *_a, **_v: (_ for _ in ()).throw(KeyboardInterrupt)
        )
        with pytest.raises(KeyboardInterrupt):
            reported(work, 1, petrus)
    with acting(petrus):
        assert (Report.objects.count(), Photo.objects.count()) == (0, 0)
        assert queries.next_step(queries.steps_of(work)).stage.position == 1
    assert reported(work, 1, petrus).state == "waiting"
