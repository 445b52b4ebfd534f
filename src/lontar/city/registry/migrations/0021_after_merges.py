"""What an import asks about merges: whose record stands for whose now, and which family became which.

Definer: a record that lies in the officer's ward may have been merged into one behind another ward's wall, and a row
of it that comes again must not make it anew. Both answer with keys and keyed hashes, never with a name or a number.
Pairs and merges follow whoever moved by one look at the rows of the statement: no table is made, and where nothing
was ever paired an import of a city pays nothing.
"""

from django.db import migrations
from django.db.migrations.operations import RunSQL

FOLLOW = """
CREATE OR REPLACE FUNCTION registry_pairs_follow() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    one record;
BEGIN
    PERFORM FROM registry_pair LIMIT 1;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    FOR one IN SELECT * FROM (VALUES ('registry_pair', 'place_id', 'person_a_id'),
            ('registry_pair', 'other_place_id', 'person_b_id'), ('registry_merge', 'place_id', 'merged_id'),
            ('registry_merge', 'other_place_id', 'survivor_id')) v (held, ward, person) LOOP
        -- Planned anew each time: a plan for one row would be a bad one for half a million.
        EXECUTE format('UPDATE %1$I t SET %2$I = n.place_id FROM new_rows n WHERE n.id = t.%3$I AND n.place_id <> t.%2$I',
            one.held, one.ward, one.person);
    END LOOP;
    RETURN NULL;
END $$;
DROP TRIGGER pairs_follow ON registry_person;
CREATE TRIGGER pairs_follow AFTER UPDATE ON registry_person REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION registry_pairs_follow();
"""
ASKED = """
CREATE FUNCTION registry_merged_away()
RETURNS TABLE (merged_id bigint, person_id bigint, family_id bigint, numbers bigint[], blinds bytea[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.id, p.merged_into_id, days.family_id, theirs.numbers, theirs.blinds
    FROM registry_merge g
    JOIN registry_person p ON p.id = g.merged_id AND p.place_id <@ (SELECT lontar_places())
    CROSS JOIN LATERAL (SELECT DISTINCT (m ->> 'family_id')::bigint AS family_id
        FROM jsonb_array_elements(g.moved -> 'memberships') m) days
    CROSS JOIN LATERAL (SELECT array_agg(i.id) AS numbers, array_agg(i.blind) AS blinds
        FROM jsonb_array_elements(g.moved -> 'numbers') n
        JOIN registry_identifier i ON i.id = (n ->> 0)::bigint) theirs
    WHERE g.undone_on IS NULL AND p.merged_into_id IS NOT NULL
$$;
CREATE FUNCTION registry_dissolved() RETURNS TABLE (family_id bigint, into_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH RECURSIVE twin AS (
        SELECT DISTINCT ON (g.family_id) g.family_id, g.survivor_family_id AS into_id
        FROM registry_merge g
        WHERE g.undone_on IS NULL AND g.emptied AND g.survivor_family_id <> g.family_id
            AND NOT EXISTS (SELECT FROM registry_membership m WHERE m.family_id = g.family_id AND m.until IS NULL)
        ORDER BY g.family_id, g.id DESC
    ), chain AS (
        SELECT t.family_id, t.into_id, ARRAY[t.family_id] AS seen FROM twin t
        UNION ALL
        SELECT c.family_id, t.into_id, c.seen || t.family_id
        FROM chain c JOIN twin t ON t.family_id = c.into_id WHERE NOT t.into_id = ANY (c.seen)
    )
    SELECT DISTINCT ON (c.family_id) c.family_id, c.into_id FROM chain c ORDER BY c.family_id, cardinality(c.seen) DESC
$$;
REVOKE ALL ON FUNCTION registry_merged_away(), registry_dissolved() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION registry_merged_away(), registry_dissolved() TO lontar_app;
"""
NOT_ASKED = "DROP FUNCTION registry_merged_away(); DROP FUNCTION registry_dissolved()"


class Migration(migrations.Migration):
    dependencies = [("registry", "0020_hidden_by_key")]
    operations = [RunSQL(FOLLOW, RunSQL.noop), RunSQL(ASKED, NOT_ASKED)]
