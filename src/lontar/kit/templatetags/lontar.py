"""Template words of the look: numbers and dates as the language writes them, icons, fields, columns."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from lontar.kit import formats

register = template.Library()
THEMES = ("light", "dark")

register.filter("number", formats.number)
register.filter("percent", formats.percent)
register.filter("rupiah", formats.rupiah)
register.filter("masked_nik", formats.masked_nik)
register.filter("period", formats.period)


@register.filter
def rupiah_short(value: int | None) -> str:
    """Shorten large rupiah and keep the exact amount one pointer away."""
    exact, short = formats.rupiah(value), formats.rupiah_short(value)
    if exact == short:
        return short
    return format_html('<abbr title="{}">{}</abbr>', exact, short)


@register.filter
def date_id(value: date | datetime | None, form: str = "long") -> str:
    """Write a date as the language writes it; forms are long, short, month and time."""
    return formats.day(value, form)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw one of the line icons; with a label it speaks, without one it is silent."""
    voice = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    drawing = f"{static('lontar/icons.svg')}#{name}"
    return format_html('<svg class="icon" {}><use href="{}"/></svg>', voice, drawing)


@register.simple_tag(takes_context=True)
def theme(context: template.Context) -> SafeString:
    """Write the chosen theme into the page, so that nothing flashes before the script runs."""
    request = context.get("request")
    chosen = request.COOKIES.get("lontar_theme", "") if request is not None else ""
    return format_html(' data-theme="{}"', chosen) if chosen in THEMES else SafeString("")


@register.inclusion_tag("kit/badge.html")
def badge(state: str, words: str, sign: str = "") -> dict[str, str]:
    """Say a state in words, with a colour (good, warn, bad, info, quiet) that never stands alone."""
    return {"state": state, "words": words, "sign": sign}


@register.inclusion_tag("kit/column.html", takes_context=True)
def column(context: template.Context, key: str, label: str, numeric: bool = False) -> dict[str, Any]:
    """Head a column whose rows the server sorts by `?sort=key` and `?sort=-key`."""
    request = context["request"]
    query = request.GET.copy()
    now = query.get("sort", "")
    query.pop("page", None)
    query["sort"] = f"-{key}" if now == key else key
    order = {key: "ascending", f"-{key}": "descending"}.get(now, "none")
    return {"link": f"?{query.urlencode()}", "label": label, "order": order, "numeric": numeric}


@register.inclusion_tag("kit/field.html")
def field(bound: BoundField, hint: str = "") -> dict[str, Any]:
    """Lay out a form's field: label above, hint in plain words, error beside it."""
    kind = getattr(bound.field.widget, "input_type", "")
    many = bound.use_fieldset
    lone = kind == "checkbox" and not many
    return {"field": bound, "hint": hint or bound.help_text, "lone": lone, "many": many}


@register.inclusion_tag("kit/errors.html")
def error_summary(form: BaseForm | None) -> dict[str, Any]:
    """Gather a form's errors on top, each a link to its field."""
    return {"form": form, "faults": list(faults(form)) if form is not None else []}


def faults(form: BaseForm) -> Iterator[tuple[str, str, str]]:
    """Yield anchor, label and message of everything that is wrong in a form."""
    for name, messages in form.errors.items():
        bound = form[name] if name in form.fields else None
        anchor = bound.id_for_label or bound.auto_id if bound is not None else ""
        for message in messages:
            yield anchor, str(bound.label) if bound is not None else "", str(message)
