"""The public pages of the city. They read what was published and what BPS said, never a family's data."""

import csv
import io
import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lontar.city.places import queries as places
from lontar.city.portal import actions, queries
from lontar.city.portal.models import Snapshot
from lontar.city.portal.pages import drawings, quoted
from lontar.city.portal.pages.readings import Reading, edition, publisher
from lontar.kit.gate import PUBLIC, door
from lontar.science.poverty_figures import POOR, RATE, TARGET

ROWS_MAX = 20_000


def frame(here: str, snapshot: Snapshot | None = None) -> dict[str, Any]:
    """What every public page knows."""
    place = places.home_or_refuse()
    context: dict[str, Any] = {"here": here, "place": place, "snapshot": None}
    if snapshot is None:
        return context
    reading = Reading(snapshot.payload)
    return context | {
        "snapshot": edition(snapshot),
        "publisher": publisher(snapshot.payload),
        "reading": reading,
        "year": str(reading.year),
        "until": reading.until_words(),
        "total": reading.total,
        "total_families": reading.families_words(),
        "total_paid": reading.paid_words(),
        "total_reported": reading.reported_words(),
        "share": reading.share_words(),
    }


@door(PUBLIC)
def home(request: HttpRequest) -> HttpResponse:
    """What is known of poverty here, what is aimed at, and what was done about it."""
    place = places.home_or_refuse()
    snapshot = queries.current(place.pk)
    context = frame("home", snapshot)
    known = queries.figures(place)
    rates, target, poor = known.series(RATE), known.newest(TARGET), known.series(POOR)
    context |= {
        "rate": rates[-1] if rates else None,
        "target": target,
        "target_year": str(target.year) if target else "",
        "target_words": quoted.rate_words(target.value) if target else "",
        "plan_unread": known.plan_unread,
        "poor": poor[-1] if poor else None,
    }
    if rates:
        context |= {
            "of_a_hundred": round(rates[-1].value),
            "rate_month": quoted.period_words(rates[-1].period),
            "change": quoted.change_words(rates),
            "pace": quoted.pace_words(rates, target),
            "chart_source": quoted.sources(rates),
        }
    if poor:
        context["poor_month"] = quoted.period_words(poor[-1].period)
    if len(rates) > 1:
        context["chart"] = drawings.poverty_line_chart(rates, target, place.name)
    if snapshot and context["total"]["families"] != 0:
        context["map"] = drawings.ward_map(
            context["reading"], offer="", measure=drawings.FAMILIES, drawn="", place_id=place.pk, query=""
        )
    context["quoted"] = quoted.claims(known, place.name)
    return render(request, "portal/home.html", context)


@door(PUBLIC)
def money(request: HttpRequest) -> HttpResponse:
    """What was planned and paid, by programme and by ward."""
    snapshot, old = _asked_for(request)
    context = frame("money", snapshot)
    if snapshot is None:
        return render(request, "portal/money.html", context)
    reading: Reading = context["reading"]
    open_offers = reading.offers_by_ward()
    chosen = request.GET.get("program", "")
    chosen = chosen if chosen in {offer["key"] for offer in open_offers} else ""
    measure = drawings.RUPIAH if request.GET.get("ukuran") == drawings.RUPIAH else drawings.FAMILIES
    drawn = "batas" if request.GET.get("peta") == "batas" else "ubin"
    rows = reading.ward_rows(chosen)
    place_id = context["place"].pk
    query = f"?bulan={snapshot.period}&revisi={snapshot.revision}" if old else ""
    context |= {
        "old": old,
        "offers": reading.offers,
        "bars": drawings.offer_bars(reading),
        "rows": rows,
        "chosen": chosen,
        "choices": [("", _("semua program")), *((offer["key"], offer["name"]) for offer in open_offers)],
        "measure": measure,
        "measures": [(drawings.FAMILIES, _("keluarga penerima")), (drawings.RUPIAH, _("rupiah yang dibayar"))],
        "drawn": drawn,
        "shapes": places.boundaries_in(place_id).exists(),
        "map": drawings.ward_map(
            reading, offer=chosen, measure=measure, drawn=drawn, place_id=place_id, query=query
        ),
        "nothing_by_ward": all(row["families"] == 0 for row in rows) and not chosen,
        "fund_rows": reading.fund_rows(),
        "goods": snapshot.payload.get("goods", []),
        "sensitive_left_out": len(open_offers) < len(reading.offers),
        "small": reading.small,
        "query": query,
    }  # fmt: skip
    return render(request, "portal/money.html", context)


@door(PUBLIC)
def ward(request: HttpRequest, ward_id: int) -> HttpResponse:
    """One ward: what its families received, programme by programme; never who."""
    snapshot, _old = _asked_for(request)
    if snapshot is None:
        raise Http404(ward_id)
    context = frame("money", snapshot)
    reading: Reading = context["reading"]
    found = reading.ward(ward_id)
    if found is None:
        raise Http404(ward_id)
    return render(request, "portal/ward.html", context | {"ward": found, "rows": reading.offer_rows(ward_id)})


@door(PUBLIC)
def archive(request: HttpRequest) -> HttpResponse:
    """Every snapshot ever published, as it was."""
    context = frame("archive")
    every = queries.snapshots(context["place"].pk)
    return render(request, "portal/archive.html", context | {"editions": [edition(one) for one in every]})


@door(PUBLIC)
def method(request: HttpRequest) -> HttpResponse:
    """How the figures come about and what is never shown."""
    return render(request, "portal/method.html", frame("method"))


@door(PUBLIC)
def data(request: HttpRequest, period: str, revision: int, form: str) -> HttpResponse:
    """A snapshot as a file: JSON as it was sealed, or CSV with one line for each ward and programme."""
    snapshot = _find(period, str(revision))
    name = f"lontar-{snapshot.place_id}-{snapshot.period}-{snapshot.revision}"
    if form == "json":
        body = json.dumps(snapshot.payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        response = HttpResponse(body, content_type="application/json")
    elif form == "csv":
        response = HttpResponse(_as_csv(snapshot), content_type="text/csv; charset=utf-8")
    else:
        raise Http404(form)
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


def _as_csv(snapshot: Snapshot) -> str:
    """One line for each ward and offer; an empty number is a covered one."""
    reading = Reading(snapshot.payload)
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(
        ["period", "until", "ward_code", "ward", "district", "programme", "families", "paid_rupiah", "hidden"]
    )
    for place in reading.wards:
        for offer in reading.offers_by_ward():
            cell = reading.cell(place["id"], offer["key"])
            lines.writerow([
                snapshot.period, reading.until.isoformat(), places.code_of(place["id"]), place["name"],
                place["district"], offer["name"], cell.count, cell.amount, "yes" if cell.count is None else "no",
            ])  # fmt: skip
    return text.getvalue()


def _asked_for(request: HttpRequest) -> tuple[Snapshot | None, bool]:
    """The snapshot that the address names, else the current one; and whether it is one from the archive."""
    period = request.GET.get("bulan", "")
    if not period:
        return queries.current(places.home_or_refuse().pk), False
    return _find(period, request.GET.get("revisi", "")), True


def _find(period: str, revision: str) -> Snapshot:
    if not actions.PERIOD.fullmatch(period) or not (revision == "" or (revision.isdigit() and len(revision) < 5)):
        raise Http404(period[:20])
    found = queries.snapshot(places.home_or_refuse().pk, period, int(revision) if revision else None)
    if found is None:
        raise Http404(period)
    return found
