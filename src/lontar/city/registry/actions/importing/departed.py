"""Whom a file calls dead, moved or lost while they live here by what we know: a worklist, and nobody is taken out.

Known by NIK with name or birth date, as everybody in a file. An event with its paper is what ends somebody's days.
"""

from typing import Any, Final

import polars as pl

from lontar.city.registry.actions.importing import staging
from lontar.engine.copying import copy_in

FRESH: Final = "DROP TABLE IF EXISTS stage_gone"
TABLE: Final = (
    "CREATE TEMP TABLE stage_gone (nik_blind bytea, name_key text, birth_date date, gone text) ON COMMIT DROP"
)
# Those whom the file no longer names inside their family stand in the table already: what it says of them is added.
SAID: Final = """
WITH said AS (
    SELECT DISTINCT ON (m.person_id) m.place_id, m.family_id, m.person_id, g.gone
    FROM stage_gone g
    JOIN registry_identifier i ON i.blind = g.nik_blind AND i.kind = 'nik'
    JOIN registry_person q ON q.id = i.person_id AND q.died_on IS NULL
        AND (q.name_key = g.name_key OR q.birth_date = g.birth_date)
    JOIN registry_membership m ON m.person_id = q.id AND m.until IS NULL
    WHERE NOT EXISTS (SELECT FROM found_person f WHERE f.person_id = m.person_id)
    ORDER BY m.person_id, g.gone
), told AS (
    UPDATE absent a SET said = s.gone FROM said s WHERE a.person_id = s.person_id RETURNING a.person_id
)
INSERT INTO absent (place_id, family_id, person_id, said)
SELECT s.place_id, s.family_id, s.person_id, s.gone FROM said s
WHERE NOT EXISTS (SELECT FROM told t WHERE t.person_id = s.person_id)
"""


def look_for_departed(cursor: Any, gone: pl.DataFrame) -> None:
    """Put those whom the file says to be gone into the table `absent`, with what it says."""
    known = gone.filter(pl.col("nik").is_not_null())
    if known.is_empty():
        return
    cursor.execute(FRESH)
    cursor.execute(TABLE)
    rows = known.select(
        staging.blinded(known.get_column("nik"), "nik").alias("nik_blind"), pl.col("name_key").str.slice(0, 160),
        "birth_date", "gone",
    )  # fmt: skip
    copy_in(cursor, "stage_gone", rows)
    cursor.execute(SAID)
