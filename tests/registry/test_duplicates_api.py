"""Duplicates for programs: the same roles, the same walls, no name and no number."""

import json

import pytest

from cast import LASIANA
from lontar.city.registry.models import Merge, Pair
from registry.records import family, pair, person

pytestmark = pytest.mark.django_db
NIK = "5371031707870001"


@pytest.fixture
def found(acting, ester):
    with acting(ester):
        one = person("Johanis Nalle", family(kk="5371030101200001"), nik=NIK)
        return pair(one, person("Yohanis Nalle", family()))


@pytest.fixture
def send(sign_in):
    def sent(who, address, **said):
        return sign_in(who).post(f"/api/{address}", json.dumps(said), content_type="application/json")

    return sent


def test_a_pair_is_told_with_its_reasons_and_without_a_name(sign_in, maria, found):
    told = sign_in(maria).get(f"/api/duplicates/{found.pk}").json()
    assert told["start"] + sum(one["weight"] for one in told["reasons"]) == pytest.approx(told["weight"])
    assert {one["level"] for one in told["reasons"]} >= {"mother.unknown", "sex.same"}
    assert told["persons"] == [found.person_a_id, found.person_b_id]
    for secret in ("Nalle", NIK, "5371030101200001"):
        assert secret not in json.dumps(told)
    listed = sign_in(maria).get("/api/duplicates", {"state": "waiting"}).json()["items"]
    assert [one["id"] for one in listed] == [found.pk]


def test_a_program_decides_as_its_officer_and_takes_back(send, acting, maria, ester, found):
    answer = send(
        maria, f"duplicates/{found.pk}/decision", verdict="same", survivor=found.person_b_id, why="KTP dilihat"
    )
    assert (answer.status_code, answer.json()["state"]) == (200, "same")
    with acting(maria):
        assert (Merge.objects.get().survivor_id, Pair.objects.get().why) == (found.person_b_id, "KTP dilihat")
    second = send(ester, f"duplicates/{found.pk}/decision", verdict="different")
    assert second.status_code == 409
    assert "Maria Kelurahan" in second.json()["detail"]
    assert send(ester, f"duplicates/{found.pk}/undo").json()["state"] == "waiting"


@pytest.mark.parametrize(
    "said", [{}, {"verdict": "maybe"}, {"verdict": "same", "survivor": -1}, {"verdict": "same", "why": "x\0"}]
)
def test_what_is_no_verdict_is_told_field_by_field(send, maria, found, said):
    answer = send(maria, f"duplicates/{found.pk}/decision", **said)
    assert answer.status_code == 422
    assert answer.json()["errors"]


def test_half_of_a_pair_is_not_there(send, sign_in, acting, maria, ester):
    with acting(ester):
        across = pair(person("Ferdy Radja", family()), person("Ferdi Radja", family(LASIANA)))
    assert sign_in(maria).get(f"/api/duplicates/{across.pk}").status_code == 404
    assert send(maria, f"duplicates/{across.pk}/decision", verdict="same").status_code == 404
    assert send(maria, f"duplicates/{across.pk}/undo").status_code == 404


def test_a_search_is_asked_for_and_followed(send, sign_in, maria, ester):
    begun = send(ester, "duplicate-searches")
    assert (begun.status_code, begun.json()["state"]) == (202, "waiting")
    assert send(ester, "duplicate-searches").status_code == 409
    assert [one["id"] for one in sign_in(ester).get("/api/duplicate-searches").json()["items"]] == [begun.json()["id"]]
    assert sign_in(maria).get("/api/duplicate-searches").json()["items"] == [], (
        "what is the whole city's is not a ward's"
    )
