"""Events of people's lives as programs and the terminal send them: one shape for each kind, bounded, checked, told whole.

`key` is chosen by the sender: the same key again writes nothing and answers as the first time, so whoever is not sure
whether an event arrived sends it again. A scan of the paper is brought on the page, not here.
"""

from datetime import date
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field, StringConstraints, TypeAdapter

from lontar.city.registry import actions
from lontar.kit.gate import Actor
from lontar.kit.paging import KEY_MAX

type Number = Annotated[int, Field(ge=1, le=KEY_MAX)]
type Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120, pattern=r"^[^\x00]*$")]
type Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300, pattern=r"^[^\x00]*$")]
type Digits = Annotated[str, StringConstraints(strip_whitespace=True, max_length=24, pattern=r"^[0-9 .\-]*$")]
type Unit = Annotated[str, StringConstraints(strip_whitespace=True, max_length=3, pattern=r"^[0-9]*$")]
type Relation = Literal[
    "head", "spouse", "child", "child_in_law", "grandchild", "parent", "parent_in_law", "relative", "helper", "other"
]
type Relations = Annotated[dict[Number, Relation], Field(max_length=MEMBERS_MAX)]
type PaperKind = Literal[
    "birth_certificate", "death_certificate", "death_letter", "move_letter", "marriage", "divorce", "court",
    "family_card", "id_card", "rt_letter", "field_check", "none",
]  # fmt: skip
type To = Literal["country", "abroad"]
MEMBERS_MAX: Final = 40
EVENTS_AT_ONCE_MAX: Final = 1000


class EventPaper(Schema):
    """The document behind an event; `none` needs a reason, every other kind a number."""

    kind: PaperKind
    number: Text = ""
    issued: date | None = None
    reason: Words = ""


class EventNewcomer(Schema):
    """Somebody who comes: new here, or, with `person`, somebody who was recorded before and lives nowhere now."""

    name: Text = ""
    sex: Literal["", "L", "P"] = ""
    birth_date: date | None = None
    relation: Relation = "other"
    nik: Digits = ""
    no_nik_reason: Annotated[str, StringConstraints(max_length=80, pattern=r"^[^\x00]*$")] = ""
    birth_place: Text = ""
    mother_name: Text = ""
    father_name: Text = ""
    mother: Number | None = None
    person: Number | None = None

    def told(self) -> actions.Newcomer:
        given = self.model_dump(exclude={"mother", "person"})
        return actions.Newcomer(**given, mother_id=self.mother, person_id=self.person)


class EventHome(Schema):
    """A roof in a ward of this city: `ward` is the number of the ward, as `/families` and `/places` tell it."""

    ward: Number
    rt: Unit = ""
    rw: Unit = ""
    address: Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")] = ""

    def told(self) -> actions.Home:
        return actions.Home(self.ward, self.rt, self.rw, self.address)


class EventDestination(Schema):
    """Where those who leave a family go: into another, or into a new one."""

    into: Number | None = None
    home: EventHome | None = None
    card: Digits = ""
    relations: Relations = {}

    def told(self) -> actions.Destination:
        home = self.home.told() if self.home else None
        return actions.Destination(into_id=self.into, home=home, card=self.card, relations=self.relations)


class Happened(Schema):
    """What every event is told."""

    happened: date
    paper: EventPaper
    key: UUID

    def record(self, *, by: Actor, on: date) -> actions.Recorded:
        """Write it down; the same key again writes nothing."""
        paper = actions.Paper(self.paper.kind, self.paper.number, self.paper.issued, self.paper.reason)
        return self.said(occasion=actions.Occasion(self.happened, paper, self.key), by=by, on=on)

    def said(self, **common: Any) -> actions.Recorded:
        raise NotImplementedError


class BornEvent(Happened):
    """A child is born into a family; the day is its birth date."""

    kind: Literal["born"]
    family: Number
    newcomer: EventNewcomer

    def said(self, **common: Any) -> actions.Recorded:
        return actions.born(self.family, self.newcomer.told(), **common)


class DiedEvent(Happened):
    """Somebody died; `heir` heads the family if they did."""

    kind: Literal["died"]
    person: Number
    heir: Number | None = None

    def said(self, **common: Any) -> actions.Recorded:
        return actions.died(self.person, heir_id=self.heir, **common)


class FamilyMovedInEvent(Happened):
    """A family came from elsewhere; one of the newcomers is its head."""

    kind: Literal["family_moved_in"]
    home: EventHome
    newcomers: Annotated[list[EventNewcomer], Field(min_length=1, max_length=MEMBERS_MAX)]
    card: Digits = ""
    came_from: Text = ""

    def said(self, **common: Any) -> actions.Recorded:
        people = [one.told() for one in self.newcomers]
        return actions.family_moved_in(self.home.told(), people, card=self.card, came_from=self.came_from, **common)


class PersonMovedInEvent(Happened):
    """Somebody came to live with a family."""

    kind: Literal["person_moved_in"]
    family: Number
    newcomer: EventNewcomer
    came_from: Text = ""

    def said(self, **common: Any) -> actions.Recorded:
        return actions.person_moved_in(self.family, self.newcomer.told(), came_from=self.came_from, **common)


class FamilyReturnedEvent(Happened):
    """A family that had left came back."""

    kind: Literal["family_returned"]
    family: Number
    home: EventHome
    came_from: Text = ""

    def said(self, **common: Any) -> actions.Recorded:
        return actions.family_returned(self.family, self.home.told(), came_from=self.came_from, **common)


class FamilyMovedOutEvent(Happened):
    """A whole family left the city."""

    kind: Literal["family_moved_out"]
    family: Number
    to: To = "country"
    where: Text = ""

    def said(self, **common: Any) -> actions.Recorded:
        return actions.moved_out(self.family, to=self.to, where=self.where, **common)


class PersonMovedOutEvent(Happened):
    """One member left the city; `heir` heads the family if they did."""

    kind: Literal["person_moved_out"]
    person: Number
    to: To = "country"
    where: Text = ""
    heir: Number | None = None

    def said(self, **common: Any) -> actions.Recorded:
        return actions.person_moved_out(self.person, to=self.to, where=self.where, heir_id=self.heir, **common)


class MovedHouseEvent(Happened):
    """A family moved within the city."""

    kind: Literal["moved_house"]
    family: Number
    home: EventHome

    def said(self, **common: Any) -> actions.Recorded:
        return actions.moved_house(self.family, self.home.told(), **common)


class MarriedEvent(Happened):
    """Two people married; the first heads a new family unless they go into another."""

    kind: Literal["married"]
    person: Number
    spouse: Number
    to: EventDestination

    def said(self, **common: Any) -> actions.Recorded:
        return actions.married(self.person, self.spouse, to=self.to.told(), **common)


class DivorcedEvent(Happened):
    """Husband and wife divorced; the first leaves, unless `to` is null."""

    kind: Literal["divorced"]
    person: Number
    spouse: Number
    to: EventDestination | None = None

    def said(self, **common: Any) -> actions.Recorded:
        return actions.divorced(self.person, self.spouse, to=self.to.told() if self.to else None, **common)


class SplitEvent(Happened):
    """Some of a family became a family of their own."""

    kind: Literal["split"]
    family: Number
    to: EventDestination
    heir: Number | None = None

    def said(self, **common: Any) -> actions.Recorded:
        return actions.split(self.family, to=self.to.told(), heir_id=self.heir, **common)


class JoinedEvent(Happened):
    """A family joined another and is no family any more."""

    kind: Literal["joined"]
    family: Number
    into: Number
    relations: Relations

    def said(self, **common: Any) -> actions.Recorded:
        return actions.joined(self.family, self.into, relations=self.relations, **common)


class HeadChangedEvent(Happened):
    """Somebody else heads the family."""

    kind: Literal["head_changed"]
    family: Number
    head: Number
    relations: Relations = {}

    def said(self, **common: Any) -> actions.Recorded:
        return actions.head_changed(self.family, head_id=self.head, relations=self.relations, **common)


class CardChangedEvent(Happened):
    """The family got a card with another number."""

    kind: Literal["card_changed"]
    family: Number
    card: Digits

    def said(self, **common: Any) -> actions.Recorded:
        return actions.card_changed(self.family, number=self.card, **common)


class CorrectedEvent(Happened):
    """A name, birth date, sex or marital status was written wrongly."""

    kind: Literal["corrected"]
    person: Number
    name: Text = ""
    birth_date: date | None = None
    sex: Literal["", "L", "P"] = ""
    marital_status: Literal["", "single", "married", "divorced", "widowed"] = ""

    def said(self, **common: Any) -> actions.Recorded:
        right = actions.Correction(self.name, self.birth_date, self.sex, self.marital_status)
        return actions.corrected(self.person, right, **common)


class NikGivenEvent(Happened):
    """Somebody without a NIK, or with another living person's, got their own."""

    kind: Literal["nik_given"]
    person: Number
    nik: Digits

    def said(self, **common: Any) -> actions.Recorded:
        return actions.nik_given(self.person, nik=self.nik, **common)


class KitchenSharedEvent(Happened):
    """A family joined the household of another."""

    kind: Literal["kitchen_shared"]
    family: Number
    with_family: Number

    def said(self, **common: Any) -> actions.Recorded:
        return actions.kitchen_shared(self.family, self.with_family, **common)


class KitchenLeftEvent(Happened):
    """A family cooks by itself."""

    kind: Literal["kitchen_left"]
    family: Number

    def said(self, **common: Any) -> actions.Recorded:
        return actions.kitchen_left(self.family, **common)


EventSent = Annotated[
    BornEvent | DiedEvent | FamilyMovedInEvent | PersonMovedInEvent | FamilyReturnedEvent | FamilyMovedOutEvent
    | PersonMovedOutEvent | MovedHouseEvent | MarriedEvent | DivorcedEvent | SplitEvent | JoinedEvent
    | HeadChangedEvent | CardChangedEvent | CorrectedEvent | NikGivenEvent | KitchenSharedEvent | KitchenLeftEvent,
    Field(discriminator="kind"),
]  # fmt: skip
SENT: Final[TypeAdapter[Any]] = TypeAdapter(EventSent)
