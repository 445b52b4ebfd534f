"""Numbers, money and dates read the Indonesian way, or the English way, and never a mixture."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from lontar.kit import formats

CASES = [
    (formats.number, (9750,), "9.750", "9,750"),
    (formats.number, (-1234.5,), "−1.234,5", "−1,234.5"),
    (formats.number, (0,), "0", "0"),
    (formats.number, (Decimal("1E+3"),), "1.000", "1,000"),
    (formats.number, (2.5, 0), "3", "3"),
    (formats.number, (None,), "belum diketahui", "belum diketahui"),
    (formats.number, (float("nan"),), "belum diketahui", "belum diketahui"),
    (formats.percent, (8.24,), "8,24%", "8.24%"),
    (formats.percent, (8.7,), "8,70%", "8.70%"),
    (formats.rupiah, (300_000,), "Rp\u00a0300.000", "Rp\u00a0300,000"),
    (formats.rupiah, (-5,), "−Rp\u00a05", "−Rp\u00a05"),
    (formats.rupiah_short, (31_200_000_000,), "Rp\u00a031,2\u00a0miliar", "Rp\u00a031.2\u00a0miliar"),
    (formats.rupiah_short, (2_000_000,), "Rp\u00a02\u00a0juta", "Rp\u00a02\u00a0juta"),
    (formats.rupiah_short, (999_990_000,), "Rp\u00a01\u00a0miliar", "Rp\u00a01\u00a0miliar"),
    (formats.rupiah_short, (1_500_000_000_000,), "Rp\u00a01,5\u00a0triliun", "Rp\u00a01.5\u00a0triliun"),
    (formats.rupiah_short, (999_999,), "Rp\u00a0999.999", "Rp\u00a0999,999"),
]


@pytest.mark.parametrize(("write", "arguments", "indonesian", "english"), CASES)
def test_a_figure_is_written_as_the_language_writes_it(write, arguments, indonesian, english):
    with translation.override("id"):
        assert write(*arguments) == indonesian
    with translation.override("en"):
        # Words depend on the catalogue; marks and digits never do.
        marks = str.maketrans("", "", "".join(set("abcdefghijklmnopqrstuvwxyz ")))
        assert write(*arguments).translate(marks) == english.translate(marks)


def test_a_date_says_its_month_in_words():
    with translation.override("id"):
        assert formats.day(date(2026, 8, 22)) == "22 Agustus 2026"
        assert formats.day(date(2026, 11, 2), "month") == "November 2026"
        assert formats.day(date(2026, 11, 2), "time") == "2 Nov 2026"
        assert formats.day(None) == "belum diketahui"
    with translation.override("en"):
        assert formats.day(date(2026, 8, 22)) == "22 August 2026"


def test_a_moment_is_told_in_the_time_of_the_place():
    with translation.override("id"), timezone.override("Asia/Makassar"):
        assert formats.day(datetime(2026, 11, 22, 20, 5, tzinfo=UTC), "time") == "23 Nov 2026, 04.05"
        with translation.override("en"):
            assert formats.day(datetime(2026, 11, 22, 20, 5, tzinfo=UTC), "time") == "23 Nov 2026, 04:05"


@given(st.from_regex(r"[0-9]{16}", fullmatch=True))
def test_a_masked_number_keeps_eight_digits_to_itself(nik):
    shown = formats.masked_nik(nik)
    assert shown[:4] == nik[:4]
    assert shown[-4:] == nik[-4:]
    assert shown[4:12] == "•" * 8
    assert len(shown) == 16


@given(st.text(alphabet="0123456789,.E+", min_size=1, max_size=30).filter(lambda text: len(text) != 16))
def test_a_damaged_number_shows_two_digits_at_most(text):
    assert sum(sign != "•" for sign in formats.masked_nik(text)) <= 2


def test_a_short_amount_keeps_the_exact_one_beside_it():
    with translation.override("id"):
        page = Template("{% load lontar %}{{ amount|rupiah_short }}")
        shown = page.render(Context({"amount": 31_200_000_000}))
    assert 'title="Rp\u00a031.200.000.000"' in shown
    assert "31,2" in shown


def test_an_icon_is_silent_unless_it_is_named():
    silent = Template('{% load lontar %}{% icon "home" %}').render(Context())
    spoken = Template('{% load lontar %}{% icon "home" "Rumah" %}').render(Context())
    assert 'aria-hidden="true"' in silent
    assert 'aria-label="Rumah"' in spoken


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2026-T4", "triwulan 4 tahun 2026"),
        ("2026-11", "November 2026"),
        ("2026", "tahun 2026"),
        ("2026-13", "2026-13"),
        ("tahap 2", "tahap 2"),
    ],
)
def test_a_period_is_written_for_reading_and_an_unknown_form_stays_as_it_is(period, words):
    assert formats.period(period) == words
