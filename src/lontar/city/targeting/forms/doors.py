"""What a program may send about a door of a sample."""

from datetime import date
from typing import Annotated

from ninja import Schema
from pydantic import ConfigDict, Field, StrictInt

from lontar.city.targeting.actions import Asked

Amount = Annotated[StrictInt, Field(ge=0)]


class HomeAnswerIn(Schema):
    """What came of a door. `amounts` is rupiah by question; what is left out or null is not known, and never nought."""

    model_config = ConfigDict(extra="forbid")

    state: str = Field(description="answered, refused, not_met, gone")
    asked_on: date
    people: Annotated[StrictInt, Field(ge=1)] | None = None
    amounts: dict[str, Amount | None] = Field(default_factory=dict)
    note: str = Field(default="", max_length=300)

    def asked(self) -> Asked:
        """As the verb takes it."""
        return Asked(self.state, self.asked_on, self.people, self.amounts, self.note)


class NamedHomeAnswer(HomeAnswerIn):
    """The same in a file of many: with the door's number."""

    home: StrictInt
