"""The worklist of contradictions, found by one question over whole tables and kept behind the walls of the wards.

Definer: one NIK on two living people is found across wards too. It answers with keys only, writes only this list, and
of people elsewhere tells a key. A city's 450,000 people are looked through after an import, and only the families
concerned after an event or a merge; a page never counts.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

from lontar.kit.walls import places_wall

# Ages of which nobody has told us: a mother of twelve, a spouse of fifteen and somebody of 120 years are looked at.
FIND = """
CREATE FUNCTION registry_find_contradictions(families bigint[], today date) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET work_mem = '96MB' AS $$
DECLARE
    few boolean := families IS NOT NULL;
    written bigint;
BEGIN
    IF lontar_officer() IS NULL THEN
        RAISE EXCEPTION 'nobody acts' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF few THEN
        -- Whoever shares a number with somebody of these may share it no more.
        families := families || ARRAY(SELECT c.family_id FROM registry_contradiction c
            JOIN registry_membership m ON m.person_id = c.other_id AND m.until IS NULL
            WHERE m.family_id = ANY (families));
    END IF;
    EXECUTE format($sql$
        WITH wanted AS (SELECT f.id, f.place_id, f.ended_on FROM registry_family f WHERE %1$s),
        here AS (
            SELECT m.family_id, m.person_id, m.relation, p.sex, p.birth_date, p.died_on, p.marital_status
            FROM wanted w JOIN registry_membership m ON m.family_id = w.id AND m.until IS NULL
            JOIN registry_person p ON p.id = m.person_id
        ),
        -- Ages first: names are looked at only where these are in doubt.
        young AS MATERIALIZED (
            SELECT c.family_id, c.person_id, w.person_id AS woman_id
            FROM here c JOIN here w ON w.family_id = c.family_id
            WHERE c.relation = 'child' AND w.relation IN ('head', 'spouse') AND w.sex = 'P'
                AND c.birth_date < w.birth_date + interval '12 years'
        ),
        twice AS MATERIALIZED (%3$s),
        found AS (
            SELECT family_id, NULL::bigint AS person_id, NULL::bigint AS other_id,
                CASE WHEN count(*) FILTER (WHERE relation = 'head') > 1 THEN 'two_heads' ELSE 'no_head' END AS kind
            FROM here GROUP BY family_id HAVING count(*) FILTER (WHERE relation = 'head') <> 1
            UNION ALL
            SELECT w.id, NULL, NULL, 'no_members' FROM wanted w
            WHERE w.ended_on IS NULL AND NOT EXISTS (SELECT FROM here h WHERE h.family_id = w.id)
            UNION ALL
            SELECT y.family_id, y.person_id, min(y.woman_id), 'mother_too_young'
            FROM young y JOIN registry_person child ON child.id = y.person_id
            JOIN registry_person woman ON woman.id = y.woman_id
            WHERE child.mother_name = '' OR upper(btrim(child.mother_name)) = upper(btrim(woman.name))
            GROUP BY y.family_id, y.person_id
            UNION ALL
            SELECT h.family_id, h.person_id, NULL, v.kind
            FROM here h CROSS JOIN LATERAL (VALUES
                ('dead_member', h.died_on IS NOT NULL),
                ('too_old', h.died_on IS NULL AND h.birth_date < $2 - interval '120 years'),
                ('married_too_young', h.marital_status IN ('married', 'divorced', 'widowed')
                    AND h.birth_date > $2 - interval '15 years')
            ) v (kind, so)
            WHERE v.so AND (h.died_on IS NOT NULL OR h.birth_date < $2 - interval '120 years'
                OR h.birth_date > $2 - interval '15 years')
            UNION ALL
            SELECT last.family_id, p.id, NULL, 'died_before_birth'
            FROM registry_person p
            -- Open and closed days have an index each.
            CROSS JOIN LATERAL (SELECT day.family_id FROM (
                SELECT m.family_id, m.until FROM registry_membership m WHERE m.person_id = p.id AND m.until IS NULL
                UNION ALL
                SELECT m.family_id, m.until FROM registry_membership m WHERE m.person_id = p.id AND m.until IS NOT NULL
            ) day ORDER BY day.until DESC NULLS FIRST LIMIT 1) last
            JOIN wanted w ON w.id = last.family_id
            WHERE p.died_on < p.birth_date AND %2$s
            UNION ALL
            SELECT h.family_id, h.person_id, min(o.person_id), 'nik_twice'
            FROM twice t JOIN registry_identifier i ON i.blind = t.blind AND i.current AND i.kind = 'nik'
            JOIN here h ON h.person_id = i.person_id AND h.died_on IS NULL
            JOIN registry_identifier o ON o.blind = t.blind AND o.person_id <> i.person_id AND o.current AND o.kind = 'nik'
            JOIN registry_person q ON q.id = o.person_id AND q.died_on IS NULL
            GROUP BY h.family_id, h.person_id
        ),
        gone AS (
            DELETE FROM registry_contradiction c USING wanted w WHERE c.family_id = w.id
                AND (c.family_id, c.kind, coalesce(c.person_id, 0)) NOT IN
                    (SELECT f.family_id, f.kind, coalesce(f.person_id, 0) FROM found f)
        )
        INSERT INTO registry_contradiction AS c (place_id, family_id, person_id, other_id, kind, found_on, why)
        SELECT w.place_id, f.family_id, f.person_id, f.other_id, f.kind, $2, '' FROM found f JOIN wanted w ON w.id = f.family_id
        ON CONFLICT (family_id, kind, person_id) DO UPDATE SET place_id = excluded.place_id, other_id = excluded.other_id
            WHERE (c.place_id, c.other_id) IS DISTINCT FROM (excluded.place_id, excluded.other_id)
        $sql$,
        CASE WHEN few THEN 'f.id = ANY ($1)' ELSE 'f.place_id <@ (SELECT lontar_places())' END,
        CASE WHEN few THEN 'p.id IN (SELECT m.person_id FROM registry_membership m WHERE m.family_id = ANY ($1))' ELSE 'true' END,
        CASE WHEN few THEN 'SELECT DISTINCT i.blind FROM here h JOIN registry_identifier i ON i.person_id = h.person_id
                AND i.current AND i.kind = ''nik''
                WHERE EXISTS (SELECT FROM registry_identifier o WHERE o.blind = i.blind AND o.id <> i.id)'
            ELSE 'SELECT i.blind FROM registry_identifier i WHERE i.kind = ''nik'' AND i.current
                GROUP BY i.blind HAVING count(*) > 1' END
    ) USING families, today;
    GET DIAGNOSTICS written = ROW_COUNT;
    RETURN written;
END $$;
REVOKE ALL ON FUNCTION registry_find_contradictions(bigint[], date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION registry_find_contradictions(bigint[], date) TO lontar_app;
REVOKE INSERT, DELETE ON registry_contradiction FROM lontar_app;
"""
PLACE = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "db_index": False, "db_constraint": False}
GOES_ALONG = PLACE | {"on_delete": django.db.models.deletion.DO_NOTHING}


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0022_wrong_events"),
        ("places", "0001_initial"),
        ("access", "0002_walls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Contradiction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("two_heads", "Two Heads"), ("no_head", "No Head"), ("no_members", "No Members"),
                            ("mother_too_young", "Mother Too Young"), ("died_before_birth", "Died Before Birth"),
                            ("dead_member", "Dead Member"), ("too_old", "Too Old"),
                            ("married_too_young", "Married Too Young"), ("nik_twice", "Nik Twice"),
                        ],
                        max_length=20,
                    ),
                ),
                ("found_on", models.DateField()),
                ("settled_on", models.DateField(null=True)),
                ("why", models.CharField(blank=True, max_length=200)),
                ("family", models.ForeignKey(to="registry.family", **GOES_ALONG)),
                ("person", models.ForeignKey(null=True, to="registry.person", **GOES_ALONG)),
                ("other", models.ForeignKey(null=True, to="registry.person", **GOES_ALONG)),
                ("place", models.ForeignKey(to="places.place", **PLACE)),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_on", None)), fields=["place", "kind"],
                        name="registry_contradiction_open",
                    ),
                    models.Index(
                        condition=models.Q(("other__isnull", False)), fields=["other"],
                        name="registry_contradiction_other",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("family", "kind", "person"), name="registry_contradiction_once", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_by__isnull", True), ("settled_on__isnull", True)),
                            models.Q(
                                ("settled_by__isnull", False), ("settled_on__isnull", False),
                                models.Q(("why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="registry_contradiction_settled",
                    ),
                ],
            },
        ),
        *places_wall("registry_contradiction"),
        RunSQL(FIND, "DROP FUNCTION registry_find_contradictions(bigint[], date)"),
    ]  # fmt: skip
