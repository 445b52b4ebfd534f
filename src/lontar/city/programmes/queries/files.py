"""Spreadsheets of budgets: what they would change in the catalogue, and what stands in the way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import QuerySet

from lontar.city.access import queries as access
from lontar.city.programmes.models import BudgetFile, BudgetLayout, Line
from lontar.city.programmes.queries.catalogue import may_keep_money
from lontar.city.programmes.queries.money import funds_of, handed_over, outputs_of, realised_of
from lontar.kit.gate import Actor, Role
from lontar.science.trouble import Finding, Source, words

WHO_BRING = (Role.PLANNER, Role.OPERATOR)
STAGE_FIELDS: Final = ("plan", "budget", "revised")


@dataclass(frozen=True, slots=True)
class Change:
    """One figure of a line that a file would set: which, from what, to what."""

    line_id: int
    row: int
    sheet: str
    field: str  # budget:city, q2, output:kursi roda diserahkan:unit:target
    before: str | None
    after: str

    def as_json(self) -> list[Any]:
        return [self.line_id, self.row, self.sheet, self.field, self.before, self.after]


@dataclass(slots=True)
class Compared:
    """What a file would do: changes, findings, rows whose code is not in the catalogue, figures that stay as they are."""

    changes: list[Change] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    missing: list[dict[str, Any]] = field(default_factory=list)
    unchanged: int = 0


def layouts() -> QuerySet[BudgetLayout]:
    """What the city has said of titles that are not known, as long as it holds."""
    return BudgetLayout.objects.filter(retired_on=None).select_related("by").order_by("title")


def budget_files(actor: Actor) -> QuerySet[BudgetFile]:
    """The files that this officer may see, the newest first: a planner all, an operator those they brought."""
    found = BudgetFile.objects.select_related("by", "by__agency", "layout", "taken_by").order_by("-pk")
    if actor.role == Role.PLANNER:
        return found
    return found.filter(by_id=actor.id) if actor.role == Role.OPERATOR else found.none()


def compared(
    rows: Iterable[Mapping[str, Any]], *, place_id: int, year: int, file: str, actor: Actor, on: date
) -> Compared:
    """Each row against the line with its key (year, agency, code), as the catalogue stands now."""
    found = Compared()
    agencies: dict[str, Any] = {}
    by_line: dict[int, tuple[Line, list[Mapping[str, Any]]]] = {}
    for row in rows:
        where = Source(file, str(row["sheet"]), int(row["row"]), "agency")
        name = str(row["agency"])
        agency = agencies.setdefault(name, access.agency_called(name))
        if agency is None:
            found.findings.append(Finding("error", WHO_IS_THAT, where, "agency", {"name": name[:80]}))
            continue
        if actor.role == Role.OPERATOR and access.agency_of(actor.id) != agency.pk:
            found.findings.append(Finding("error", NOT_YOURS, where, "not_yours", {"name": agency.name}))
            continue
        lines = list(
            Line.objects.filter(place_id=place_id, year=year, agency=agency, sub_activity__code=row["code"])
            .select_related("agency", "sub_activity", "place")
        )  # fmt: skip
        where = Source(file, str(row["sheet"]), int(row["row"]), "code")
        if not lines:
            found.findings.append(Finding("warning", NOT_OFFERED, where, "not_offered", {"code": row["code"]}))
            found.missing.append({"row": row["row"], "agency": agency.code, "code": row["code"], "name": row["name"]})
            continue
        if len(lines) > 1 or not may_keep_money(actor, lines[0]):
            found.findings.append(Finding("error", SEVERAL, where, "several", {"code": row["code"]}))
            continue
        by_line.setdefault(lines[0].pk, (lines[0], []))[1].append(row)
    for line, its in by_line.values():
        _compare(line, its, found, file=file, on=on)
    return found


def _compare(line: Line, rows: list[Mapping[str, Any]], found: Compared, *, file: str, on: date) -> None:
    """A line's figures now and after; none of them where the whole would not hold together."""
    budgets = {(one.stage, one.fund): one.amount for one in funds_of(line.pk)}
    quarters = {one.quarter: one.amount for one in realised_of(line.pk)}
    wanted: dict[str, tuple[int, str, int | Decimal]] = {}
    sums: dict[int, int] = {}
    where = Source(file, str(rows[0]["sheet"]), int(rows[0]["row"]), "code")
    for row in rows:
        at = (int(row["row"]), str(row["sheet"]))
        for stage, amount in row["stages"].items():
            wanted[f"{stage}:{row['fund']}"] = (*at, int(amount))
        for text, amount in row["quarters"].items():
            quarter = int(text)
            if (line.year, 3 * quarter - 2) > (on.year, on.month):
                if amount:
                    found.findings.append(Finding("error", TOO_EARLY, where, "too_early", {"quarter": quarter}))
                    return
                continue
            sums[quarter] = sums.get(quarter, 0) + int(amount)
            wanted[f"q{quarter}"] = (*at, sums[quarter])
        wanted |= _outputs_wanted(row, at)
    if not _holds_together(line, budgets, quarters, wanted, found, where):
        return
    now = {f"{stage}:{fund}": amount for (stage, fund), amount in budgets.items()}
    now |= {f"q{quarter}": amount for quarter, amount in quarters.items()}
    plain: dict[str, str] = {name: str(amount) for name, amount in now.items()}
    for one in outputs_of(line.pk):
        for part in ("target", "realised"):
            if getattr(one, part) is not None:
                plain[f"output:{one.what}:{one.unit}:{part}"] = f"{getattr(one, part).normalize():f}"
    for name, (number, sheet, value) in wanted.items():
        after = f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
        if plain.get(name) == after:
            found.unchanged += 1
        else:
            found.changes.append(Change(line.pk, number, sheet, name, plain.get(name), after))


def _outputs_wanted(row: Mapping[str, Any], at: tuple[int, str]) -> dict[str, tuple[int, str, int | Decimal]]:
    what, unit = row["what"] or row["name"], row["unit"]
    return {
        f"output:{what}:{unit}:{part}": (*at, Decimal(row[key]))
        for part, key in (("target", "target"), ("realised", "output"))
        if row[key] is not None and what and unit
    }


def _holds_together(
    line: Line, budgets: Mapping[tuple[str, str], int], quarters: Mapping[int, int],
    wanted: Mapping[str, tuple[int, str, int | Decimal]], found: Compared, where: Source,
) -> bool:  # fmt: skip
    """Whether after all of it no rupiah is spent twice."""
    after: dict[tuple[str, str], int] = dict(budgets)
    spent: dict[int, int] = dict(quarters)
    for name, (_row, _sheet, value) in wanted.items():
        kind, _colon, fund = name.partition(":")
        if kind in STAGE_FIELDS:
            after[kind, fund] = int(value)
        elif kind != "output":
            spent[int(kind[1:])] = int(value)
    funds = {fund for stage, fund in after if stage != "plan"}
    budget = sum(after.get(("revised", fund), after.get(("budget", fund), 0)) for fund in funds)
    total = sum(spent.values()) + (handed_over(line) or 0)
    if not funds or total <= budget:
        return True
    values: dict[str, object] = {"spent": f"{total:,}".replace(",", "."), "budget": f"{budget:,}".replace(",", ".")}
    found.findings.append(Finding("error", SPENT_TWICE, where, "spent_twice", values))
    return False


WHO_IS_THAT: Final = words(
    "Lembaga “%(name)s” tidak dikenal. Catat lembaganya, atau tambahkan cara menulis ini di halaman lembaganya."
)
NOT_YOURS: Final = words("Baris ini milik %(name)s, bukan lembaga Anda. Mintalah operatornya, atau perencana.")
NOT_OFFERED: Final = words(
    "Kode %(code)s dari lembaga ini tidak ada di katalog tahun itu, jadi tidak dimasukkan. "
    "Bila melawan kemiskinan, tambahkan ke katalog lalu unggah lagi."
)
SEVERAL: Final = words("Kode %(code)s dipakai beberapa baris katalog, jadi uangnya dicatat di halaman barisnya.")
TOO_EARLY: Final = words("Triwulan %(quarter)s belum mulai, jadi belum ada yang terpakai. Kosongkan selnya.")
SPENT_TWICE: Final = words(
    "Terpakai Rp %(spent)s dari pagu Rp %(budget)s: uang yang sama terpakai dua kali. Betulkan realisasi atau pagunya."
)
