"""After an import a name is found as fast as ever: what PostgreSQL put aside for its index of names is put in at once.

Otherwise it does so within a minute by itself, and until then every search reads the new names one by one.
"""

from django.db import migrations

TABLES = (
    "registry_family", "registry_person", "registry_membership", "registry_dwelling", "registry_residence",
    "registry_identifier", "registry_decile",
)  # fmt: skip
# Only the index's owner may tidy it, and lontar_app owns nothing. The search path is fixed, as before.
FRESH = """
CREATE OR REPLACE FUNCTION lontar_fresh_statistics() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    {tidied}
    ANALYZE {tables};
END $$;
"""
TIDIED = "PERFORM gin_clean_pending_list('registry_person_words');"


def fresh(tidied: str) -> str:
    return FRESH.format(tidied=tidied, tables=", ".join(TABLES))


class Migration(migrations.Migration):
    dependencies = [("registry", "0028_history_at_once")]

    operations = [migrations.RunSQL(fresh(TIDIED), fresh(""))]
