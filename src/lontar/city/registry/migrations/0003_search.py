"""Search by name behind the wall: trigrams are not leakproof, so under row-level security they would use no index.

The function runs as the owner and puts the wall up itself: only keys of persons in the acting officer's places leave it.
"""

from django.db import migrations
from django.db.migrations.operations import RunSQL

SEARCH = """
CREATE FUNCTION registry_families_of_name(words text[], most integer) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT m.family_id
    FROM registry_person p JOIN registry_membership m ON m.person_id = p.id AND m.until IS NULL
    WHERE p.name_key LIKE ALL (SELECT '%' || word || '%' FROM unnest(words) word)
      AND p.place_id <@ lontar_places() AND m.place_id <@ lontar_places()
    LIMIT most
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_walls")]
    operations = [RunSQL(SEARCH, "DROP FUNCTION registry_families_of_name(text[], integer)")]
