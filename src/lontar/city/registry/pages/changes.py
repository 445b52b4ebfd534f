"""An update before it is written: what would change, family by family; and whom a file names no more."""

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.views.decorators.http import require_POST

from lontar.city.journal.actions import saw_by_name
from lontar.city.places import queries as places
from lontar.city.registry import actions, queries
from lontar.city.registry.forms import AbsenceFilter, ChangeFilter
from lontar.city.registry.models import Absence, ImportChange
from lontar.city.registry.pages.imports import run_or_404
from lontar.city.registry.queries import WHO_SEE_FAMILY, WHO_SEE_IMPORTS
from lontar.city.registry.queries.spoken import spoken
from lontar.kit import masks
from lontar.kit.gate import Actor, door
from lontar.kit.paging import numbered_page

FAMILIES_ON_A_PAGE = 25
KINDS = {
    "person_changed": noop("data orang berubah"), "person_new": noop("anggota baru"),
    "person_came": noop("orang yang sudah dikenal datang"), "person_left": noop("anggota pindah ke keluarga lain"),
    "relation_changed": noop("hubungan keluarga berubah"), "moved": noop("alamat atau letak berubah"),
    "card_new": noop("nomor KK baru"), "nik_new": noop("NIK baru"),
    "kitchen_changed": noop("rumah tangga berubah"),
    "person_absent": noop("anggota tidak disebut lagi"), "family_absent": noop("keluarga tidak disebut lagi"),
}  # fmt: skip
FIELDS = {
    "name": noop("nama"), "sex": noop("jenis kelamin"), "birth_date": noop("tanggal lahir"),
    "birth_place": noop("tempat lahir"), "marital_status": noop("status kawin"), "education": noop("pendidikan"),
    "occupation": noop("pekerjaan"), "disability": noop("disabilitas"), "mother_name": noop("nama ibu"),
    "father_name": noop("nama ayah"), "place_id": noop("kelurahan"), "rt": "RT", "rw": "RW", "address": noop("alamat"),
    "latitude": noop("lintang"), "longitude": noop("bujur"),
    "relation": noop("hubungan"), "kitchen": noop("makan dari dapur yang sama"),
}  # fmt: skip
SAID = {
    "dead": noop("di berkas disebut meninggal"), "moved": noop("di berkas disebut pindah"),
    "lost": noop("di berkas disebut hilang atau tidak berlaku"),
}  # fmt: skip
RECORDED_AS = {"dead": "died", "moved": "person_moved_out"}
COVERED = ("name", "birth_date", "mother_name", "father_name", "address", "latitude", "longitude")


@door(*WHO_SEE_IMPORTS)
def changes(request: HttpRequest, key: int) -> HttpResponse:
    """What a checked file would change, family by family; nothing of it was written."""
    found = run_or_404(key)
    by_kind = queries.changes_by_kind(found)
    form = ChangeFilter(request.GET, kinds=[(kind, _(KINDS[kind])) for kind in by_kind])
    wanted = form.cleaned_data.get("kind", "") if form.is_valid() else ""
    page = numbered_page(request, queries.families_changing(found, kind=wanted), FAMILIES_ON_A_PAGE)
    listed = queries.changed(found, page.object_list)
    saw_by_name("list", [one.family.pk for one in listed], request=request, on=places.today())
    hidden = queries.hidden_families(one.family.pk for one in listed)
    wards = dict(places.wards_in(places.home_or_refuse().pk).values_list("pk", "name"))
    context = {
        "run": found, "page": page, "words": [(_("Tampilkan"), form["kind"])], "filtered": bool(wanted),
        "figures": [(_(KINDS[kind]), count) for kind, count in by_kind.items()],
        "families": [
            {
                "family": one.family, "head": masks.shown(request, one.head), "ward": wards.get(one.family.place_id, ""),
                "changes": [
                    in_words(request, each, one.names, wards)
                    for each in one.changes
                    if not (each.kind == "moved" and one.family.pk in hidden)
                ],
            }
            for one in listed
        ],
        "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request),
        "opens": cast(Actor, request.user).role in WHO_SEE_FAMILY,
    }  # fmt: skip
    return render(request, "registry/changes.html", context)


def in_words(request: HttpRequest, one: ImportChange, names: dict[int, str], wards: dict[int, str]) -> dict[str, Any]:
    """One change as a line: what, of whom, and each value before and after."""
    name = names.get(one.person_id or 0, "") or one.after.get("name", "")
    fields = [] if one.kind in ("person_new", "person_came") else [*dict.fromkeys([*one.before, *one.after])]
    return {
        "kind": _(KINDS[one.kind]),
        "who": masks.shown(request, name) if name else "",
        "absent": one.kind.endswith("absent"),
        "said": said(one.after.get("said", "")),
        "fields": [
            (_(FIELDS[field]), value(request, field, one.before, wards), value(request, field, one.after, wards))
            for field in fields
            if field in FIELDS
        ],
    }


def said(code: str) -> str:
    """What a file says became of somebody, in words; nothing where it only does not name them."""
    return _(SAID[code]) if code in SAID else ""


def value(request: HttpRequest, field: str, side: dict[str, str], wards: dict[int, str]) -> str:
    """A value as this officer may see it; what is not known is said so."""
    text = str(side.get(field) or "")
    if not text:
        return _("belum diketahui")
    if field == "place_id":
        return wards.get(int(text), text)
    if field == "kitchen":
        if text == actions.BY_ITSELF:
            return _("memasak sendiri")
        return _("bersama %(families)s") % {"families": ", ".join(f"K-{int(one):07d}" for one in text.split())}
    return masks.shown(request, text) if field in COVERED else spoken(field, text)


@door(*WHO_SEE_FAMILY)
def absent(request: HttpRequest) -> HttpResponse:
    """Families and members whom a newer file does not name: a worklist; nobody was taken out."""
    form = AbsenceFilter(request.GET)
    of = form.cleaned_data.get("of", "") if form.is_valid() else ""
    page = numbered_page(request, queries.absences(of=of), FAMILIES_ON_A_PAGE)
    heads = queries.heads_of(one.family_id for one in page.object_list)
    wards = dict(places.wards_in(places.home_or_refuse().pk).values_list("pk", "name"))
    saw_by_name("list", [one.family_id for one in page.object_list], request=request, on=places.today())
    runs = queries.runs_by_ids(one.run_id for one in page.object_list)
    rows = [
        (
            one, masks.shown(request, one.person.name if one.person else heads.get(one.family_id, "")),
            wards.get(one.place_id, ""), said(one.note), runs.get(one.run_id), RECORDED_AS.get(one.note, ""),
        )
        for one in page.object_list
    ]  # fmt: skip
    context = {
        "page": page, "rows": rows, "words": [(_("Tampilkan"), form["of"])], "filtered": bool(of),
        "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request),
        "may_settle": cast(Actor, request.user).role in actions.MAY_SETTLE, "outcomes": Absence.Outcome,
        "may_record": cast(Actor, request.user).role in actions.MAY_RECORD_LIFE,
    }  # fmt: skip
    return render(request, "registry/absent.html", context)


@require_POST
@door(*actions.MAY_SETTLE)
def settle_absence(request: HttpRequest, key: int) -> HttpResponse:
    """One of them was looked after."""
    if key >= 2**63 or not queries.is_absence(key):
        raise Http404
    actions.settle_absence(
        key, outcome=request.POST.get("outcome", ""), note=request.POST.get("note", ""),
        by=cast(Actor, request.user), on=places.today(),
    )  # fmt: skip
    return redirect("registry:absent")
