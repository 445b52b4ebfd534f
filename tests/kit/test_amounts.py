"""A number is read as its writer meant it: five thousand is written 5.000, and is never taken for five."""

import ast

import pytest
from django import forms
from django.utils import translation
from tests.house.test_house import SRC

from lontar.kit.amounts import DegreesField, NumberField, RupiahField, WholeField


class Typed(forms.Form):
    """One number of each kind."""

    many = WholeField(required=False, min_value=0, max_value=10**9)
    money = RupiahField(required=False, most=10**12)
    measure = NumberField(required=False, max_digits=15, decimal_places=2)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(
    ("text", "meant"),
    [("5000", 5000), ("5.000", 5000), ("1,234,567", 1_234_567), ("1 000", 1000), (" 250 ", 250), ("0", 0), ("", None), ("007", 7)],
)  # fmt: skip
def test_a_whole_number_is_read_with_its_thousands(language, text, meant):
    with translation.override(language):
        form = Typed({"many": text, "money": text})
        assert form.is_valid(), form.errors
        assert form.cleaned_data["many"] == form.cleaned_data["money"] == meant


@pytest.mark.parametrize("text", ["5.0", "1.5", "12,5", "0.500", "1.000,5", "1.00.000", "1.000,000", "10 juta"])
def test_what_may_mean_two_numbers_is_refused(text):
    form = Typed({"many": text, "money": text})
    assert form.errors["many"] == ["Tulis bilangan bulat, misalnya 250."]
    assert "Tulis seperti 300.000 atau 300000." in form.errors["money"][0]


@pytest.mark.parametrize("text", ["Rp 150.000.000", "rp150000000", "Rp. 150.000.000,-", "150.000.000,00"])
def test_rupiah_is_read_as_receipts_write_it(text):
    form = Typed({"money": text})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["money"] == 150_000_000


@pytest.mark.parametrize(
    ("text", "why"),
    [("-5.000", "kurang dari nol"), ("1.000.000.000.001", "lebih dari 1.000.000.000.000"), ("9" * 25, "terlalu besar"), ("0", "Jumlah nol")],
)  # fmt: skip
def test_rupiah_outside_the_limits_are_refused_with_the_limit(text, why):
    with pytest.raises(forms.ValidationError, match=why):
        RupiahField(least=1, most=10**12).clean(text)


def test_rupiah_that_need_not_be_told_are_not_known():
    assert RupiahField(required=False).clean("  ") is None
    with translation.override("en"), pytest.raises(forms.ValidationError, match="is not whole rupiah"):
        RupiahField().clean("1.5")


def test_a_number_below_nought_is_refused_by_its_limit():
    assert "many" in Typed({"many": "-5"}).errors
    assert "many" in Typed({"many": "-5.000"}).errors


@pytest.mark.parametrize(
    ("language", "text", "meant"),
    [("id", "1.000", "1000"), ("id", "12,5", "12.5"), ("id", "1.234,5", "1234.5"), ("en", "1,000", "1000"), ("en", "12.5", "12.5")],
)  # fmt: skip
def test_a_measure_is_read_as_its_language_writes_it(language, text, meant):
    with translation.override(language):
        form = Typed({"measure": text})
        assert form.is_valid(), form.errors
        assert str(form.cleaned_data["measure"]) == meant


def test_every_form_asks_for_a_number_by_these_fields():
    for file in sorted((SRC / "city").rglob("*.py")) + sorted((SRC / "house").rglob("*.py")):
        if "migrations" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            made = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "forms"
            assert not (made and node.attr in ("IntegerField", "DecimalField")), f"{file}:{node.lineno}"
            assert not (isinstance(node, ast.ClassDef) and "rupiah" in node.name.lower()), f"{file}:{node.lineno}"


@pytest.mark.parametrize(
    ("written", "read"),
    [("-10.1588", -10.1588), ("-10,1588", -10.1588), ("10,1588 LS", -10.1588), ("10.1588° S", -10.1588), (" 0,5 LU", 0.5),
     ("", None)],
)  # fmt: skip
def test_degrees_are_read_as_maps_and_people_write_them(written, read):
    assert DegreesField(most=90, required=False).clean(written) == read


@pytest.mark.parametrize("written", ["91", "10 derajat", "nan", "-10,15,2", "sini", "inf", "1e1"])
def test_what_are_no_degrees_is_refused(written):
    with pytest.raises(forms.ValidationError):
        DegreesField(most=90, required=False).clean(written)
