"""A work is handed over or stopped; what is wrong about it is noted and mended."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.places import queries as places
from lontar.city.works import actions, queries
from lontar.city.works.forms import PHOTO_READ_MAX, DefectForm, HandForm, MendForm, ReasonForm
from lontar.city.works.pages.asking import actor_of, asked, crumbs, work_or_404
from lontar.kit.formats import rupiah
from lontar.kit.gate import door
from lontar.kit.paging import KEY_MAX


@door(*queries.WHO_END)
def hand_over(request: HttpRequest, key: int) -> HttpResponse:
    """Note the paper of the hand-over."""
    one = work_or_404(request, key)
    form = HandForm(request.POST or None, initial={"handed_on": places.today()})

    def deed(given: dict[str, Any]) -> str:
        actions.hand_over_work(one.pk, **given, by=actor_of(request), on=places.today())
        return _("Serah terima dicatat; termin terakhir dapat diminta.")

    words = {
        "title": _("Catat serah terima"), "action": _("Catat serah terima"), "crumbs": crumbs(one),
        "lead": _("Semua tahap sudah disahkan dan tidak ada kerusakan. Tidak dapat ditarik."),
        "back": reverse("works:work", args=[one.pk]),
    }  # fmt: skip
    return asked(request, form, deed, words)


@door(*queries.WHO_END)
def stop(request: HttpRequest, key: int) -> HttpResponse:
    """End what will not be finished."""
    one = work_or_404(request, key)
    form = ReasonForm(request.POST or None)

    def deed(given: dict[str, Any]) -> str:
        actions.stop_work(one.pk, **given, by=actor_of(request), on=places.today())
        return _("Pekerjaan dihentikan; sisanya kembali ke pagu.")

    words = {
        "title": _("Hentikan pekerjaan"), "action": _("Hentikan pekerjaan ini"), "danger": True, "crumbs": crumbs(one),
        "lead": _("%(rest)s yang belum dibayar kembali ke pagu. Tidak dapat ditarik.") % {"rest": rupiah(one.cost - queries.paid_of(one))},
        "back": reverse("works:work", args=[one.pk]),
    }  # fmt: skip
    return asked(request, form, deed, words)


def _read(given: dict[str, Any]) -> dict[str, Any]:
    """What a form holds, its picture as bytes."""
    photo = given["photo"]
    return given | {"photo": photo.read(PHOTO_READ_MAX) if photo else None}


@door(*queries.WHO_NOTE_DEFECTS)
def defect(request: HttpRequest, key: int) -> HttpResponse:
    """Something is wrong."""
    one = work_or_404(request, key)
    form = DefectForm(request.POST or None, request.FILES or None)

    def deed(given: dict[str, Any]) -> str:
        actions.note_defect(one.pk, **_read(given), by=actor_of(request), on=places.today())
        return _("Kerusakan dicatat.")

    words = {
        "title": _("Catat kerusakan"), "action": _("Catat kerusakan"), "crumbs": crumbs(one),
        "lead": _("Sampai diperbaiki, pekerjaan tidak diserahterimakan dan termin terakhir tidak diminta."),
        "back": reverse("works:work", args=[one.pk]), "files": True,
    }  # fmt: skip
    return asked(request, form, deed, words)


@door(*queries.WHO_NOTE_DEFECTS)
def mend(request: HttpRequest, key: int, defect: int) -> HttpResponse:
    """It is mended, and somebody else saw it."""
    one = work_or_404(request, key)
    found = queries.defects_of(one).filter(pk=min(defect, KEY_MAX)).first()
    if found is None:
        raise Http404
    form = MendForm(request.POST or None, request.FILES or None)

    def deed(given: dict[str, Any]) -> str:
        actions.mend_defect(found.pk, **_read(given), by=actor_of(request), on=places.today())
        return _("Perbaikan dicatat.")

    words = {
        "title": _("Catat perbaikan"), "action": _("Catat perbaikan"), "crumbs": crumbs(one), "lead": found.what,
        "back": reverse("works:work", args=[one.pk]), "files": True,
    }  # fmt: skip
    return asked(request, form, deed, words)
