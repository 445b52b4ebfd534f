"""The search by name plans with the words themselves.

How many persons bear a word is in the statistics of the index; asked through a subquery the planner did not see which
words were meant, and read every name of a ward.
"""

from django.db import migrations
from django.db.migrations.operations import RunSQL

SEARCH = """
CREATE OR REPLACE FUNCTION registry_persons_with(sets jsonb, most integer) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
    places int8multirange := lontar_places();
    condition text;
BEGIN
    SELECT string_agg(format('string_to_array(p.name_key::text, '' '') && %L::text[]',
            ARRAY(SELECT jsonb_array_elements_text(one))), ' AND ')
        INTO condition FROM jsonb_array_elements(sets) one;
    -- Planned with the words and the places: a rare word is read by its index, a common one in a small ward by the ward's.
    RETURN QUERY EXECUTE format('SELECT p.id FROM registry_person p WHERE %s
        AND p.place_id >= $1 AND p.place_id < $2 AND p.place_id <@ $3 LIMIT $4', condition)
        USING lower(places), upper(places), places, most;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0024_shields_everywhere")]
    operations = [RunSQL(SEARCH, RunSQL.noop)]
