"""The wall around the address of people who flee violence: restrictive policies, so that no other policy opens them.

The officers named in the shield see it; to everybody else the dwelling, and that the family lives in it, does not
exist, in tables and in their history. Families and persons stay visible: they are served as before.
The functions are called once a statement and give ranges, so that a row costs one comparison.
"""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from lontar.kit.walls import append_only, places_wall

# Where the person lives now, or lived last: whom they left behind is not hidden with them.
FAMILIES = """
CREATE FUNCTION lontar_hidden_families() RETURNS int8multirange LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT coalesce(range_agg(int8range(last.family_id, last.family_id, '[]')), '{}'::int8multirange)
    FROM registry_shield s
    JOIN registry_person p ON p.id = s.person_id
    CROSS JOIN LATERAL (SELECT m.family_id FROM registry_membership m WHERE m.person_id IN (p.id, p.merged_into_id)
        ORDER BY m.until DESC NULLS FIRST LIMIT 1) last
    WHERE s.lifted_on IS NULL AND NOT EXISTS (
        SELECT FROM registry_shieldkeeper k WHERE k.shield_id = s.id AND k.officer_id = lontar_officer())
$$;
CREATE FUNCTION lontar_hidden_dwellings() RETURNS int8multirange LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT coalesce(range_agg(int8range(r.dwelling_id, r.dwelling_id, '[]')), '{}'::int8multirange)
    FROM registry_residence r WHERE r.family_id <@ (SELECT lontar_hidden_families())
$$;
"""


def hidden(table: str, condition: str) -> RunSQL:
    return RunSQL(
        f"CREATE POLICY shielded ON {table} AS RESTRICTIVE TO lontar_app USING (NOT ({condition}))",
        f"DROP POLICY shielded ON {table}",
    )


DWELLINGS, FAMILY = "id <@ (SELECT lontar_hidden_dwellings())", "family_id <@ (SELECT lontar_hidden_families())"

# Only who raised the shield, an officer named before, or a planner names officers; nobody names themselves in.
NAMING = """
CREATE FUNCTION registry_may_name_keepers(which bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT lontar_role() = 'planner'
        OR EXISTS (SELECT FROM registry_shield s WHERE s.id = which AND s.raised_by_id = lontar_officer())
        OR EXISTS (SELECT FROM registry_shieldkeeper k WHERE k.shield_id = which AND k.officer_id = lontar_officer())
$$;
CREATE POLICY naming ON registry_shieldkeeper AS RESTRICTIVE FOR INSERT TO lontar_app
    WITH CHECK (registry_may_name_keepers(shield_id));
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0012_shield"), ("registry", "0002_walls"), ("access", "0003_sightings_wall")]
    operations = [
        RunSQL(FAMILIES, "DROP FUNCTION lontar_hidden_dwellings(); DROP FUNCTION lontar_hidden_families()"),
        *places_wall("registry_shield", "registry_shieldevent", "registry_shieldkeeper"),
        *append_only("registry_shieldevent"),
        hidden("registry_dwelling", DWELLINGS),
        hidden("registry_dwellingevent", DWELLINGS),
        hidden("registry_residence", FAMILY),
        hidden("registry_residenceevent", FAMILY),
        RunSQL(NAMING, "DROP POLICY naming ON registry_shieldkeeper; DROP FUNCTION registry_may_name_keepers(bigint)"),
    ]
