"""Whoever has only the published payload, and subtracts all they like, learns no number under five."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from lontar.city.portal.frames import Counted, Offer, Ward, compose
from lontar.science.disclosure import MARGIN

PLACE = {"id": 1, "code": "53.71", "name": "Kota", "made_up": True}
TODAY = date(2026, 11, 22)
amounts = st.one_of(st.just(0), st.integers(0, 7), st.integers(0, 50))


@st.composite
def counted_cities(draw):
    offers = draw(st.integers(1, 4))
    wards = draw(st.integers(1, 6))
    secret = draw(st.lists(st.booleans(), min_size=offers, max_size=offers))
    families = {(str(w), f"o{o}"): draw(amounts) for w in range(wards) for o in range(offers)}
    return Counted(
        offers=tuple(
            Offer(f"o{o}", f"Program {o}", "Dinas", "burden", "city", "by_name", secret[o], 10**9, None)
            for o in range(offers)
        ),
        wards=tuple(Ward(w, f"Kelurahan {w}", "Kecamatan", w, 0) for w in range(wards)),
        families=families,
        rupiah={key: n * (100_000 + 50_000 * int(key[1][1:])) for key, n in families.items()},
        reached=max(families.values(), default=0),
    )


def bounds(payload):
    """The tightest bounds that adding and subtracting along rows and columns gives, starting from nothing."""
    table = payload["table"]
    shown = {(row, column): count for row, column, count, _amount in table["cells"]}
    low = {key: count if count is not None else 0 for key, count in shown.items()}
    high = {key: count if count is not None else 10**6 for key, count in shown.items()}
    lines = [[(row, c) for c in [*table["columns"], MARGIN]] for row in [*table["rows"], MARGIN]]
    lines += [[(r, column) for r in [*table["rows"], MARGIN]] for column in [*table["columns"], MARGIN]]
    moved = True
    while moved:
        moved = False
        for *parts, whole in lines:
            ends = [(whole, sum(low[p] for p in parts), sum(high[p] for p in parts))]
            for part in parts:
                others = [p for p in parts if p != part]
                ends.append(
                    (part, low[whole] - sum(high[p] for p in others), high[whole] - sum(low[p] for p in others))
                )
            for key, least, most in ends:
                if least > low[key] or most < high[key]:
                    low[key], high[key], moved = max(low[key], least), min(high[key], most), True
    return low, high


@settings(deadline=None, max_examples=80)
@given(counted_cities())
def test_no_small_number_can_be_worked_out(city):
    payload = compose(city, place=PLACE, until=TODAY, earlier=[])
    low, high = bounds(payload)
    secret = {offer.key for offer in city.offers if offer.sensitive}
    for (ward, offer), families in city.families.items():
        if 1 <= families < 5 and offer not in secret:
            assert high[ward, offer] >= 5
            assert low[ward, offer] == 0


@settings(deadline=None, max_examples=80)
@given(counted_cities())
def test_a_covered_number_takes_its_rupiah_with_it(city):
    payload = compose(city, place=PLACE, until=TODAY, earlier=[])
    for _row, _column, count, rupiah in payload["table"]["cells"]:
        assert count is not None or rupiah is None
    for offer in payload["offers"]:
        assert offer["families"] is not None or offer["paid"] is None
    if any(offer["paid"] is None for offer in payload["offers"]):
        assert payload["total"]["paid"] is None


@settings(deadline=None, max_examples=60)
@given(counted_cities())
def test_a_sensitive_offer_has_no_ward_anywhere_in_the_payload(city):
    payload = compose(city, place=PLACE, until=TODAY, earlier=[])
    secret = {offer.key for offer in city.offers if offer.sensitive}
    assert not secret & set(payload["table"]["columns"])
    for offer in payload["offers"]:
        if offer["key"] in secret:
            assert offer["families"] is None or offer["families"] == 0 or offer["families"] >= 5


@settings(deadline=None, max_examples=60)
@given(counted_cities(), st.data())
def test_a_small_change_is_not_shown_from_one_month_to_the_next(city, data):
    before = compose(city, place=PLACE, until=TODAY, earlier=[])
    grown = {key: n + data.draw(st.sampled_from([0, 0, 1, 3, 8])) for key, n in city.families.items()}
    later = Counted(city.offers, city.wards, grown, city.rupiah, city.reached)
    after = compose(later, place=PLACE, until=TODAY, earlier=[before])
    was = {(row, column): count for row, column, count, _amount in before["table"]["cells"]}
    for row, column, count, _amount in after["table"]["cells"]:
        if count is not None and was[row, column] is not None:
            assert not 1 <= abs(count - was[row, column]) <= 4
    known = {offer["key"]: offer["families"] for offer in before["offers"]}
    for offer in after["offers"]:
        if offer["families"] is not None and known[offer["key"]] is not None:
            assert not 1 <= abs(offer["families"] - known[offer["key"]]) <= 4
