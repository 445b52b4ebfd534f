"""A day is typed in one way on every page, and a page that fills it in writes it as it is read."""

import ast
from datetime import date

import pytest
from django import forms
from django.utils import translation
from tests.house.test_house import SRC

from lontar.kit.days import DayField

DAY = date(2026, 11, 23)


class Typed(forms.Form):
    """One day."""

    day = DayField(label="Hari")


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_day_that_a_page_fills_in_is_shown_and_read_back_the_same(language):
    with translation.override(language):
        shown = Typed(initial={"day": DAY})["day"]
        assert 'value="23/11/2026"' in str(shown)
        read = Typed({"day": shown.field.widget.format_value(DAY)})
        assert read.is_valid()
        assert read.cleaned_data["day"] == DAY


@pytest.mark.parametrize(
    "text", ["23/11/2026", "23-11-2026", "23.11.2026", "23 11 2026", "2026-11-23", "23112026", " 23/11/2026 "]
)
def test_a_day_is_read_however_it_is_parted(text):
    form = Typed({"day": text})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == DAY


@pytest.mark.parametrize(
    "text", ["31/02/2026", "11/23/2026", "23/11/0026", "23/11/26", "2311202", "23/11/2260", "kemarin", "5,37E+15", "00000000"]
)  # fmt: skip
def test_what_is_no_day_is_refused_with_an_example(text):
    form = Typed({"day": text})
    assert form.errors["day"] == ["Tulis tanggal seperti 22/11/2026."]


def test_every_form_asks_for_a_day_by_this_field():
    """A browser's calendar speaks the browser's language, and stands empty when it is filled in any other spelling."""
    for file in sorted((SRC / "city").rglob("*.py")) + sorted((SRC / "house").rglob("*.py")):
        if "migrations" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            made = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "forms"
            assert not (made and node.attr in ("DateField", "DateTimeField", "DateInput")), f"{file}:{node.lineno}"
    for page in SRC.rglob("*.html"):
        assert 'type="date' not in page.read_text(encoding="utf-8"), page
