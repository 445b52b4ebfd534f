"""What the dying process can be asked to do: each deed by the right officer, with values that a line of JSON holds."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from cast import CITY, LASIANA, OESAPA, PASSWORD, TODAY, officer
from lontar.kit.gate import acting_as

# Every table that money, its proofs, or what is told of it stands in.
TABLES = (
    "ledger_entry", "ledger_posting", "ledger_leaf", "ledger_tile", "ledger_checkpoint", "journal_journalline",
    "delivery_entitlement", "delivery_paymentorder", "delivery_orderline", "delivery_handover", "delivery_receipt",
    "delivery_resultfile", "delivery_resultrow", "loans_loan", "loans_borrower", "loans_instalment",
    "loans_application", "loans_repayment", "loans_receipt", "registry_happening", "works_work", "works_stage", "works_share", "works_report", "works_photo",
    "works_tranche", "works_defect",
)  # fmt: skip
TITLES = {"reference": "RUJUKAN", "amount": "JUMLAH", "status": "STATUS", "reason": "SEBAB", "payer_number": "TRX"}
KEY = "the-same-request"


def load() -> None:
    """Import before the first fork what the deeds need, so that no child has to."""
    from lontar.city.delivery import actions, queries
    from lontar.city.ledger import jobs
    from lontar.city.loans import actions as loans
    from lontar.city.works import actions as works
    from lontar.house import urls

    assert all((actions, queries, jobs, loans, works, urls))


def as_(username: str, deed: Callable[[Any], Any]) -> Any:
    by = officer(username)
    with acting_as(by):
        return deed(by)


# -- what there is --------------------------------------------------------------------------------------------------


def everything() -> dict[str, Any]:
    """Each table as one fingerprint of all its rows."""
    from django.db import connection

    def seen(_by: Any) -> dict[str, Any]:
        found = {}
        with connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(
                    f"SELECT count(*), md5(coalesce(string_agg(t::text, '|' ORDER BY id), '')) FROM {table} t"
                )
                found[table] = list(cursor.fetchone())
        return found

    return dict(as_("ester", seen))


def faults_found() -> list[str]:
    """What the ledger's own verification and the rooms' comparisons with it find; nothing where all is well."""
    from lontar.city.delivery import queries as delivery
    from lontar.city.ledger import queries as book
    from lontar.city.loans import queries as loans

    def found(_by: Any) -> list[str]:
        read = book.verify(book.Against())
        return [*(one.message for one in read.findings), *delivery.disagreements(CITY), *loans.disagreements(CITY)]

    return list(as_("ester", found))


def figures() -> dict[str, Any]:
    """What was paid to whom, in sums."""
    from django.db.models import Count, Sum

    from lontar.city.delivery.models import Entitlement, Handover
    from lontar.city.ledger import queries as book
    from lontar.city.loans.models import Loan, Repayment

    def told(_by: Any) -> dict[str, Any]:
        sums: dict[str, int] = {}
        for total in book.totals([kind.value for kind in book.Kind]):
            sums[total.kind] = sums.get(total.kind, 0) + total.amount
        return {
            "book": sums, "entries": book.entries().count(), "handovers": Handover.objects.count(),
            "statuses": dict(Entitlement.objects.values_list("status").annotate(n=Count("pk"))),
            "repaid": Repayment.objects.aggregate(n=Sum("amount"))["n"], "repayments": Repayment.objects.count(),
            "loans": Loan.objects.count(), "log": book.log_size(), "waiting": book.unsequenced().count,
            "signed": [one.size for one in book.checkpoints()],
        }  # fmt: skip

    return dict(as_("ester", told))


# -- how it comes about ---------------------------------------------------------------------------------------------


def build() -> dict[str, Any]:
    """A released and two checked orders of four families each, a loan that runs and an application that was approved."""
    from lontar.city.delivery import actions, queries
    from town import build_town

    town = build_town(acting_as, budget=100_000_000)
    orders = {}
    for period, name in (("2026-T2", "ready"), ("2026-T3", "released"), ("2026-T4", "checked")):
        as_("ester", lambda by, period=period: actions.entitle(town.make_round(period=period).pk, by=by, on=TODAY))
        choice = queries.Choice(town.line.pk, period, CITY, "post")
        made = as_("yohanes", lambda by, choice=choice: actions.make_order(choice, key=choice.period, by=by, on=TODAY))
        as_(
            "ester",
            lambda by, made=made: actions.check_order(made.pk, seen=made.sha256, spm_number="SPM", by=by, on=TODAY),
        )
        orders[name] = made.pk
    release(orders["released"], 4 * 300_000, "SP2D/3")
    layout = as_("yohanes", lambda by: actions.save_result_layout(
        "Pos", TITLES, paid=["Berhasil"], returned=["Gagal"], by=by, on=TODAY)).pk  # fmt: skip
    return {**orders, "layout": layout, **lend()}


def lend() -> dict[str, Any]:
    from loans.fund import open_ward

    ward = open_ward(OESAPA)
    loan = ward.lend(ward.someone(), 3_000_000)
    asked = ward.ask(ward.someone("Salomi Benu"), 2_000_000)
    ward.approve(asked)
    return {"loan": loan.pk, "application": asked.pk}


def token(username: str) -> str:
    """A program's key to the API."""
    from lontar.city.access import actions

    by = officer(username)
    return str(as_("agus", lambda agus: actions.issue_token(by, label="faults", days=30, by=by, on=date.today())))


def password(username: str) -> None:
    from lontar.city.access import actions

    as_("agus", lambda by: actions.give_password(officer(username), PASSWORD, by=by, on=TODAY))


# -- deeds that move money ------------------------------------------------------------------------------------------


def post(key: str = KEY, amount: int = 5) -> dict[str, Any]:
    from lontar.city.ledger import actions
    from lontar.science.postings import transfer

    entry = transfer("budget:2026:sembako-kota:53.71", f"owed:2026:sembako-kota:{code_of(LASIANA)}", amount, memo="uji")
    back = transfer(f"owed:2026:sembako-kota:{code_of(LASIANA)}", "budget:2026:sembako-kota:53.71", amount, memo="uji")
    commands = [actions.Command(key, entry), actions.Command(f"{key}-back", back)]
    return {"fresh": as_("yohanes", lambda by: [one.fresh for one in actions.post_many(commands, by=by, on=TODAY)])}


def post_many(count: int) -> int:
    """Entries and their opposites, all in one transaction."""
    from lontar.city.ledger import actions
    from lontar.science.postings import transfer

    here, there = "budget:2026:sembako-kota:53.71", f"owed:2026:sembako-kota:{code_of(LASIANA)}"
    commands = [
        actions.Command(f"many:{at}:{way}", transfer(*((here, there) if way else (there, here)), 1, memo="uji"))
        for at in range(count)
        for way in (0, 1)
    ]
    return len(as_("yohanes", lambda by: actions.post_many(commands, by=by, on=TODAY)))


def code_of(place: int) -> str:
    from lontar.city.places import queries

    return str(queries.code_of(place))


def release(order: int, amount: int, number: str = "SP2D/4") -> str:
    from lontar.city.delivery import actions

    def done(by: Any) -> str:
        made = actions.release_order(order, sp2d_number=number, sp2d_on=TODAY, amount=str(amount), by=by, on=TODAY)
        return str(made.state)

    return str(as_("tobias", done))


def result(order: int, layout: int, rows: list[list[Any]], cut: int = 0) -> dict[str, Any]:
    """Take in a payer's file with one row for each (line's number, rupiah, state); `cut` bytes of it never arrived."""
    import tempfile

    from lontar.city.delivery import actions
    from lontar.city.delivery.models import FileLayout
    from lontar.science.result_file import reference_of

    lines = [",".join((reference_of(order, n), str(amount), state, "", f"T{n}")) for n, amount, state in rows]
    content = "\n".join(["RUJUKAN,JUMLAH,STATUS,SEBAB,TRX", *lines, ""]).encode()

    def done(by: Any) -> dict[str, Any]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "hasil.csv"
            path.write_bytes(content[: len(content) - cut])
            taken = actions.take_result(
                order, path, name="hasil.csv", layout=FileLayout.objects.get(pk=layout), paid_on=TODAY, by=by, on=TODAY
            )
        return {"fresh": taken.fresh, **taken.file.counts}

    return dict(as_("yohanes", done))


def number_leaves() -> int:
    from lontar.city.ledger import actions

    return int(as_("agus", lambda _by: actions.sequence()))


def sign() -> int:
    from lontar.city.ledger import actions

    return int(as_("agus", lambda by: actions.sign_checkpoint(by=by, on=TODAY).size))


def keep_log() -> None:
    """The job of every minute."""
    from lontar.city.ledger import jobs

    jobs.keep_log(timestamp=0)


def repay(loan: int, amount: int, key: str = KEY, days: int = 0) -> dict[str, Any]:
    from lontar.city.loans import actions

    def done(by: Any) -> dict[str, Any]:
        made = actions.repay(loan, amount=amount, key=key, by=by, on=TODAY + timedelta(days=days))
        return {"fresh": made.fresh, "number": made.repayment.number, "code": made.code}

    return dict(as_("maria", done))


def pay_out(application: int) -> bool:
    from lontar.city.loans import actions

    return bool(as_("maria", lambda by: actions.pay_out(application, by=by, on=TODAY).fresh))


def hand_over(period: str = "2026-T4") -> bool:
    """The first family of Oesapa gets what it is owed for a period."""
    from lontar.city.delivery import actions
    from lontar.city.delivery.models import Entitlement

    def done(by: Any) -> bool:
        owed = Entitlement.objects.filter(place_id=OESAPA, period=period).order_by("pk").first()
        proof = actions.Proof("signed_list", "1")
        return actions.hand_over(owed.pk, proof=proof, received_by="-", by=by, on=TODAY).fresh

    return bool(as_("maria", done))


# -- works ----------------------------------------------------------------------------------------------------------


def line_that_builds() -> int:
    """A line of the operator's agency that builds for areas, with its budget."""
    from lontar.city.access.queries import agency_by_code
    from lontar.city.programmes.models import Budget, Line

    def made(_by: Any) -> int:
        line = Line.objects.create(
            place_id=CITY, year=2026, key="drainase", name="Drainase", agency=agency_by_code("dinas-sosial"),
            reach="by_area", pillar="pockets", gives="works",
        )  # fmt: skip
        Budget.objects.create(line=line, fund="city", amount=1_000_000, document="DPA", set_on=TODAY)
        return line.pk

    return int(as_("ester", made))


def plan_work(line: int, key: str) -> int:
    from lontar.city.works import actions
    from lontar.science.works import Planned

    stages = (Planned("Titik nol", 0, 30), Planned("Selesai", 100, 70))
    plan = actions.Plan(
        "drain", "self_help", "Kelompok", "RKS 1", 10_000, TODAY, TODAY, stages, "Saluran", "RT 003",
        others={"self_help": 500},
    )  # fmt: skip
    return int(as_("yohanes", lambda by: actions.plan_work(line, plan, place_id=OESAPA, key=key, by=by, on=TODAY).pk))


def report_stage(work: int, position: int) -> int:
    from lontar.city.works import actions
    from pictures import photo

    picture = photo(size=(40, 30))
    seen = actions.Seen(TODAY, before=picture, after=picture)
    key = f"{work}-{position}"
    return int(as_("petrus", lambda by: actions.report_stage(work, position, seen, key=key, by=by, on=TODAY).pk))


def confirm_stage(report: int) -> str:
    from lontar.city.works import actions

    return str(as_("maria", lambda by: actions.confirm_stage(report, by=by, on=TODAY).state))


def ask_tranche(work: int, position: int) -> int:
    from lontar.city.works import actions

    number = f"SPM {work}/{position}"
    return int(as_("yohanes", lambda by: actions.ask_tranche(work, position, spm_number=number, by=by, on=TODAY).pk))


def pay_tranche(tranche: int, amount: int) -> str:
    from lontar.city.works import actions

    paper = {"sp2d_number": f"SP2D {tranche}", "sp2d_on": TODAY, "amount": str(amount)}
    return str(as_("tobias", lambda by: actions.pay_tranche(tranche, **paper, by=by, on=TODAY).state))


def reverse_tranche(tranche: int) -> str:
    from lontar.city.works import actions

    return str(as_("ester", lambda by: actions.reverse_tranche(tranche, reason="Salah nomor", by=by, on=TODAY).state))


def note_defect(work: int) -> int:
    from lontar.city.works import actions
    from pictures import photo

    what = {"what": "Dinding retak", "photo": photo(size=(40, 30)), "key": f"retak-{work}"}
    return int(as_("petrus", lambda by: actions.note_defect(work, **what, by=by, on=TODAY).pk))


def mend_defect(defect: int) -> str:
    from lontar.city.works import actions

    return str(as_("maria", lambda by: actions.mend_defect(defect, note="Ditambal", by=by, on=TODAY).state))


def hand_over_work(work: int) -> str:
    from lontar.city.works import actions

    paper = {"number": "BAST 1", "handed_on": TODAY}
    return str(as_("yohanes", lambda by: actions.hand_over_work(work, **paper, by=by, on=TODAY).state))


def stop_work(work: int) -> str:
    from lontar.city.works import actions

    return str(as_("yohanes", lambda by: actions.stop_work(work, reason="Lahan sengketa", by=by, on=TODAY).state))


# -- the worker's queue ---------------------------------------------------------------------------------------------


def ask_for_log() -> None:
    """As the worker's own clock asks each minute; one that waits already is enough."""
    from procrastinate.exceptions import AlreadyEnqueued

    from lontar.city.ledger import jobs

    with suppress(AlreadyEnqueued):
        jobs.keep_log.defer(timestamp=0)


def take_up() -> None:
    """As the job of each minute takes up what a dead worker left, without waiting until it is silent."""
    from asgiref.sync import async_to_sync

    from lontar.house import jobs

    async_to_sync(jobs.take_up)(0)


def jobs_left() -> int:
    from procrastinate.contrib.django.models import ProcrastinateJob

    return int(ProcrastinateJob.objects.filter(task_name="ledger.keep_log", status__in=["todo", "doing"]).count())
