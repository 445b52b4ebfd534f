"""A work is planned out of a line with its stages and tranches; from then on its cost is promised in the book."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lontar.city.access import queries as access
from lontar.city.journal.actions import record
from lontar.city.ledger import actions as ledger
from lontar.city.ledger import queries as book
from lontar.city.places import queries as places
from lontar.city.programmes import actions as offered
from lontar.city.programmes import queries as programmes
from lontar.city.registry import actions as registry
from lontar.city.targeting import queries as targeting
from lontar.city.works import queries
from lontar.city.works.actions.checking import checked_words, command, kept_day, require_own_agency
from lontar.city.works.models import Share, Source, Stage, Work
from lontar.kit.deeds import deed
from lontar.kit.formats import rupiah
from lontar.kit.gate import Actor, require
from lontar.science.postings import transfer
from lontar.science.trouble import NotAllowed, Refusal
from lontar.science.works import Planned, tranches

COST_MAX, HOMES_MAX, HOUSES_MOST, STAGES_MOST = 10**12, 100_000, 200, 8
PLANNED = gettext_noop("Rumah akan dibangun atau diperbaiki lewat %(what)s, sampai %(until)s")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a work is: the same for one work in an area and for each house of a list. Of a family's house neither title
    nor spot is said. `cost` is what the line pays, out of its `fund`; `others` is what other sources bring beside it."""

    kind: str
    way: str
    builder: str
    contract: str
    cost: int
    since: date
    until: date
    stages: Sequence[Planned]
    title: str = ""
    spot: str = ""
    homes: int | None = None
    proposal_id: int | None = None
    fund: str = ""
    others: Mapping[str, int] = field(default_factory=dict)


@deed
def plan_work(line_id: int, plan: Plan, *, place_id: int, key: str, by: Actor, on: date) -> Work:
    """Plan a work for an area, within the line's budget. The same key again answers as the first time."""
    line = _line(line_id, by)
    if line.reach == "by_name":
        raise Refusal(
            _("Program ini memberi menurut nama."), advice=_("Rencanakan rumah dari daftar yang sudah ditetapkan."),
            field="line",
        )  # fmt: skip
    ward = places.by_id(place_id)
    if ward is None or ward.level != "ward" or not access.serves(by.id, place_id):
        raise NotAllowed(_("Wilayah itu di luar tugas Anda."), advice=_("Pilih kelurahan yang Anda layani."))
    before = Work.objects.filter(command_key=command("plan", key)).first()
    if before is not None:
        return before
    checked = _checked(plan, line)
    title, spot = checked_words(plan.title, "title", most=160), checked_words(plan.spot, "spot", most=160)
    if plan.homes is not None and not 0 < plan.homes <= HOMES_MAX:
        raise Refusal(_("Jumlah rumah bilangan bulat, paling sedikit 1."), field="homes")
    proposal = _proposal(plan.proposal_id, line, ward)
    account = offered.set_aside(line, by=by, on=on)  # held from here on: whoever sent the same form waits until now
    if (twin := Work.objects.filter(command_key=command("plan", key)).first()) is not None:
        return twin
    offered.require_free(account, plan.cost)
    _require_fund_free(line, checked["fund"], plan.cost)
    made = Work.objects.create(
        place_id=ward.pk, line=line, named=False, title=title, spot=spot, homes=plan.homes, proposal_id=proposal,
        by_id=by.id, on=on, made_up=places.is_made_up(), command_key=command("plan", key), **checked,
    )  # fmt: skip
    _promise(made, plan, account, by=by, on=on)
    record(
        "plan_work", subject=made, by=by, on=on, place_id=ward.pk,
        details={
            "line": line.pk, "kind": made.kind, "rupiah": made.cost, "stages": len(plan.stages),
            "others": sum(plan.others.values()),
        },
    )  # fmt: skip
    return made


@deed
def plan_houses(round_id: int, family_ids: Sequence[int], plan: Plan, *, key: str, by: Actor, on: date) -> list[Work]:
    """Plan a house for each of these families of a decreed list, all with the same cost and stages, all or none."""
    round_ = targeting.round_by_id(round_id)
    if round_ is None or round_.state != "decreed" or round_.outcome != "entitles":
        raise Refusal(
            _("Penetapan ini belum diputuskan."), advice=_("Pilih penetapan yang sudah punya surat keputusan.")
        )
    line = _line(round_.line_id, by)
    if line.reach != "by_name":
        raise Refusal(_("Program ini tidak memberi menurut nama."), field="line")
    wanted = sorted(set(family_ids))
    if not 0 < len(wanted) <= HOUSES_MOST:
        raise Refusal(_("Pilih 1 sampai %(most)d keluarga.") % {"most": HOUSES_MOST}, field="families")
    keys = {family: command("house", f"{key}:{family}") for family in wanted}
    before = list(Work.objects.filter(command_key__in=keys.values()).order_by("pk"))
    if before:
        return before
    account = offered.set_aside(line, by=by, on=on)  # held from here on: nobody plans the same house meanwhile
    if twins := list(Work.objects.filter(command_key__in=keys.values()).order_by("pk")):
        return twins
    free = {family: (place, amount) for family, place, amount in queries.families_to_build(round_id, by)}
    if missing := [family for family in wanted if family not in free]:
        raise Refusal(
            _("%(n)d keluarga tidak ada di daftar ini, sudah punya rumah yang direncanakan, atau alamatnya dilindungi.")
            % {"n": len(missing)},
            advice=_("Muat ulang daftarnya."), field="families",
        )  # fmt: skip
    checked = _checked(plan, line)
    for family in wanted:
        _place, amount = free[family]
        if amount and plan.cost > amount:
            raise Refusal(
                _("Keputusannya memberi %(amount)s untuk setiap keluarga.") % {"amount": rupiah(amount)},
                advice=_("Selebihnya catat sebagai uang sumber lain, misalnya swadaya."), field="cost",
            )  # fmt: skip
    offered.require_free(account, plan.cost * len(wanted))
    _require_fund_free(line, checked["fund"], plan.cost * len(wanted))
    made = []
    for family in wanted:
        place, _amount = free[family]
        one = Work.objects.create(
            place_id=place, line=line, named=True, family_id=family, round_id=round_id, by_id=by.id, on=on,
            made_up=places.is_made_up(), command_key=keys[family], **checked,
        )  # fmt: skip
        _promise(one, plan, account, by=by, on=on)
        registry.tell(
            family, place, kind="works", message=PLANNED, on=on,
            details={"what": line.name, "until": kept_day(plan.until)},
        )  # fmt: skip
        made.append(one)
    record(
        "plan_houses", subject=("targeting.round", round_id), by=by, on=on, place_id=round_.place_id,
        details={
            "line": line.pk, "families": len(made), "rupiah": plan.cost * len(made),
            "others": sum(plan.others.values()) * len(made),
        },
    )  # fmt: skip
    return made


def _line(line_id: int, by: Actor) -> Any:
    require(by, *queries.WHO_PLAN)
    line = programmes.line_by_id(line_id)
    if line is None or line.gives != "works":
        raise Refusal(_("Pilih program yang memberi bangunan."), field="line")
    require_own_agency(line, by)
    if line.sensitive:
        raise Refusal(_("Baris yang peka tidak membangun apa pun yang terlihat."), field="line")
    return line


def _checked(plan: Plan, line: Any) -> dict[str, Any]:
    """The values of a plan that every work of it carries."""
    if plan.kind not in Work.Kind.values:
        raise Refusal(_("Pilih jenis pekerjaannya."), field="kind")
    if plan.way not in Work.Way.values:
        raise Refusal(_("Pilih cara pelaksanaannya."), field="way")
    if type(plan.cost) is not int or not 0 < plan.cost <= COST_MAX:
        raise Refusal(_("Biaya dalam rupiah bulat, lebih dari nol."), field="cost")
    if not line.year - 1 <= plan.since.year <= line.year or not plan.since <= plan.until:
        raise Refusal(
            _("Mulai di tahun anggaran %(year)s, dan selesai tidak sebelum mulai.") % {"year": line.year}, field="since"
        )
    if (plan.until - plan.since).days > 366:
        raise Refusal(_("Satu pekerjaan paling lama setahun."), field="until")
    if not 0 < len(plan.stages) <= STAGES_MOST:
        raise Refusal(_("Sebuah pekerjaan punya 1 sampai %(most)d tahap.") % {"most": STAGES_MOST}, field="stages")
    for source, amount in plan.others.items():
        if source not in Source.values:
            raise Refusal(_("Sumber uang itu tidak dikenal."), field="others")
        if type(amount) is not int or not 0 < amount <= COST_MAX:
            raise Refusal(_("Uang sumber lain dalam rupiah bulat, lebih dari nol."), field=f"other-{source}")
    return {
        "kind": plan.kind, "way": plan.way, "cost": plan.cost, "fund": _fund(plan, line), "since": plan.since,
        "until": plan.until,
        "builder": checked_words(plan.builder, "builder", most=120),
        "contract": checked_words(plan.contract, "contract", most=120),
    }  # fmt: skip


def _fund(plan: Plan, line: Any) -> str:
    """Whose money the line pays with: the one its budget has, or the one that is chosen among several."""
    known = programmes.budgets_of(line.pk)
    if plan.fund:
        if plan.fund not in known:
            raise Refusal(_("Pagu program ini tidak punya uang dari sumber itu."), field="fund")
        return plan.fund
    if len(known) > 1:
        raise Refusal(
            _("Pagu program ini dari beberapa sumber."), advice=_("Pilih sumber yang membayar pekerjaan ini."),
            field="fund",
        )  # fmt: skip
    return next(iter(known), "")


def _require_fund_free(line: Any, fund: str, wanted: int) -> None:
    """Of a budget of several funds no work takes more than its own fund has left: one ministry's money is not another's."""
    budget = programmes.budgets_of(line.pk).get(fund, 0)
    promised, _paid = queries.of_fund(line.pk, fund)
    if promised + wanted > budget:
        raise Refusal(
            _("Pagu dari sumber ini %(budget)s, sudah untuk pekerjaan lain %(promised)s, perlu %(wanted)s.")
            % {"budget": rupiah(budget), "promised": rupiah(promised), "wanted": rupiah(wanted)},
            advice=_("Pilih sumber lain, kurangi biayanya, atau catat perubahan pagunya di Program."), field="fund",
        )  # fmt: skip


def _proposal(key: int | None, line: Any, ward: Any) -> int | None:
    """The ward's proposal that this work answers: adopted into this line, of this ward."""
    if key is None:
        return None
    found = {one.proposal_id for one in programmes.adopted_into([line.pk], ward.pk)}
    if key not in found:
        raise Refusal(_("Usulan itu tidak diterima ke program ini untuk kelurahan ini."), field="proposal")
    return key


def _promise(work: Work, plan: Plan, account: str, *, by: Actor, on: date) -> None:
    """The stages with their tranches, what others bring, and the line's cost in the book as promised to the work."""
    Share.objects.bulk_create(
        Share(work=work, place_id=work.place_id, named=work.named, source=source, amount=amount)
        for source, amount in plan.others.items()
    )
    Stage.objects.bulk_create(
        [
            Stage(
                work=work, place_id=work.place_id, named=work.named, position=at, name=stage.name,
                progress=stage.progress, tranche=amount,
            )
            for at, (stage, amount) in enumerate(zip(plan.stages, tranches(plan.cost, plan.stages), strict=True), 1)
        ]
    )  # fmt: skip
    contracted, _built = open_for(work.line, places.code_of(work.place_id), work.place_id, by=by, on=on)
    ledger.post(
        transfer(account, contracted, work.cost, memo="Pekerjaan direncanakan", subject=str(work.subject)),
        key=f"work:{work.subject}", by=by, on=on,
    )  # fmt: skip


def open_for(line: Any, code: str, place_id: int, *, by: Actor, on: date) -> tuple[str, str]:
    """The accounts of a line's works in a ward: promised, and paid."""
    kinds = (book.Kind.CONTRACTED, book.Kind.BUILT)
    accounts = [programmes.account_code(kind, line, code) for kind in kinds]
    purpose = programmes.purpose_of(line)
    ledger.open_accounts(
        [ledger.NewAccount(one, kind, purpose, place_id) for one, kind in zip(accounts, kinds, strict=True)],
        by=by, on=on,
    )  # fmt: skip
    return accounts[0], accounts[1]
