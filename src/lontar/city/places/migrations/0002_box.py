"""The box around the city, by which a position is held to it: borders are indicative, so a kilometre more is inside."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

# West, south, east, north in degrees; nothing where the city has brought no borders.
BOX = """
CREATE FUNCTION places_box() RETURNS float8[] LANGUAGE sql STABLE AS $$
    SELECT ARRAY[min((corner ->> 0)::float8) - 0.01, min((corner ->> 1)::float8) - 0.01,
        max((corner ->> 0)::float8) + 0.01, max((corner ->> 1)::float8) + 0.01]
    FROM places_home h JOIN places_boundary b ON b.place_id = h.place_id
    CROSS JOIN LATERAL jsonb_path_query(b.geometry, CASE b.geometry ->> 'type' WHEN 'Polygon'
        THEN '$.coordinates[*][*]'::jsonpath ELSE '$.coordinates[*][*][*]'::jsonpath END) corner
    HAVING count(*) > 0
$$;
-- Unknown where the position or the box is.
CREATE FUNCTION places_outside(latitude float8, longitude float8, box float8[]) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT longitude < box[1] OR latitude < box[2] OR longitude > box[3] OR latitude > box[4]
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial")]
    operations = [
        RunSQL(BOX, "DROP FUNCTION places_outside(float8, float8, float8[]); DROP FUNCTION places_box()"),
    ]
