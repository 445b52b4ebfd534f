"""Layouts of lists: a sample is looked at, each column gets its meaning, and the layout is kept under a name."""

import json
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.views.decorators.http import require_POST

from lontar.city.places import queries as places
from lontar.city.registry import actions, queries
from lontar.city.registry.forms import Sample, SaveLayout
from lontar.engine.tables import read_book
from lontar.kit.answers import beside_field
from lontar.kit.gate import Actor, door
from lontar.kit.memory_files import brought
from lontar.science.file_sample import SampleTable, sample_of
from lontar.science.trouble import Refusal

MEANINGS = {
    "families": {
        "kk": noop("Nomor KK"), "nik": "NIK", "name": noop("Nama"), "ward": noop("Kelurahan atau desa"),
        "district": noop("Kecamatan"), "rt": "RT", "rw": "RW", "address": noop("Alamat"), "sex": noop("Jenis kelamin"),
        "birth_date": noop("Tanggal lahir"), "birth_place": noop("Tempat lahir"),
        "relation": noop("Hubungan dalam keluarga"), "marital": noop("Status kawin"), "religion": noop("Agama"),
        "education": noop("Pendidikan"), "occupation": noop("Pekerjaan"), "disability": noop("Disabilitas"),
        "status": noop("Status penduduk"), "death_date": noop("Tanggal meninggal"), "father": noop("Nama ayah"),
        "mother": noop("Nama ibu"), "father_nik": noop("NIK ayah"), "mother_nik": noop("NIK ibu"),
        "blood": noop("Golongan darah"), "latitude": noop("Lintang"), "longitude": noop("Bujur"),
    },
    "deciles": {
        "kk": noop("Nomor KK"), "decile": noop("Desil"), "version_on": noop("Tanggal versi"), "note": noop("Sumber"),
    },
}  # fmt: skip


@door(*actions.MAY_IMPORT)
def layouts(request: HttpRequest) -> HttpResponse:
    """The layouts that the city saved."""
    may = cast(Actor, request.user).role in actions.MAY_SET_UP
    return render(request, "registry/layouts.html", {"layouts": queries.layouts(), "may_set_up": may})


@door(*actions.MAY_SET_UP)
def new_layout(request: HttpRequest) -> HttpResponse:
    """Bring a sample; its columns come back to be given a meaning. The sample itself is not kept."""
    sent = request.method == "POST"
    form = Sample(request.POST if sent else None, request.FILES if sent else None)
    if sent and form.is_valid():
        try:
            table = read_sample(form.cleaned_data["file"])
        except Refusal as refusal:
            beside_field(form, refusal)
        else:
            return mapping(request, table, kind=form.cleaned_data["kind"])
    return render(request, "registry/new_layout.html", {"form": form}, status=422 if form.errors else 200)


def read_sample(upload: Any) -> SampleTable:
    with brought(upload) as path:
        return sample_of(read_book(path, name=upload.name or "berkas").grids)


def mapping(
    request: HttpRequest, table: SampleTable, *, kind: str, form: SaveLayout | None = None, chosen: Any = None
) -> HttpResponse:
    """Each column with its first values, and what it may mean; what we know by its title is chosen already."""
    meanings = [(key, _(words)) for key, words in MEANINGS[kind].items()]
    guessed = chosen if chosen is not None else table.guesses(kind)
    context = {
        "form": form or SaveLayout(initial={"kind": kind}), "kind": kind, "meanings": meanings,
        "columns": [
            (at, title, table.values_of(at), guessed[at] if at < len(guessed) else "")
            for at, title in enumerate(table.titles)
        ],
        "sample": json.dumps({"titles": table.titles, "rows": table.rows}),
    }  # fmt: skip
    return render(request, "registry/layout.html", context, status=422 if form else 200)


@require_POST
@door(*actions.MAY_SET_UP)
def save_layout(request: HttpRequest) -> HttpResponse:
    """Keep the layout, or show again what is missing."""
    form = SaveLayout(request.POST)
    kind = request.POST.get("kind", "")
    if kind not in MEANINGS:
        raise Refusal(_("Pilih apa isi daftarnya."))
    table = SampleTable.from_json(request.POST.get("sample", ""))
    chosen = [request.POST.get(f"column_{at}", "") for at in range(len(table.titles))]
    if form.is_valid():
        values = form.cleaned_data
        try:
            actions.save_profile(
                values["title"], kind=kind, columns=dict(zip(table.titles, chosen, strict=True)),
                each_row=values["each_row"] or "person", whole=values["whole"], by=cast(Actor, request.user),
                on=places.today(),
            )  # fmt: skip
        except Refusal as refusal:
            beside_field(form, refusal)
        else:
            return redirect("registry:layouts")
    return mapping(request, table, kind=kind, form=form, chosen=chosen)


@require_POST
@door(*actions.MAY_SET_UP)
def retire_layout(request: HttpRequest, name: str) -> HttpResponse:
    """Offer a layout no more."""
    actions.retire_profile(name, by=cast(Actor, request.user), on=places.today())
    return redirect("registry:layouts")
