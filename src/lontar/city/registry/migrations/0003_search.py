"""Search by name behind the wall: trigrams are not leakproof, so under row-level security they would use no index.

The function runs as the owner and puts the wall up itself: only keys of persons in the acting officer's places leave it.
"""

from django.db import migrations
from django.db.migrations.operations import RunSQL

SEARCH = """
CREATE FUNCTION registry_families_of_name(words text[], most integer) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    -- The first word, the longest, goes through the trigram index; the others only sift what it found.
    SELECT DISTINCT m.family_id FROM (
        SELECT p.id FROM registry_person p
        WHERE p.name_key LIKE '%' || words[1] || '%'
          AND p.name_key LIKE ALL (SELECT '%' || word || '%' FROM unnest(words) word)
          AND p.place_id <@ (SELECT lontar_places()) LIMIT most) found
    JOIN registry_membership m ON m.person_id = found.id AND m.until IS NULL AND m.place_id <@ (SELECT lontar_places())
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_walls")]
    operations = [RunSQL(SEARCH, "DROP FUNCTION registry_families_of_name(text[], integer)")]
