"""Who is chosen when there is not enough for all: quota, budget, order, draw, and a list that stays as it was."""

import hashlib

import pytest
from django.urls import reverse

from cast import CITY, OESAPA, TODAY
from lontar.city.targeting import actions, queries
from lontar.city.targeting.models import Decision, Round
from lontar.kit.gate import acting_as
from lontar.science.trouble import Refusal

pytestmark = pytest.mark.django_db


def scored(kampung, by, *, line="line", place=CITY, **wish):
    with acting_as(by):
        opened = actions.open_round(kampung[line], place_id=place, wish=actions.Wish(**wish), by=by, on=TODAY)
        return actions.score_round(opened, by=by, on=TODAY)


def standings(round_, by):
    with acting_as(by):
        return {one.family_id: one.standing for one in Decision.objects.filter(round=round_) if one.standing}


def test_the_poorest_are_chosen_up_to_the_quota_and_the_others_wait_in_their_order(kampung, yohanes):
    round_ = scored(kampung, yohanes, quota=1)
    assert standings(round_, yohanes)[kampung["baby"].pk] == "chosen", "decile 1 goes before decile 2"
    with acting_as(yohanes):
        ranks = list(
            Decision.objects.filter(round=round_, rank__isnull=False).order_by("rank").values_list("rank", "standing")
        )
    assert ranks == [(1, "chosen"), (2, "waiting"), (3, "waiting")]
    figures = queries.figures_of(round_)
    assert (figures.qualifies, figures.chosen, figures.waiting, figures.rupiah) == (3, 1, 2, 300_000)


def test_the_list_is_cut_where_the_next_family_would_exceed_the_rupiah(kampung, yohanes):
    round_ = scored(kampung, yohanes, budget=899_999)
    assert queries.figures_of(round_).rupiah == 600_000
    assert queries.figures_of(scored(kampung, yohanes, budget=900_000)).rupiah == 900_000


def test_rupiah_that_buy_nothing_for_anybody_are_refused(kampung, yohanes):
    with pytest.raises(Refusal, match="tidak cukup untuk satu keluarga pun") as refused:
        scored(kampung, yohanes, budget=1)
    assert refused.value.field == "budget"
    assert queries.figures_of(scored(kampung, yohanes, budget=300_000)).chosen == 1


def test_what_is_left_equal_is_drawn_by_a_seed_that_anybody_can_check(kampung, yohanes):
    round_ = scored(kampung, yohanes, seed="gong 2026", criteria=())
    with acting_as(yohanes):
        listed = list(
            Decision.objects.filter(round=round_, rank__isnull=False).order_by("rank").values_list("number", flat=True)
        )
    again = sorted(listed, key=lambda number: hashlib.sha256(f"gong 2026:{number}".encode()).hexdigest())
    assert listed == again
    assert len(set(listed)) == 3


def test_counting_again_draws_the_same(kampung, yohanes):
    round_ = scored(kampung, yohanes, quota=2)
    before, lists = standings(round_, yohanes), round_.counts["list_sha256"]
    with acting_as(yohanes):
        again = actions.score_round(round_, by=yohanes, on=TODAY)
    assert (standings(again, yohanes), again.counts["list_sha256"]) == (before, lists)


def test_families_are_ranked_by_what_was_stated_and_it_is_kept(kampung, yohanes):
    round_ = scored(kampung, yohanes, criteria=("elderly", "small_children", "decile"))
    with acting_as(yohanes):
        measures = {one.family_id: one.measures for one in Decision.objects.filter(round=round_, rank__isnull=False)}
        first = Decision.objects.get(round=round_, rank=3)
    assert measures[kampung["grandmother"].pk] == [1, 0, 2]
    assert measures[kampung["baby"].pk] == [0, 1, 1]
    assert first.family_id == kampung["baby"].pk, "the elderly go before small children here"


def test_whoever_waits_is_not_entitled(kampung, yohanes, ester):
    round_ = scored(kampung, yohanes, quota=1)
    with acting_as(ester):
        assert [family for family, _place, _amount in queries.qualifying(round_.pk)] == [kampung["baby"].pk]


@pytest.mark.parametrize(
    ("wish", "field", "words"),
    [
        ({"quota": 8}, "quota", "jumlah keluarga"),
        ({"quota": 0}, "quota", "paling sedikit satu"),
        ({"budget": 1_000_001}, "budget", "sisa pagu"),
        ({"budget": 0}, "budget", "rupiah penuh"),
        ({"criteria": ("decile", "decile")}, "criteria", "dua kali"),
        ({"criteria": ("income",)}, "criteria", "tidak dikenal"),
        ({"seed": "x"}, "seed", "Benih"),
        ({"outcome": "gift"}, "outcome", "keputusan atau usulan"),
    ],
)
def test_terms_that_cannot_be_kept_are_refused_beside_their_field(kampung, yohanes, wish, field, words):
    with pytest.raises(Refusal, match=words) as refused:
        scored(kampung, yohanes, **wish)
    assert refused.value.field == field
    assert not Round.objects.exists()


def test_the_city_does_not_decide_what_the_ministry_decides(kampung, yohanes):
    with pytest.raises(Refusal, match="bukan kota"):
        scored(kampung, yohanes, line="sembako", outcome="entitles")
    assert scored(kampung, yohanes, outcome="proposes").outcome == "proposes"


def test_an_operator_opens_a_round_with_a_quota_on_the_page_and_sees_who_waits(kampung, yohanes, sign_in):
    browser = sign_in(yohanes)
    asked = {"line": kampung["line"].pk, "place": CITY, "day": "", "quota": "2", "budget": "Rp 900.000",
             "first": "decile", "second": "elderly", "seed": ""}  # fmt: skip
    page = browser.post(reverse("targeting:open"), asked, follow=True).content.decode()
    assert "Benih undian" in page
    round_ = Round.objects.get()
    assert (round_.quota, round_.budget, round_.criteria) == (2, 900_000, ["decile", "elderly"])
    assert len(round_.seed) == 16
    again = browser.post(reverse("targeting:open"), asked)
    assert again.url == reverse("targeting:round", args=[round_.pk]), "pressed twice, opened once"
    waiting = browser.get(reverse("targeting:decisions", args=[round_.pk]), {"verdict": "waiting"}).content.decode()
    assert "daftar tunggu" in waiting
    assert waiting.count('data-label="Nomor lokal"') == 1


def test_a_quota_written_with_its_thousands_is_never_a_small_one(kampung, yohanes, sign_in):
    asked = {"line": kampung["line"].pk, "place": CITY, "day": "", "quota": "5.000", "first": "decile"}
    answer = sign_in(yohanes).post(reverse("targeting:open"), asked)
    assert answer.status_code == 422
    assert "Kuota 5.000 lebih besar" in answer.content.decode()
    assert not Round.objects.exists()


def test_a_quota_that_is_too_large_is_told_beside_its_field_and_no_round_is_left(kampung, yohanes, sign_in):
    asked = {"line": kampung["line"].pk, "place": OESAPA, "day": "", "quota": "900", "first": "decile"}
    answer = sign_in(yohanes).post(reverse("targeting:open"), asked)
    assert answer.status_code == 422
    assert "jumlah keluarga" in answer.content.decode()
    assert not Round.objects.exists()
