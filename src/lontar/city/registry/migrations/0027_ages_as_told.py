"""The ages that contradictions are held to come with the question, from the one place that names and dates them."""

from importlib import import_module

from django.db import migrations
from django.db.migrations.operations import RunSQL

BEFORE = import_module("lontar.city.registry.migrations.0023_contradictions").FIND
# What was written into the question, and what stands there now: how often, so that none is overlooked.
TOLD = (
    ("(families bigint[], today date)", "(families bigint[], today date, mother int, oldest int, married int)", 1),
    ("FUNCTION registry_find_contradictions(bigint[], date)",
     "FUNCTION registry_find_contradictions(bigint[], date, int, int, int)", 2),
    ("interval '12 years'", "make_interval(years => $3)", 1),
    ("interval '120 years'", "make_interval(years => $4)", 2),
    ("interval '15 years'", "make_interval(years => $5)", 2),
    ("USING families, today;", "USING families, today, mother, oldest, married;", 1),
)  # fmt: skip


def now(text: str) -> str:
    for was, becomes, times in TOLD:
        if text.count(was) != times:
            raise ValueError(f"{was!r} stands {text.count(was)} times in the question, not {times}")
        text = text.replace(was, becomes)
    return text


class Migration(migrations.Migration):
    dependencies = [("registry", "0026_household_lists")]
    operations = [
        RunSQL(
            "DROP FUNCTION registry_find_contradictions(bigint[], date);" + now(BEFORE),
            "DROP FUNCTION registry_find_contradictions(bigint[], date, int, int, int);" + BEFORE,
        )
    ]
