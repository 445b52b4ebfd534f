"""What waits in this room for an officer today."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.programmes import queries as programmes
from lontar.city.targeting.models import Decision, Round, SampledHome, Step
from lontar.city.targeting.queries.rounds import rounds_for
from lontar.city.targeting.queries.steps import open_meetings, proposers_of
from lontar.city.targeting.queries.surveys import homes_to_ask
from lontar.city.targeting.queries.voices import nominations_for, objections_to_answer
from lontar.city.targeting.queries.who import WHO_ASK, WHO_MEET, WHO_SCORE, WHO_SEE_DECISIONS, may_close, may_score
from lontar.kit.gate import Actor, Role
from lontar.kit.waiting import Waiting


def undecided_for(actor: Actor) -> QuerySet[Decision]:
    """The worklist: families of open rounds that could not be decided, inside the officer's places."""
    scored = rounds_for(actor).filter(state=Round.State.SCORED)
    found = Decision.objects.filter(round__in=scored, verdict=Decision.Verdict.UNDECIDED)
    return found.select_related("round", "round__line").order_by("round_id", "place_id", "family_id")


def waiting_for(actor: Actor) -> list[Waiting]:
    """What waits here for this officer today."""
    work: list[Waiting] = []
    if actor.role == Role.WARD_OFFICER:
        meetings = list(open_meetings(actor))
        if meetings:
            first = meetings[0]
            url = reverse("targeting:meeting", args=[first.round_id, first.place_id])
            work.append(Waiting(_("Musyawarah menunggu berita acara"), url, len(meetings), first.since, _("Bahas")))
    if actor.role in WHO_MEET:
        work += _voices(actor)
    if actor.role in WHO_ASK:
        homes = homes_to_ask(actor).filter(state=SampledHome.State.OPEN)
        if count := homes.count():
            since = homes.order_by("survey__begins").values_list("survey__begins", flat=True).first()
            title = _("Rumah contoh menunggu ditanya konsumsinya")
            work.append(Waiting(title, reverse("targeting:homes"), count, since, _("Tanyai")))
    if actor.role in WHO_SCORE:
        work += _steps(actor)
        work += _drafts(actor)
    if actor.role in WHO_SEE_DECISIONS and actor.role != Role.INSPECTOR:
        undecided = undecided_for(actor)
        count = undecided.count()
        if count:
            url = reverse("targeting:undecided")
            work.append(
                Waiting(_("Keluarga belum dapat diputuskan: datanya belum lengkap"), url, count, None, _("Lengkapi"))
            )
    return work


def _voices(actor: Actor) -> list[Waiting]:
    """Named families that nobody has found yet are the ward's work; objections are anybody's who may answer."""
    work = []
    if actor.role == Role.WARD_OFFICER:
        named = nominations_for(actor, outcome="open")
        if first := named.first():
            url = reverse("targeting:nominations")
            work.append(Waiting(_("Keluarga yang diusulkan belum ditemukan"), url, named.count(), first.on, _("Cari")))
    objections = objections_to_answer(actor)
    if oldest := objections.first():
        url = reverse("targeting:objections")
        work.append(Waiting(_("Keberatan menunggu jawaban"), url, objections.count(), oldest.on, _("Jawab")))
    return work


def _drafts(actor: Actor) -> list[Waiting]:
    """Rules that this officer may publish as the second."""
    ready = [one for one in programmes.drafts_for(actor) if programmes.may_publish_rule(actor, one)]
    if not ready:
        return []
    oldest = min(ready, key=lambda one: one.written_on)
    url = reverse("targeting:rule_publish", args=[oldest.pk]) if len(ready) == 1 else reverse("targeting:rules")
    return [Waiting(_("Aturan menunggu orang kedua"), url, len(ready), oldest.written_on, _("Periksa"))]


def _steps(actor: Actor) -> list[Waiting]:
    """Rounds whose next step is this officer's, each kind of step by itself."""
    rounds = list(rounds_for(actor).exclude(state__in=(Round.State.REJECTED, Round.State.ANSWERED)))
    own = [one for one in rounds if may_score(actor, one)]
    kinds: list[tuple[str, str, list[Round]]] = [
        (_("Penetapan belum dihitung"), _("Hitung"), [one for one in own if one.state == Round.State.OPENED]),
        (_("Penetapan menunggu hasil pemeriksaan lapangan"), _("Catat"),
         [one for one in own if one.state == Round.State.MET]),
        (_("Penetapan menunggu nomor surat keputusan"), _("Catat"),
         [one for one in own if one.state == Round.State.APPROVED]),
        (_("Usulan menunggu dikirim"), _("Kirim"),
         [one for one in own if one.state == Round.State.DECREED and one.outcome == Round.Outcome.PROPOSES]),
        (_("Usulan menunggu jawaban"), _("Impor jawaban"), [one for one in own if one.state == Round.State.EXPORTED]),
    ]  # fmt: skip
    if actor.role == Role.PLANNER:
        ready = [one for one in rounds if one.state == Round.State.CHECKED]
        ready = [one for one in ready if may_close(actor, one, proposers_of(one))]
        kinds.append((_("Penetapan menunggu persetujuan Anda"), _("Periksa"), ready))
    return [Waiting(title, _url(these), len(these), _since(these), action) for title, action, these in kinds if these]


def _url(these: Sequence[Round]) -> str:
    return reverse("targeting:round", args=[these[0].pk]) if len(these) == 1 else reverse("targeting:rounds")


def _since(these: Sequence[Round]) -> date | None:
    """Since when the oldest of them lies where it lies."""
    since = (
        Step.objects.filter(round__in=these, on=None, taken_back_on=None)
        .order_by("since")
        .values_list("since", flat=True)
    )
    return since.first() or min(one.opened_at.date() for one in these)
