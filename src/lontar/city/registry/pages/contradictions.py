"""What in the registry contradicts itself: the worklist, what mends each, and saying that one is so after all."""

from typing import Any, Final, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from lontar.city.journal.actions import saw_by_name
from lontar.city.places import queries as places
from lontar.city.registry import actions, queries
from lontar.city.registry.forms import SoAfterAll
from lontar.city.registry.models import Contradiction
from lontar.city.registry.queries.contradictions import WHO_SEE
from lontar.kit import masks
from lontar.kit.answers import done, status_of
from lontar.kit.formats import number
from lontar.kit.gate import Actor, door
from lontar.kit.paging import numbered_page
from lontar.kit.sayings import told
from lontar.science.lifespans import FATHER, MARRIED, MOTHER, OLDEST, limit

ROWS_ON_A_PAGE: Final = 25
Kind = Contradiction.Kind
# Of each kind: its name, what is wrong, and what the button says.
WORDS: Final[dict[str, tuple[Any, Any, Any]]] = {
    Kind.TWO_HEADS: (
        lazy("dua kepala keluarga"), lazy("Lebih dari satu anggota tercatat sebagai kepala keluarga."),
        lazy("Tetapkan kepalanya"),
    ),
    Kind.NO_HEAD: (
        lazy("tanpa kepala keluarga"), lazy("Tidak ada anggota yang tercatat sebagai kepala keluarga."),
        lazy("Tetapkan kepalanya"),
    ),
    Kind.NO_MEMBERS: (
        lazy("tanpa anggota"), lazy("Keluarga ini tercatat tinggal di sini, tetapi tidak ada anggotanya."),
        lazy("Catat kepergiannya"),
    ),
    Kind.MOTHER_TOO_YOUNG: (
        lazy("umur ibu dan anak"), lazy("Anak ini lebih tua daripada ibunya, atau kurang dari %(years)s tahun lebih muda."),
        lazy("Betulkan tanggal lahir"),
    ),
    Kind.FATHER_TOO_YOUNG: (
        lazy("umur ayah dan anak"), lazy("Anak ini lebih tua daripada ayahnya, atau kurang dari %(years)s tahun lebih muda."),
        lazy("Betulkan tanggal lahir"),
    ),
    Kind.DIED_BEFORE_BIRTH: (
        lazy("meninggal sebelum lahir"), lazy("Tanggal meninggalnya sebelum tanggal lahirnya."),
        lazy("Betulkan tanggal lahir"),
    ),
    Kind.DEAD_MEMBER: (
        lazy("meninggal tetapi masih anggota"),
        lazy("Orang ini tercatat meninggal dan masih anggota keluarga: batalkan kematiannya atau penggabungan catatannya."),
        lazy("Buka keluarganya"),
    ),
    Kind.TOO_OLD: (
        lazy("lebih dari %(years)s tahun"), lazy("Menurut tanggal lahirnya orang ini lebih dari %(years)s tahun."),
        lazy("Catat kematiannya"),
    ),
    Kind.MARRIED_TOO_YOUNG: (
        lazy("kawin sebelum %(years)s tahun"), lazy("Orang ini belum %(years)s tahun, tetapi tercatat kawin, cerai atau cerai mati."),
        lazy("Betulkan data diri"),
    ),
    Kind.NIK_TWICE: (
        lazy("satu NIK pada dua orang"), lazy(
            "Orang lain yang masih hidup tercatat dengan NIK yang sama. Bila keduanya satu orang, gabungkan catatannya; "
            "bila bukan, salah satu NIK salah."
        ),
        lazy("Catat NIK yang benar"),
    ),
    Kind.OUTSIDE_CITY: (
        lazy("letak di luar kota"), lazy("Letak rumahnya di luar batas kota ini: angkanya salah, atau lintang dan bujur tertukar."),
        lazy("Betulkan letaknya"),
    ),
}  # fmt: skip

# The age that a kind is held to; files and the database are held to the same.
AGES: Final[dict[str, str]] = {
    Kind.MOTHER_TOO_YOUNG: MOTHER,
    Kind.FATHER_TOO_YOUNG: FATHER,
    Kind.TOO_OLD: OLDEST,
    Kind.MARRIED_TOO_YOUNG: MARRIED,
}


def _said(kind: str) -> tuple[str, str, str, str]:
    """A kind's name, what is wrong, what the button says, and whose limit it is, with the age that holds today."""
    name, wrong, button = (str(one) for one in WORDS[kind])
    if kind not in AGES:
        return name, wrong, button, ""
    today = limit(AGES[kind], places.today())
    years = {"years": number(today.years)}
    source = told(today.source, {})
    return name % years, wrong % years, button, source[:1].upper() + source[1:]


@door(*WHO_SEE)
def contradictions(request: HttpRequest) -> HttpResponse:
    """All that waits in the officer's places, by kind."""
    counts = queries.contradictions_by_kind()
    kind = request.GET.get("jenis", "")
    kind = kind if kind in WORDS else ""
    page = numbered_page(request, queries.contradictions(kind), ROWS_ON_A_PAGE)
    role = cast(Actor, request.user).role
    may_mend = role in actions.MAY_MEND
    pairs = queries.pairs_waiting_of(page.object_list) if role in actions.MAY_DECIDE else {}
    saw_by_name("list", [one.family_id for one in page.object_list], request=request, on=places.today())
    context = {
        "page": page, "kind": kind, "may_mend": may_mend,
        "rows": [_row(request, one, may_mend) | {"pair": pairs.get(one.pk)} for one in page.object_list],
        "tabs": [("", _("semua"), sum(one.count for one in counts), not kind)]
        + [(one.kind, _said(one.kind)[0], one.count, one.kind == kind) for one in counts],
        "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request),
    }  # fmt: skip
    return render(request, "registry/contradictions.html", context)


def _row(request: HttpRequest, one: Contradiction, may_mend: bool) -> dict[str, Any]:
    name, words, button, source = _said(one.kind)
    return {
        "key": one.pk, "family": one.family_id, "number": f"K-{one.family_id:07d}", "ward": one.place.name,
        "who": masks.shown(request, one.person.name) if one.person else "",
        "person": one.person.local_number if one.person else "",
        "other": f"P-{one.other_id:07d}" if one.other_id else "",
        "name": name, "words": words, "source": source, "button": button, "found_on": one.found_on,
        "mend": _mended_at(one) if may_mend else "",
    }  # fmt: skip


def _mended_at(one: Contradiction) -> str:
    if one.kind == Kind.OUTSIDE_CITY:
        return reverse("registry:locate", args=[one.family_id])
    verb = queries.MENDED_BY[one.kind]
    if not verb:
        return reverse("registry:family", args=[one.family_id])
    address = reverse("registry:event", args=[one.family_id, verb])
    return f"{address}?person={one.person_id}" if one.person_id else address


@require_POST
@door(*actions.MAY_MEND)
def look_for_contradictions(request: HttpRequest) -> HttpResponse:
    """Look through everybody in the officer's places now."""
    found = actions.look_for_contradictions(by=cast(Actor, request.user), on=places.today())
    messages.success(request, _("Semua keluarga diperiksa. Pertentangan baru: %(n)s.") % {"n": number(found)})
    return redirect("registry:contradictions")


@door(*actions.MAY_MEND)
def settle_contradiction(request: HttpRequest, key: int) -> HttpResponse:
    """Somebody has looked: it is so after all, and this is why."""
    found = queries.contradiction_or_none(key)
    if found is None:
        raise Http404
    form = SoAfterAll(request.POST or None)

    def settle(given: dict[str, Any]) -> str:
        actions.settle_contradiction(found.pk, why=given["why"], by=cast(Actor, request.user), on=places.today())
        return _("Dicatat: data ini benar.")

    if done(request, form, settle):
        return redirect("registry:contradictions")
    saw_by_name("page", [found.family_id], request=request, on=places.today())
    context = {"form": form, "row": _row(request, found, True)}
    return render(request, "registry/so_after_all.html", context, status=status_of(form))
