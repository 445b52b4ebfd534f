"""Example objects for the walk: what to put into the addresses of pages and operations that take an argument.

Whoever adds a page with an argument adds its line to `PAGES`, whoever adds an operation to `OPERATIONS`: the walk says
so when one is missing. `inside` lies in Oesapa, `outside` in Lasiana, where the officers of Oesapa must meet 404.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cast import CAST, LASIANA, OESAPA, TODAY, officer
from journeys.world import World
from lontar.kit.gate import acting_as


@dataclass(frozen=True)
class Case:
    """Arguments of an address, once for what lies inside of an officer's places and once for what does not."""

    inside: dict[str, Any]
    outside: dict[str, Any] | None = None
    # Who else must not find the inside object, whatever their places: by username.
    hidden_from: tuple[str, ...] = ()
    # Who may look at the page and not send its form: by role.
    only_read: tuple[str, ...] = ()
    query: dict[str, Any] = field(default_factory=dict)


def _of_pair(world: World, key: str = "key") -> Case:
    inside, outside = world.pairs
    return Case({key: inside.pk}, {key: outside.pk})


def _of_import(world: World, key: str = "key", **more: Any) -> Case:
    inside, outside = world.imports
    return Case({key: inside.pk} | more, {key: outside.pk} | more)


def _of_absence(world: World) -> Case:
    inside, outside = world.absences
    return Case({"key": inside.pk}, {"key": outside.pk})


def _of_contradiction(world: World) -> Case:
    """A family without a head, inside and outside of the officer's places; the heads are back when that was seen."""
    from lontar.city.registry import actions
    from lontar.city.registry.models import Contradiction, Membership

    ester, both = officer("ester"), (world.inside[0], world.outside[0])
    with acting_as(ester):
        heads = list(
            Membership.objects.filter(family__in=both, until=None, relation="head").values_list("pk", flat=True)
        )
        Membership.objects.filter(pk__in=heads).update(relation="relative")
        actions.look_for_contradictions(by=ester, on=TODAY)
        Membership.objects.filter(pk__in=heads).update(relation="head")
        inside, outside = (Contradiction.objects.get(family=one, kind="no_head").pk for one in both)
    return Case({"key": inside}, {"key": outside})


ALL_BUT_MARIA = tuple(username for username in CAST if username != "maria")


def _maria() -> Case:
    return Case({"officer_id": officer("maria").pk})


def _at_counter(world: World) -> Case:
    return Case({"family_id": world.inside[0].pk}, {"family_id": world.outside[0].pk})


def _entitlement(both: tuple[Any, Any]) -> Case:
    # A partner meets only the lines of its own organisation.
    return Case({"key": both[0].pk}, {"key": both[1].pk}, hidden_from=("rita",))


def _hold(world: World) -> Case:
    """A payment that is held, in each of the two wards."""
    return Case({"key": world.holds[0].pk}, {"key": world.holds[1].pk})


def _entry(world: World) -> int:
    from lontar.city.ledger import queries

    assert world.owed
    newest = queries.entries().first()
    assert newest is not None
    return newest.pk


def _account(world: World) -> str:
    from lontar.city.ledger import queries

    assert world.owed
    return queries.balances()[0].code


def _checkpoint(world: World) -> Any:
    """The log signed with everything that the world has written."""
    from lontar.city.ledger import actions

    assert world.given
    while actions.sequence():
        pass
    agus = officer("agus")
    with acting_as(agus):
        return actions.sign_checkpoint(by=agus, on=TODAY)


def _signed_entry(world: World) -> int:
    key = _entry(world)
    _checkpoint(world)
    return key


def _code(world: World) -> str:
    from lontar.city.delivery import queries

    _checkpoint(world)
    return queries.code_of(world.given[0].subject)


def _campaign(world: World, **more: Any) -> Case:
    return Case({"key": world.campaign.pk} | more)


def _visited(world: World) -> Case:
    return Case({"key": world.visited[0].pk}, {"key": world.visited[1].pk})


def _asked(world: World, **more: Any) -> Case:
    inside, outside = world.asked
    return Case({"key": inside.pk} | more, {"key": outside.pk} | more)


def _of_ward(world: World) -> Case:
    """The meeting of Oesapa, and that of Lasiana."""
    return Case({"key": world.round.pk, "place_id": OESAPA}, {"key": world.round.pk, "place_id": LASIANA})


def _named(world: World) -> Case:
    # Partners and field workers meet what they named themselves.
    return Case({"key": world.named[0].pk}, {"key": world.named[1].pk}, hidden_from=("rita", "petrus"))


def _meeting(world: World) -> Case:
    inside, outside = world.meetings
    return Case({"key": inside.pk}, {"key": outside.pk})


def _lent(world: World, what: str, **more: str) -> Case:
    """Something of the fund of Oesapa, and of Lasiana; by its key, or the ward's."""
    from journeys.lending import lent

    def arguments(one: Any) -> dict[str, Any]:
        place = {"place_id": one.fund.place_id} if "place" in (what, *more) else {}
        return place | ({} if what == "place" else {"key": getattr(one, what).pk})

    inside, outside = lent(world)
    return Case(arguments(inside), arguments(outside))


def _loan_code(world: World) -> str:
    from journeys.lending import lent

    return lent(world)[0].code


PAGES: dict[str, Callable[[World], Case]] = {
    "registry:family": lambda world: Case({"key": world.inside[0].pk}, {"key": world.outside[0].pk}),
    "registry:event": lambda world: Case(
        {"key": world.inside[0].pk, "kind": "died"}, {"key": world.outside[0].pk, "kind": "died"}
    ),
    "registry:scan": lambda world: Case({"key": world.scans[0]}, {"key": world.scans[1]}),
    "registry:undo_event": lambda world: Case({"key": world.scans[0]}, {"key": world.scans[1]}),
    "registry:settle_contradiction": lambda world: _of_contradiction(world),
    "registry:reveal_nik": lambda world: Case({"key": world.inside[1].pk}, {"key": world.outside[1].pk}),
    "registry:reveal_kk": lambda world: Case({"key": world.inside[0].pk}, {"key": world.outside[0].pk}),
    "registry:raise_shield": lambda world: Case({"key": world.inside[0].pk}, {"key": world.outside[0].pk}),
    "registry:shield": lambda world: Case({"key": world.shielded[0].pk}, {"key": world.shielded[1].pk}),
    "privacy:person": lambda world: Case({"key": world.inside[1].pk}, {"key": world.outside[1].pk}),
    "privacy:request": lambda world: _asked(world),
    "privacy:document": lambda world: _asked(world, form="json"),
    "privacy:withdraw": lambda world: Case({"key": world.allowed[0].pk}, {"key": world.allowed[1].pk}),
    "privacy:erase": lambda world: Case({"key": world.inside[1].pk}, {"key": world.outside[1].pk}),
    "privacy:rule": lambda world: Case({"code": "journal"}),
    "registry:run": lambda world: _of_import(world),
    "registry:progress": lambda world: _of_import(world),
    "registry:changes": lambda world: _of_import(world),
    "registry:settle_absence": lambda world: _of_absence(world),
    "registry:retire_layout": lambda world: Case({"name": "siks-ng"}),
    "registry:proceed": lambda world: _of_import(world),
    "registry:findings": lambda world: _of_import(world, form="json"),
    "registry:worklist": lambda world: _of_import(world, form="csv"),
    "registry:pair": lambda world: _of_pair(world),
    "registry:undo_decision": lambda world: _of_pair(world),
    "registry:batch": lambda world: Case({"key": world.batches[0].pk}, {"key": world.batches[1].pk}),
    "registry:confirm_batch": lambda world: Case({"key": world.batches[0].pk}, {"key": world.batches[1].pk}),
    "registry:leave_batch": lambda world: Case({"key": world.batches[0].pk}, {"key": world.batches[1].pk}),
    "registry:search_progress": lambda world: Case({"key": world.search.pk}, hidden_from=("maria",)),
    "access:officer": lambda world: _maria(),
    "access:change": lambda world: _maria(),
    "access:give_password": lambda world: _maria(),
    "access:reset_second_factor": lambda world: _maria(),
    "access:dismiss": lambda world: _maria(),
    "access:reinstate": lambda world: _maria(),
    "access:revoke_officers_token": lambda world: Case({"officer_id": officer("maria").pk, "token_id": world.token.pk}),
    "access:revoke_token": lambda world: Case({"token_id": world.token.pk}, hidden_from=ALL_BUT_MARIA),
    "access:agencies": lambda world: Case({}, only_read=("inspector",)),
    "programmes:line": lambda world: Case({"key": world.line.pk}),
    "programmes:budget": lambda world: Case({"key": world.line.pk}),
    "programmes:realisation": lambda world: Case({"key": world.line.pk}),
    "programmes:output": lambda world: Case({"key": world.line.pk}),
    "programmes:tag": lambda world: Case({"key": world.line.pk}),
    "programmes:agency": lambda world: Case({"code": "mitra-contoh"}),
    "programmes:rename": lambda world: Case({"code": "mitra-contoh"}),
    "programmes:agree": lambda world: Case({"code": "mitra-contoh"}),
    "programmes:end": lambda world: Case({"key": world.agreement.pk}),
    "programmes:code": lambda world: Case({"code": world.line.sub_activity.code}),
    "programmes:budget_file": lambda world: Case({"key": world.budget_file.pk}),
    "programmes:take_in": lambda world: Case({"key": world.budget_file.pk}),
    "programmes:retire_layout": lambda world: Case({"name": "sipd-contoh"} if world.budget_file else {}),
    "programmes:recipients": lambda world: Case({}, only_read=("inspector", "ward_officer")),
    "programmes:recipient_list": lambda world: Case({"key": world.recipients[0].list_id}),
    "programmes:withdraw": lambda world: Case({"key": world.recipients[0].list_id}),
    "programmes:settle": lambda world: Case({"key": world.recipients[0].pk}, {"key": world.recipients[1].pk}),
    "programmes:received": lambda world: Case({"family_id": world.inside[0].pk}, {"family_id": world.outside[0].pk}),
    "programmes:answer": lambda world: Case({"key": world.proposal.pk}),
    "community:meeting": lambda world: _meeting(world),
    "community:put_before": lambda world: _meeting(world),
    "community:minutes": lambda world: _meeting(world),
    "community:close": lambda world: _meeting(world),
    "community:sheet": lambda world: _meeting(world),
    "community:paper": lambda world: _meeting(world),
    "community:proposal": lambda world: Case({"key": world.proposal.pk}),
    "community:votes": lambda world: Case({"key": world.proposal.pk}),
    "community:public_ward": lambda world: Case({"code": "53.71.03.1010"}),
    "targeting:round": lambda world: Case({"key": world.round.pk}),
    "counter:family": lambda world: _at_counter(world),
    "counter:letter": lambda world: _at_counter(world),
    "counter:reactivate": lambda world: _at_counter(world),
    "counter:refer": lambda world: _at_counter(world),
    "counter:errand": lambda world: Case({"key": world.errands[0].pk}, {"key": world.errands[1].pk}),
    "counter:slip": lambda world: Case({"key": world.errands[0].pk}, {"key": world.errands[1].pk}),
    "targeting:rule": lambda world: Case({"name": world.line.rule}),
    "targeting:rule_draft": lambda world: Case({"key": world.draft.pk}),
    "targeting:rule_publish": lambda world: Case({"key": world.draft.pk}),
    "targeting:rule_drop": lambda world: Case({"key": world.draft.pk}),
    "targeting:score": lambda world: Case({"key": world.round.pk}),
    "targeting:approve": lambda world: Case({"key": world.round.pk}),
    "targeting:reject": lambda world: Case({"key": world.round.pk}),
    "targeting:check_at_home": lambda world: Case({"key": world.round.pk}),
    "targeting:meetings": lambda world: Case({"key": world.round.pk}),
    "targeting:meeting": lambda world: _of_ward(world),
    "targeting:meeting_sheet": lambda world: _of_ward(world),
    "targeting:amend": lambda world: _of_ward(world),
    "targeting:withdraw": lambda world: Case({"key": world.round.pk, "amendment_id": world.amendment.pk}),
    "targeting:minutes_scan": lambda world: Case(
        {"key": world.met.round_id, "step_id": world.met.pk}, {"key": world.met.round_id, "step_id": 0}
    ),
    "targeting:reopen": lambda world: Case({"key": world.met.round_id, "step_id": world.met.pk}),
    "targeting:check": lambda world: Case({"key": world.round.pk}),
    "targeting:take_back": lambda world: Case({"key": world.round.pk}),
    "targeting:decree": lambda world: Case({"key": world.round.pk}),
    "targeting:decree_paper": lambda world: Case({"key": world.owed[0].round_id, "annex": "umum"}),
    "targeting:draw": lambda world: Case({"key": world.round.pk}),
    "targeting:hand_in": lambda world: Case({"key": world.round.pk}),
    "targeting:answers": lambda world: Case({"key": world.round.pk}),
    "targeting:nomination": lambda world: _named(world),
    "targeting:nomination_slip": lambda world: _named(world),
    "targeting:objection": lambda world: Case({"key": world.objected[0].pk}, {"key": world.objected[1].pk}),
    "targeting:objection_slip": lambda world: Case({"key": world.objected[0].pk}, {"key": world.objected[1].pk}),
    "targeting:object": lambda world: Case(
        {"key": world.round.pk, "family_id": world.inside[0].pk},
        {"key": world.round.pk, "family_id": world.outside[0].pk},
    ),
    "targeting:letters": lambda world: Case(
        {"key": world.owed[0].round_id, "place_id": OESAPA}, {"key": world.owed[0].round_id, "place_id": LASIANA}
    ),
    "targeting:decisions": lambda world: Case({"key": world.round.pk}),
    "targeting:explanation": lambda world: Case(
        {"key": world.round.pk, "family_id": world.inside[0].pk},
        {"key": world.round.pk, "family_id": world.outside[0].pk},
    ),
    "ledger:account": lambda world: Case({"code": _account(world)}),
    "ledger:entry": lambda world: Case({"key": _entry(world)}),
    "ledger:entry_proof": lambda world: Case({"key": _signed_entry(world)}),
    "ledger:journal": lambda world: Case({"form": "hledger"}),
    "ledger:periods": lambda world: Case(
        {}, only_read=("administrator", "operator", "inspector", "analyst", "treasurer")
    ),
    "delivery:entitlement": lambda world: _entitlement(world.owed),
    "delivery:hand_over": lambda world: _entitlement(world.owed),
    "delivery:cancel": lambda world: _entitlement(world.owed),
    "delivery:receipt": lambda world: _entitlement(world.given),
    "delivery:proof": lambda world: _entitlement(world.given),
    "delivery:hold": lambda world: _entitlement(world.owed),
    "delivery:confirm_hold": lambda world: _hold(world),
    "delivery:lift_hold": lambda world: _hold(world),
    "delivery:order": lambda world: Case({"key": world.order.pk}),
    "delivery:check_order": lambda world: Case({"key": world.order.pk}),
    "delivery:release_order": lambda world: Case({"key": world.order.pk}),
    "delivery:withdraw_order": lambda world: Case({"key": world.order.pk}),
    "delivery:tidy_order": lambda world: Case({"key": world.order.pk}),
    "delivery:take_list": lambda world: Case({"key": world.order.pk}),
    "delivery:take_result": lambda world: Case({"key": world.order.pk}),
    "delivery:left_over": lambda world: Case({"key": world.order.pk}),
    "delivery:return_rest": lambda world: Case({"key": world.order.pk}),
    "delivery:settle_row": lambda world: Case({"key": world.odd_row.pk}),
    "delivery:cash_list": lambda world: Case(
        {"key": world.cash.pk, "place_id": OESAPA}, {"key": world.cash.pk, "place_id": LASIANA}, hidden_from=("rita",)
    ),
    "delivery:money_of_line": lambda world: Case({"key": world.line.pk}),
    "delivery:check": lambda world: Case({"code": _code(world)}),
    "delivery:receipt_proof": lambda world: Case({"code": _code(world)}),
    **{
        f"loans:{name}": lambda world: _lent(world, "place")
        for name in ("fund", "open_round", "count", "names", "minutes", "apply")
    },
    **{
        f"loans:{name}": lambda world: _lent(world, "asked")
        for name in ("application", "decide", "pay_out", "withdraw")
    },
    **{
        f"loans:{name}": lambda world: _lent(world, "loan")
        for name in ("loan", "repay", "reschedule", "write_off", "recover")
    },
    **{f"loans:{name}": lambda world: _lent(world, "payment") for name in ("receipt", "take_back")},
    "loans:scan": lambda world: _lent(world, "minutes", place="too"),
    "loans:check": lambda world: Case({"code": _loan_code(world)}),
    "portal:ward": lambda world: Case({"ward_id": OESAPA}),
    "portal:data": lambda world: Case({"period": world.snapshot.period, "revision": 1, "form": "csv"}),
    "portal:checkpoint": lambda world: Case({"size": _checkpoint(world).size}),
    "portal:editions": lambda world: Case({}, only_read=("inspector", "administrator")),
    "places:place": lambda world: Case({"code": "53.71.03.1010"}),
    "fieldwork:visit": _visited,
    "fieldwork:report": _visited,
    "fieldwork:photo": _visited,
    "fieldwork:settle": _visited,
    "fieldwork:decide": lambda world: Case({"key": world.changes[0].pk}, {"key": world.changes[1].pk}),
    "fieldwork:campaign": _campaign,
    "fieldwork:visits": _campaign,
    "fieldwork:assign": _campaign,
    "fieldwork:paper": _campaign,
    "fieldwork:workbook": _campaign,
    "fieldwork:bring_sheet": _campaign,
    "fieldwork:decree": _campaign,
    "fieldwork:close": _campaign,
    "fieldwork:sheet": lambda world: _campaign(world, sheet=world.sheet.pk),
    "api:nowhere": lambda world: Case({"rest": "tidak-ada"}),
}

# By function name of the operation.
OPERATIONS: dict[str, Callable[[World], Case]] = {
    "programme_lines": lambda world: Case({}, query={"year": 2026}),
    "line_money": lambda world: Case({"key": world.line.pk}),
    "payment_order": lambda world: Case({"key": world.order.pk}),
    # Without a body nothing is checked or released: tests/delivery/test_order_pages.py sends one.
    "check_payment_order": lambda world: Case({"key": world.order.pk}),
    "release_payment_order": lambda world: Case({"key": world.order.pk}),
    "poverty_money": lambda world: Case({}, query={"year": 2026}),
    "programme_line": lambda world: Case({"key": world.line.pk}),
    "received": lambda world: Case({"family_id": world.inside[0].pk}, {"family_id": world.outside[0].pk}),
    "programme_money": lambda world: Case({"key": world.line.pk}),
    "round_by_key": lambda world: Case({"key": world.round.pk}),
    "round_steps": lambda world: Case({"key": world.round.pk}),
    "round_draw": lambda world: Case({"key": world.round.pk}),
    "round_decisions": lambda world: Case({"key": world.round.pk}),
    "round_explanation": lambda world: Case(
        {"key": world.round.pk, "family_id": world.inside[0].pk},
        {"key": world.round.pk, "family_id": world.outside[0].pk},
    ),
    "entry": lambda world: Case({"key": _entry(world)}),
    "entry_proof": lambda world: Case({"key": _entry(world)}),
    # Without a body nothing is handed over, in one's own ward or in another: tests/delivery/test_api.py sends one.
    "hand_over": lambda world: Case({"key": world.owed[0].pk}),
    "receipt": lambda world: Case({"code": _code(world)}),
    "receipt_proof": lambda world: Case({"code": _code(world)}),
    # Without a body nothing is taken: tests/loans/test_pages.py sends one.
    "take_repayment": lambda world: Case({"key": _lent(world, "loan").inside["key"]}),
    "log_consistency": lambda world: Case({}, query={"first": _checkpoint(world).size}),
    "family": lambda world: Case({"family_id": world.inside[0].pk}, {"family_id": world.outside[0].pk}),
    "family_events": lambda world: Case({"family_id": world.inside[0].pk}, {"family_id": world.outside[0].pk}),
    # Without a body nothing is recorded or taken back: tests/registry/test_events_api.py sends one.
    "record_event": lambda world: Case({}),
    "undo_event": lambda world: Case({"event_id": world.scans[0]}),
    "run": lambda world: _of_import(world, key="run_id"),
    "findings": lambda world: _of_import(world, key="run_id"),
    "campaign": lambda world: Case({"key": world.campaign.pk}),
    "person_request": lambda world: _asked(world),
    "own_data": lambda world: _asked(world),
    # Without a body nothing is reported: tests/fieldwork/test_pages.py sends one.
    "report_visit": lambda world: Case({"key": world.visited[0].pk}),
    "duplicate": lambda world: _of_pair(world, "pair_id"),
    # Without a body nothing is decided: tests/registry/test_duplicates_api.py sends one, from another ward too.
    "decide": lambda world: Case({"pair_id": world.pairs[0].pk}),
    "undo_decision": lambda world: _of_pair(world, "pair_id"),
    "place": lambda world: Case({"code": "53.71.03.1010"}),
    "officer": lambda world: Case({"officer_id": officer("maria").pk}),
    "snapshot": lambda world: Case({"period": world.snapshot.period}),
    "revoke_my_token": lambda world: Case(
        {"token_id": world.token.pk},
        hidden_from=ALL_BUT_MARIA,
    ),
}
