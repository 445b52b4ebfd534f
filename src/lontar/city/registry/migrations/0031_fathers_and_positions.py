"""Two contradictions more: a child older than the man at the head of the family, and a home outside of the city."""

from importlib import import_module

from django.db import migrations
from django.db.migrations.operations import RunSQL

AGES = import_module("lontar.city.registry.migrations.0027_ages_as_told")
BEFORE = AGES.now(AGES.BEFORE)
FIVE, SIX = "(bigint[], date, int, int, int)", "(bigint[], date, int, int, int, int)"
# What stood in the question, and what stands there now: how often, so that none is overlooked.
TOLD = (
    (f"FUNCTION registry_find_contradictions{FIVE}", f"FUNCTION registry_find_contradictions{SIX}", 2),
    ("married int)", "married int, father int)", 1),
    ("today, mother, oldest, married;", "today, mother, oldest, married, father;", 1),
    ("SELECT c.family_id, c.person_id, w.person_id AS woman_id", "SELECT c.family_id, c.person_id, w.person_id AS parent_id, w.sex", 1),
    ("AND w.sex = 'P'", "", 1),
    ("make_interval(years => $3)", "make_interval(years => CASE w.sex WHEN 'P' THEN $3 WHEN 'L' THEN $6 END)", 1),
    ("""SELECT y.family_id, y.person_id, min(y.woman_id), 'mother_too_young'
            FROM young y JOIN registry_person child ON child.id = y.person_id
            JOIN registry_person woman ON woman.id = y.woman_id
            WHERE child.mother_name = '' OR upper(btrim(child.mother_name)) = upper(btrim(woman.name))
            GROUP BY y.family_id, y.person_id
""",
     """SELECT y.family_id, y.person_id, min(y.parent_id), y.kind
            FROM (SELECT y.*, CASE y.sex WHEN 'P' THEN 'mother_too_young' ELSE 'father_too_young' END AS kind,
                    upper(btrim(CASE y.sex WHEN 'P' THEN child.mother_name ELSE child.father_name END)) AS named,
                    upper(btrim(parent.name)) AS called
                FROM young y JOIN registry_person child ON child.id = y.person_id
                JOIN registry_person parent ON parent.id = y.parent_id) y
            WHERE y.named = '' OR y.named = y.called
            GROUP BY y.family_id, y.person_id, y.kind
            UNION ALL
            SELECT w.id, NULL, NULL, 'outside_city'
            FROM wanted w JOIN registry_residence r ON r.family_id = w.id AND r.until IS NULL
            JOIN registry_dwelling d ON d.id = r.dwelling_id AND d.latitude IS NOT NULL
            WHERE places_outside(d.latitude, d.longitude, (SELECT places_box()))
""", 1),
)  # fmt: skip


def now(text: str) -> str:
    for was, becomes, times in TOLD:
        if text.count(was) != times:
            raise ValueError(f"{was!r} stands {text.count(was)} times in the question, not {times}")
        text = text.replace(was, becomes)
    return text


# That a home stands outside of the city tells where it stands.
WALL = """
CREATE POLICY shielded ON registry_contradiction AS RESTRICTIVE FOR SELECT TO lontar_app USING (
    NOT (kind = 'outside_city' AND family_id <@ (SELECT lontar_hidden_families())))
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0030_coordinates")]
    operations = [
        RunSQL(
            f"DROP FUNCTION registry_find_contradictions{FIVE};" + now(BEFORE),
            f"DROP FUNCTION registry_find_contradictions{SIX};" + BEFORE,
        ),
        RunSQL(WALL, "DROP POLICY shielded ON registry_contradiction"),
    ]
