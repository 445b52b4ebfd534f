"""Recording what happens in people's lives: one short page for each event."""

from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from lontar.city.journal.actions import saw_by_name
from lontar.city.places import queries as places
from lontar.city.registry import actions, queries
from lontar.city.registry.forms.life import ASKED, NEWCOMERS, EventForm
from lontar.city.registry.pages.likeness import alike
from lontar.city.registry.queries.over_time import EVENT_WORDS
from lontar.city.registry.queries.spoken import RELATIONS
from lontar.kit import masks
from lontar.kit.answers import beside_field
from lontar.kit.gate import Actor, door
from lontar.science.trouble import Refusal

Given = dict[str, Any]
# What each event does, in one sentence; in the order of the menu, by the address of its page.
SENTENCES: Final[Mapping[str, Any]] = {
    "born": lazy("Seorang anak lahir dan menjadi anggota keluarga ini."),
    "died": lazy("Seorang anggota meninggal; keanggotaannya berakhir pada hari itu."),
    "person_moved_in": lazy("Seseorang dari luar datang dan tinggal dengan keluarga ini."),
    "person_moved_out": lazy("Seorang anggota pindah keluar kota; yang lain tetap."),
    "moved_house": lazy("Seluruh keluarga pindah di dalam kota."),
    "moved_out": lazy("Seluruh keluarga pindah keluar kota."),
    "married": lazy("Seorang anggota menikah dan tinggal bersama pasangannya."),
    "divorced": lazy("Suami istri bercerai; yang satu dapat menjadi keluarga sendiri."),
    "split": lazy("Sebagian anggota menjadi keluarga sendiri, tetap serumah atau pindah."),
    "joined": lazy("Semua anggota masuk keluarga lain; keluarga ini berakhir."),
    "head_changed": lazy("Anggota lain menjadi kepala; hubungan yang lain menyesuaikan."),
    "card_changed": lazy("Kartunya baru, keluarganya tetap; nomor lama tetap dapat dicari."),
    "corrected": lazy("Yang tertulis salah dibetulkan; yang lama tersimpan."),
    "nik_given": lazy("Seorang anggota yang belum punya NIK kini punya."),
    "kitchen_shared": lazy("Kedua keluarga menjadi satu rumah tangga."),
    "kitchen_left": lazy("Keluarga ini menjadi rumah tangga sendiri."),
    "family_returned": lazy("Keluarga yang pernah pindah kembali tinggal di sini."),
}  # fmt: skip
KINDS: Final[Mapping[str, tuple[Any, Any]]] = {
    kind: (EVENT_WORDS["family_moved_out" if kind == "moved_out" else kind], words) for kind, words in SENTENCES.items()
}
OF_THE_GONE: Final = ("family_returned",)
ASKED_AS: Final[Mapping[str, tuple[str, ...]]] = {
    "spouse": ("spouse_number",), "person": ("known", "spouse_number"), "head": ("person",), "heir": ("person",),
    "family": ("into",),
}  # fmt: skip


def menu(*, ended: bool) -> list[tuple[str, Any]]:
    """The events that can happen to a family, by whether it is here."""
    return [(kind, name) for kind, (name, _words) in KINDS.items() if (kind in OF_THE_GONE) == ended]


@door(*actions.MAY_RECORD_LIFE)
def event(request: HttpRequest, key: int, kind: str) -> HttpResponse:
    """One event of one family: asked on one page, written when it is sent."""
    family = queries.family_or_none(key) if key < 2**63 else None
    if family is None or kind not in KINDS:
        raise Http404
    present = queries.members_of(family)
    members = [_labelled(request, one) for one in present]
    if kind == "born":  # of whom one is the mother
        members = [_labelled(request, one) for one in present if one.sex != "L"]
    if kind == "corrected":  # who died or left may be written wrongly all the same
        members += [_labelled(request, one) for one in queries.former_members_of(family)]
    form = _form(request, kind, members)
    known = _known_already(request, form, [one.id for one in present])
    if request.method == "POST" and not known and form.is_valid() and (done := _record(request, form, family.pk)):
        if done.fresh:
            messages.success(request, _("Tercatat: %(what)s.") % {"what": KINDS[kind][0]})
        seen = queries.family_or_none(done.family_id)
        return redirect("registry:family", done.family_id) if seen else redirect("registry:families")
    saw_by_name("page", [family.pk], request=request, on=places.today())
    name, words = KINDS[kind]
    context = {"form": form, "family": family, "name": name, "words": words, "masks_down": masks.are_down(request)}
    context |= {"may_unmask": masks.may_unmask(request), "asks": kind in NEWCOMERS, "newborn": kind == "born"}
    return render(request, "registry/event.html", context | known, status=422 if form.errors or known else 200)


@door(*actions.MAY_RECORD_LIFE)
def arrival(request: HttpRequest) -> HttpResponse:
    """A family comes to live here: its head first, the others from its page."""
    form = _form(request, "family_moved_in", [])
    known = _known_already(request, form, [])
    if request.method == "POST" and not known and form.is_valid() and (done := _record(request, form, 0)):
        messages.success(request, _("Keluarga tercatat. Tambahkan anggota lainnya dengan “Orang datang”."))
        return redirect("registry:family", done.family_id)
    name, words = lazy("Keluarga datang"), lazy("Catat kepala keluarganya dulu; anggota lain ditambahkan sesudahnya.")
    context = {"form": form, "name": name, "words": words, "asks": True} | known
    return render(request, "registry/event.html", context, status=422 if form.errors or known else 200)


def _known_already(request: HttpRequest, form: EventForm, present: list[int]) -> Given:
    """Whoever is almost certainly the person that is being recorded anew, until the officer says that it is another."""
    if request.method != "POST" or form.kind not in NEWCOMERS or not form.is_valid():
        return {}
    if form.cleaned_data["another"] or form.cleaned_data.get("known"):
        return {}
    typed = request.POST.copy()
    typed["kk"] = typed.get("card", "")
    typed["newborn"] = "1" if form.kind == "born" else ""
    # A child is like its brothers and sisters, and a twin is almost the same.
    found = alike(request, typed, except_for=present if form.kind == "born" else (), certain=True)
    return found if found["alike"] or found["elsewhere"] else {}


@door(*actions.MAY_RECORD_LIFE)
def scan(request: HttpRequest, key: int) -> HttpResponse:
    """The scanned document of an event; who opens it is written down."""
    found = queries.scan_of(key) if key < 2**63 else None
    if found is None:
        raise Http404
    content = actions.see_scan(found, by=cast(Actor, request.user), on=places.today())
    answer = HttpResponse(content, content_type=found.media_type)
    form = "pdf" if found.media_type.endswith("pdf") else "jpg"
    answer["Content-Disposition"] = f'attachment; filename="dokumen-{key}.{form}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _labelled(request: HttpRequest, member: queries.Member) -> tuple[int, str]:
    return member.id, f"{masks.shown(request, member.name)} · {RELATIONS[member.relation]} · P-{member.id:07d}"


def _form(request: HttpRequest, kind: str, members: list[tuple[int, str]]) -> EventForm:
    wards = list(places.wards_in(places.home_or_refuse().pk).values_list("pk", "name"))
    if request.method == "POST":
        return EventForm(kind, request.POST, request.FILES, members=members, wards=wards)
    initial = {"happened": places.today(), "person": request.GET.get("person", "")}
    return EventForm(kind, members=members, wards=wards, initial=initial)


def _record(request: HttpRequest, form: EventForm, family_id: int) -> actions.Recorded | None:
    """Do it; what is refused goes beside the field it is about."""
    given = form.cleaned_data
    paper = actions.Paper(
        given["paper"], given["paper_number"], given["paper_issued"], given["reason"], form.scan_bytes()
    )
    common = {
        "occasion": actions.Occasion(given["happened"], paper, given["key"]),
        "by": cast(Actor, request.user), "on": places.today(),
    }  # fmt: skip
    try:
        return VERBS[form.kind](form, family_id, common)
    except Refusal as refusal:
        if refusal.field not in form.fields:  # an action speaks of what its page asks under another name
            refusal.field = next((one for one in ASKED_AS.get(refusal.field, ()) if one in form.fields), refusal.field)
        beside_field(form, refusal)
        return None


def _home(given: Given) -> actions.Home | None:
    if not given.get("place"):
        return None
    return actions.Home(int(given["place"]), given["rt"], given["rw"], given["address"])


def _home_or_refuse(given: Given) -> actions.Home:
    home = _home(given)
    if home is None:
        raise Refusal(_("Pilih kelurahannya."), field="place")
    return home


def _newcomer(form: EventForm, **more: Any) -> actions.Newcomer:
    given = form.cleaned_data
    names = (
        "name",
        "sex",
        "birth_date",
        "relation",
        "nik",
        "no_nik_reason",
        "birth_place",
        "mother_name",
        "father_name",
    )
    return actions.Newcomer(**({name: given[name] for name in names if given.get(name)} | more))


def _known(form: EventForm) -> actions.Newcomer:
    """Somebody who was recorded here before and lives in no family now."""
    found = queries.person_by_number(form.cleaned_data["known"])
    if found is None:
        raise Refusal(_("Orang itu tidak ditemukan di wilayah Anda."), advice=_("Periksa nomornya."), field="known")
    return actions.Newcomer(person_id=found, relation=form.cleaned_data["relation"])


def _family_of(number: str, field: str) -> int:
    found = queries.family_by_number(number)
    if found is None:
        raise Refusal(_("Keluarga itu tidak ditemukan di wilayah Anda."), advice=_("Periksa nomornya."), field=field)
    return found


def _married(form: EventForm, family_id: int, common: Given) -> actions.Recorded:
    given = form.cleaned_data
    person, spouse = int(given["person"]), queries.person_by_number(given["spouse_number"])
    if spouse is None:
        raise Refusal(
            _("Orang itu tidak ditemukan di wilayah Anda."), advice=_("Periksa nomornya."), field="spouse_number"
        )
    if given["together"] == "new":
        to = actions.Destination(home=_home(given), card=given["card"])
    elif given["together"] == "here":
        to = actions.Destination(into_id=family_id)
    else:
        to = actions.Destination(into_id=queries.family_of(spouse))
        if to.into_id is None:
            raise Refusal(_("Pasangannya tidak tinggal di keluarga mana pun."), field="spouse_number")
    return actions.married(person, spouse, to=to, **common)


def _divorced(form: EventForm, _family_id: int, common: Given) -> actions.Recorded:
    given = form.cleaned_data
    along = {int(key): "child" for key in given["along"]}
    to = (
        actions.Destination(home=_home(given), card=given["card"], relations=along) if given["apart"] == "new" else None
    )
    return actions.divorced(int(given["person"]), int(given["spouse"]), to=to, **common)


VERBS: Final[Mapping[str, Callable[[EventForm, int, Given], actions.Recorded]]] = {
    "born": lambda form, family, common: actions.born(
        family,
        _newcomer(
            form, relation="child", birth_date=form.cleaned_data["happened"], mother_id=form.chosen("mother"),
            no_nik_reason=form.cleaned_data["no_nik_reason"] or ("" if form.cleaned_data["nik"] else "bayi baru lahir"),
        ),
        **common,
    ),
    "died": lambda form, family, common: actions.died(
        int(form.cleaned_data["person"]), heir_id=form.chosen("heir"), **common
    ),
    "moved_house": lambda form, family, common: actions.moved_house(family, _home_or_refuse(form.cleaned_data), **common),
    "moved_out": lambda form, family, common: actions.moved_out(
        family, to=form.cleaned_data["to"], where=form.cleaned_data["where"], **common
    ),
    "person_moved_out": lambda form, family, common: actions.person_moved_out(
        int(form.cleaned_data["person"]), to=form.cleaned_data["to"], where=form.cleaned_data["where"],
        heir_id=form.chosen("heir"), **common,
    ),
    "person_moved_in": lambda form, family, common: actions.person_moved_in(
        family, _newcomer(form) if not form.cleaned_data["known"] else _known(form), came_from=form.cleaned_data["came_from"], **common
    ),
    "married": _married,
    "divorced": _divorced,
    "split": lambda form, family, common: actions.split(
        family, heir_id=form.chosen("heir"),
        to=actions.Destination(home=_home(form.cleaned_data), card=form.cleaned_data["card"], relations=form.relations()),
        **common,
    ),
    "joined": lambda form, family, common: actions.joined(
        family, _family_of(form.cleaned_data["into"], "into"), relations=form.relations(), **common
    ),
    "head_changed": lambda form, family, common: actions.head_changed(
        family, head_id=int(form.cleaned_data["person"]), **common
    ),
    "card_changed": lambda form, family, common: actions.card_changed(family, number=form.cleaned_data["card"], **common),
    "corrected": lambda form, family, common: actions.corrected(
        int(form.cleaned_data["person"]),
        actions.Correction(*(form.cleaned_data[name] for name in ("name", "birth_date", "sex", "marital_status"))), **common
    ),
    "nik_given": lambda form, family, common: actions.nik_given(
        int(form.cleaned_data["person"]), nik=form.cleaned_data["nik"], **common
    ),
    "kitchen_shared": lambda form, family, common: actions.kitchen_shared(
        family, _family_of(form.cleaned_data["into"], "into"), **common
    ),
    "kitchen_left": lambda form, family, common: actions.kitchen_left(family, **common),
    "family_returned": lambda form, family, common: actions.family_returned(
        family, _home_or_refuse(form.cleaned_data), came_from=form.cleaned_data["came_from"], **common
    ),
    "family_moved_in": lambda form, _family, common: actions.family_moved_in(
        _home_or_refuse(form.cleaned_data), [_newcomer(form, relation="head")], card=form.cleaned_data["card"],
        came_from=form.cleaned_data["came_from"], **common,
    ),
}  # fmt: skip
assert VERBS.keys() == ASKED.keys(), "every event has its form and its verb"
