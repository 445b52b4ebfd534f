"""One reader of rupiah for everything that is typed or stands in a cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lontar.science.rupiah_text import BadAmount, rupiah_from, rupiah_in, typed_rupiah

# As English writes them; Indonesian has its points and commas the other way about.
WAYS = ("{}", "{:,}", "rp {:,}", "Rp{:,}.-", "{:,}.--", " {} ", "{:,}.00", "{}.0")


@pytest.mark.parametrize(
    ("text", "amount"),
    [("0", 0), ("1.000", 1000), ("Rp.5.000,-", 5000), ("1,000,000.00", 10**6), ("1 250 000", 1_250_000), ("1\u00a0000", 1000),
     ("5000.0", 5000), ("1.000.000,50", None), ("1e6", None), ("1.250,000", None), ("12 5", None), ("1.00.000", None),
     ("0.500", None), ("-5", None), ("(5.000)", None), ("10 juta", None), ("٣٠٠", None), ("9" * 5000, None), ("", None)],
)  # fmt: skip
def test_money_is_whole_or_refused(text, amount):
    assert rupiah_in(text) == amount


@given(st.integers(0, 10**15), st.sampled_from(WAYS))
def test_every_amount_is_read_back_however_it_is_written(amount, way):
    english = way.format(amount)
    indonesian = english.translate(str.maketrans(",.", ".,"))
    assert rupiah_in(english) == rupiah_in(indonesian) == amount


@given(st.text(alphabet="0123456789., Rp-−()\u00a0", max_size=30))
def test_whatever_is_typed_is_an_amount_or_a_refusal_and_never_more_than_a_cell_would_say(text):
    try:
        typed = typed_rupiah(text, least=0)
    except BadAmount:
        return
    assert typed == rupiah_from(text, least=0) == rupiah_in(text)


@pytest.mark.parametrize("text", ["150.00", "5.0", "Rp 5,0", "12.5"])
def test_a_thousand_that_was_not_finished_is_refused_of_a_hand(text):
    with pytest.raises(BadAmount, match="bukan rupiah bulat"):
        typed_rupiah(text)


def test_a_cell_may_hold_what_a_spreadsheet_writes_behind_a_whole_number():
    assert [rupiah_from(one) for one in ("150000.0", "150000,00")] == [150_000, 150_000]
