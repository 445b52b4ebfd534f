"""After an import the planner must know what came in; `lontar_app` owns nothing and so may not ask it to look itself."""

from django.db import migrations

TABLES = (
    "registry_family", "registry_person", "registry_membership", "registry_dwelling", "registry_residence",
    "registry_identifier", "registry_decile",
)  # fmt: skip
# The search path is fixed, so that nobody can put a table of their own before these.
FRESH = f"""
CREATE FUNCTION lontar_fresh_statistics() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    ANALYZE {", ".join(TABLES)};
END $$;
REVOKE ALL ON FUNCTION lontar_fresh_statistics() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lontar_fresh_statistics() TO lontar_app;
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0004_tally")]

    operations = [migrations.RunSQL(FRESH, "DROP FUNCTION lontar_fresh_statistics()")]
