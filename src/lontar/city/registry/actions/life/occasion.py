"""What a verb of life is told: the day, the paper, who comes, where they live."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from lontar.city.registry.actions.life.papers import Paper


@dataclass(frozen=True, slots=True)
class Occasion:
    """The day it happened and the paper that says so. The same `key` sent again writes nothing."""

    happened: date
    paper: Paper
    key: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Home:
    """A roof at a ward."""

    place_id: int
    rt: str = ""
    rw: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who comes into a family: new here, or, with `person_id`, somebody known who lives nowhere now."""

    name: str = ""
    sex: str = ""
    birth_date: date | None = None
    relation: str = "other"
    nik: str = ""
    no_nik_reason: str = ""
    birth_place: str = ""
    mother_name: str = ""
    father_name: str = ""
    mother_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """What of a person was written wrongly; an empty field says nothing."""

    name: str = ""
    birth_date: date | None = None
    sex: str = ""
    marital_status: str = ""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where those who leave a family go: into another, or into a new one at a home, with a card if it has one yet.

    `relations` says of each who goes what they are there. Without a home a new family stays in the same dwelling.
    """

    into_id: int | None = None
    home: Home | None = None
    card: str = ""
    relations: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as it stands, the family to look at now, who came, and whether this call wrote it."""

    event_id: int
    family_id: int
    person_id: int | None
    fresh: bool
