"""What stands in the addresses of the walk: for each kind of argument one case inside of Oesapa and one outside."""

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


def pair(world: World, key: str = "key") -> Case:
    inside, outside = world.pairs
    return Case({key: inside.pk}, {key: outside.pk})


def brought(world: World, key: str = "key", **more: Any) -> Case:
    inside, outside = world.imports
    return Case({key: inside.pk} | more, {key: outside.pk} | more)


def absence(world: World) -> Case:
    inside, outside = world.absences
    return Case({"key": inside.pk}, {"key": outside.pk})


def contradiction(world: World) -> Case:
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


def maria() -> Case:
    return Case({"officer_id": officer("maria").pk})


def at_counter(world: World) -> Case:
    return Case({"family_id": world.inside[0].pk}, {"family_id": world.outside[0].pk})


def entitlement(both: tuple[Any, Any]) -> Case:
    # A partner meets only the lines of its own organisation.
    return Case({"key": both[0].pk}, {"key": both[1].pk}, hidden_from=("rita",))


def hold(world: World) -> Case:
    """A payment that is held, in each of the two wards."""
    return Case({"key": world.holds[0].pk}, {"key": world.holds[1].pk})


def entry(world: World) -> int:
    from lontar.city.ledger import queries

    assert world.owed
    newest = queries.entries().first()
    assert newest is not None
    return newest.pk


def account(world: World) -> str:
    from lontar.city.ledger import queries

    assert world.owed
    return queries.balances()[0].code


def checkpoint(world: World) -> Any:
    """The log signed with everything that the world has written."""
    from lontar.city.ledger import actions

    assert world.given
    while actions.sequence():
        pass
    agus = officer("agus")
    with acting_as(agus):
        return actions.sign_checkpoint(by=agus, on=TODAY)


def kept_for_another(world: World) -> int:
    """A checkpoint of another city's log that is kept here; here it is the city's own."""
    from lontar.city.ledger import queries
    from lontar.city.ledger.models import KeptCheckpoint

    point = checkpoint(world)
    root = bytes(point.root)
    return KeptCheckpoint.objects.create(origin=queries.verifier().name, size=point.size, root=root, note=point.note).pk


def signed_entry(world: World) -> int:
    key = entry(world)
    checkpoint(world)
    return key


def code(world: World) -> str:
    from lontar.city.delivery import queries

    checkpoint(world)
    return queries.code_of(world.given[0].subject)


def campaign(world: World, **more: Any) -> Case:
    return Case({"key": world.campaign.pk} | more)


def visited(world: World) -> Case:
    return Case({"key": world.visited[0].pk}, {"key": world.visited[1].pk})


def asked(world: World, **more: Any) -> Case:
    inside, outside = world.asked
    return Case({"key": inside.pk} | more, {"key": outside.pk} | more)


def ward(world: World) -> Case:
    """The meeting of Oesapa, and that of Lasiana."""
    return Case({"key": world.round.pk, "place_id": OESAPA}, {"key": world.round.pk, "place_id": LASIANA})


def named(world: World) -> Case:
    # Partners and field workers meet what they named themselves.
    return Case({"key": world.named[0].pk}, {"key": world.named[1].pk}, hidden_from=("rita", "petrus"))


def meeting(world: World) -> Case:
    inside, outside = world.meetings
    return Case({"key": inside.pk}, {"key": outside.pk})


def lent(world: World, what: str, **more: str) -> Case:
    """Something of the fund of Oesapa, and of Lasiana; by its key, or the ward's."""
    from journeys.lending import lent

    def arguments(one: Any) -> dict[str, Any]:
        place = {"place_id": one.fund.place_id} if "place" in (what, *more) else {}
        return place | ({} if what == "place" else {"key": getattr(one, what).pk})

    inside, outside = lent(world)
    return Case(arguments(inside), arguments(outside))


def stored(world: World, what: str = "") -> Case:
    """A store of Oesapa and one of Lasiana, or a difference in each that waits for its second person."""
    found = world.differences if what else world.stores
    only_read = ("ward_officer", "inspector") if what else ()
    return Case({"key": found[0].pk}, {"key": found[1].pk}, only_read=only_read)


def built(world: World, what: str = "work", **more: Any) -> Case:
    """A drain that is built in Oesapa, and one in Lasiana: the work, its report, photo, tranche or defect."""
    inside, outside = world.works

    def arguments(one: Any) -> dict[str, Any]:
        if what == "mend":
            return {"key": one["work"].pk, "defect": one["defect"].pk}
        return {"key": one[what].pk, **more}

    return Case(arguments(inside), arguments(outside))


def lent_paper(world: World) -> Case:
    """A document in a case about a loan of Oesapa, and of Lasiana."""
    from journeys.lending import lent

    inside, outside = ({"key": one.case.pk, "paper": one.paper.pk} for one in lent(world))
    return Case(inside, outside)


def loan_code(world: World) -> str:
    from journeys.lending import lent

    return lent(world)[0].code
