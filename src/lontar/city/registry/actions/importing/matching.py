"""Whom of the file we know already, as named steps of SQL over the staged rows.

A family is known by its card, then by its fingerprint while it has none, then by its head: a new card does not
make a new family. A person is known inside the family by NIK, name and birth date together, and elsewhere by
NIK with name or birth date: one NIK on two people is possible, so a number alone never makes two people one.
Only what the acting officer may see is known.
"""

from typing import Final

Step = tuple[str, str]

TABLES: Final = (
    "CREATE TEMP TABLE found_family (family int PRIMARY KEY, family_id bigint UNIQUE NOT NULL) ON COMMIT DROP",
    "CREATE TEMP TABLE found_person (position int PRIMARY KEY, person_id bigint UNIQUE NOT NULL) ON COMMIT DROP",
)

BY_CARD = """
INSERT INTO found_family
SELECT DISTINCT ON (i.family_id) s.family, i.family_id
FROM stage_family s JOIN registry_identifier i ON i.blind = s.kk_blind AND i.kind = 'kk'
ORDER BY i.family_id, i.current DESC, i.id DESC
ON CONFLICT DO NOTHING
"""

BY_FINGERPRINT = """
INSERT INTO found_family
SELECT DISTINCT ON (f.id) s.family, f.id
FROM stage_family s JOIN registry_family f ON f.fingerprint = s.fingerprint AND NOT f.has_card
WHERE NOT EXISTS (SELECT FROM found_family k WHERE k.family = s.family)
ORDER BY f.id, s.family
ON CONFLICT DO NOTHING
"""

# The same head and at least half of those who live in the family: a head who left alone takes no family along.
BY_HEAD = """
INSERT INTO found_family
SELECT DISTINCT ON (family_id) family, family_id FROM (
    SELECT p.family, m.family_id, count(*) AS known
    FROM (SELECT * FROM stage_person s WHERE NOT EXISTS (SELECT FROM found_family f WHERE f.family = s.family)) p
    JOIN registry_identifier i ON i.blind = p.nik_blind AND i.kind = 'nik'
    JOIN registry_person q ON q.id = i.person_id AND (q.name_key = p.name_key OR q.birth_date = p.birth_date)
    JOIN registry_membership m ON m.person_id = q.id AND m.until IS NULL
    WHERE NOT EXISTS (SELECT FROM found_family k WHERE k.family_id = m.family_id)
    GROUP BY p.family, m.family_id
    HAVING bool_or(p.relation = 'head' AND m.relation = 'head')
       AND count(*) * 2 >= (SELECT count(*) FROM registry_membership a WHERE a.family_id = m.family_id AND a.until IS NULL)
) candidates
ORDER BY family_id, known DESC, family
ON CONFLICT DO NOTHING
"""

# Nearly everybody in a file of people we know: number, name and birth date as they stand. What is left is compared.
AS_BEFORE = """
INSERT INTO found_person
SELECT DISTINCT ON (person_id) position, person_id FROM (
    SELECT DISTINCT ON (p.position) p.position, q.id AS person_id
    FROM stage_person p
    JOIN found_family k ON k.family = p.family
    JOIN registry_identifier i ON i.blind = p.nik_blind AND i.kind = 'nik' AND i.current
    JOIN registry_person q ON q.id = i.person_id AND q.name_key = p.name_key AND q.birth_date = p.birth_date
    JOIN registry_membership m ON m.person_id = q.id AND m.family_id = k.family_id AND m.until IS NULL
    ORDER BY p.position, q.id
) same
WHERE NOT EXISTS (SELECT FROM found_person f WHERE f.position = same.position)
    AND NOT EXISTS (SELECT FROM found_person f WHERE f.person_id = same.person_id)
ORDER BY person_id, position
"""

# Who is found already is left out on each side by itself: asked with one OR, it would be looked up for each pair.
# Run twice: who lost a person to a better match looks again among those who are left.
INSIDE_THE_FAMILY = """
INSERT INTO found_person
SELECT position, person_id FROM (
    SELECT DISTINCT ON (person_id) position, person_id FROM (
        SELECT DISTINCT ON (p.position) p.position, q.id AS person_id, likeness
        FROM (SELECT * FROM stage_person s WHERE NOT EXISTS (SELECT FROM found_person f WHERE f.position = s.position)) p
        JOIN found_family k ON k.family = p.family
        JOIN registry_membership m ON m.family_id = k.family_id AND m.until IS NULL
        JOIN registry_person q ON q.id = m.person_id
        LEFT JOIN registry_identifier i ON i.person_id = q.id AND i.current
        CROSS JOIN LATERAL (
            SELECT coalesce((i.blind = p.nik_blind)::int * 4, 0) + (q.name_key = p.name_key)::int * 2
                 + coalesce((q.birth_date = p.birth_date)::int, 0) AS likeness
        ) alike
        WHERE (likeness >= 3 OR (likeness = 2 AND (i.blind IS NULL OR p.nik_blind IS NULL)))
          AND NOT EXISTS (SELECT FROM found_person f WHERE f.person_id = q.id)
        ORDER BY p.position, likeness DESC, q.id
    ) best ORDER BY person_id, likeness DESC, position
) pairs
ON CONFLICT DO NOTHING
"""

IN_ANOTHER_FAMILY = """
INSERT INTO found_person
SELECT position, person_id FROM (
    SELECT DISTINCT ON (person_id) position, person_id FROM (
        SELECT DISTINCT ON (p.position) p.position, q.id AS person_id, likeness
        FROM (SELECT * FROM stage_person s WHERE NOT EXISTS (SELECT FROM found_person f WHERE f.position = s.position)) p
        JOIN registry_identifier i ON i.blind = p.nik_blind AND i.kind = 'nik'
        JOIN registry_person q ON q.id = i.person_id
        CROSS JOIN LATERAL (
            SELECT (q.name_key = p.name_key)::int * 2 + coalesce((q.birth_date = p.birth_date)::int, 0) AS likeness
        ) alike
        WHERE likeness > 0
          AND NOT EXISTS (SELECT FROM found_person f WHERE f.person_id = q.id)
        ORDER BY p.position, likeness DESC, q.id
    ) best ORDER BY person_id, likeness DESC, position
) pairs
ON CONFLICT DO NOTHING
"""

FAMILIES: Final[tuple[Step, ...]] = (
    ("families_by_card", BY_CARD),
    ("families_by_fingerprint", BY_FINGERPRINT),
    ("families_by_head", BY_HEAD),
)
PERSONS: Final[tuple[Step, ...]] = (
    ("persons_as_before", AS_BEFORE),
    ("persons_in_family", INSIDE_THE_FAMILY),
    ("persons_in_family_again", INSIDE_THE_FAMILY),
    ("persons_elsewhere", IN_ANOTHER_FAMILY),
)

READY: Final = ("ANALYZE found_family", "ANALYZE found_person")
