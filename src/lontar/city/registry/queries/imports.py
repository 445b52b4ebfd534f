"""Questions about imports and their findings."""

from collections.abc import Iterable, Mapping
from typing import Any

from lontar.city.registry.models import ImportRun


def findings_as_json(run: ImportRun, findings: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What the terminal, the API and the download say of a run."""
    told = {
        "findings": list(findings),
        "state": run.state,
        "mode": run.mode,
        "dry_run": run.dry_run,
        "file": run.file_name,
        "counts": run.counts,
    }
    if run.refusal:
        told["refusal"] = {"message": run.refusal, "advice": run.advice}
    return told
