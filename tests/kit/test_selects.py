"""A list of choices is written as Django would write it, only faster."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from lontar.kit.selects import Renderer

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
CHOICES = st.lists(
    st.tuples(TEXT, TEXT) | st.tuples(TEXT.filter(bool), st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=3)), max_size=6
)  # fmt: skip


@given(CHOICES, TEXT)
def test_every_list_of_choices_is_written_as_djangos_templates_write_it(choices, chosen):
    widget = forms.Select({"id": 'a"<b>', "required": True, "disabled": False, "size": 3}, choices)
    ours = widget.render("nama & kata", chosen, renderer=Renderer())
    assert ours == widget.render("nama & kata", chosen, renderer=DjangoTemplates())


@pytest.mark.parametrize("widget", [forms.SelectMultiple, forms.NullBooleanSelect, forms.RadioSelect])
def test_other_lists_of_choices_are_written_alike_too(widget):
    made = (
        widget(choices=[("1", mark_safe("<b>satu</b>")), ("2", "<i>")])
        if widget is not forms.NullBooleanSelect
        else widget()
    )
    value = ["1", "2"] if widget is forms.SelectMultiple else "2"
    assert made.render("x", value, renderer=Renderer()) == made.render("x", value, renderer=DjangoTemplates())


def test_the_house_writes_its_choices_this_way(settings):
    assert f"{Renderer.__module__}.{Renderer.__qualname__}" == settings.FORM_RENDERER
