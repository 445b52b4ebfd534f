"""Where a home stands, in degrees, is erased with its address."""

from importlib import import_module

from django.db import migrations
from django.db.migrations.operations import RunSQL

WHOLE = import_module("lontar.city.privacy.migrations.0010_erasing_whole").REGISTRY
BEFORE = WHOLE.partition("CREATE FUNCTION privacy_erase_events")[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
ADDRESS = "SET rt = '', rw = '', address = ''"
POSITION = ", latitude = NULL, longitude = NULL, located_on = NULL, located_by = ''"
TIMES = 2  # the dwelling and its old rows
ERASABLE = """
CREATE OR REPLACE FUNCTION privacy_erasable(which text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT privacy_erasable_words(which) || CASE which
        WHEN 'delivery_handover' THEN ARRAY['entry_key']
        WHEN 'delivery_entitlementevent' THEN ARRAY['subject']
        WHEN 'registry_dwellingevent' THEN ARRAY['latitude', 'longitude', 'located_on', 'located_by']
        ELSE ARRAY[]::text[] END
$$;
"""


def now(text: str) -> str:
    if text.count(ADDRESS) != TIMES:
        raise ValueError("the address is erased elsewhere than the position")
    return text.replace(ADDRESS, ADDRESS + POSITION)


class Migration(migrations.Migration):
    dependencies = [("privacy", "0018_counts_by_month"), ("registry", "0030_coordinates")]
    operations = [RunSQL(now(BEFORE), BEFORE), RunSQL(ERASABLE, RunSQL.noop)]
