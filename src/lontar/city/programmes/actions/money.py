"""Set budgets by source and stage, record what was spent and what came of it."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from lontar.city.journal.actions import record
from lontar.city.programmes import events, queries
from lontar.city.programmes.models import Budget, Line, Output, Realisation
from lontar.kit.deeds import deed
from lontar.kit.formats import rupiah
from lontar.kit.gate import Actor, Role, require
from lontar.science.trouble import NotAllowed, Refusal

AMOUNT_MAX = 10**13  # ten trillion rupiah: more than any city's budget
OUTPUT_MAX = Decimal(10**12)


@deed
def set_budget(
    line: Line, *, fund: str, amount: int, document: str, by: Actor, on: date, made_up: bool = False,
    stage: str = Budget.Stage.BUDGET,
) -> Budget:  # fmt: skip
    """Say how much one fund sets aside for a line, and which document says so; the former figure stays in the journal."""
    require_keeper(by, line)
    if fund not in Line.Payer.values:
        raise Refusal(_("Sumber dana ini tidak dikenal."), field="fund")
    if stage not in Budget.Stage.values:
        raise Refusal(_("Tahap anggaran ini tidak dikenal."), field="stage")
    _check_money(amount, document, "document")
    # Two officers setting one line's budgets at once would each check a total that the other is changing.
    Line.objects.select_for_update().get(pk=line.pk)
    before = Budget.objects.filter(line=line, fund=fund, stage=stage).first()
    budget, _fresh = Budget.objects.update_or_create(
        line=line, fund=fund, stage=stage,
        defaults={"amount": amount, "document": document, "set_on": on, "made_up": made_up},
    )  # fmt: skip
    if stage != Budget.Stage.PLAN:
        _keep_what_was_spent(line)
        events.budget_set.send(sender=Line, line_id=line.pk, total=queries.budget_of(line.pk))
    record(
        "set_budget", subject=line, by=by, on=on, place_id=line.place_id,
        details={
            "fund": fund, "stage": stage, "amount": amount, "before": before.amount if before else None,
            "document": document,
        },
    )  # fmt: skip
    return budget


def _keep_what_was_spent(line: Line) -> None:
    """A budget below what is spent already would spend a rupiah twice."""
    budget, spent = queries.budget_of(line.pk) or 0, queries.spent_of(line)
    if budget < spent:
        raise Refusal(
            _("Pagu ini kurang dari yang sudah terpakai, %(spent)s.") % {"spent": rupiah(spent)},
            advice=_("Periksa pagunya, atau betulkan realisasinya."), field="amount",
        )  # fmt: skip


@deed
def record_realisation(
    line: Line, *, quarter: int, amount: int, source: str, by: Actor, on: date, output: str = "", made_up: bool = False
) -> Realisation:  # fmt: skip
    """Record what the agency reports as spent in a quarter, outside of what Lontar paid; again means correct it."""
    require_keeper(by, line)
    if quarter not in (1, 2, 3, 4):
        raise Refusal(_("Triwulan adalah 1 sampai 4."), field="quarter")
    if (line.year, 3 * quarter - 2) > (on.year, on.month):
        raise Refusal(_("Triwulan itu belum mulai."), advice=_("Catat setelah ada yang dibelanjakan."), field="quarter")
    _check_money(amount, source, "source")
    Line.objects.select_for_update().get(pk=line.pk)
    before = Realisation.objects.filter(line=line, quarter=quarter).first()
    realisation, _fresh = Realisation.objects.update_or_create(
        line=line,
        quarter=quarter,
        defaults={"amount": amount, "source": source, "output": output, "recorded_on": on, "made_up": made_up},
    )
    _keep_within_budget(line)
    details = {"quarter": quarter, "amount": amount, "before": before.amount if before else None, "source": source}
    record("record_realisation", subject=line, by=by, on=on, place_id=line.place_id, details=details)
    return realisation


def _keep_within_budget(line: Line) -> None:
    """Where a budget is known nobody spends more, and what is promised to families is not spent a second time."""
    budget = queries.budget_of(line.pk)
    if budget is None:
        return
    spent = queries.spent_of(line)
    if spent > budget:
        raise Refusal(
            _("Bersama yang lain menjadi %(spent)s, lebih dari pagunya %(budget)s: uang yang sama terpakai dua kali.")
            % {"spent": rupiah(spent), "budget": rupiah(budget)},
            advice=_("Periksa jumlahnya, atau catat dulu pagu perubahannya."), field="amount",
        )  # fmt: skip
    reported = queries.reported_of(line.pk) or 0
    events.spending_reported.send(sender=Line, line_id=line.pk, left=budget - reported)


@deed
def record_output(
    line: Line, *, what: str, unit: str, target: Decimal | None, realised: Decimal | None, source: str, by: Actor,
    on: date, made_up: bool = False,
) -> Output:  # fmt: skip
    """Say what a line is to bring about and how far it came; again means correct it."""
    require_keeper(by, line)
    what, unit = " ".join(what.split()), " ".join(unit.split())
    if not what or not unit:
        raise Refusal(_("Tulis apa hasilnya dan satuannya."), field="unit" if what else "what")
    for field, value in (("target", target), ("realised", realised)):
        if value is not None and not 0 <= value <= OUTPUT_MAX:
            raise Refusal(_("Angka itu di luar yang mungkin."), field=field)
    if target is None and realised is None:
        raise Refusal(_("Tulis sasarannya atau hasilnya."), field="target")
    if not source.strip():
        raise Refusal(_("Dokumen atau sumbernya belum ditulis."), field="source")
    before = Output.objects.filter(line=line, what=what, unit=unit).first()
    output, _fresh = Output.objects.update_or_create(
        line=line, what=what, unit=unit,
        defaults={"target": target, "realised": realised, "source": source.strip(), "on": on, "made_up": made_up},
    )  # fmt: skip
    details = {
        "unit": unit, "target": _plain(target), "realised": _plain(realised),
        "before": {"target": _plain(before.target), "realised": _plain(before.realised)} if before else None,
        **({} if line.sensitive else {"what": what}),
    }  # fmt: skip
    record("record_output", subject=line, by=by, on=on, place_id=line.place_id, details=details)
    return output


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def require_keeper(by: Actor, line: Line) -> None:
    """Planners, and the operators of the line's agency."""
    require(by, Role.PLANNER, Role.OPERATOR)
    if not queries.may_keep_money(by, line):
        raise NotAllowed(
            _("Baris ini milik %(agency)s.") % {"agency": line.agency},
            advice=_("Mintalah kepada operator perangkat daerah itu, atau kepada perencana."),
        )


def _check_money(amount: int, paper: str, field: str) -> None:
    if not 0 <= amount <= AMOUNT_MAX:
        raise Refusal(_("Jumlahnya harus antara nol dan sepuluh triliun rupiah."), field="amount")
    if not paper.strip():
        raise Refusal(
            _("Dokumen atau sumbernya belum ditulis."), advice=_("Contoh: nomor DPA dan tanggalnya."), field=field
        )
