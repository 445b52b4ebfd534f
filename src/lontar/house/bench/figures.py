"""A measured figure beside its target, the machine it was measured on, and both as JSON and as a page."""

import os
import platform
import resource
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal

PACKAGES = ("Django", "polars", "numpy", "psycopg", "python-calamine", "pandas", "openpyxl", "splink", "duckdb")
Kind = Literal["at_most", "at_least", "none"]


@dataclass(frozen=True)
class Figure:
    """One figure: what was measured, what came out, and what had been promised."""

    name: str
    title: str
    value: float
    unit: str
    target: float | None = None
    kind: Kind = "none"
    note: str = ""
    detail: dict[str, float] = field(default_factory=dict)
    # How many processes wanted the machine while it was measured; above its cores the figure says less.
    load: float = 0.0
    measured_at: str = ""

    @property
    def kept(self) -> bool | None:
        """Whether the promise was kept; None where nothing was promised.

        >>> Figure("x", "X", 2.0, "s", target=5.0, kind="at_most").kept
        True
        >>> Figure("x", "X", 2.0, "s").kept is None
        True
        """
        if self.target is None or self.kind == "none":
            return None
        return self.value <= self.target if self.kind == "at_most" else self.value >= self.target

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "kept": self.kept}


def measured_now(figures: Iterable[Figure]) -> list[Figure]:
    """The same figures with the hour and the load of the machine, this process's own share included."""
    now, load = datetime.now(UTC).isoformat(timespec="minutes"), round(os.getloadavg()[0], 1)
    return [replace(one, load=load, measured_at=now) for one in figures]


def merged(before: list[Figure], fresh: list[Figure]) -> list[Figure]:
    """What was recorded, with what has been measured anew in its place."""
    kept = {one.name: one for one in before} | {one.name: one for one in fresh}
    return list(kept.values())


def machine(postgres: str = "") -> dict[str, Any]:
    """What the figures were measured on; they compare only with figures of the same machine."""
    return {
        "cpu": _cpu(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gib": round(_memory_bytes() / 2**30, 1),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "python": platform.python_version(),
        "postgresql": postgres,
        "packages": {name: found for name in PACKAGES if (found := _version(name))},
        "commit": _commit(),
    }


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or "unknown"
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _memory_bytes() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _commit() -> str:
    asked = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False, cwd=Path(__file__).parent
    )
    return asked.stdout.strip()


def peak_mib() -> float:
    """The most memory that this process has held at once."""
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / 1024 if sys.platform != "darwin" else held / 2**20


def digits(value: float) -> str:
    """A figure with as many digits as mean something.

    >>> digits(123456.7), digits(1.2345), digits(0.01234)
    ('123,457', '1.23', '0.0123')
    """
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def table(figures: Iterable[Figure]) -> list[tuple[str, ...]]:
    """Rows for reading: figure, value, target, kept."""
    rows: list[tuple[str, ...]] = [("Figure", "Measured", "Promised", "Kept", "Load")]
    for one in figures:
        sign = {"at_most": "≤ ", "at_least": "≥ ", "none": ""}[one.kind]
        promised = f"{sign}{digits(one.target)} {one.unit}" if one.target is not None else "—"
        kept = {True: "yes", False: "NO", None: "—"}[one.kept]
        rows.append((one.title, f"{digits(one.value)} {one.unit}", promised, kept, f"{one.load:.1f}"))
    return rows


def page(figures: list[Figure], on: dict[str, Any], families: int) -> str:
    """The page docs/benchmarks.md, as the figures came out."""
    hours = sorted(one.measured_at[:16].replace("T", " ") for one in figures)
    first, last = (hours[0], hours[-1]) if hours else ("", "")
    lines = [
        "# Benchmarks",
        "",
        "Written by `./lontar bench --record`; nothing on this page is typed by hand. The same figures as JSON are in",
        "`benchmarks.json`. Each is measured in a process of its own, on a database that is made for it and thrown away.",
        "",
        f"The example city of {families:,} families, measured {first} to {last} (UTC), commit {on['commit'] or 'unknown'}:",
        f"{on['cpu']}, {on['cores']} cores, {on['memory_gib']} GiB, {on['system']}, Python {on['python']}, "
        f"PostgreSQL {on['postgresql'] or 'not used'}; "
        + ", ".join(f"{name} {found}" for name, found in on["packages"].items())
        + ".",
        "",
    ]
    header, *rows = table(figures)
    lines += [f"| {' | '.join(header)} |", "|---|---:|---:|---|---:|"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    lines += [
        "",
        f"*Load* is how many processes wanted the machine's {on['cores']} cores while a figure was measured, the measure",
        "itself being one or two of them: where it is higher, other work slowed the figure down.",
        "",
        "## What each figure is",
        "",
    ]
    for one in figures:
        extra = "; ".join(f"{key} {digits(value)}" for key, value in one.detail.items())
        lines.append(f"* **{one.title}.** {one.note}" + (f" ({extra})" if extra else ""))
    return "\n".join(lines) + "\n"
