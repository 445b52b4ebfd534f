"""The wall around a shielded address, in whatever else tells it: events of a life, kitchens, worklists of imports.

Whose shield stands and does not name the acting officer is asked once a statement. What is told by a key of a family
or person is looked up by that key, so that a city of a million rows is not read through for a few families.
"""

from django.db import migrations
from django.db.migrations.operations import RunSQL

KEYS = """
CREATE FUNCTION lontar_hidden_family_keys() RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT key), '{}')
    FROM unnest(lontar_hidden_families()) AS hidden, generate_series(lower(hidden), upper(hidden) - 1) AS key
$$;
CREATE FUNCTION lontar_hidden_persons() RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT q.id), '{}') FROM registry_shield s JOIN registry_person p ON p.id = s.person_id
    JOIN registry_person q ON q.id IN (p.id, p.merged_into_id) OR q.merged_into_id = p.id
    WHERE s.lifted_on IS NULL AND NOT EXISTS (
        SELECT FROM registry_shieldkeeper k WHERE k.shield_id = s.id AND k.officer_id = lontar_officer())
$$;
CREATE FUNCTION lontar_hidden_events() RETURNS int8multirange LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT coalesce(range_agg(int8range(p.event_id, p.event_id, '[]')), '{}'::int8multirange)
    FROM registry_lifeeventpart p
    WHERE p.family_id = ANY (ARRAY(SELECT unnest(lontar_hidden_family_keys())))
        OR p.person_id = ANY (ARRAY(SELECT unnest(lontar_hidden_persons())))
$$;
"""
NO_KEYS = """
DROP FUNCTION lontar_hidden_events(); DROP FUNCTION lontar_hidden_persons(); DROP FUNCTION lontar_hidden_family_keys()
"""
# Whoever is shielded at all, also from nobody that acts: who goes to families asks it.
SHIELDED = """
CREATE FUNCTION lontar_shielded_families() RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT last.family_id), '{}')
    FROM registry_shield s JOIN registry_person p ON p.id = s.person_id
    CROSS JOIN LATERAL (SELECT m.family_id FROM registry_membership m WHERE m.person_id IN (p.id, p.merged_into_id)
        ORDER BY m.until DESC NULLS FIRST LIMIT 1) last
    WHERE s.lifted_on IS NULL
$$;
"""

FAMILY, EVENT = "family_id <@ (SELECT lontar_hidden_families())", "event_id <@ (SELECT lontar_hidden_events())"
# With whom somebody cooks tells where they live; the other family's story says it too, by the local number.
KITCHEN = f"""CASE WHEN kind = 'kitchen_shared' THEN {FAMILY}
    OR coalesce(nullif(substring(details ->> 'family' FROM '[0-9]{{1,18}}'), '')::bigint
        <@ (SELECT lontar_hidden_families()), false) ELSE false END"""
WALLED = {
    "registry_lifeevent": "id <@ (SELECT lontar_hidden_events())",
    "registry_lifeeventpart": EVENT,
    "registry_lifeeventscan": EVENT,
    "registry_lifeeventtrace": EVENT,
    "registry_lifeeventundo": EVENT,
    "registry_sharing": FAMILY,
    "registry_sharingevent": FAMILY,
    "registry_happening": KITCHEN,
    "registry_importchange": f"kind = 'moved' AND {FAMILY}",
    "registry_absence": FAMILY,
}


def unseen(table: str, condition: str) -> RunSQL:
    """Only for reading: an import that somebody else brings may still write what it was told."""
    return RunSQL(
        f"CREATE POLICY shielded ON {table} AS RESTRICTIVE FOR SELECT TO lontar_app USING (NOT ({condition}))",
        f"DROP POLICY shielded ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("registry", "0023_contradictions")]
    operations = [
        RunSQL(KEYS, NO_KEYS),
        RunSQL(SHIELDED, "DROP FUNCTION lontar_shielded_families()"),
        *(unseen(table, condition) for table, condition in WALLED.items()),
    ]
