"""A list with NIKs and card numbers as a file: asked for by name, for a purpose, and it says so itself."""

from dataclasses import replace
from typing import cast

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from lontar.city.places import queries as places
from lontar.city.registry import actions, queries
from lontar.city.registry.actions import Taken
from lontar.city.registry.forms import PURPOSE_WORDS, Purpose
from lontar.city.registry.pages.families import wanted_families
from lontar.city.registry.queries.spoken import spoken
from lontar.kit.answers import beside_field
from lontar.kit.exports import Sheet, workbook
from lontar.kit.gate import LABELS, Actor, Role, door
from lontar.science.trouble import Refusal

FAMILIES_MOST = 20_000


@door(*queries.WHO_TAKE_NUMBERS)
def numbers(request: HttpRequest) -> HttpResponseBase:
    """The list as it was chosen: asked what for, noted for each family, and sent with a first sheet that tells it."""
    _form, wanted, wards = wanted_families(request)
    found = queries.families_matching(replace(wanted, day=None))  # numbers leave as they stand today
    form = Purpose(request.POST if request.method == "POST" else None)
    officer = cast(Actor, request.user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            taken = actions.take_numbers(
                list(found[:FAMILIES_MOST]), wards, purpose=given["purpose"], reason=given["reason"], by=officer,
                on=places.today(),
            )  # fmt: skip
        except Refusal as refusal:
            beside_field(form, refusal)
        else:
            why = " ".join(filter(None, (str(PURPOSE_WORDS[given["purpose"]]), given["reason"])))
            return workbook(_("keluarga-dengan-nik"), [_told(taken, officer, why), _rows(taken)])
    context = {"form": form, "families": found.count(), "query": request.GET.urlencode()}
    return render(request, "registry/numbers.html", context, status=422 if form.errors else 200)


def _told(taken: Taken, officer: Actor, why: str) -> Sheet:
    """Who, when and why: whoever finds the file knows whom to ask, and that it is not to be passed on."""
    home = places.home_or_refuse()
    rows = [
        (_("Diunduh oleh"), f"{officer.name} ({LABELS[Role(officer.role)]})"),
        (_("Waktu"), f"{timezone.now().astimezone(places.zone_of(home)):%Y-%m-%d %H.%M}"),
        (_("Keperluan"), why),
        (_("Wilayah"), home.name),
        (_("Keluarga"), str(len({one.home.id for one in taken.rows}))),
        (_("Orang"), str(len(taken.rows))),
        (_("Nomor unduhan di jurnal"), str(taken.number)),
        (
            _("Peringatan"),
            _("Berkas ini memuat NIK dan nomor KK. Hanya untuk keperluan di atas; hapus sesudahnya. Setiap keluarga di dalamnya dapat diberi tahu (UU 27/2022)."),
        ),
    ]  # fmt: skip
    if places.is_made_up():
        rows.append((_("Data contoh"), _("Data contoh: semua orang di sini dibuat-buat.")))
    return Sheet(_("Keterangan"), [_("Hal"), _("Isi")], rows)


def _rows(taken: Taken) -> Sheet:
    heads = [
        "nomor_lokal", "no_kk", "nik", "nama", "hubungan", "jenis_kelamin", "tanggal_lahir", "kode_kelurahan",
        "kelurahan", "rw", "rt",
    ]  # fmt: skip
    rows = [
        [one.home.local_number, one.card, one.nik, one.name, spoken("relation", one.relation), one.sex, one.birth_date,
         places.code_of(one.home.place_id), one.home.ward, one.home.rw, one.home.rt]
        for one in taken.rows
    ]  # fmt: skip
    return Sheet(_("Keluarga"), heads, rows)
