"""How wrong a list was: drawn by a seed, asked by somebody who does not know who was chosen, counted once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from cast import CITY, OESAPA, TODAY
from lontar.city.targeting import actions, queries
from lontar.city.targeting.models import Decision, Round, SampledHome, Survey
from lontar.kit.gate import acting_as
from lontar.science.trouble import NotAllowed, Refusal

pytestmark = pytest.mark.django_db
LATER = TODAY + timedelta(days=30)
LINE = {"line_amount": 600_000, "line_region": "NTT, perkotaan", "line_period": "Maret 2025", "line_source": "BPS"}


@pytest.fixture
def listed(kampung, yohanes):
    """A list of seven families in two wards, two of them chosen, as if two people had approved it."""
    from lontar.city.access.queries import officer_named

    with acting_as(yohanes):
        opened = actions.open_round(kampung["line"], place_id=CITY, by=yohanes, on=TODAY)
        round_ = actions.score_round(opened, by=yohanes, on=TODAY)
        Round.objects.filter(pk=round_.pk).update(
            state=Round.State.APPROVED, closed_by=officer_named("ester"), closed_on=TODAY
        )
        round_.refresh_from_db()
        assert Decision.objects.filter(round=round_, standing="chosen").count() == 3
    return round_


@pytest.fixture
def paulus(db):
    """Another field worker of the same ward."""
    from lontar.city.access import actions as access
    from lontar.city.access.queries import officer_named
    from lontar.kit.gate import Role

    agus = officer_named("agus")
    with acting_as(agus):
        return access.appoint(
            "paulus", name="Paulus Lapangan", role=Role.FIELD_WORKER, places=[OESAPA], agency=None, password=None,
            by=agus, on=TODAY,
        )  # fmt: skip


def plan(**more):
    return actions.SurveyPlan(**{"chosen": 3, "others": 4, "due": LATER, "seed": "gong 2026"} | LINE | more)


def drawn(round_, by, **more):
    with acting_as(by):
        return actions.open_survey(round_, plan(**more), by=by, on=TODAY)


def eats(amount):
    """Everything answered, so much of it for a week's rice."""
    form = queries.consumption_parameters().form_on(TODAY)
    return {item.key: amount if item.key == "grain" else 0 for item in form.items}


def ask(home, by, amounts=None, *, people=2, state="answered"):
    with acting_as(by):
        told = actions.Asked(state, TODAY, people, amounts)
        return actions.answer_home(home.pk, told, by=by, on=TODAY)


def test_from_the_draw_over_the_doors_to_a_result_with_its_interval(listed, ester, petrus, sign_in):
    survey = drawn(listed, ester)
    with acting_as(ester):
        homes = list(queries.sampled(survey))
    assert survey.frame == {"chosen": 3, "others": 4, "units": 2, "shielded": 0}
    assert len(homes) == 7
    assert all(home.first_n == home.first_of for home in homes)
    inside = [home for home in homes if home.place_id == OESAPA]
    poor = {home.pk for home in inside if home.part == "chosen"} | {
        next(home.pk for home in inside if home.part == "others")
    }
    for home in inside:
        ask(home, petrus, eats(70_000 if home.pk in poor else 700_000))
    with acting_as(ester):
        done = actions.close_survey(survey.pk, by=ester, on=TODAY)
    measures = done.results["measures"]
    # In Oesapa both chosen are poor, and one of the four others; for Lasiana's family the two of its part stand in.
    assert measures["exclusion"]["value"] == pytest.approx(1 / 4)
    assert (measures["leakage"]["value"], measures["inclusion"]["value"]) == (0, 0)
    assert measures["leakage"]["worst_high"] == pytest.approx(1 / 3)
    assert (done.results["known"], done.results["states"]["open"]) == (6, 1)
    page = sign_in(ester).get(reverse("targeting:survey", args=[survey.pk])).content.decode()
    for words in (
        "Kesalahan eksklusi",
        "Kesalahan inklusi",
        "Kebocoran",
        "25,0%",
        "6 dari 7 rumah",
        "600.000 per orang",
        "BPS",
        "gong 2026",
    ):
        assert words in page, words
    times = sign_in(ester).get(reverse("targeting:surveys")).content.decode()
    assert "25,0%" in times
    assert "selang kepercayaan 95%" in times
    (told,) = sign_in(ester).get("/api/surveys").json()["items"]
    assert told["known"] == 6
    assert {one["name"]: one["value"] for one in told["measures"]}["exclusion"] == pytest.approx(1 / 4)
    assert sign_in(ester).get(f"/api/surveys/{survey.pk}").json() == told
    file = sign_in(ester).get(reverse("targeting:survey", args=[survey.pk]) + "?ekspor=csv")
    assert b"peluang" in b"".join(file.streaming_content)


def test_who_asks_sees_no_list_and_what_is_left_empty_stays_unknown(listed, ester, petrus, sign_in):
    survey = drawn(listed, ester)
    client = sign_in(petrus)
    with acting_as(petrus):
        assert {one.count for one in queries.waiting_for(petrus) if one.url == reverse("targeting:homes")} == {6}
        home = queries.homes_to_ask(petrus).first()
    doors = client.get(reverse("targeting:homes")).content.decode()
    assert "Rumah contoh" in doors
    assert "terpilih" not in doors
    url = reverse("targeting:home", args=[home.pk])
    assert "terpilih" not in client.get(url).content.decode()
    refused = client.post(url, {"state": "answered", "asked_on": "22/11/2026"})
    assert refused.status_code == 422
    assert "Belum ada yang diisi" in refused.content.decode()
    kept = client.post(url, {"state": "answered", "asked_on": "22/11/2026", "people": "3", "grain": "90.000"})
    assert kept.status_code == 302
    with acting_as(petrus):
        found = SampledHome.objects.get(pk=home.pk)
    assert (found.amounts["grain"], found.amounts["fish"], found.poor, found.a_head) == (90_000, None, None, None)
    with acting_as(ester), pytest.raises(Refusal, match="Belum ada rumah"):
        actions.close_survey(survey.pk, by=ester, on=TODAY)


def test_only_whoever_asked_mends_an_answer_and_nobody_after_the_close(listed, ester, petrus, paulus):
    survey = drawn(listed, ester)
    with acting_as(petrus):
        home = queries.homes_to_ask(petrus).first()
    ask(home, petrus, eats(70_000))
    assert ask(home, petrus, eats(700_000)).poor is False
    with pytest.raises(Refusal, match="petugas lain"):
        ask(home, paulus, eats(70_000))
    with acting_as(ester):
        actions.close_survey(survey.pk, by=ester, on=TODAY)
        assert not queries.homes_to_ask(petrus).exists()
    with pytest.raises(Refusal, match="sudah ditutup"):
        ask(home, petrus, eats(70_000))


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"chosen": 1}, "Tulis 2 sampai"), ({"due": TODAY}, "sudah lewat"), ({"line_amount": 0}, "garis kemiskinan"),
        ({"line_source": " "}, "sumbernya"), ({"seed": "x"}, "Benih undian"), ({"units": 1}, "Tulis 2 sampai"),
        ({"chosen": 4}, "Hanya ada 3 keluarga terpilih"), ({"others": 5}, "Hanya ada 4 keluarga tidak terpilih"),
        ({"units": 3, "chosen": 2, "others": 2}, "Hanya ada 2 RT"),
        ({"units": 2, "chosen": 2, "others": 5}, "Di satu RT paling banyak ada 4"),
    ],
)  # fmt: skip
def test_a_draw_that_makes_no_sense_is_refused_and_nothing_is_drawn(listed, ester, more, says):
    with pytest.raises(Refusal, match=says):
        drawn(listed, ester, **more)
    assert not Survey.objects.exists()


def test_a_list_that_may_still_change_is_not_measured_nor_twice_at_once_nor_by_who_asks(
    listed, ester, yohanes, petrus, maria
):
    with acting_as(yohanes), pytest.raises(NotAllowed):
        actions.open_survey(listed, plan(), by=yohanes, on=TODAY)
    survey = drawn(listed, ester)
    with pytest.raises(Refusal, match="masih ditanyai"):
        drawn(listed, ester)
    with acting_as(ester):
        home = queries.sampled(survey).first()
    for other in (ester, maria):
        with pytest.raises(NotAllowed):
            ask(home, other, eats(5))
    with acting_as(petrus):
        assert not queries.surveys_for(petrus).exists()
    with acting_as(yohanes):
        Round.objects.filter(pk=listed.pk).update(state=Round.State.SCORED)
    with acting_as(ester), pytest.raises(Refusal, match="belum disetujui"):
        actions.open_survey(listed, plan(), by=ester, on=TODAY)


def test_the_database_keeps_chances_and_answers_sound(listed, ester):
    survey = drawn(listed, ester, units=2, chosen=2, others=3)
    with acting_as(ester):
        home = queries.sampled(survey).first()
        for wrong in ({"first_of": 0}, {"state": "answered"}, {"poor": True}):
            with pytest.raises(IntegrityError), transaction.atomic():
                SampledHome.objects.filter(pk=home.pk).update(**wrong)


def test_erasing_somebody_takes_what_their_home_answered_and_leaves_the_result(listed, ester, petrus, kampung):
    from lontar.city.registry import queries as registry

    survey = drawn(listed, ester)
    with acting_as(petrus):
        home = queries.homes_to_ask(petrus).get(family=kampung["grandmother"])
    ask(home, petrus, eats(70_000))
    with acting_as(ester):
        actions.close_survey(survey.pk, by=ester, on=TODAY)
        ((person, _name),) = registry.names_in([home.family_id])[home.family_id]
        times = registry.belongings_of(registry.person_or_none(person))
        assert "grain 70000" in str(queries.held_about(times, "id", ester).rows)
        actions.forget(person, [home.family_id])
        left = SampledHome.objects.get(pk=home.pk)
    assert (left.amounts, left.people, left.poor) == ({}, None, None)
    assert Survey.objects.get(pk=survey.pk).results["known"] == 1
