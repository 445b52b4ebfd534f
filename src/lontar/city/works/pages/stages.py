"""A stage is reported from a telephone, and settled by a second person."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.journal.actions import saw_by_name
from lontar.city.places import queries as places
from lontar.city.works import actions, queries
from lontar.city.works.forms import ConfirmForm, ReasonForm, SeenForm
from lontar.city.works.models import Report
from lontar.city.works.pages.asking import actor_of, asked, called, crumbs, work_or_404
from lontar.kit import masks
from lontar.kit.formats import day
from lontar.kit.gate import door
from lontar.kit.paging import KEY_MAX
from lontar.science.trouble import Refusal

REQUEST_BYTES_MAX = 18_000_000


@door(*queries.WHO_REPORT)
def report(request: HttpRequest, key: int) -> HttpResponse:
    """What the next stage looks like: photos, day, place where it is known, a note."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > REQUEST_BYTES_MAX:
        raise Refusal(
            _("Kiriman itu lebih dari %(most)d MB.") % {"most": REQUEST_BYTES_MAX // 1_000_000},
            advice=_("Kecilkan fotonya, lalu kirim lagi. Belum ada yang dilaporkan."),
        )
    one, actor = work_or_404(request, key), actor_of(request)
    steps = queries.steps_of(one)
    due = queries.next_step(steps)
    if due is None or one.state != queries.State.RUNNING:
        return redirect("works:work", one.pk)
    homes = queries.homes_of([one])
    saw_by_name("page", list(homes), request=request, on=places.today())
    form = SeenForm(request.POST or None, request.FILES or None, initial={"seen_on": places.today()})
    if due.stage.progress == 0:
        del form.fields["after"]
    elif due.stage is not steps[0].stage:
        form.fields["before"].help_text = _("Boleh kosong: foto tahap sebelumnya menjadi foto sebelumnya.")

    def deed(_given: dict[str, Any]) -> str:
        form.cleaned_data.setdefault("after", None)
        actions.report_stage(
            one.pk, due.stage.position, form.seen(), key=form.cleaned_data["key"], by=actor, on=places.today()
        )
        return _("Terkirim. Orang kedua memeriksa dan mengesahkannya.")

    words = {
        "title": _("Lapor tahap: %(stage)s") % {"stage": due.stage.name}, "crumbs": crumbs(one),
        "lead": f"{called(request, one, homes)} · {one.place.name} · {due.stage.progress}%", "action": _("Kirim laporan"),
        "back": reverse("works:work", args=[one.pk]), "files": True, "masks_down": masks.are_down(request),
        "may_unmask": one.named and masks.may_unmask(request),
    }  # fmt: skip
    return asked(request, form, deed, words)


def _report_or_404(request: HttpRequest, key: int) -> Report:
    try:
        return queries.report_or_refuse(min(key, KEY_MAX), actor_of(request))
    except queries.NotFound:
        raise Http404 from None


@door(*queries.WHO_CONFIRM, *queries.WHO_TAKE_BACK)
def settle(request: HttpRequest, key: int) -> HttpResponse:
    """Confirm what was reported or send it back; or take back what was confirmed."""
    found, actor = _report_or_404(request, key), actor_of(request)
    one, verdict = work_or_404(request, found.work_id), request.POST.get("verdict")
    waits = found.state == queries.ReportState.WAITING
    if found.state not in queries.LIVING:
        return redirect("works:work", one.pk)
    form: ConfirmForm | ReasonForm
    form = (
        ConfirmForm(request.POST) if verdict == "confirm" else ReasonForm(request.POST if verdict == "back" else None)
    )

    def deed(given: dict[str, Any]) -> str:
        by_on: dict[str, Any] = {"by": actor, "on": places.today()}
        if verdict == "confirm":
            actions.confirm_stage(found.pk, photos_open=given["photos_open"], **by_on)
            return _("Tahap disahkan.")
        if waits:
            actions.refuse_stage(found.pk, reason=given["reason"], **by_on)
            return _("Dikembalikan; tahap ini dilaporkan lagi.")
        actions.take_back_stage(found.pk, reason=given["reason"], **by_on)
        return _("Pengesahan ditarik; tahap ini dilaporkan lagi.")

    photos = next(step for step in queries.steps_of(one) if step.stage.pk == found.stage_id).photos
    own = str(found.by_id) == str(actor.id)
    words = {
        "one": one, "report": found, "photos": [photos[side] for side in ("before", "after") if side in photos],
        "visible": not one.named or masks.are_down(request), "waits": waits, "stage": found.stage,
        "confirming": form if verdict == "confirm" else ConfirmForm(), "crumbs": crumbs(one), "back": reverse("works:work", args=[one.pk]),
        "confirms": waits and not own and actor.role in queries.WHO_CONFIRM, "own": waits and own,
        "takes_back": not waits and actor.role in queries.WHO_TAKE_BACK, "backing": form if verdict == "back" else ReasonForm(),
        "masks_down": masks.are_down(request), "may_unmask": one.named and masks.may_unmask(request),
        "seen": day(found.seen_on),
    }  # fmt: skip
    if request.method == "POST" and verdict not in ("confirm", "back"):
        return redirect("works:settle", found.pk)
    return asked(request, form, deed, words, "works/settle.html")
