"""Programs meet the registry by the same walls, and never a name or a number in the clear."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from lontar.city.access import actions as access
from lontar.city.places import queries as places
from lontar.city.registry import jobs
from spreadsheets import MARIA, PETRUS, YOHANES, as_csv, cells

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(db):
    cache.clear()

    def of(officer):
        secret = access.issue_token(officer, label="uji", days=3, by=officer, on=places.today())
        return Client(headers={"Authorization": f"Bearer {secret}"})

    return of


@pytest.fixture
def bring(program, tmp_path):
    def brought(who, *people, **how):
        path = as_csv(tmp_path / "keluarga.csv", cells(*people))
        client = program(who)
        upload = SimpleUploadedFile("keluarga.csv", path.read_bytes())
        answer = client.post("/api/imports", {"file": upload} | how)
        assert answer.status_code == 202, answer.content
        for job in ProcrastinateJob.objects.filter(task_name="registry.import"):
            jobs.work_off_import(**job.args)
        return client, client.get(f"/api/imports/{answer.json()['id']}").json()

    return brought


def test_a_file_is_brought_and_its_run_looked_at(bring, ester):
    client, run = bring(ester, MARIA, YOHANES, PETRUS)
    assert (run["state"], run["counts"]["families_new"], run["refusal"]) == ("done", 2, None)
    page = client.get("/api/families?limit=1").json()
    assert page["items"][0]["ward"] == "53.71.03.1010"
    assert (page["items"][0]["size"], page["items"][0]["rt"], page["items"][0]["decile"]) == (2, "009", None)
    rest = client.get("/api/families", {"after": page["next"]}).json()
    assert [item["ward"] for item in rest["items"]] == ["53.71.01.1009"]
    assert rest["next"] is None
    assert client.get("/api/families?within=53.71.01").json()["items"] == rest["items"]
    assert client.get("/api/families?decile_most=4").json()["items"] == []


def test_a_family_is_masked_for_every_program(bring, ester):
    client, _run = bring(ester, MARIA, YOHANES)
    key = client.get("/api/families").json()["items"][0]["id"]
    answer = client.get(f"/api/families/{key}")
    family = answer.json()
    assert [(m["name"], m["relation"], m["age"]) for m in family["members"]] == [
        ("M•••• B•••", "head", 35), ("Y•••••• B•••", "child", 11),
    ]  # fmt: skip
    assert family["members"][0]["nik"] == "537103••••••0001"
    for secret in ("MARIA", MARIA["NIK"], MARIA["Nomor KK"], "1990-12-01"):
        assert secret not in answer.content.decode()


def test_findings_come_in_pages_in_the_shape_of_the_terminal(bring, ester):
    client, run = bring(ester, MARIA | {"NIK": ""}, PETRUS | {"Desa/Kel": "Osapa"}, mode="everything_or_nothing")
    assert (run["state"], run["refusal"] is not None) == ("refused", True)
    page = client.get(f"/api/imports/{run['id']}/findings?limit=1").json()
    (finding,) = page["items"]
    assert {key: finding[key] for key in ("severity", "sheet", "row", "column", "kind")} == {
        "severity": "error", "sheet": "", "row": 3, "column": "Desa/Kel", "kind": "ward_unknown",
    }  # fmt: skip
    assert "Oesapa" in finding["message"]
    rest = client.get(f"/api/imports/{run['id']}/findings", {"after": page["next"]}).json()
    assert [item["kind"] for item in rest["items"]] == ["nik_missing"]
    assert client.get(f"/api/imports/{run['id']}/findings?severity=warning").json()["items"] == rest["items"]


def test_a_ward_officers_program_meets_only_her_ward(bring, ester, maria, program):
    client, run = bring(ester, MARIA, PETRUS)
    (mine, other) = client.get("/api/families").json()["items"]
    hers = program(maria)
    assert [item["id"] for item in hers.get("/api/families").json()["items"]] == [mine["id"]]
    assert hers.get(f"/api/families/{other['id']}").status_code == 404
    assert hers.get(f"/api/imports/{run['id']}").status_code == 404


def test_the_analysts_program_opens_no_family_and_the_inspectors_brings_no_file(bring, ester, anna, daud, program):
    client, _run = bring(ester, MARIA)
    key = client.get("/api/families").json()["items"][0]["id"]
    assert program(anna).get("/api/families").status_code == 403
    assert program(anna).get(f"/api/families/{key}").status_code == 403
    assert program(daud).post("/api/imports", {}).status_code == 403


def test_a_file_that_is_missing_is_said_beside_its_field(program, ester):
    answer = program(ester).post("/api/imports", {"kind": "families"})
    assert answer.status_code == 422
    assert "file" in answer.json()["errors"][0]["field"]


def test_families_of_a_past_day_and_none_of_a_day_to_come(bring, ester):
    client, _run = bring(ester, MARIA, YOHANES, PETRUS)
    assert client.get("/api/families?on=2019-01-01").json()["items"] == []
    assert len(client.get(f"/api/families?on={places.today()}").json()["items"]) == 2
    refused = client.get("/api/families?on=2090-01-01")
    assert (refused.status_code, refused.json()["detail"]) == (409, "Hari itu belum tiba.")
