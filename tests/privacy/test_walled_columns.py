"""No column that may tell where a shielded family is stands outside of the wall, also in a table nobody has made yet."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models

from lontar.city.fieldwork.models import Visit

pytestmark = pytest.mark.django_db
TELLS_WHERE = re.compile(
    r"(^|_)(rt|rw|address|alamat|street|lat|lon|latitude|longitude|position|coordinates|accuracy|photo|image|scan|where)(_|$)"
)
# What may stand in a column and tells nothing by itself: numbers of ours, days, words out of a list.
FREE = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FloatField)
# Free columns of tables about families that stay open, and why. Whoever adds a column adds it here, or walls its table.
OPEN: dict[str, str] = {
    "registry.person": "who they are: a shielded family is served by name, as before",
    "registry.family.fingerprint": "a keyed hash",
    "registry.identifier.cipher": "the number, sealed; it tells no address",
    "registry.identifier.blind": "a keyed hash",
    "registry.decile.source": "the name of a list",
    "registry.happening": "told by the kind: kitchens are walled, the rest names no place below the ward",
    "registry.livingconditions": "answers in numbers, and the name of the file or campaign",
    "registry.pair": "levels and weights, and an officer's words about two records",
    "registry.merge": "keys and days; an officer's words about two records",
    "registry.contradiction": "why something contradictory is so after all",
    "registry.shield.paper": "the number of the paper by which it stands",
    "registry.importchange": "moves are walled, the rest tells names and relations",
    "targeting.decision": "what the rule asked and measured: numbers, deciles, yes and no",
    "targeting.amendment": "why a meeting changed the list",
    "targeting.answer": "what another office answered",
    "targeting.objection": "what a family objects to at a desk, and the answer",
    "targeting.nomination": "where somebody is looked for who is in no family yet; emptied with the name once found",
    "delivery.entitlement": "a period, and why it was cancelled",
    "delivery.handover.received_by": "a name",
    "delivery.handover.proof_note": "the number of a list, or the name of a witness",
    "delivery.handover.proof_image": "opened by a page that asks for the shield; see the test below",
    "delivery.handover.entry_key": "a number of ours",
    "delivery.handover.command_key": "a number of ours",
    "delivery.hold": "why a payment waits, in an officer's words that the page asks to keep free of addresses",
    "delivery.takeback": "what was wrong about a hand-over, in an officer's words without a name",
    "delivery.payaccount": "a bank, a sealed number, a keyed hash",
    "delivery.orderline.said": "why a payer sent it back, or its own number",
    "delivery.resultrow": "a row of a payer's file, an account covered, and what an officer did about it",
    "programmes.recipient": "a number, sealed until its family is found; an officer's words about a list",
    "stores.relief": "where goods went out to a name that is nobody's yet; a shielded family is never matched",
    "community.matter": "what a meeting asked about a family and decided",
    "community.attendee": "who came to a meeting and signed, of no family",
    "counter.errand": "the number of a paper, what an office answered, the name of a list of deciles",
    "works.tranche": "numbers of the treasury's papers and why a payment was turned round; the treasurer sees no house",
    "loans.application": "a business, a plan and a security in words; the form asks for no address",
    "loans.choice": "why the committee decided so",
    "loans.loan": "the product's terms as they were",
    "loans.change": "a decree and a reason about money",
    "loans.repayment": "a number of ours",
    "loans.dispute": "what a borrower says is owed, and why one version is followed",
    "loans.disputepaper": "a document, sealed; its page asks for the shield",
    "loans.visit": "what was said about a debt; the form asks for no address",
    "loans.reversal": "why a payment was taken back",
    "privacy.consent": "the purpose and the paper of a consent",
    "privacy.referral": "why a family was referred",
    "privacy.personrequest": "what somebody asked at a desk; covered with the names",
    # Of no family, and so of no wall.
    "journal.journalline": "a deed; the reason of an event of a life stays with the event",
    "registry.importfinding": "a row of a file, for whoever brought it",
}


def walled() -> set[str]:
    """The tables with a restrictive policy of that name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_policies WHERE policyname = 'shielded' AND permissive = 'RESTRICTIVE'")
        return {table for (table,) in cursor.fetchall()}


def tracked(model: Any) -> Any:
    """Of a table of old rows the table whose rows they were."""
    return getattr(model, "pgh_tracked_model", model)


def hangs_on_a_family(model: Any, seen: frozenset[Any] = frozenset()) -> bool:
    """Whether a key leads from it to a person or family, over however many tables."""
    model = tracked(model)
    if model._meta.label_lower in ("registry.person", "registry.family", "registry.lifeevent", "registry.dwelling"):
        return True
    ours = [field.related_model for field in model._meta.concrete_fields if field.is_relation]
    return any(hangs_on_a_family(one, seen | {model}) for one in ours if one is not model and one not in seen)


def is_free(field: Any) -> bool:
    return isinstance(field, FREE) and not field.choices and not isinstance(field, models.SlugField)


def loose(every: Any) -> list[str]:
    """The columns that may tell where a family is, behind no wall and without a reason."""
    found, behind = [], walled()
    for model in every:
        label = tracked(model)._meta.label_lower
        of_family = hangs_on_a_family(model)
        for field in model._meta.concrete_fields:
            tells = (
                TELLS_WHERE.search(field.name) and not field.is_relation and not isinstance(field, models.BooleanField)
            )
            name = f"{label}.{field.name}"
            if field.name.startswith("pgh_") or not (tells or (of_family and is_free(field))):
                continue
            if model._meta.db_table not in behind and label not in OPEN and name not in OPEN:
                found.append(f"{model._meta.db_table}.{field.name}")
    return found


def ours() -> list[Any]:
    return [model for model in apps.get_models() if model.__module__.startswith("lontar.city.")]


def test_no_column_that_may_tell_an_address_stands_outside_of_the_wall():
    assert loose(ours()) == [], "wall its table (see registry migration 0024), or say in OPEN why it tells no address"


def test_a_table_that_was_forgotten_would_be_found():
    class Meeting(models.Model):
        visit = models.ForeignKey("fieldwork.Visit", on_delete=models.PROTECT, related_name="+")
        remark = models.TextField()

        class Meta:
            app_label = "uji"
            apps = apps.__class__()

    class Bench(models.Model):
        latitude = models.FloatField()

        class Meta:
            app_label = "uji"
            apps = apps.__class__()

    Meeting._meta.get_field("visit").remote_field.model = Visit
    assert loose([Meeting, Bench]) == ["uji_meeting.remark", "uji_bench.latitude"]


def test_no_reason_outlives_its_column():
    labels = {tracked(model)._meta.label_lower: tracked(model) for model in ours()}
    gone = []
    for name in OPEN:
        label = ".".join(name.split(".")[:2])
        columns = [field.name for field in labels[label]._meta.concrete_fields] if label in labels else []
        if not columns or (name != label and name.rpartition(".")[2] not in columns):
            gone.append(name)
    assert gone == []
