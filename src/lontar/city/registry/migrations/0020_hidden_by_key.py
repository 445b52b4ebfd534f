"""What a shield hides is looked up by key: reading all residences took 30 ms of each statement about a dwelling.

Open and closed days have an index each, and neither serves a question about both: so both are asked apart.
"""

from django.db import migrations
from django.db.migrations.operations import RunSQL

FAMILIES = """
CREATE OR REPLACE FUNCTION lontar_hidden_families() RETURNS int8multirange LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT coalesce(range_agg(int8range(last.family_id, last.family_id, '[]')), '{}'::int8multirange)
    FROM registry_shield s
    JOIN registry_person p ON p.id = s.person_id
    CROSS JOIN LATERAL (
        SELECT day.family_id
        FROM (VALUES (p.id), (p.merged_into_id)) AS one (id)
        CROSS JOIN LATERAL (
            SELECT m.family_id, m.until FROM registry_membership m WHERE m.person_id = one.id AND m.until IS NULL
            UNION ALL
            SELECT m.family_id, m.until FROM registry_membership m WHERE m.person_id = one.id AND m.until IS NOT NULL
        ) day
        ORDER BY day.until DESC NULLS FIRST LIMIT 1
    ) last
    WHERE s.lifted_on IS NULL AND NOT EXISTS (
        SELECT FROM registry_shieldkeeper k WHERE k.shield_id = s.id AND k.officer_id = lontar_officer())
$$;
"""
DWELLINGS = """
CREATE OR REPLACE FUNCTION lontar_hidden_dwellings() RETURNS int8multirange LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE hidden int8multirange := lontar_hidden_families();
BEGIN
    IF isempty(hidden) THEN
        RETURN hidden;
    END IF;
    RETURN (SELECT coalesce(range_agg(int8range(home.dwelling_id, home.dwelling_id, '[]')), '{}'::int8multirange)
        FROM unnest(hidden) AS these CROSS JOIN LATERAL (
            SELECT r.dwelling_id FROM registry_residence r
            WHERE r.family_id >= lower(these) AND r.family_id < upper(these) AND r.until IS NULL
            UNION ALL
            SELECT r.dwelling_id FROM registry_residence r
            WHERE r.family_id >= lower(these) AND r.family_id < upper(these) AND r.until IS NOT NULL
        ) home);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0019_conditions_imported")]
    operations = [RunSQL(statement, RunSQL.noop) for statement in (FAMILIES, DWELLINGS)]
