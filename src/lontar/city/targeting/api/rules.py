"""Programs' door to the rules: what counts since when by which source, and the drafts that wait for a second officer."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Schema

from lontar.city.programmes import queries as programmes
from lontar.city.targeting import queries
from lontar.city.targeting.api.rounds import router
from lontar.kit.api_door import api_door
from lontar.science.eligibility.rulebook import Rule


class ConditionOut(Schema):
    """Who qualifies, in which days, by which source, and whether that was read."""

    since: date
    until: date | None
    when: str
    source: str
    confidence: str


class RuleOut(Schema):
    """A rule as it counts now; `sha256` is that of its text, `written` the number of the version that officers published
    here, null where it came with Lontar."""

    id: str
    name: dict[str, str]
    applies_to: str
    decided_by: str
    paid_by: str
    sha256: str
    written: int | None
    conditions: list[ConditionOut]


class RuleTextOut(RuleOut):
    """The same, with the whole text as it is read."""

    text: str


class DraftOut(Schema):
    """A draft: it counts for nothing before a second officer has published it."""

    id: int
    rule: str
    number: int
    why: str
    written_by: str
    written_on: date
    sha256: str


@router.get("/rules", response=list[RuleOut], summary="Aturan")
@api_door(*queries.WHO_SEE_ROUNDS)
def rules(request: HttpRequest) -> Any:
    """Semua aturan yang berlaku dan boleh dibaca petugas ini, dengan versi dan sumbernya."""
    actor: Any = request.user
    return [RuleOut(**_rule(one)) for one in programmes.rules() if programmes.may_read_rule(actor, one.id)]


@router.get("/rules/{name}", response=RuleTextOut, summary="Satu aturan")
@api_door(*queries.WHO_SEE_ROUNDS)
def rule_by_name(request: HttpRequest, name: str) -> Any:
    """Satu aturan beserta teksnya, seperti yang dibaca penetapan hari ini."""
    actor: Any = request.user
    found = programmes.rule_or_none(name) if programmes.may_read_rule(actor, name) else None
    if found is None:
        raise Http404
    return RuleTextOut(**_rule(found), text=found.text)


@router.get("/rule-drafts", response=list[DraftOut], summary="Naskah aturan")
@api_door(*programmes.WHO_WRITE_RULES)
def rule_drafts(request: HttpRequest) -> Any:
    """Naskah yang menunggu orang kedua. Menulis dan menerbitkan adalah urusan orang: ada halamannya, tidak ada operasinya."""
    actor: Any = request.user
    return [
        DraftOut(
            id=one.pk, rule=one.rule, number=one.number, why=one.why, written_by=one.written_by.name,
            written_on=one.written_on, sha256=programmes.seal_of(one.text, one.cases),
        )
        for one in programmes.drafts_for(actor)
    ]  # fmt: skip


def _rule(found: Rule) -> dict[str, Any]:
    written = programmes.published_version(found.id)
    conditions = [
        ConditionOut(
            since=one.period.since, until=one.period.until, when=one.text, source=one.source, confidence=one.confidence
        )
        for one in sorted(found.who, key=lambda one: one.period.since)
    ]
    return {
        "id": found.id, "name": {"id": found.name["id"], "en": found.name["en"]}, "applies_to": found.applies_to,
        "decided_by": found.decided_by, "paid_by": found.paid_by, "sha256": found.fingerprint,
        "written": written.number if written else None, "conditions": conditions,
    }  # fmt: skip
