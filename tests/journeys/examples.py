"""Example objects for the walk: what to put into the addresses of pages and operations that take an argument.

Whoever adds a page with an argument adds its line to `PAGES`, whoever adds an operation to `OPERATIONS`: the walk says
so when one is missing. `inside` lies in Oesapa, `outside` in Lasiana, where the officers of Oesapa must meet 404.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cast import LASIANA, OESAPA, TODAY, officer
from lontar.kit.gate import acting_as

# Nobody else in the tests bears these; whoever may not see a person must never meet them.
NAME = "Xaverius Quillfeather"
NIK = "5371031707870017"
KK = "5371031707110071"


@dataclass(frozen=True)
class World:
    """What the walk finds in the city."""

    family: Any
    family_outside: Any
    person: Any
    person_outside: Any
    token: Any


@dataclass(frozen=True)
class Case:
    """Arguments of an address, once for what lies inside of an officer's places and once for what does not."""

    inside: dict[str, Any]
    outside: dict[str, Any] | None = None
    # Who else must not find the inside object, whatever their places: by username.
    hidden_from: tuple[str, ...] = ()
    query: dict[str, Any] = field(default_factory=dict)


def build() -> World:
    """A family in Oesapa and one in Lasiana, each of one person with a NIK."""
    with acting_as(officer("ester")):
        family, person = _family(OESAPA)
        family_outside, person_outside = _family(LASIANA)
    from lontar.city.access import actions as access
    from lontar.city.access.models import ApiToken

    maria = officer("maria")
    access.issue_token(maria, label="uji", days=9, by=maria, on=TODAY)
    token = ApiToken.objects.get(officer=maria)
    return World(family, family_outside, person, person_outside, token)


def _family(place: int) -> tuple[Any, Any]:
    from lontar.city.registry.models import Family, Identifier, Membership, Person
    from lontar.kit.sealing import blind, seal

    family = Family.objects.create(place_id=place, decile=2, decile_on=date(2026, 1, 1))
    person = Person.objects.create(
        place_id=place, name=NAME, name_key=NAME.upper(), sex="L", birth_date=date(1987, 7, 17), nik_state="good"
    )
    Membership.objects.create(
        place_id=place, family=family, person=person, relation=Membership.Relation.HEAD, since=date(2020, 1, 1)
    )
    for kind, number, owner in (("nik", NIK, {"person": person}), ("kk", KK, {"family": family})):
        Identifier.objects.create(
            place_id=place, kind=kind, cipher=seal(number.encode()), blind=blind(kind, number), **owner
        )
    return family, person


PAGES: dict[str, Callable[[World], Case]] = {
    "registry:family": lambda world: Case({"key": world.family.pk}, {"key": world.family_outside.pk}),
    "api:nowhere": lambda world: Case({"rest": "tidak-ada"}),
}

# By function name of the operation.
OPERATIONS: dict[str, Callable[[World], Case]] = {
    "place": lambda world: Case({"code": "53.71.03.1010"}),
    "officer": lambda world: Case({"officer_id": officer("maria").pk}),
    "revoke_my_token": lambda world: Case(
        {"token_id": world.token.pk},
        hidden_from=("agus", "ester", "yohanes", "marten", "petrus", "rita", "daud", "anna"),
    ),
}
