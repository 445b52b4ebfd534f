"""The walls around pairs and merges, and what may be asked across them: wards and keys, never a name.

A pair lies behind two walls at once: only who serves the wards of both records sees it. When a person moves, the pair
follows. The functions run as the owner and answer with keys or wards only.
"""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from lontar.kit.walls import places_wall

BOTH = "place_id <@ (SELECT lontar_places()) AND other_place_id <@ (SELECT lontar_places())"
WALL = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY places ON {table} TO lontar_app USING ({both}) WITH CHECK ({both});
"""
NO_WALL = "DROP POLICY places ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"

FOLLOW = """
CREATE FUNCTION registry_pairs_follow() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    CREATE TEMP TABLE moved_on ON COMMIT DROP AS
        SELECT n.id, n.place_id FROM new_rows n JOIN old_rows o USING (id) WHERE n.place_id <> o.place_id;
    UPDATE registry_pair p SET place_id = m.place_id FROM moved_on m WHERE p.person_a_id = m.id;
    UPDATE registry_pair p SET other_place_id = m.place_id FROM moved_on m WHERE p.person_b_id = m.id;
    UPDATE registry_merge g SET place_id = m.place_id FROM moved_on m WHERE g.merged_id = m.id;
    UPDATE registry_merge g SET other_place_id = m.place_id FROM moved_on m WHERE g.survivor_id = m.id;
    DROP TABLE moved_on;
    RETURN NULL;
END $$;
CREATE TRIGGER pairs_follow AFTER UPDATE ON registry_person REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION registry_pairs_follow();
"""
NO_FOLLOW = "DROP TRIGGER pairs_follow ON registry_person; DROP FUNCTION registry_pairs_follow()"

ACROSS = """
CREATE FUNCTION registry_wards_of_records(keys bigint[]) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT place_id FROM registry_person WHERE id = ANY (keys)
    UNION SELECT place_id FROM registry_membership WHERE person_id = ANY (keys)
    UNION SELECT place_id FROM registry_identifier WHERE person_id = ANY (keys)
$$;
CREATE FUNCTION registry_merges_around(person bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH top AS (SELECT coalesce(merged_into_id, id) AS id FROM registry_person WHERE id = person)
    SELECT g.id FROM top JOIN registry_person p ON p.merged_into_id = top.id
    JOIN registry_merge g ON g.merged_id = p.id AND g.undone_on IS NULL
$$;
CREATE FUNCTION registry_number_elsewhere(hashes bytea[]) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT place_id FROM registry_identifier
    WHERE blind = ANY (hashes) AND NOT place_id <@ (SELECT lontar_places()) AND (SELECT lontar_officer()) IS NOT NULL
$$;
CREATE FUNCTION registry_people_like(wanted text, born date, most integer) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    (SELECT id FROM registry_person p WHERE p.name_key % wanted AND p.place_id <@ (SELECT lontar_places())
        AND p.merged_into_id IS NULL ORDER BY similarity(p.name_key, wanted) DESC, p.id LIMIT most)
$$;
REVOKE ALL ON FUNCTION registry_wards_of_records(bigint[]), registry_merges_around(bigint),
    registry_number_elsewhere(bytea[]), registry_people_like(text, date, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION registry_wards_of_records(bigint[]), registry_merges_around(bigint),
    registry_number_elsewhere(bytea[]), registry_people_like(text, date, integer) TO lontar_app;
"""
NOT_ACROSS = """
DROP FUNCTION registry_wards_of_records(bigint[]), registry_merges_around(bigint),
    registry_number_elsewhere(bytea[]), registry_people_like(text, date, integer)
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0009_pairs")]
    operations = [
        *(
            RunSQL(WALL.format(table=table, both=BOTH), NO_WALL.format(table=table))
            for table in ("registry_pair", "registry_merge")
        ),
        *places_wall("registry_search", "registry_batch"),
        RunSQL(FOLLOW, NO_FOLLOW),
        RunSQL(ACROSS, NOT_ACROSS),
    ]
