"""Tagged as poverty budget, and what reached deciles 1 to 4 by name: reported apart."""

from datetime import date

import pytest
from django.urls import reverse

from cast import CITY, OESAPA, TODAY
from lontar.city.delivery import actions, frames
from lontar.city.delivery.models import Entitlement
from lontar.city.registry.models import Decile, Family
from town import AMOUNT, build_town

pytestmark = pytest.mark.django_db


KNOWN = date(2026, 7, 1)


@pytest.fixture
def town(acting, ester, yohanes, request):
    """Three families received: one of decile 2, one of decile 7, one of whom no decile is known."""
    built, known = build_town(acting), getattr(request, "param", KNOWN)
    with acting(ester):
        for family, decile in zip(built.families, (2, 7), strict=False):
            Family.objects.filter(pk=family.pk).update(decile=decile, decile_on=known)
            Decile.objects.create(
                place_id=family.place_id, family=family, decile=decile, version_on=known, source="DTSEN"
            )
        actions.entitle(built.make_round().pk, by=ester, on=TODAY)
        keys = list(Entitlement.objects.filter(place_id=OESAPA).values_list("pk", flat=True))
    with acting(yohanes):
        for key in keys:
            actions.hand_over(
                key, proof=actions.Proof("signed_list", "Daftar 1"), received_by="x", by=yohanes, on=TODAY
            )
    return built


def test_what_reached_deciles_1_to_4_is_told_apart_from_the_rest(town, ester, acting):
    with acting(ester):
        (found,) = frames.reach(CITY, since=date(2026, 1, 1), until=TODAY)
    assert (found.poor, found.others, found.unknown) == (AMOUNT, AMOUNT, AMOUNT)
    assert (found.families_poor, found.families_others, found.families_unknown) == (1, 1, 1)


@pytest.mark.parametrize("town", [date(2027, 1, 1)], indirect=True)
def test_a_decile_that_was_known_later_does_not_count_before(town, ester, acting):
    with acting(ester):
        (found,) = frames.reach(CITY, since=date(2026, 1, 1), until=TODAY)
    assert (found.poor, found.unknown) == (0, 3 * AMOUNT)


def test_the_page_and_the_api_tell_both_figures_with_what_is_not_known(town, ester, anna, sign_in):
    shown = sign_in(ester).get(reverse("delivery:reach")).content.decode()
    assert shown.count("figure-label") == shown.count("Sumber: ") - 1 > 1
    assert "Rp\u00a03\u00a0juta" in shown
    assert "33,3%" in shown
    told = sign_in(anna).get("/api/delivery/reach", {"year": 2026}).json()
    assert (told["tagged"], told["reached_deciles_1_to_4"]) == (10 * AMOUNT, AMOUNT)
    assert told["lines"][0]["families_decile_unknown"] == 1
    rows = b"".join(sign_in(anna).get(reverse("delivery:reach"), {"ekspor": "csv"}).streaming_content).decode()
    assert f"{AMOUNT},{AMOUNT},{AMOUNT},1,1,1" in rows


def test_a_year_without_hand_overs_is_unknown_not_nothing(ester, sign_in):
    told = sign_in(ester).get("/api/delivery/reach", {"year": 2026}).json()
    assert (told["tagged"], told["reached_deciles_1_to_4"], told["lines"]) == (None, None, [])
    assert "belum diketahui" in sign_in(ester).get(reverse("delivery:reach")).content.decode()
