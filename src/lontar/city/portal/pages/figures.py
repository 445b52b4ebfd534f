"""The planner's page of the figures that BPS and the city's plan publish: which are known, bring one, withdraw one."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lontar.city.places import queries as places
from lontar.city.portal import actions, queries
from lontar.city.portal.forms import INDICATORS, FigureFileForm, FigureForm, Withdrawal
from lontar.city.portal.pages.quoted import period_words, rate_words
from lontar.kit import formats
from lontar.kit.answers import beside_field, done, status_of
from lontar.kit.gate import Actor, Role, door, require
from lontar.kit.memory_files import brought
from lontar.kit.sayings import finding_told
from lontar.science.poverty_figures import KINDS, TARGET
from lontar.science.trouble import Refusal

FINDINGS_SHOWN = 100
FILE_BYTES_MAX = 2 * 1024 * 1024


@door(Role.PLANNER, Role.INSPECTOR, Role.ADMINISTRATOR)
def figures(request: HttpRequest) -> HttpResponse:
    """What is known of poverty here, from where; a planner brings a figure or a file of them."""
    actor, on = cast(Actor, request.user), places.today()
    place = places.home_or_refuse()
    sent = request.POST.get("what", "")
    form = FigureForm(request.POST if sent == "one" else None)
    file_form = FigureFileForm(*((request.POST, request.FILES) if sent == "file" else ()))
    context: dict[str, Any] = {}
    if request.method == "POST":
        require(actor, Role.PLANNER)
    if sent == "one" and done(request, form, lambda given: _brought(given, actor)):
        return redirect("portal:figures")
    if sent == "file" and file_form.is_valid():
        given = file_form.cleaned_data
        try:
            if given["file"].size > FILE_BYTES_MAX:
                raise Refusal(_("Berkas ini lebih besar dari 2 MB."), field="file")
            with brought(given["file"]) as path:
                found, changed = actions.bring_figures(
                    path, name=given["file"].name, dry_run=given["dry_run"], by=actor, on=on
                )
        except Refusal as refusal:
            beside_field(file_form, refusal)
        else:
            if not (found.findings or given["dry_run"]):
                messages.success(request, _("%(n)s angka masuk.") % {"n": formats.number(changed)})
                return redirect("portal:figures")
            context = {
                "found": found, "changed": changed, "checked_only": given["dry_run"],
                "read": [_given_row(one) for one in found.figures],
                "shown": [finding_told(one) for one in found.findings[:FINDINGS_SHOWN]],
            }  # fmt: skip
    known = queries.figures(place)
    context |= {
        "place": place, "form": form, "file_form": file_form, "may_bring": actor.role == Role.PLANNER,
        "groups": [
            (INDICATORS[kind], [_row(one) for one in reversed(known.series(kind))]) for kind in KINDS if known.series(kind)
        ],
        "withdrawn": [(_row_words(one.indicator, one.period, one.value), one) for one in queries.withdrawn_figures(place.pk)],
        "plan_unread": known.plan_unread,
    }  # fmt: skip
    return render(request, "portal/figures.html", context, status=max(status_of(form), status_of(file_form)))


def _brought(given: dict[str, Any], actor: Actor) -> str:
    changed = actions.bring_figure(**given, by=actor, on=places.today())
    if changed:
        return _("Angka itu masuk dan tampak di halaman kota.")
    return _("Angka itu sudah ada; tidak ada yang berubah.")


@door(Role.PLANNER)
def withdraw_figure(request: HttpRequest, key: int) -> HttpResponse:
    """Take a figure off the city's page."""
    figure = queries.standing_figures(places.home_or_refuse().pk).filter(pk=key).first()
    if figure is None:
        raise Http404(key)
    form = Withdrawal(request.POST or None)

    def deed(given: dict[str, Any]) -> str:
        actions.withdraw_figure(figure, **given, by=cast(Actor, request.user), on=places.today())
        return _("Angka itu tidak tampak lagi di halaman kota.")

    if done(request, form, deed):
        return redirect("portal:figures")
    context = {"form": form, "figure": figure, "words": _row_words(figure.indicator, figure.period, figure.value)}
    return render(request, "portal/withdraw_figure.html", context, status=status_of(form))


def _row(one: queries.Figure) -> dict[str, Any]:
    return {
        "name": INDICATORS[one.indicator], "period": period_words(one.period), "value": _value(one.indicator, one.value),
        "source": one.source, "key": one.key,
    }  # fmt: skip


def _given_row(one: Any) -> dict[str, Any]:
    return {
        "name": INDICATORS[one.indicator], "period": period_words(one.period),
        "value": _value(one.indicator, float(one.value)), "source": one.source,
    }  # fmt: skip


def _row_words(indicator: str, period: str, value: Any) -> str:
    return f"{INDICATORS[indicator]}, {period_words(period)}: {_value(indicator, float(value))}"


def _value(indicator: str, value: float) -> str:
    if indicator == TARGET:
        return rate_words(value)
    unit = KINDS[indicator].unit
    if unit == "percent":
        return formats.percent(value)
    if unit == "persons":
        return _("%(n)s orang") % {"n": formats.number(round(value))}
    return _("%(amount)s per orang sebulan") % {"amount": formats.rupiah(round(value))}
