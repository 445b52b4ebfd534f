"""The local welfare score as a criterion: taken in whole, ranked by, said to be indicative, and never a decision."""

import re

import numpy as np
import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InternalError, ProgrammingError, transaction
from django.urls import reverse

from cast import CITY, OESAPA, TODAY
from lontar.city.registry.models import LivingConditions
from lontar.city.targeting import actions, queries
from lontar.city.targeting.models import Decision, WelfareModel
from lontar.kit.gate import acting_as
from lontar.science.trouble import NotAllowed, Refusal
from lontar.science.welfare import train
from lontar.science.welfare.model import Survey
from targeting.conftest import GRANDMOTHER, family

pytestmark = pytest.mark.django_db
SOURCE = "Survei rekaan 2026"


def trained(*columns):
    """A model by which an earth floor (8) makes poor."""
    chance = np.random.default_rng(1)
    floor = chance.choice(["1", "8"], 200)
    consumption = np.exp(14 - 0.8 * (floor == "8") + chance.normal(0, 0.1, 200))
    table = pl.DataFrame({"consumption": consumption, "303_lantai": floor, "lain": chance.choice(["a", "b"], 200)})
    return train(table.select("consumption", *columns), Survey("consumption"), codes=["303_lantai"]).text().encode()


@pytest.fixture(scope="module")
def model():
    return trained("303_lantai")


def take_in(data, by, source=SOURCE):
    with acting_as(by):
        return actions.take_in_model(data, source=source, by=by, on=TODAY)


def with_floor(code, by):
    home = family(OESAPA, 1, GRANDMOTHER)
    if code:
        LivingConditions.objects.create(
            place_id=OESAPA, family=home, on=TODAY, source="officer", columns={"floor_material": code},
            version="regsosek-2022-k", by=by,
        )  # fmt: skip
    return home


def opened(kampung, by, *criteria):
    with acting_as(by):
        wish = actions.Wish(criteria=criteria)
        return actions.open_round(kampung["line"], place_id=CITY, wish=wish, by=by, on=TODAY)


def test_a_round_ranks_by_the_score_and_keeps_the_version_of_its_model(kampung, ester, yohanes, model, sign_in):
    with acting_as(ester):
        solid, earth, unknown = (with_floor(code, ester) for code in (1, 8, None))
    with pytest.raises(Refusal, match="Belum ada model"):
        opened(kampung, yohanes, "score")
    page = sign_in(ester).post(
        reverse("targeting:scores"), {"file": SimpleUploadedFile("m.json", model), "source": SOURCE}, follow=True
    )
    taken = WelfareModel.objects.get()
    assert taken.version in page.content.decode()
    assert "bukan desil DTSEN" in page.content.decode()
    round_ = opened(kampung, yohanes, "score", "decile")
    with acting_as(yohanes):
        round_ = actions.score_round(round_, by=yohanes, on=TODAY)
        ranks = dict(Decision.objects.filter(round=round_, rank__isnull=False).values_list("family_id", "rank"))
        first = queries.decision_of(round_.pk, earth.pk)
        low, high = queries.score_interval(round_, first.measures[0])
    assert (ranks[earth.pk], ranks[solid.pk]) == (1, 2)
    assert ranks[unknown.pk] > 2, "who has no score is not put before anybody"
    assert low < first.measures[0] < high
    assert round_.model == taken
    shown = sign_in(yohanes).get(reverse("targeting:round", args=[round_.pk])).content.decode()
    assert re.search(rf"{taken.version}.*indikatif, bukan desil DTSEN", shown)
    assert sign_in(yohanes).get(f"/api/rounds/{round_.pk}").json()["model"] == taken.version


def test_the_page_says_where_a_survey_had_few_clusters(ester, sign_in):
    chance = np.random.default_rng(1)
    floor = chance.choice(["1", "8"], 200)
    table = pl.DataFrame({
        "consumption": np.exp(14 - 0.8 * (floor == "8") + chance.normal(0, 0.1, 200)), "303_lantai": floor,
        "c": np.arange(200) % 4,
    })  # fmt: skip
    few = train(table, Survey("consumption", cluster="c"), codes=["303_lantai"])
    take_in(few.text().encode(), ester)
    assert "hanya 4 klaster" in sign_in(ester).get(reverse("targeting:scores")).content.decode()


def test_what_is_no_model_or_asks_for_what_nobody_keeps_is_refused(ester, yohanes, model):
    with pytest.raises(NotAllowed):
        take_in(model, yohanes)
    for data, source, says in (
        (b"{}", SOURCE, "bukan model"), (model.replace(b"0.", b"1.", 1), SOURCE, "diubah"), (model, "x", "survei mana"),
        (trained("303_lantai", "lain"), SOURCE, "tidak mencatat lain"), (b"x" * 2_000_001, SOURCE, "2 MB"),
    ):  # fmt: skip
        with pytest.raises(Refusal, match=says):
            take_in(data, ester, source)
    take_in(model, ester)
    with pytest.raises(Refusal, match="sudah dimasukkan"):
        take_in(model, ester)
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic(), acting_as(ester):
        WelfareModel.objects.update(source="lain")
