"""The walls around events and kitchens; what follows a family to another ward, and what its old ward keeps.

Closed days, deciles and happenings stay behind the wall of the ward where they were written, and are seen as well
by whoever sees the family or person now: `follows`. Families that ended are counted no more.
"""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from lontar.kit.walls import append_only, places_wall

# Permissive policies add up. Only closed days are asked for a second time, so open rows cost nothing more.
FOLLOWS = {
    "registry_happening": "EXISTS (SELECT FROM registry_family f WHERE f.id = family_id)",
    "registry_decile": "EXISTS (SELECT FROM registry_family f WHERE f.id = family_id)",
    "registry_membership": "until IS NOT NULL AND EXISTS (SELECT FROM registry_person p WHERE p.id = person_id)",
    "registry_residence": "until IS NOT NULL AND EXISTS (SELECT FROM registry_family f WHERE f.id = family_id)",
    "registry_sharing": "until IS NOT NULL AND EXISTS (SELECT FROM registry_family f WHERE f.id = family_id)",
    "registry_lifeeventpart": "EXISTS (SELECT FROM registry_family f WHERE f.id = family_id)"
    " OR EXISTS (SELECT FROM registry_person p WHERE p.id = person_id)",
    "registry_lifeevent": "EXISTS (SELECT FROM registry_lifeeventpart p WHERE p.event_id = registry_lifeevent.id)",
    "registry_lifeeventscan": "EXISTS (SELECT FROM registry_lifeevent e WHERE e.id = event_id)",
}

# Definer: the new ward's wall may stand before the acting officer. They push what they see, and pull nothing.
FAMILY_FOLLOWS = """
CREATE FUNCTION registry_family_follows(family bigint, ward bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    persons bigint[];
BEGIN
    PERFORM FROM registry_family f WHERE f.id = family AND f.place_id <@ (SELECT lontar_places()) FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'family % is not in the places of the acting officer', family
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM FROM places_place p JOIN registry_family f ON f.id = family
        WHERE p.id = ward AND p.level = 'ward' AND p.id / 1000000 = f.place_id / 1000000;
    IF NOT FOUND THEN
        RAISE EXCEPTION '% is no ward of the same city', ward USING ERRCODE = 'invalid_parameter_value';
    END IF;
    SELECT coalesce(array_agg(m.person_id), '{}') INTO persons
        FROM registry_membership m WHERE m.family_id = family AND m.until IS NULL;
    UPDATE registry_person p SET place_id = ward WHERE p.id = ANY (persons) AND p.place_id <> ward;
    UPDATE registry_identifier i SET place_id = ward
        WHERE (i.family_id = family OR i.person_id = ANY (persons)) AND i.place_id <> ward;
    UPDATE registry_livingconditions c SET place_id = ward
        WHERE (c.family_id = family AND c.person_id IS NULL OR c.person_id = ANY (persons)) AND c.place_id <> ward;
    UPDATE registry_shield s SET place_id = ward WHERE s.person_id = ANY (persons) AND s.place_id <> ward;
    UPDATE registry_shieldkeeper k SET place_id = ward FROM registry_shield s
        WHERE s.id = k.shield_id AND s.person_id = ANY (persons) AND k.place_id <> ward;
    UPDATE registry_dwelling d SET place_id = ward FROM registry_residence r
        WHERE r.family_id = family AND r.until IS NULL AND d.id = r.dwelling_id AND d.place_id <> ward;
    UPDATE registry_membership m SET place_id = ward
        WHERE m.family_id = family AND m.until IS NULL AND m.place_id <> ward;
    UPDATE registry_residence r SET place_id = ward
        WHERE r.family_id = family AND r.until IS NULL AND r.place_id <> ward;
    UPDATE registry_family f SET place_id = ward WHERE f.id = family AND f.place_id <> ward;
END $$;
"""

# Those of 0004_tally, without the families that ended.
TALLY = """
CREATE OR REPLACE FUNCTION registry_tally_families() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        UPDATE registry_tally t SET families = t.families - c.families, with_decile = t.with_decile - c.with_decile,
            poorest = t.poorest - c.poorest, without_card = t.without_card - c.without_card
        FROM (SELECT place_id, count(*) AS families, count(decile) AS with_decile,
                     count(*) FILTER (WHERE decile <= 4) AS poorest, count(*) FILTER (WHERE NOT has_card) AS without_card
              FROM old_rows WHERE {old} GROUP BY place_id ORDER BY place_id) c
        WHERE t.place_id = c.place_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO registry_tally AS t (place_id, families, persons, with_decile, poorest, without_card, decile_on)
        SELECT place_id, count(*), 0, count(decile), count(*) FILTER (WHERE decile <= 4),
               count(*) FILTER (WHERE NOT has_card), max(decile_on)
        FROM new_rows WHERE {new} GROUP BY place_id ORDER BY place_id
        ON CONFLICT (place_id) DO UPDATE SET families = t.families + excluded.families,
            with_decile = t.with_decile + excluded.with_decile, poorest = t.poorest + excluded.poorest,
            without_card = t.without_card + excluded.without_card, decile_on = greatest(t.decile_on, excluded.decile_on);
    END IF;
    RETURN NULL;
END $$;
"""


def follows(table: str, condition: str) -> RunSQL:
    return RunSQL(
        f"CREATE POLICY follows ON {table} FOR SELECT TO lontar_app USING ({condition})",
        f"DROP POLICY follows ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("registry", "0015_over_time")]
    operations = [
        *places_wall(
            "registry_household", "registry_sharing", "registry_sharingevent", "registry_lifeevent",
            "registry_lifeeventpart", "registry_lifeeventscan",
        ),
        *append_only("registry_lifeevent", "registry_sharingevent"),
        *(follows(table, condition) for table, condition in FOLLOWS.items()),
        RunSQL(FAMILY_FOLLOWS, "DROP FUNCTION registry_family_follows(bigint, bigint)"),
        RunSQL(
            TALLY.format(old="ended_on IS NULL", new="ended_on IS NULL"), TALLY.format(old="true", new="true")
        ),
    ]  # fmt: skip
