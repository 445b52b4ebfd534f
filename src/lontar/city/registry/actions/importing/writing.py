"""Takes the staged rows into the registry, as named steps of SQL in one transaction.

Order: what changes of whom we know, then families, dwellings and persons that are new, then what links them.
Nothing known is wiped out by a cell that the file leaves empty, and nobody is taken out of a family because
a file does not name them. `%(on)s` is the day of the import. After a crash the transaction is gone as a whole.
"""

from typing import Final

from lontar.city.registry.actions.importing.matching import Step

# A cell that is empty in the file keeps what is known. Compared as rows, so that only real changes are written.
_NOW_IS = """CROSS JOIN LATERAL (
        SELECT coalesce(p.name, q.name) AS name, coalesce(p.name_key, q.name_key) AS name_key,
            coalesce(p.sex, q.sex) AS sex, coalesce(p.birth_date, q.birth_date) AS birth_date,
            coalesce(p.birth_place, q.birth_place) AS birth_place,
            coalesce(p.marital_status, q.marital_status) AS marital_status,
            coalesce(p.education, q.education) AS education, coalesce(p.occupation, q.occupation) AS occupation,
            CASE p.disability WHEN 'none' THEN '' ELSE coalesce(p.disability, q.disability) END AS disability,
            q.disability_known OR p.disability IS NOT NULL AS disability_known,
            coalesce(p.mother_name, q.mother_name) AS mother_name,
            coalesce(p.father_name, q.father_name) AS father_name,
            CASE WHEN keeps THEN q.nik_state ELSE p.nik_state END AS nik_state,
            CASE WHEN keeps THEN q.no_nik_reason ELSE p.no_nik_reason END AS no_nik_reason, s.place_id
        FROM (SELECT p.nik_blind IS NULL AND q.nik_state IN ('good', 'disagrees') AS keeps) nik
    ) now_is"""
_WAS = """ROW(q.name, q.name_key, q.sex, q.birth_date, q.birth_place, q.marital_status,
        q.education, q.occupation, q.disability, q.disability_known, q.mother_name, q.father_name, q.nik_state,
        q.no_nik_reason, q.place_id)"""

# Nearly everybody in a month's file: known, in the same family, with the same number, and nothing about them differs.
# They are found once, so that no step behind looks through the whole city for the few who changed.
UNSETTLED = f"""
CREATE TEMP TABLE unsettled_person ON COMMIT DROP AS
WITH settled AS MATERIALIZED (
    SELECT p.position
    FROM stage_person p
    JOIN found_person f USING (position)
    JOIN stage_family s ON s.family = p.family
    JOIN found_family k ON k.family = p.family
    JOIN registry_person q ON q.id = f.person_id
    JOIN registry_membership m ON m.person_id = f.person_id AND m.until IS NULL
    LEFT JOIN registry_identifier i ON i.person_id = f.person_id AND i.blind = p.nik_blind
    {_NOW_IS}
    WHERE ROW(now_is.*) IS NOT DISTINCT FROM {_WAS}
        AND (m.family_id, m.relation, m.place_id)
            IS NOT DISTINCT FROM (k.family_id, coalesce(p.relation, m.relation), s.place_id)
        AND (p.nik_blind IS NULL OR i.person_id IS NOT NULL)
        AND NOT EXISTS (SELECT FROM registry_identifier o WHERE o.person_id = f.person_id AND o.place_id <> s.place_id)
)
SELECT p.* FROM stage_person p WHERE NOT EXISTS (SELECT FROM settled x WHERE x.position = p.position)
"""  # noqa: S608 - our own parts

CHANGED_PERSONS = f"""
WITH changed AS (
    SELECT q.id, now_is.*
    FROM unsettled_person p
    JOIN found_person f USING (position)
    JOIN stage_family s ON s.family = p.family
    JOIN registry_person q ON q.id = f.person_id
    {_NOW_IS}
    WHERE ROW(now_is.*) IS DISTINCT FROM {_WAS}
)
UPDATE registry_person q SET (name, name_key, sex, birth_date, birth_place, marital_status, education, occupation,
    disability, disability_known, mother_name, father_name, nik_state, no_nik_reason, place_id) = (
    changed.name, changed.name_key, changed.sex, changed.birth_date, changed.birth_place, changed.marital_status,
    changed.education, changed.occupation, changed.disability, changed.disability_known, changed.mother_name,
    changed.father_name, changed.nik_state, changed.no_nik_reason, changed.place_id)
FROM changed WHERE q.id = changed.id
"""  # noqa: S608 - our own parts

# A family that had left and is named again is here again.
CHANGED_FAMILIES = """
UPDATE registry_family f SET place_id = s.place_id, has_card = f.has_card OR s.has_card, ended_on = NULL,
    fingerprint = CASE WHEN f.has_card OR s.has_card THEN NULL ELSE s.fingerprint END
FROM stage_family s JOIN found_family k USING (family)
WHERE f.id = k.family_id AND (f.place_id <> s.place_id OR (s.has_card AND NOT f.has_card) OR f.ended_on IS NOT NULL
    OR (NOT f.has_card AND NOT s.has_card AND f.fingerprint IS DISTINCT FROM s.fingerprint))
"""

NEW_FAMILIES = """
INSERT INTO registry_family (id, place_id, has_card, fingerprint)
SELECT s.new_id, s.place_id, s.has_card, CASE WHEN s.has_card THEN NULL ELSE s.fingerprint END
FROM stage_family s WHERE NOT EXISTS (SELECT FROM found_family k WHERE k.family = s.family)
"""

# New families, and those that come back and live nowhere now. Whose address is hidden from whoever brings the file does
# not live nowhere: theirs is left as it is.
NEW_DWELLINGS = """
INSERT INTO registry_dwelling (id, place_id, rt, rw, address, latitude, longitude, located_on, located_by)
SELECT s.new_dwelling_id, s.place_id, coalesce(s.rt, ''), coalesce(s.rw, ''), coalesce(s.address, ''),
    s.latitude, s.longitude, CASE WHEN s.latitude IS NOT NULL THEN %(on)s::date END,
    CASE WHEN s.latitude IS NOT NULL THEN 'import' ELSE '' END
FROM stage_family s LEFT JOIN found_family k USING (family)
WHERE NOT EXISTS (SELECT FROM registry_residence r WHERE r.family_id = k.family_id AND r.until IS NULL)
    AND (k.family_id <@ (SELECT lontar_hidden_families())) IS NOT TRUE
"""

NEW_RESIDENCES = """
INSERT INTO registry_residence (place_id, family_id, dwelling_id, since)
SELECT s.place_id, coalesce(k.family_id, s.new_id), s.new_dwelling_id, %(on)s
FROM stage_family s LEFT JOIN found_family k USING (family)
WHERE NOT EXISTS (SELECT FROM registry_residence r WHERE r.family_id = k.family_id AND r.until IS NULL)
    AND (k.family_id <@ (SELECT lontar_hidden_families())) IS NOT TRUE
"""

NEW_PERSONS = """
INSERT INTO registry_person (id, name, name_key, sex, birth_date, birth_place, marital_status, education, occupation,
    disability, disability_known, mother_name, father_name, nik_state, no_nik_reason, place_id)
SELECT p.new_id, p.name, p.name_key, coalesce(p.sex, ''), p.birth_date, coalesce(p.birth_place, ''),
    coalesce(p.marital_status, ''), coalesce(p.education, ''), coalesce(p.occupation, ''),
    CASE p.disability WHEN 'none' THEN '' ELSE coalesce(p.disability, '') END, p.disability IS NOT NULL,
    coalesce(p.mother_name, ''), coalesce(p.father_name, ''), p.nik_state, p.no_nik_reason, s.place_id
FROM unsettled_person p JOIN stage_family s ON s.family = p.family
WHERE NOT EXISTS (SELECT FROM found_person f WHERE f.position = p.position)
"""

# A card is written anew only when its number is not the family's already; the old number still finds it.
OLD_CARDS = """
UPDATE registry_identifier i SET current = false, until = %(on)s
FROM stage_family s JOIN found_family k USING (family)
WHERE i.family_id = k.family_id AND i.current AND s.kk_blind IS NOT NULL
    AND NOT EXISTS (SELECT FROM registry_identifier o WHERE o.family_id = k.family_id AND o.blind = s.kk_blind)
"""

CARDS = """
INSERT INTO registry_identifier (place_id, kind, family_id, cipher, blind, current, since)
SELECT s.place_id, 'kk', coalesce(k.family_id, s.new_id), s.kk_cipher, s.kk_blind, true,
    CASE WHEN k.family_id IS NOT NULL THEN %(on)s::date END
FROM stage_family s LEFT JOIN found_family k USING (family)
WHERE s.kk_blind IS NOT NULL AND (k.family_id IS NULL OR NOT EXISTS (
    SELECT FROM registry_identifier o WHERE o.family_id = k.family_id AND o.blind = s.kk_blind))
"""

OLD_NIKS = """
UPDATE registry_identifier i SET current = false
FROM unsettled_person p JOIN found_person f USING (position)
WHERE i.person_id = f.person_id AND i.current AND p.nik_blind IS NOT NULL
    AND NOT EXISTS (SELECT FROM registry_identifier o WHERE o.person_id = f.person_id AND o.blind = p.nik_blind)
"""

NIKS = """
INSERT INTO registry_identifier (place_id, kind, person_id, cipher, blind, current)
SELECT s.place_id, 'nik', coalesce(f.person_id, p.new_id), p.nik_cipher, p.nik_blind, true
FROM unsettled_person p JOIN stage_family s ON s.family = p.family LEFT JOIN found_person f USING (position)
WHERE p.nik_blind IS NOT NULL AND (f.person_id IS NULL OR NOT EXISTS (
    SELECT FROM registry_identifier o WHERE o.person_id = f.person_id AND o.blind = p.nik_blind))
"""

# Who was known in another family: their days there end today, or the family is corrected where they began today.
LEFT_FAMILIES = """
UPDATE registry_membership m SET until = %(on)s
FROM unsettled_person p JOIN found_person f USING (position) JOIN stage_family s ON s.family = p.family
LEFT JOIN found_family k ON k.family = p.family
WHERE m.person_id = f.person_id AND m.until IS NULL AND m.family_id <> coalesce(k.family_id, s.new_id)
    AND m.since < %(on)s
"""

CHANGED_MEMBERS = """
UPDATE registry_membership m SET family_id = coalesce(k.family_id, s.new_id),
    relation = coalesce(p.relation, m.relation), place_id = s.place_id
FROM unsettled_person p JOIN found_person f USING (position) JOIN stage_family s ON s.family = p.family
LEFT JOIN found_family k ON k.family = p.family
WHERE m.person_id = f.person_id AND m.until IS NULL
    AND (m.family_id, m.relation, m.place_id)
        IS DISTINCT FROM (coalesce(k.family_id, s.new_id), coalesce(p.relation, m.relation), s.place_id)
"""

# Whom we know to be dead no file brings back to life.
NEW_MEMBERS = """
INSERT INTO registry_membership (place_id, person_id, family_id, relation, since)
SELECT s.place_id, coalesce(f.person_id, p.new_id), coalesce(k.family_id, s.new_id), coalesce(p.relation, 'other'), %(on)s
FROM unsettled_person p JOIN stage_family s ON s.family = p.family
LEFT JOIN found_person f USING (position) LEFT JOIN found_family k ON k.family = p.family
WHERE f.person_id IS NULL
    OR NOT EXISTS (SELECT FROM registry_membership m WHERE m.person_id = f.person_id AND m.until IS NULL)
    AND NOT EXISTS (SELECT FROM registry_person q WHERE q.id = f.person_id AND q.died_on IS NOT NULL)
"""

# Another RT, RW or ward is a move; another wording of the address, or a move on the very day, is a correction.
# Where somebody stood at the door or an officer gave the position, a list does not know it better.
MOVED = """
CREATE TEMP TABLE moved ON COMMIT DROP AS
SELECT k.family_id, r.id AS residence_id, r.dwelling_id, r.since < %(on)s AS is_move, s.new_dwelling_id, s.place_id,
    coalesce(s.rt, d.rt) AS rt, coalesce(s.rw, d.rw) AS rw, coalesce(s.address, d.address) AS address,
    (s.place_id, coalesce(s.rt, d.rt), coalesce(s.rw, d.rw)) IS DISTINCT FROM (d.place_id, d.rt, d.rw) AS elsewhere,
    s.latitude, s.longitude, s.latitude IS NOT NULL AND d.located_by NOT IN ('field_check', 'officer')
        AND (s.latitude, s.longitude) IS DISTINCT FROM (d.latitude, d.longitude) AS located
FROM stage_family s JOIN found_family k USING (family)
JOIN registry_residence r ON r.family_id = k.family_id AND r.until IS NULL
JOIN registry_dwelling d ON d.id = r.dwelling_id
WHERE (s.place_id, coalesce(s.rt, d.rt), coalesce(s.rw, d.rw), coalesce(s.address, d.address))
    IS DISTINCT FROM (d.place_id, d.rt, d.rw, d.address)
    OR s.latitude IS NOT NULL AND d.located_by NOT IN ('field_check', 'officer')
        AND (s.latitude, s.longitude) IS DISTINCT FROM (d.latitude, d.longitude)
"""

CORRECTED_DWELLINGS = """
UPDATE registry_dwelling d SET place_id = m.place_id, rt = m.rt, rw = m.rw, address = m.address,
    latitude = CASE WHEN m.located THEN m.latitude ELSE d.latitude END,
    longitude = CASE WHEN m.located THEN m.longitude ELSE d.longitude END,
    located_on = CASE WHEN m.located THEN %(on)s ELSE d.located_on END,
    located_by = CASE WHEN m.located THEN 'import' ELSE d.located_by END
FROM moved m WHERE d.id = m.dwelling_id AND NOT (m.is_move AND m.elsewhere)
"""
CORRECTED_RESIDENCES = """
UPDATE registry_residence r SET place_id = m.place_id
FROM moved m WHERE r.id = m.residence_id AND NOT (m.is_move AND m.elsewhere) AND r.place_id <> m.place_id
"""
LEFT_DWELLINGS = """
UPDATE registry_residence r SET until = %(on)s FROM moved m WHERE r.id = m.residence_id AND m.is_move AND m.elsewhere
"""
OTHER_DWELLINGS = """
INSERT INTO registry_dwelling (id, place_id, rt, rw, address, latitude, longitude, located_on, located_by)
SELECT new_dwelling_id, place_id, rt, rw, address, latitude, longitude,
    CASE WHEN latitude IS NOT NULL THEN %(on)s::date END, CASE WHEN latitude IS NOT NULL THEN 'import' ELSE '' END
FROM moved WHERE is_move AND elsewhere
"""
OTHER_RESIDENCES = """
INSERT INTO registry_residence (place_id, family_id, dwelling_id, since)
SELECT place_id, family_id, new_dwelling_id, %(on)s FROM moved WHERE is_move AND elsewhere
"""
TOLD_MOVES = """
INSERT INTO registry_happening (place_id, family_id, "on", kind, message, details, link)
SELECT place_id, family_id, %(on)s, 'moved', %(moved)s, '{}', '' FROM moved WHERE is_move AND elsewhere
"""
TOLD_CARDS = """
INSERT INTO registry_happening (place_id, family_id, "on", kind, message, details, link)
SELECT s.place_id, k.family_id, %(on)s, 'card', %(card)s, '{}', ''
FROM stage_family s JOIN found_family k USING (family)
WHERE s.kk_blind IS NOT NULL
    AND NOT EXISTS (SELECT FROM registry_identifier o WHERE o.family_id = k.family_id AND o.blind = s.kk_blind)
"""
# Who came to a known family, new here or out of another one; and what the other one is told.
_IS_TOLD = """EXISTS (SELECT FROM registry_happening h WHERE h.family_id = m.family_id AND h."on" = %(on)s AND h.kind = 'member'
        AND h.details ->> 'person' = 'P-' || lpad(m.person_id::text, 7, '0'))"""
TOLD_CAME = f"""
INSERT INTO registry_happening (place_id, family_id, "on", kind, message, details, link)
SELECT m.place_id, m.family_id, %(on)s, 'member', %(came)s,
    jsonb_build_object('person', 'P-' || lpad(m.person_id::text, 7, '0')), ''
FROM unsettled_person p JOIN found_family k ON k.family = p.family LEFT JOIN found_person f USING (position)
JOIN registry_membership m ON m.person_id = coalesce(f.person_id, p.new_id) AND m.family_id = k.family_id
    AND m.until IS NULL AND m.since = %(on)s
WHERE (f.person_id IS NULL OR EXISTS (SELECT FROM registry_membership e
        WHERE e.person_id = m.person_id AND e.until = %(on)s AND e.family_id <> m.family_id))
    AND NOT {_IS_TOLD}
"""  # noqa: S608 - our own parts
TOLD_LEFT = f"""
INSERT INTO registry_happening (place_id, family_id, "on", kind, message, details, link)
SELECT m.place_id, m.family_id, %(on)s, 'member', %(left)s,
    jsonb_build_object('person', 'P-' || lpad(m.person_id::text, 7, '0')), ''
FROM unsettled_person p JOIN found_person f USING (position)
JOIN registry_membership m ON m.person_id = f.person_id AND m.until = %(on)s
JOIN registry_membership n ON n.person_id = f.person_id AND n.until IS NULL AND n.since = %(on)s
    AND n.family_id <> m.family_id
WHERE NOT {_IS_TOLD}
"""  # noqa: S608 - our own parts
# The numbers of people and families go behind the wall of the ward to which they moved.
MOVED_NUMBERS = """
UPDATE registry_identifier i SET place_id = s.place_id
FROM stage_family s JOIN found_family k USING (family)
WHERE i.family_id = k.family_id AND i.place_id <> s.place_id
"""
MOVED_NIKS = """
UPDATE registry_identifier i SET place_id = s.place_id
FROM unsettled_person p JOIN found_person f USING (position) JOIN stage_family s ON s.family = p.family
WHERE i.person_id = f.person_id AND i.place_id <> s.place_id
"""

STEPS: Final[tuple[Step, ...]] = (
    ("unsettled_persons", UNSETTLED),
    ("changed_persons", CHANGED_PERSONS),
    ("changed_families", CHANGED_FAMILIES),
    ("new_families", NEW_FAMILIES),
    ("new_dwellings", NEW_DWELLINGS),
    ("new_residences", NEW_RESIDENCES),
    ("new_persons", NEW_PERSONS),
    ("told_cards", TOLD_CARDS),
    ("old_cards", OLD_CARDS),
    ("cards", CARDS),
    ("old_niks", OLD_NIKS),
    ("niks", NIKS),
    ("moved_numbers", MOVED_NUMBERS),
    ("moved_niks", MOVED_NIKS),
    ("left_families", LEFT_FAMILIES),
    ("changed_members", CHANGED_MEMBERS),
    ("new_members", NEW_MEMBERS),
    ("told_came", TOLD_CAME),
    ("told_left", TOLD_LEFT),
    ("moved", MOVED),
    ("corrected_dwellings", CORRECTED_DWELLINGS),
    ("corrected_residences", CORRECTED_RESIDENCES),
    ("left_dwellings", LEFT_DWELLINGS),
    ("other_dwellings", OTHER_DWELLINGS),
    ("other_residences", OTHER_RESIDENCES),
    ("told_moves", TOLD_MOVES),
)

OF_THE_KNOWN: Final = frozenset(name for name, _statement in STEPS if not name.startswith(("new_", "cards", "niks")))
"""What is only to be done where somebody of the file is in the registry already: nothing, in a city's first import."""


def of_all(statement: str) -> str:
    """A step over everybody in the file, where nobody was asked whether they are settled."""
    return statement.replace("unsettled_person", "stage_person")


COUNTS = """
SELECT (SELECT count(*) FROM stage_family) AS families,
    (SELECT count(*) FROM stage_person) AS persons,
    (SELECT count(*) FROM found_family) AS families_known,
    (SELECT count(*) FROM found_person) AS persons_known
"""
