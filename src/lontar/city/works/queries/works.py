"""Works with their stages: how far they are, what waits, what is paid."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.places import queries as places
from lontar.city.programmes import queries as programmes
from lontar.city.registry import queries as registry
from lontar.city.targeting import queries as targeting
from lontar.city.works.models import Defect, Photo, Report, Share, Stage, Tranche, Work
from lontar.city.works.queries.who import NotFound
from lontar.kit.gate import Actor
from lontar.kit.sealing import unseal

State, Kind, Way = Work.State, Work.Kind, Work.Way
ReportState, TrancheState = Report.State, Tranche.State
LIVING = (ReportState.WAITING, ReportState.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Step:
    """One stage as it stands: the report that counts, its photos, the tranche that was asked for it."""

    stage: Stage
    report: Report | None
    photos: dict[str, Photo]
    tranche: Tranche | None
    earlier: list[Report]  # sent back or taken back, the newest first
    last: bool

    @property
    def confirmed(self) -> bool:
        return self.report is not None and self.report.state == ReportState.CONFIRMED

    @property
    def waits(self) -> bool:
        return self.report is not None and self.report.state == ReportState.WAITING


@dataclass(frozen=True, slots=True)
class Home:
    """The family that a house is built for, as a list shows it."""

    family_id: int
    local_number: str
    head: str


def progressed() -> QuerySet[Work]:
    """Every work behind the walls with `progress` (percent of the last confirmed stage), `paid` and what `others` bring
    beside the line (whole rupiah), the `whole` cost, and whether a stage `waits` for its second person or a `defect` is open."""
    done = Report.objects.filter(work=OuterRef("pk"), state=ReportState.CONFIRMED).order_by("-stage__position")
    paid = Tranche.objects.filter(work=OuterRef("pk"), state=TrancheState.PAID).order_by().values("work")
    others = Share.objects.filter(work=OuterRef("pk")).order_by().values("work").annotate(sum=Sum("amount"))
    return Work.objects.select_related("place", "line", "line__agency").annotate(
        others=Coalesce(Subquery(others.values("sum")), Value(0), output_field=BigIntegerField()),
        whole=F("cost") + F("others"),
        progress=Coalesce(Subquery(done.values("stage__progress")[:1]), Value(0), output_field=IntegerField()),
        paid=Coalesce(Subquery(paid.annotate(sum=Sum("amount")).values("sum")), Value(0)),
        waits=Exists(Report.objects.filter(work=OuterRef("pk"), state=ReportState.WAITING)),
        defect=Exists(Defect.objects.filter(work=OuterRef("pk"), state="open")),
    )


def works_for(actor: Actor) -> QuerySet[Any]:
    """The works in this officer's places, the newest first."""
    return progressed().filter(access.within(access.spans(actor.id))).order_by("-pk")


def filtered(
    actor: Actor, *, kind: str = "", state: str = "", place_id: int | None = None, line_id: int | None = None, on: date
) -> QuerySet[Any]:
    """The same, narrowed; `late` is what should be ready and is not."""
    found = works_for(actor)
    if kind:
        found = found.filter(kind=kind)
    if state == "late":
        found = found.filter(state=State.RUNNING, until__lt=on)
    elif state:
        found = found.filter(state=state)
    if place_id is not None:
        lowest, highest = places.span(place_id)
        found = found.filter(place_id__gte=lowest, place_id__lte=highest)
    return found.filter(line_id=line_id) if line_id is not None else found


def work_or_refuse(key: int, actor: Actor) -> Work:
    """One work in this officer's places; hidden is as if it were not there."""
    found = works_for(actor).filter(pk=key).first()
    if found is None:
        raise NotFound(_("Pekerjaan itu tidak ada di wilayah Anda."), advice=_("Muat ulang daftarnya."))
    return found  # type: ignore[no-any-return]  # annotated rows are works


def steps_of(work: Work) -> list[Step]:
    """The stages of a work in order, each with what is known of it."""
    stages = list(work.stages.order_by("position"))
    reports: dict[int, list[Report]] = {}
    for one in Report.objects.filter(work=work).select_related("by", "settled_by", "taken_by").order_by("-pk"):
        reports.setdefault(one.stage_id, []).append(one)
    photos: dict[int, dict[str, Photo]] = {}
    for photo in Photo.objects.filter(work=work, report__isnull=False).defer("cipher"):
        photos.setdefault(photo.report_id or 0, {})[photo.side] = photo
    tranches = {
        one.stage_id: one
        for one in Tranche.objects.filter(work=work, state__in=["asked", "paid"]).select_related("asked_by", "paid_by")
    }
    steps = []
    for stage in stages:
        living = next((one for one in reports.get(stage.pk, []) if one.state in LIVING), None)
        steps.append(
            Step(
                stage, living, photos.get(living.pk, {}) if living else {}, tranches.get(stage.pk),
                [one for one in reports.get(stage.pk, []) if one.state not in LIVING], stage is stages[-1],
            )
        )  # fmt: skip
    return steps


def next_step(steps: list[Step]) -> Step | None:
    """The stage that is to be reported next; None while one waits, or when all is done."""
    first = next((one for one in steps if not one.confirmed), None)
    return first if first is not None and first.report is None else None


def paid_of(work: Work) -> int:
    """Whole rupiah paid for a work."""
    return Tranche.objects.filter(work=work, state=TrancheState.PAID).aggregate(sum=Sum("amount"))["sum"] or 0


def defects_of(work: Work) -> QuerySet[Defect]:
    return work.defects.select_related("by", "settled_by").order_by("state", "-pk")


def defect_photos(work: Work) -> dict[int, dict[str, Photo]]:
    """The pictures of what is wrong, and of how it was mended, by defect."""
    shown: dict[int, dict[str, Photo]] = {}
    for one in Photo.objects.filter(work=work, defect__isnull=False).defer("cipher"):
        shown.setdefault(one.defect_id or 0, {})[one.side] = one
    return shown


def report_or_refuse(key: int, actor: Actor) -> Report:
    spans = access.spans(actor.id)
    found = Report.objects.filter(access.within(spans), pk=key).select_related("work", "work__line", "stage").first()
    if found is None:
        raise NotFound(_("Laporan itu tidak ada di wilayah Anda."), advice=_("Muat ulang halamannya."))
    return found


def photo_or_none(key: int, actor: Actor) -> Photo | None:
    """A picture in this officer's places."""
    return Photo.objects.filter(access.within(access.spans(actor.id)), pk=key).select_related("work").first()


def opened(photo: Photo) -> bytes | None:
    """The picture itself; None where erasing took it away."""
    return unseal(photo.cipher) if len(photo.cipher) else None


def homes_of(works: list[Work]) -> dict[int, Home]:
    """For whom the houses among these works are, by family."""
    keys = [one.family_id for one in works if one.family_id]
    if not keys:
        return {}
    found = registry.families_matching(registry.FamilyFilter()).filter(pk__in=keys)
    return {row.id: Home(row.id, row.local_number, row.head) for row in registry.rows_of(found, {})}


def lines_to_plan(actor: Actor, *, year: int | None = None) -> QuerySet[Any]:
    """The lines that give works and that this operator's agency keeps."""
    found = programmes.lines_for(actor).filter(
        gives="works", sensitive=False, agency_id=access.agency_of(actor.id) or 0
    )
    return (found.filter(year=year) if year else found).order_by("-year", "name")


def lists_to_build(actor: Actor, line_ids: list[int]) -> list[Any]:
    """The decreed lists of these lines."""
    found = targeting.rounds_for(actor).filter(line_id__in=line_ids, state="decreed", outcome="entitles")
    return list(found.order_by("-pk"))


def families_to_build(round_id: int, actor: Actor) -> list[tuple[int, int, int]]:
    """Family, ward and rupiah of everyone on a decreed list for whom no house is planned yet; shielded ones never."""
    spans = access.spans(actor.id)
    chosen = list(targeting.qualifying(round_id).filter(access.within(spans)))
    round_ = targeting.round_by_id(round_id)
    taken = set(
        Work.objects.filter(line_id=round_.line_id, family_id__isnull=False)
        .exclude(state=State.STOPPED)
        .values_list("family_id", flat=True)
        if round_
        else []
    )
    shielded = registry.shielded_families(family for family, _place, _amount in chosen)
    return [one for one in chosen if one[0] not in taken and one[0] not in shielded]


def late(actor: Actor, on: date) -> QuerySet[Any]:
    """What should be ready by now and is not."""
    return works_for(actor).filter(state=State.RUNNING, until__lt=on).order_by("until")


def area_works(place_id: int | None = None) -> QuerySet[Any]:
    """What is built for areas, open to everybody; nothing of a family's house."""
    found = progressed().filter(named=False).exclude(state=State.STOPPED)
    if place_id is not None:
        lowest, highest = places.span(place_id)
        found = found.filter(place_id__gte=lowest, place_id__lte=highest)
    return found.order_by("place_id", "-pk")


def open_photos(works: list[Work]) -> dict[int, list[Photo]]:
    """The pictures of these works that everybody may see, in the order of the stages."""
    found = Photo.objects.filter(
        work__in=[one.pk for one in works], named=False, report__state=ReportState.CONFIRMED, report__photos_open=True
    )
    shown: dict[int, list[Photo]] = {}
    for one in found.select_related("report__stage").defer("cipher").order_by("report__stage__position", "-side"):
        shown.setdefault(one.work_id, []).append(one)
    return shown


def open_photo_or_none(key: int) -> Photo | None:
    """A picture that everybody may see."""
    return Photo.objects.filter(
        pk=key, named=False, report__state=ReportState.CONFIRMED, report__photos_open=True, work__line__sensitive=False
    ).first()


def tranches_for(actor: Actor, state: str = "") -> QuerySet[Tranche]:
    """Tranches in this officer's places, those that wait first; read without the tables of works, which may be hidden."""
    found = Tranche.objects.filter(access.within(access.spans(actor.id)))
    if state:
        found = found.filter(state=state)
    return found.select_related("line", "place", "asked_by", "paid_by", "ended_by").order_by("state", "-pk")


def tranche_or_refuse(key: int, actor: Actor) -> Tranche:
    found = tranches_for(actor).filter(pk=key).first()
    if found is None:
        raise NotFound(_("Termin itu tidak ada di wilayah Anda."), advice=_("Muat ulang daftarnya."))
    return found


def due_tranches(actor: Actor) -> list[tuple[Work, Stage]]:
    """Confirmed stages whose tranche nobody has asked for, of works that this officer may ask for."""
    living = Tranche.objects.filter(stage=OuterRef("stage"), state__in=["asked", "paid"])
    last = Stage.objects.filter(work=OuterRef("work"), position__gt=OuterRef("stage__position"))
    found = Report.objects.filter(
        access.within(access.spans(actor.id)), ~Exists(living), state=ReportState.CONFIRMED, stage__tranche__gt=0
    ).exclude(by_id=actor.id)
    found = found.filter(Q(Exists(last), work__state=State.RUNNING) | Q(work__state=State.HANDED_OVER))
    kept = found.select_related("work", "work__line", "stage").order_by(F("settled_on"), "pk")
    return [(one.work, one.stage) for one in kept if may_order(actor, one.work.line)]


def may_order(actor: Actor, line: Any) -> bool:
    """Whether this officer orders money of a line: its agency's operator, or a planner."""
    return programmes.may_keep_money(actor, line)
