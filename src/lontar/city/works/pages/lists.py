"""The list of works."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lontar.city.access import queries as access
from lontar.city.journal.actions import note_export, saw_by_name
from lontar.city.places import queries as places
from lontar.city.works import queries
from lontar.city.works.forms import KIND_WORDS, SOURCE_WORDS, STATE_WORDS, WAY_WORDS, WorksForm, source_words
from lontar.city.works.pages.asking import actor_of, called
from lontar.kit import exports, masks
from lontar.kit.gate import door
from lontar.kit.paging import numbered_page

PAGE = 25
HEADS = (
    "nomor", "jenis", "nama", "nomor_lokal_keluarga", "kode_kelurahan", "kelurahan", "letak", "program", "tahun", "perangkat_daerah",
    "cara", "pelaksana", "kontrak", "mulai", "rencana_selesai", "keadaan", "kemajuan_persen", "rumah_bermanfaat", "sumber_pagu",
    "biaya_dari_pagu", "sudah_dibayar", *(f"sumber_lain_{source}" for source in ("pusat", "provinsi", "kota", "mitra", "swadaya")),
    "biaya_seluruhnya", "kerusakan_terbuka", "nomor_serah_terima", "tanggal_serah_terima", "alasan_dihentikan", "data_contoh",
)  # fmt: skip


@door(*queries.WHO_SEE)
def works(request: HttpRequest) -> HttpResponseBase:
    """What is built in this officer's places: how far, for how much, what is late or wrong."""
    actor, today, home = actor_of(request), places.today(), places.home_or_refuse()
    wards = places.wards_in(home.pk).filter(access.within(access.spans(actor.id), "pk")).values_list("pk", "name")
    form = WorksForm(request.GET, choices={
        "jenis": [("", _("semua jenis")), *KIND_WORDS.items()],
        "keadaan": [("", _("semua keadaan")), *((key, words[0]) for key, words in STATE_WORDS.items()), ("late", _("lewat waktu"))],
        "wilayah": [("", _("seluruh wilayah Anda")), *wards],
    })  # fmt: skip
    given: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    found = queries.filtered(
        actor, kind=given.get("jenis", ""), state=given.get("keadaan", ""), place_id=given.get("wilayah"), on=today
    )
    if asked := exports.wanted(request):
        kept = list(found.order_by("pk")[: exports.ROWS_MAX])
        families = [one.family_id for one in kept if one.family_id]
        if families:
            note_export("works", families, by=actor, on=today)
        return exports.export(asked, name="pekerjaan", heads=HEADS, rows=_columns(kept))
    page = numbered_page(request, found, PAGE)
    shown = list(page.object_list)
    brought = queries.brought_to(found)
    homes = queries.homes_of(shown)
    saw_by_name("list", list(homes), request=request, on=today)
    context = {
        "page": page, "today": today, "words": [(pgettext("bangunan", "Pekerjaan"), form["jenis"]), (_("yang"), form["keadaan"]), (_("di"), form["wilayah"])],
        "rows": [
            {
                "one": one, "name": called(request, one, homes), "kind": KIND_WORDS[queries.Kind(one.kind)],
                "state": STATE_WORDS[queries.State(one.state)], "late": one.state == "running" and one.until < today,
            }
            for one in shown
        ],
        "plans": actor.role in queries.WHO_PLAN, "sees_tranches": actor.role in queries.WHO_SEE_TRANCHES,
        "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request), "home": home,
        "named": bool(homes), "brought": [(source_words(one.source), one) for one in brought],
        "line_sum": sum(one.line for one in brought), "beside_sum": sum(one.beside for one in brought),
        "whole_sum": sum(one.whole for one in brought),
    }  # fmt: skip
    return render(request, "works/works.html", context)


def _columns(found: list[Any]) -> Iterable[tuple[Any, ...]]:
    """The same as a file: of a family's house its local number and no name."""
    homes, shares = queries.homes_of(found), queries.shares_of(found)
    for one in found:
        home, others = homes.get(one.family_id or 0), shares.get(one.pk, {})
        yield (
            one.number, str(KIND_WORDS[queries.Kind(one.kind)]), one.title, home.local_number if home else "",
            one.place.code, one.place.name, one.spot, one.line.name, one.line.year, one.line.agency.name,
            str(WAY_WORDS[queries.Way(one.way)]), one.builder, one.contract, one.since, one.until,
            str(STATE_WORDS[queries.State(one.state)][0]), one.progress, one.homes, str(SOURCE_WORDS[queries.Source(one.fund)]) if one.fund else "", one.cost,
            one.paid, *(others.get(source, 0) for source in SOURCE_WORDS), one.whole, _("ya") if one.defect else _("tidak"),
            one.handed_number, one.handed_on, one.stopped_why, _("ya") if one.made_up else _("tidak"),
        )  # fmt: skip
