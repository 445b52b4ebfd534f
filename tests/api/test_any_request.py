"""Whatever is sent to the API, in shape or out of shape: it keeps its own schema, and never falls over."""

import contextlib
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from cast import CAST, TODAY, officer
from lontar.city.access import actions
from lontar.house.wsgi import application

IN_SHAPE = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
OUT_OF_SHAPE = [*IN_SHAPE, negative_data_rejection]
# How many requests of each kind an officer sends to each operation; who is nobody is turned away at every door alike.
AN_OFFICERS = {GenerationMode.POSITIVE: 5, GenerationMode.NEGATIVE: 6}
NOBODYS = {GenerationMode.POSITIVE: 2}
BOUNDED = {
    "derandomize": True,
    "database": None,
    "deadline": None,
    "phases": [Phase.explicit, Phase.generate],
    "suppress_health_check": list(HealthCheck),
}


@pytest.fixture
def schema(committed: None, settings: Any) -> Any:
    """The API as its schema tells it, served by the real application, in a database that commits."""
    settings.API_REQUESTS_PER_MINUTE = 10**9
    return schemathesis.openapi.from_wsgi("/api/openapi.json", application)


def explore(schema: Any, headers_for: Any, checks: list[Any], examples: dict[GenerationMode, int]) -> int:
    """Send bounded, repeatable requests to every operation; gives how many operations there were."""
    count = 0
    for result in schema.get_all_operations():
        operation = result.ok()
        headers = headers_for(operation)
        for mode, most in examples.items():
            send_all(operation, mode, most, headers, checks)
        count += 1
    return count


def send_all(operation: Any, mode: GenerationMode, most: int, headers: dict[str, str], checks: list[Any]) -> None:
    @settings(max_examples=most, **BOUNDED)
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: Any) -> None:
        case.call_and_validate(headers=headers, checks=checks)

    # An operation that takes nothing has nothing that could be out of shape.
    with contextlib.suppress(Unsatisfiable) if mode is GenerationMode.NEGATIVE else contextlib.nullcontext():
        send()


def as_one_who_may(operation: Any) -> dict[str, str]:
    """A fresh key of the first of the cast for whom the operation has a door."""
    roles = operation.definition.raw.get("x-roles", [])
    who = next((officer(name) for name, (_name, role, _place, _agency) in CAST.items() if role in roles), None)
    if who is None:
        return {}
    secret = actions.issue_token(who, label="uji", days=1, by=who, on=TODAY)
    return {"Authorization": f"Bearer {secret}"}


@pytest.mark.slow
def test_an_officer_may_send_anything_and_is_answered_as_the_schema_says(schema):
    assert explore(schema, as_one_who_may, OUT_OF_SHAPE, AN_OFFICERS) > 7


@pytest.mark.slow
def test_nobody_may_send_anything_and_is_answered_as_the_schema_says(schema):
    assert explore(schema, lambda operation: {}, IN_SHAPE, NOBODYS) > 7
