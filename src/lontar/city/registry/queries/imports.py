"""Questions about imports and their findings."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.registry.models import ImportFile, ImportFinding, ImportProfile, ImportRun
from lontar.city.registry.queries.changes import absences
from lontar.kit.gate import Actor, Role
from lontar.kit.progress import progress_of
from lontar.kit.sayings import told
from lontar.kit.waiting import Waiting

# What the page calls the worklist of a run that an officer takes home; it comes back under that name.
WORKLIST = re.compile(r"perbaikan-(\d{1,18})\b")


def runs() -> QuerySet[ImportRun]:
    """The imports of the acting officer's places, the newest first."""
    waits = ImportFile.objects.filter(run=OuterRef("pk"), purpose=ImportFile.Purpose.WORKLIST)
    return ImportRun.objects.select_related("by").annotate(has_worklist=Exists(waits)).order_by("-pk")


def run_or_none(key: int) -> ImportRun | None:
    return runs().filter(pk=key).first()


def can_proceed(run: ImportRun) -> bool:
    """Whether a checked file is still kept and may be taken in."""
    ended_well = run.dry_run and run.state == ImportRun.State.DONE
    return ended_well and run.files.filter(purpose=ImportFile.Purpose.UPLOAD).exists()


def findings_of(run: ImportRun, *, severity: str = "", kind: str = "") -> QuerySet[ImportFinding]:
    """What was found in a file, errors first, then by row."""
    found = ImportFinding.objects.filter(run=run).order_by("severity", "sheet", "row", "pk")
    if severity:
        found = found.filter(severity=severity)
    return found.filter(kind=kind) if kind else found


def kinds_of(run: ImportRun) -> list[str]:
    """The kinds of findings that this run has."""
    return list(ImportFinding.objects.filter(run=run).values_list("kind", flat=True).distinct().order_by("kind"))


def layouts() -> QuerySet[ImportProfile]:
    """The layouts of lists that the city saved and still offers."""
    return ImportProfile.objects.filter(retired_on=None).select_related("by").order_by("title")


def progress_key(run_id: int) -> str:
    return f"import-{run_id}"


def progress(run: ImportRun) -> tuple[int, str]:
    """How far a run has come in hundredths, and what it does now."""
    now = progress_of(progress_key(run.pk))
    return (now.done, now.note) if now else (0, "")


def finding_as_json(finding: ImportFinding) -> dict[str, Any]:
    return {
        "severity": finding.severity,
        "sheet": finding.sheet,
        "row": finding.row,
        "column": finding.column,
        "message": told(finding.message, finding.values),
        "kind": finding.kind,
    }


def findings_as_json(run: ImportRun, findings: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What the terminal, the API and the download say of a run."""
    answer = {
        "findings": list(findings),
        "state": run.state,
        "mode": run.mode,
        "dry_run": run.dry_run,
        "file": run.file_name,
        "counts": run.counts,
    }
    if run.refusal:
        message, advice = refusal_of(run)
        answer["refusal"] = {"message": message, "advice": advice}
    return answer


def refusal_of(run: ImportRun) -> tuple[str, str]:
    """Why a run was refused and what to do, in the active language."""
    return told(run.refusal, run.refusal_values), told(run.advice, run.refusal_values)


def worklists_waiting_for(actor: Actor) -> list[Waiting]:
    """Worklists that this officer's own imports left: the newest of each file name, until it is brought back mended."""
    left: dict[str, ImportRun] = {}
    brought_back: set[int] = set()
    for run in runs().filter(by_id=actor.id, state=ImportRun.State.DONE, dry_run=False)[:50]:
        if mended := WORKLIST.match(run.file_name):
            brought_back.add(int(mended[1]))
        if run.pk not in brought_back:
            left.setdefault(run.file_name, run)
    return [
        *waiting_absences(actor),
        *(
            Waiting(
                title=_("Baris dari %(file)s menunggu diperbaiki") % {"file": run.file_name},
                url=reverse("registry:run", args=[run.pk]),
                count=int(run.counts.get("families_left", 0)),
                since=run.on,
                action=_("Perbaiki"),
            )
            for run in left.values()
            if getattr(run, "has_worklist", False)
        ),
    ]


def waiting_absences(actor: Actor) -> list[Waiting]:
    """Those whom a newer file does not name, for who may look after them."""
    if Role(actor.role) not in (Role.OPERATOR, Role.WARD_OFFICER):
        return []
    found = absences()
    if not (first := found.first()):
        return []
    return [
        Waiting(
            title=_("Tidak disebut lagi di berkas terbaru"), url=reverse("registry:absent"), count=found.count(),
            since=first.noticed_on, action=_("Periksa"),
        )
    ]  # fmt: skip
