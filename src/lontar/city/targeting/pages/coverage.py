"""Overlap and gap on the screen: a matrix of programmes, the poorest on no list, and the families behind each cell."""

from statistics import median
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from lontar.city.access import queries as officers
from lontar.city.journal.actions import note_export, saw_by_name
from lontar.city.places import queries as places
from lontar.city.registry import queries as registry
from lontar.city.targeting import queries
from lontar.city.targeting.pages.rounds import actor_of
from lontar.kit import exports, formats, masks
from lontar.kit.gate import door
from lontar.kit.paging import KEY_MAX, numbered_page

PAGE = 25


def _year(request: HttpRequest) -> int:
    asked = request.GET.get("tahun", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else 0
    return year if year in queries.YEARS else places.today().year


@door(*queries.WHO_SEE_COVERAGE)
def overlap(request: HttpRequest) -> HttpResponse:
    """Programme by programme: how many families are chosen by both."""
    actor, year = actor_of(request), _year(request)
    found = queries.overlap(actor, year)
    rows = [
        {"line": one, "cells": [{"other": other, "count": found.of(one.pk, other.pk), "own": one.pk == other.pk}
                                for other in found.lines]}
        for one in found.lines
    ]  # fmt: skip
    context = {"rows": rows, "lines": found.lines, "year": year, "home": places.home_or_refuse()}
    return render(request, "targeting/overlap.html", context)


@door(*queries.WHO_SEE_COVERAGE)
def gap(request: HttpRequest) -> HttpResponseBase:
    """The poorest on no list: by ward, and within a ward by RT, with who must act."""
    actor, year = actor_of(request), _year(request)
    home = places.home_or_refuse()
    ward = _ward(request)
    if ward is None:
        found = queries.gaps_by_ward(actor, year, home.pk, places.today())
        names = {one.pk: one.name for one in places.wards_in(home.pk)}
        rows = [{"one": one, "name": names.get(one.key, ""), "place": one.key, "rt": "", "rw": ""} for one in found]
    else:
        rows = [
            {"one": one, "name": f"RT {one.key[1]}/RW {one.key[0]}" if any(one.key) else _("alamat belum diketahui"),
             "place": ward.pk, "rw": one.key[0], "rt": one.key[1]}
            for one in queries.gaps_by_rt(actor, year, ward.pk, places.today())
        ]  # fmt: skip
    if form := exports.wanted(request):
        heads = [_("Wilayah"), _("Desil 1–2"), _("Belum ada di daftar mana pun"), _("Menunggu, median hari"),
                 _("Menunggu, terlama"), _("Yang bertindak")]  # fmt: skip
        lines = ([row["name"], row["one"].poorest, row["one"].on_none, row["one"].half, row["one"].longest,
                  ", ".join(row["one"].who)] for row in rows)  # fmt: skip
        return exports.export(form, name=f"belum-tersentuh-{year}", heads=heads, rows=lines)
    first = queries.days_to_first_aid(actor, year, (ward or home).pk)
    none = queries.families_on_none(actor, year, ward.pk if ward else None)
    waiting = [days for row in rows for days in row["one"].waiting]
    context = {
        "rows": rows, "ward": ward, "year": year, "home": home, "area": ward or home,
        "proposed": queries.proposed_of(actor, year, none), "waited": _half(waiting), "first_aid": _half(first),
        "poorest": sum(row["one"].poorest for row in rows), "on_none": sum(row["one"].on_none for row in rows),
    }  # fmt: skip
    return render(request, "targeting/gap.html", context)


def _half(days: list[int]) -> str | None:
    return formats.number(median(days)) if days else None


def _ward(request: HttpRequest) -> Any:
    """The ward that is asked for, if the officer serves it."""
    asked = request.GET.get("wilayah", "")
    if not asked:
        return None
    key = int(asked) if asked.isdecimal() else 0
    found = places.by_id(key) if 0 < key <= KEY_MAX else None
    if found is None or found.level != "ward" or not officers.serves(actor_of(request).id, key):
        raise Http404
    return found


@door(*queries.WHO_SEE_COVERAGE)
def covered(request: HttpRequest) -> HttpResponseBase:
    """The families behind a cell: on both of two lists, or on none; by name only while the mask is down."""
    actor, year = actor_of(request), _year(request)
    ward = _ward(request)
    one, other = (request.GET.get(name, "") for name in ("satu", "dua"))
    if one.isdecimal() and other.isdecimal() and max(int(one), int(other)) <= KEY_MAX:
        families = queries.families_on_both(year, int(one), int(other), actor)
        lines = {line.pk: line.name for line in queries.lines_of(actor, year)}
        names = list(dict.fromkeys(lines.get(int(key), "") for key in (one, other)))
        title = " + ".join(names)
    else:
        families = queries.families_on_none(actor, year, ward.pk if ward else None)
        title = _("Desil 1–2 yang belum ada di daftar mana pun")
        if ward and ("rt" in request.GET or "rw" in request.GET):
            wanted = (request.GET.get("rw", ""), request.GET.get("rt", ""))
            homes = registry.addresses_of(families)
            families = families.filter(pk__in=[home.family_id for home in homes if (home.rw, home.rt) == wanted])
            title = f"{title}, RT {wanted[1] or '–'}/RW {wanted[0] or '–'}"
    wards = dict(places.wards_in(places.home_or_refuse().pk).values_list("pk", "name"))
    if form := exports.wanted(request):
        return _file(form, request, families, wards)
    page = numbered_page(request, families, PAGE)
    rows = registry.rows_of(list(page.object_list), wards)
    saw_by_name("list", [row.id for row in rows], request=request, on=places.today())
    shown = [{"row": row, "head": masks.shown(request, row.head)} for row in rows]
    context = {
        "page": page, "rows": shown, "title": title, "ward": ward, "year": year,
        "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request),
    }  # fmt: skip
    return render(request, "targeting/covered.html", context)


def _file(form: exports.Form, request: HttpRequest, families: Any, wards: dict[int, str]) -> HttpResponseBase:
    """The list as a file: by local number and ward; names go with it only while the mask is down."""
    named = masks.are_down(request)
    rows = registry.rows_of(list(families[: exports.ROWS_MAX]), wards)
    note_export("coverage", [row.id for row in rows], by=actor_of(request), on=places.today(), named=named)
    heads = [_("Nomor lokal"), _("Kelurahan"), "RT", "RW"] + ([_("Kepala keluarga")] if named else [])
    lines = ([row.local_number, row.ward, "" if row.hidden else row.rt, "" if row.hidden else row.rw]
             + ([row.head] if named else []) for row in rows)  # fmt: skip
    return exports.export(form, name="daftar-kerja", heads=heads, rows=lines)
