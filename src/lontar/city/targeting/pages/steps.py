"""The steps of a round after the meetings: the field check, two approvals, the paper, and taking a step back."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lontar.city.fieldwork import queries as fieldwork
from lontar.city.places import queries as places
from lontar.city.targeting import actions, frames, queries
from lontar.city.targeting.forms import STEPS, ApprovalForm, CheckForm, DeadlineForm, PaperForm, Reason
from lontar.city.targeting.models import Round
from lontar.city.targeting.pages.rounds import actor_of, round_or_404, state_of
from lontar.kit import formats
from lontar.kit.answers import done, status_of
from lontar.kit.gate import Role, door
from lontar.kit.paging import KEY_MAX


def stepped(
    request: HttpRequest, found: Round, form: Form, do: Callable[[dict[str, Any]], str], words: dict[str, Any]
) -> HttpResponse:  # fmt: skip
    """A page with one form: done, it goes back to the round with a sentence; refused, it says why at the field."""
    if done(request, form, do):
        return redirect("targeting:round", found.pk)
    context = {
        "round": found, **state_of(found), "form": form, "back": reverse("targeting:round", args=[found.pk]), **words,
    }  # fmt: skip
    return render(request, "targeting/step.html", context, status=status_of(form))


@door(*queries.WHO_SCORE)
def check(request: HttpRequest, key: int) -> HttpResponse:
    """Note what the home visits found, or why there were none."""
    found = round_or_404(request, key)
    if request.method != "POST" and found.state != Round.State.MET:
        return redirect("targeting:round", found.pk)
    actor = actor_of(request)
    campaigns = [(one.pk, f"{one.name} ({one.place.name})") for one in fieldwork.campaigns_for(actor)[:50]]
    form = CheckForm(request.POST or None, campaigns=campaigns)

    def do(given: dict[str, Any]) -> str:
        actions.note_check(found, campaign_id=given["campaign"], note=given["note"], by=actor, on=places.today())
        return _("Pemeriksaan lapangan dicatat. Daftarnya menunggu persetujuan dua orang.")

    words = {
        "title": _("Catat pemeriksaan lapangan"), "action": _("Catat dan susun daftar akhir"),
        "words": _("Daftar disusun lagi dengan semua yang dicoret dan ditambahkan; sesudah itu dua orang menyetujuinya."),
        "undo": _("Dapat ditarik kembali sebelum ada yang menyetujui."),
    }  # fmt: skip
    return stepped(request, found, form, do, words)


@door(Role.PLANNER)
def approve(request: HttpRequest, key: int) -> HttpResponse:
    """Approve the list as it was seen, after saying what will happen."""
    found = round_or_404(request, key)
    actor = actor_of(request)
    may = queries.may_close(actor, found, queries.proposers_of(found))
    if request.method != "POST" and (found.state != Round.State.CHECKED or not may):
        return redirect("targeting:round", found.pk)  # its page says what became of it, or for whom it waits
    form = ApprovalForm(request.POST or None, initial={"seen": frames.fingerprint(frames.on_list(found.pk))})
    figures = queries.figures_of(found)
    second = found.approved_by_id is not None

    def do(given: dict[str, Any]) -> str:
        done = actions.approve_round(found, seen=given["seen"], by=actor, on=places.today())
        if done.is_binding:
            return _("Disetujui dua orang. Catat nomor suratnya, lalu daftarnya berlaku.")
        return _("Persetujuan pertama dicatat. Satu orang lain masih harus menyetujuinya.")

    many = {
        "families": formats.number(figures.chosen), "rupiah": formats.rupiah(figures.rupiah),
        "period": formats.period(found.period),
    }  # fmt: skip
    if found.outcome == Round.Outcome.ENTITLES:
        sentence = _("%(families)s keluarga menjadi berhak atas %(rupiah)s untuk periode %(period)s begitu suratnya dicatat; jumlah itu diambil dari pagu.")  # fmt: skip
    else:
        sentence = _("%(families)s keluarga menjadi daftar usulan periode %(period)s. Yang memutuskan dan membayar bukan kota.")  # fmt: skip
    words = {
        "title": _("Setujui daftar ini?"),
        "action": ngettext("Setujui %(families)s keluarga", "Setujui %(families)s keluarga", figures.chosen) % many,
        "words": sentence % many,
        "undo": _("Anda orang kedua. Sesudah ini daftarnya mengikat; dapat ditarik kembali sebelum suratnya dicatat.")
        if second
        else _("Anda orang pertama; satu orang lain masih harus menyetujuinya. Dapat ditarik kembali sebelum itu."),
        "facts": _seen_facts(found, figures),
    }
    return stepped(request, found, form, do, words)


def _seen_facts(found: Round, figures: queries.RoundFigures) -> list[tuple[str, Any]]:
    amendments = queries.amendments_of(found)
    facts: list[tuple[str, Any]] = [
        (_("Terpilih"), formats.number(figures.chosen)),
        (_("Daftar tunggu"), formats.number(figures.waiting)),
        (_("Dicoret musyawarah atau kunjungan"), formats.number(figures.struck)),
        (_("Ditambahkan musyawarah"), formats.number(amendments.filter(kind="add").count())),
        (_("Sidik daftar akhir"), found.counts.get("final_sha256", "")),
    ]
    if found.approved_by:
        facts.append((_("Sudah disetujui oleh"), found.approved_by.name))
    return facts


@door(*queries.WHO_SCORE)
def decree(request: HttpRequest, key: int) -> HttpResponse:
    """Record number and day of the signed paper: from then on it holds."""
    found = round_or_404(request, key)
    if request.method != "POST" and found.state != Round.State.APPROVED:
        return redirect("targeting:round", found.pk)
    form = PaperForm(request.POST or None)

    def do(given: dict[str, Any]) -> str:
        actions.decree_round(found, **given, by=actor_of(request), on=places.today())
        if found.outcome == Round.Outcome.ENTITLES:
            return _("Keputusan dicatat; keluarga yang terpilih kini berhak menerima.")
        return _("Surat usulan dicatat. Kirim daftarnya kepada yang memutuskan.")

    entitles = found.outcome == Round.Outcome.ENTITLES
    words = {
        "title": _("Catat surat keputusan") if entitles else _("Catat surat usulan"),
        "action": _("Catat surat dan buat haknya") if entitles else _("Catat surat usulan"),
        "words": _("Cetak dahulu konsep suratnya dengan lampiran menurut kelurahan, mintalah tanda tangan, lalu catat nomor dan tanggalnya di sini."),
        "undo": _("Tidak dapat ditarik kembali: hak yang keliru dibatalkan satu per satu, dengan alasannya.")
        if entitles
        else _("Dapat ditarik kembali sebelum dikirim."),
    }  # fmt: skip
    return stepped(request, found, form, do, words)


@door(*queries.WHO_SCORE)
def take_back(request: HttpRequest, key: int) -> HttpResponse:
    """Undo the last step, with the reason."""
    found = round_or_404(request, key)
    form = Reason(request.POST or None)

    def do(given: dict[str, Any]) -> str:
        actions.take_back(found, reason=given["reason"], by=actor_of(request), on=places.today())
        return _("Langkah terakhir ditarik kembali; catatannya tetap tersimpan.")

    words = {
        "title": _("Tarik kembali langkah terakhir"), "action": _("Tarik kembali"), "danger": True,
        "words": _undone(found),
        "undo": _("Hari-hari yang sudah lewat tetap dihitung dalam lama tiap langkah."),
    }  # fmt: skip
    return stepped(request, found, form, do, words)


def _undone(found: Round) -> str:
    """What taking the last step back undoes, before it is done."""
    if found.state == Round.State.APPROVED:
        return _("Persetujuan kedua gugur, yang pertama tetap: satu orang lain menyetujui daftarnya lagi.")
    if found.state == Round.State.CHECKED and found.approved_by_id is not None:
        return _("Persetujuan pertama gugur; dua orang menyetujui daftarnya lagi dari awal.")
    if found.state == Round.State.CHECKED:
        return _(
            "Catatan pemeriksaan lapangan gugur dan dicatat lagi; sesudah itu barulah dua orang menyetujui daftarnya."
        )
    if found.state == Round.State.DECREED:
        return _("Surat usulannya gugur dan dicatat lagi; persetujuan kedua orang itu tetap.")
    return _("Penetapan kembali ke langkah sebelumnya, dan jamnya mulai lagi.")


@door(Role.PLANNER)
def reject(request: HttpRequest, key: int) -> HttpResponse:
    """Put the list aside, with a reason."""
    found = round_or_404(request, key)
    if request.method != "POST" and (found.is_closed or found.is_binding):
        return redirect("targeting:round", found.pk)  # nothing is left to reject
    form = Reason(request.POST or None)

    def do(given: dict[str, Any]) -> str:
        actions.reject_round(found, reason=given["reason"], by=actor_of(request), on=places.today())
        return _("Penetapan ditolak; daftarnya tetap dapat dibaca.")

    words = {
        "title": _("Tolak daftar ini?"), "action": _("Tolak penetapan"), "danger": True,
        "words": _("Tidak ada keluarga yang menjadi berhak dari daftar ini."),
        "undo": _("Tidak dapat diurungkan; untuk menghitung lagi, buka penetapan baru."),
    }  # fmt: skip
    return stepped(request, found, form, do, words)


@door(*queries.WHO_SCORE)
def deadline(request: HttpRequest, key: int, step_id: int) -> HttpResponse:
    """Give an open step another day, and say why."""
    found = round_or_404(request, key)
    actor = actor_of(request)
    step = queries.steps_for(found, actor).filter(pk=step_id).first() if step_id <= KEY_MAX else None
    if step is None:
        raise Http404
    if request.method != "POST" and (step.on or step.taken_back_on or not queries.may_score(actor, found)):
        return redirect("targeting:round", found.pk)
    form = DeadlineForm(request.POST or None, initial={"due": step.due})

    def do(given: dict[str, Any]) -> str:
        moved = actions.move_deadline(
            found, step.pk, due=given["due"], reason=given["reason"], by=actor, on=places.today()
        )
        return _("Batas waktunya sekarang %(due)s.") % {"due": formats.day(moved.due)}

    words = {
        "title": _("Pindahkan batas waktu"), "action": _("Pindahkan batas waktu"), "undo": "",
        "words": _("%(step)s, %(place)s: sekarang sampai %(due)s. Batas yang lama dan alasannya tetap terlihat.") % {
            "step": STEPS[step.kind], "place": step.place.name, "due": formats.day(step.due)},
    }  # fmt: skip
    return stepped(request, found, form, do, words)
