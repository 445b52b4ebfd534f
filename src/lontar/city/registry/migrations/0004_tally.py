"""How many families and persons each ward has, kept as rows change, so that no page counts half a million rows.

Statement triggers with transition tables: an import of a whole city touches each ward's row once. Wards are locked in
the order of their keys, so two imports wait for each other and never for ever.
"""

from django.db import migrations, models
from django.db.migrations.operations import RunSQL

from lontar.kit.walls import places_wall

FUNCTIONS = """
CREATE FUNCTION registry_tally_families() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        UPDATE registry_tally t SET families = t.families - c.families, with_decile = t.with_decile - c.with_decile,
            poorest = t.poorest - c.poorest, without_card = t.without_card - c.without_card
        FROM (SELECT place_id, count(*) AS families, count(decile) AS with_decile,
                     count(*) FILTER (WHERE decile <= 4) AS poorest, count(*) FILTER (WHERE NOT has_card) AS without_card
              FROM old_rows GROUP BY place_id ORDER BY place_id) c
        WHERE t.place_id = c.place_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO registry_tally AS t (place_id, families, persons, with_decile, poorest, without_card, decile_on)
        SELECT place_id, count(*), 0, count(decile), count(*) FILTER (WHERE decile <= 4),
               count(*) FILTER (WHERE NOT has_card), max(decile_on)
        FROM new_rows GROUP BY place_id ORDER BY place_id
        ON CONFLICT (place_id) DO UPDATE SET families = t.families + excluded.families,
            with_decile = t.with_decile + excluded.with_decile, poorest = t.poorest + excluded.poorest,
            without_card = t.without_card + excluded.without_card, decile_on = greatest(t.decile_on, excluded.decile_on);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION registry_tally_members() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        UPDATE registry_tally t SET persons = t.persons - c.persons
        FROM (SELECT place_id, count(*) AS persons FROM old_rows WHERE until IS NULL GROUP BY place_id ORDER BY place_id) c
        WHERE t.place_id = c.place_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO registry_tally AS t (place_id, families, persons, with_decile, poorest, without_card)
        SELECT place_id, 0, count(*), 0, 0, 0 FROM new_rows WHERE until IS NULL GROUP BY place_id ORDER BY place_id
        ON CONFLICT (place_id) DO UPDATE SET persons = t.persons + excluded.persons;
    END IF;
    RETURN NULL;
END $$;

INSERT INTO registry_tally (place_id, families, persons, with_decile, poorest, without_card, decile_on)
SELECT f.place_id, count(*), coalesce((SELECT count(*) FROM registry_membership m WHERE m.place_id = f.place_id AND m.until IS NULL), 0),
       count(decile), count(*) FILTER (WHERE decile <= 4), count(*) FILTER (WHERE NOT has_card), max(decile_on)
FROM registry_family f GROUP BY f.place_id;
"""
TRIGGERS = "".join(
    f"""
CREATE TRIGGER tally_{event.lower()} AFTER {event} ON {table} REFERENCING {rows}
    FOR EACH STATEMENT EXECUTE FUNCTION {function}();
"""
    for table, function in (
        ("registry_family", "registry_tally_families"),
        ("registry_membership", "registry_tally_members"),
    )
    for event, rows in (
        ("INSERT", "NEW TABLE AS new_rows"),
        ("UPDATE", "OLD TABLE AS old_rows NEW TABLE AS new_rows"),
        ("DELETE", "OLD TABLE AS old_rows"),
    )
)


class Migration(migrations.Migration):
    dependencies = [("registry", "0003_search")]
    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("place", models.OneToOneField(on_delete=models.PROTECT, primary_key=True, related_name="+", serialize=False, to="places.place")),
                ("families", models.IntegerField()),
                ("persons", models.IntegerField()),
                ("with_decile", models.IntegerField()),
                ("poorest", models.IntegerField()),
                ("without_card", models.IntegerField()),
                ("decile_on", models.DateField(null=True)),
            ],
        ),
        RunSQL(FUNCTIONS, "DROP FUNCTION registry_tally_families() CASCADE; DROP FUNCTION registry_tally_members() CASCADE"),
        RunSQL(TRIGGERS, RunSQL.noop),
        RunSQL("REVOKE INSERT, UPDATE, DELETE ON registry_tally FROM lontar_app", RunSQL.noop),
        *places_wall("registry_tally"),
    ]
