"""Rows of a record that people have merged into another find that other one, whatever the file still says.

A city's files go on naming both records for years. A row is one of a merged record when it stands in a family in which
that record stood, and is more like it than like anybody else there; such a row is put aside and told, so that the decision of people stands until they
undo it. A family that was dissolved by merges is the family it became: who is new on its card belongs there. A number
of the merged record on a third card is news, and moves the person as any row does.
"""

from typing import Any, Final

import polars as pl

from lontar.city.registry.actions.importing.matching import Step
from lontar.science.family_file.notes import Notes
from lontar.science.trouble import words

FRESH: Final = "DROP TABLE IF EXISTS merged_away, dissolved, redirected, came_from, record, like_record, folded"
DISSOLVED: Final = (
    # Only what the acting officer may see is known; a family beyond the wall is written to by nobody here.
    "CREATE TEMP TABLE dissolved ON COMMIT DROP AS"
    " SELECT d.family_id, d.into_id FROM registry_dissolved() d JOIN registry_family f ON f.id = d.into_id"
)
MERGED_AWAY: Final = "CREATE TEMP TABLE merged_away ON COMMIT DROP AS SELECT * FROM registry_merged_away()"
TABLES: Final = (
    FRESH,
    DISSOLVED,
    MERGED_AWAY,
    "CREATE TEMP TABLE redirected (family int PRIMARY KEY, from_id bigint, into_id bigint, stands int) ON COMMIT DROP",
    "CREATE TEMP TABLE came_from (position int PRIMARY KEY, family_id bigint) ON COMMIT DROP",
    "CREATE TEMP TABLE record (family int, record_id bigint, person_id bigint, name_key text, birth_date date,"
    " blinds bytea[], merged boolean) ON COMMIT DROP",
    "CREATE TEMP TABLE like_record (position int PRIMARY KEY, family int, record_id bigint, person_id bigint,"
    " merged boolean) ON COMMIT DROP",
    "CREATE TEMP TABLE folded (position int PRIMARY KEY, family int, person_id bigint) ON COMMIT DROP",
    "ANALYZE dissolved",
    "ANALYZE merged_away",
)

# `stands` is the row of the file that speaks for the family: its own card where the file has it.
REDIRECTED = """
INSERT INTO redirected
SELECT k.family, d.family_id, d.into_id, coalesce(o.family, min(k.family) OVER (PARTITION BY d.into_id))
FROM found_family k JOIN dissolved d ON d.family_id = k.family_id
LEFT JOIN found_family o ON o.family_id = d.into_id
"""
CAME_FROM = "INSERT INTO came_from SELECT p.position, r.from_id FROM stage_person p JOIN redirected r USING (family)"
# A head on the old card is none in the family that it became.
INTO_THE_OTHER = """
UPDATE stage_person p SET family = r.stands, relation = nullif(p.relation, 'head')
FROM redirected r WHERE r.family = p.family
"""
# The old card says nothing of the other family's card and home.
KEEPS_CARD_AND_HOME = """
UPDATE stage_family s SET kk_blind = NULL, kk_cipher = NULL, has_card = f.has_card, place_id = f.place_id,
    fingerprint = coalesce(f.fingerprint, s.fingerprint), rt = NULL, rw = NULL, address = NULL
FROM redirected r JOIN registry_family f ON f.id = r.into_id
WHERE s.family = r.family AND r.stands = r.family
"""
NO_OLD_FAMILY = "DELETE FROM found_family k USING redirected r WHERE r.family = k.family"
NO_OLD_CARD = "DELETE FROM stage_family s USING redirected r WHERE r.family = s.family AND r.stands <> r.family"
THE_OTHER = "INSERT INTO found_family SELECT family, into_id FROM redirected WHERE stands = family"

# Who may stand in a row of such a family: its people, each with the numbers that were always theirs, and the records
# that were merged away out of it.
RECORDS = """
INSERT INTO record
SELECT k.family, m.person_id, m.person_id, q.name_key, q.birth_date, own.blinds, false
FROM found_family k
JOIN registry_membership m ON m.family_id = k.family_id AND m.until IS NULL
JOIN registry_person q ON q.id = m.person_id
CROSS JOIN LATERAL (SELECT array_agg(i.blind) AS blinds FROM registry_identifier i
    WHERE i.person_id = q.id AND i.current
    AND NOT EXISTS (SELECT FROM merged_away a WHERE a.person_id = q.id AND i.id = ANY (a.numbers))) own
WHERE k.family_id IN (SELECT family_id FROM merged_away) OR k.family IN (SELECT stands FROM redirected)
UNION ALL
SELECT DISTINCT ON (k.family, a.merged_id) k.family, a.merged_id, a.person_id, q.name_key, q.birth_date, a.blinds, true
FROM (SELECT family, family_id FROM found_family UNION ALL SELECT stands, from_id FROM redirected) k
JOIN merged_away a ON a.family_id = k.family_id
JOIN registry_person q ON q.id = a.merged_id
"""
# Run twice: a row that lost its record to a better one looks again among those that are left.
LIKE_A_RECORD = """
INSERT INTO like_record
SELECT position, family, record_id, person_id, merged FROM (
    SELECT DISTINCT ON (record_id) position, family, record_id, person_id, merged FROM (
        SELECT DISTINCT ON (p.position) p.position, p.family, r.record_id, r.person_id, r.merged, likeness
        FROM record r JOIN stage_person p USING (family)
        CROSS JOIN LATERAL (
            SELECT coalesce((p.nik_blind = ANY (r.blinds))::int * 4, 0) + (r.name_key = p.name_key)::int * 2
                 + coalesce((r.birth_date = p.birth_date)::int, 0) AS likeness
        ) alike
        WHERE (likeness >= 3 OR (likeness = 2 AND (r.blinds IS NULL OR p.nik_blind IS NULL)))
          AND NOT EXISTS (SELECT FROM like_record f WHERE f.position = p.position OR f.record_id = r.record_id)
        ORDER BY p.position, likeness DESC, r.merged, r.record_id
    ) best ORDER BY record_id, likeness DESC, position
) rows
"""
THEMSELVES = (
    "INSERT INTO found_person SELECT position, person_id FROM like_record WHERE NOT merged ON CONFLICT DO NOTHING"
)
FOLDED = "INSERT INTO folded SELECT position, family, person_id FROM like_record WHERE merged"
PUT_ASIDE = "DELETE FROM stage_person p USING folded f WHERE f.position = p.position"
# A family of which nothing is left to write is not called back to life by its old card.
NOTHING_LEFT = """
DELETE FROM stage_family s WHERE s.family IN (SELECT family FROM folded)
    AND NOT EXISTS (SELECT FROM stage_person p WHERE p.family = s.family)
    AND NOT EXISTS (SELECT FROM found_family k JOIN registry_family f ON f.id = k.family_id
        WHERE k.family = s.family AND f.ended_on IS NULL)
"""
NOT_FOUND_EITHER = "DELETE FROM found_family k WHERE NOT EXISTS (SELECT FROM stage_family s WHERE s.family = k.family)"

FAMILY_STEPS: Final[tuple[Step, ...]] = (
    ("families_redirected", REDIRECTED),
    ("rows_redirected", CAME_FROM),
    ("rows_into_the_other", INTO_THE_OTHER),
    ("keeps_card_and_home", KEEPS_CARD_AND_HOME),
    ("no_old_family", NO_OLD_FAMILY),
    ("no_old_card", NO_OLD_CARD),
    ("the_other_family", THE_OTHER),
)
PERSON_STEPS: Final[tuple[Step, ...]] = (
    ("records", RECORDS),
    ("rows_like_records", LIKE_A_RECORD),
    ("rows_like_records_again", LIKE_A_RECORD),
    ("rows_of_themselves", THEMSELVES),
    ("rows_folded", FOLDED),
    ("rows_put_aside", PUT_ASIDE),
)
LAST_STEPS: Final[tuple[Step, ...]] = (("nothing_left", NOTHING_LEFT), ("not_found_either", NOT_FOUND_EITHER))

TOLD_FOLDED: Final = "SELECT position, 'P-' || lpad(person_id::text, 7, '0') FROM folded ORDER BY position"
TOLD_REDIRECTED: Final = """
SELECT c.position, 'K-' || lpad(r.into_id::text, 7, '0')
FROM came_from c JOIN (SELECT DISTINCT from_id, into_id FROM redirected) r ON r.from_id = c.family_id
WHERE NOT EXISTS (SELECT FROM folded f WHERE f.position = c.position) ORDER BY c.position
"""


def told(cursor: Any, persons: pl.DataFrame) -> pl.DataFrame:
    """A finding for each row that was put aside, or went into the family that its own became; nothing is silent."""
    notes = Notes()
    rows = persons.select("sheet", "row").with_row_index("position").with_columns(pl.col("position").cast(pl.Int64))
    notes.add(
        _joined(cursor, rows, TOLD_FOLDED), "warning", "NIK", "merged_row",
        words(
            "Catatan orang ini sudah digabung ke %(other)s, jadi baris ini tidak mengubah apa pun. Bila ternyata dua "
            "orang, urungkan dulu penggabungannya."
        ),
        other=pl.col("other"),
    )  # fmt: skip
    notes.add(
        _joined(cursor, rows, TOLD_REDIRECTED), "warning", "No KK", "twin_family",
        words(
            "Keluarga di kartu ini kini satu dengan %(other)s, jadi orang ini dimasukkan ke sana. Kartu dan alamatnya "
            "tidak diubah."
        ),
        other=pl.col("other"),
    )  # fmt: skip
    return notes.as_frame({})


def _joined(cursor: Any, rows: pl.DataFrame, statement: str) -> pl.DataFrame:
    cursor.execute(statement)
    found = pl.DataFrame(cursor.fetchall(), schema={"position": pl.Int64, "other": pl.String}, orient="row")
    return rows.join(found, on="position", how="inner")
