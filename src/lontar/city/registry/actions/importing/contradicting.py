"""What a file says against whom the registry knows already: one NIK on two living people, and the dead as living."""

from typing import Any, Final

import polars as pl

from lontar.science.family_file.notes import Notes
from lontar.science.trouble import words

# Whoever shares name or birth date beside the number was matched as the same person before.
NIK_OF_ANOTHER: Final = """
SELECT p.position, min(i.person_id)
FROM stage_person p
JOIN registry_identifier i ON i.blind = p.nik_blind AND i.kind = 'nik' AND i.current
JOIN registry_person q ON q.id = i.person_id AND q.died_on IS NULL
LEFT JOIN found_person f ON f.position = p.position
WHERE i.person_id IS DISTINCT FROM f.person_id
  AND NOT EXISTS (SELECT FROM found_person g WHERE g.person_id = i.person_id)
GROUP BY p.position ORDER BY p.position
"""

DEAD_HERE: Final = """
SELECT f.position, f.person_id, to_char(q.died_on, 'DD/MM/YYYY')
FROM registry_person q JOIN found_person f ON f.person_id = q.id
WHERE q.died_on IS NOT NULL ORDER BY f.position
"""
OTHER: Final = pl.format("P-{}", pl.col("other").cast(pl.String).str.zfill(7))


def against_the_registry(cursor: Any, persons: pl.DataFrame) -> pl.DataFrame:
    """Findings on these rows of the file, which stand in `stage_person` in the same order; after matching."""
    cursor.execute(NIK_OF_ANOTHER)
    found = pl.DataFrame(cursor.fetchall(), schema={"position": pl.Int64, "other": pl.Int64}, orient="row")
    notes = Notes()
    rows = persons.select("sheet", "row").with_row_index("position").with_columns(pl.col("position").cast(pl.Int64))
    notes.add(
        rows.join(found, on="position", how="inner"), "warning", "NIK", "nik_known",
        words(
            "NIK ini sudah dipakai orang lain yang hidup di registri (%(other)s), dengan nama dan "
            "tanggal lahir lain. Keduanya tetap tercatat; periksa KTP keduanya."
        ),
        other=OTHER,
    )  # fmt: skip
    cursor.execute(DEAD_HERE)
    schema = {"position": pl.Int64, "other": pl.Int64, "day": pl.String}
    dead = pl.DataFrame(cursor.fetchall(), schema=schema, orient="row")
    notes.add(
        rows.join(dead, on="position", how="inner"), "warning", "status", "dead_known",
        words(
            "Di registri orang ini meninggal %(day)s (%(other)s), dan tetap demikian. Bila ia hidup, batalkan peristiwa "
            "kematiannya; bila tidak, beri tahu pembuat daftarnya."
        ),
        other=OTHER, day=pl.col("day"),
    )  # fmt: skip
    return notes.as_frame({})
