"""Puts checked rows into temporary tables: numbers sealed, texts cut to what the registry holds.

`COPY` is refused on walled tables, so rows are copied into tables of this transaction and inserted from
there behind the walls. Whatever happens, the tables go with the transaction.
"""

from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import zip_longest
from typing import Any, Final

import polars as pl
from django.db import connection

from lontar.engine.copying import Cursor, Lines, as_lines, copy_lines
from lontar.kit import sealing
from lontar.science import identity
from lontar.science.family_file.lengths import KEPT

ROWS_AT_ONCE: Final = 50_000
Tell = Callable[[int, int, str], None]

# Two imports in one transaction find the tables of the first.
FRESH: Final = "DROP TABLE IF EXISTS stage_family, stage_person, unsettled_person, found_family, found_person, moved"
# Keys come from the tables' own sequences while copying, so that nothing has to be written twice.
TABLES: Final = (
    """
    CREATE TEMP TABLE stage_family (
        family int NOT NULL,
        new_id bigint NOT NULL DEFAULT nextval('registry_family_id_seq'),
        new_dwelling_id bigint NOT NULL DEFAULT nextval('registry_dwelling_id_seq'),
        kk_blind bytea, kk_cipher bytea, fingerprint bytea NOT NULL, has_card boolean NOT NULL,
        place_id bigint NOT NULL, rt text, rw text, address text, latitude float8, longitude float8
    ) ON COMMIT DROP
    """,
    """
    CREATE TEMP TABLE stage_person (
        position int NOT NULL,
        family int NOT NULL,
        new_id bigint NOT NULL DEFAULT nextval('registry_person_id_seq'),
        nik_blind bytea, nik_cipher bytea, nik_state text NOT NULL, no_nik_reason text NOT NULL,
        name text NOT NULL, name_key text NOT NULL, sex text, birth_date date, birth_place text, relation text,
        marital_status text, education text, occupation text, disability text, mother_name text, father_name text
    ) ON COMMIT DROP
    """,
)
INDEXED: Final = (
    "CREATE INDEX ON stage_person (family)",
    "CREATE INDEX ON stage_person (nik_blind) WHERE nik_blind IS NOT NULL",
)
READY: Final = (
    "ALTER TABLE stage_family ADD PRIMARY KEY (family)",
    "ANALYZE stage_family",
    "ANALYZE stage_person",
)

NIK_STATES: Final = {
    identity.OK: "good",
    identity.MISSING: "missing",
    **dict.fromkeys(set(identity.STATES) - {identity.OK, identity.MISSING}, "malformed"),
}
LENGTHS: Final = {**KEPT, "name_key": 160}


def stage(persons: pl.DataFrame, families: pl.DataFrame, tell: Tell, *, indexed: bool) -> None:
    """Copy both frames into `stage_person` and `stage_family`; called inside the transaction of the import.

    While the server takes one part in, the next is sealed. `indexed` where single rows will be looked up.
    """
    parts = range(0, persons.height, ROWS_AT_ONCE)

    def prepared(at: int) -> Lines:
        return as_lines(staged_persons(persons.slice(at, ROWS_AT_ONCE), at))

    with connection.cursor() as cursor, ThreadPoolExecutor(1) as sealer:
        for table in (FRESH, *TABLES):
            cursor.execute(table)
        coming = deque(sealer.submit(prepared, at) for at in parts[:1])
        copy_lines(_copier(cursor), "stage_family", as_lines(staged_families(families)))
        for at, after in zip_longest(parts, parts[1:]):
            lines = coming.popleft().result()
            if after is not None:
                coming.append(sealer.submit(prepared, after))
            copy_lines(_copier(cursor), "stage_person", lines)
            tell(min(at + ROWS_AT_ONCE, persons.height), persons.height, "copied")
        for statement in (*(INDEXED if indexed else ()), *READY):
            cursor.execute(statement)


def _copier(cursor: Any) -> Cursor:
    copier: Cursor = cursor
    return copier


def staged_families(families: pl.DataFrame) -> pl.DataFrame:
    """The families as `stage_family` takes them. A card's number never leaves this function in the clear."""
    return families.select(
        pl.col("family"),
        blinded(families.get_column("kk"), "kk").alias("kk_blind"),
        sealed(families.get_column("kk")).alias("kk_cipher"),
        blinded(families.get_column("local_source"), "family").alias("fingerprint"),
        pl.col("kk").is_not_null().alias("has_card"),
        "place_id",
        "rt",
        "rw",
        cut("address"),
        "latitude",
        "longitude",
    )


def staged_persons(persons: pl.DataFrame, first: int) -> pl.DataFrame:
    """The persons as `stage_person` takes them, in the order of the file."""
    state = pl.col("nik_state").replace_strict(NIK_STATES, return_dtype=pl.String)
    written = pl.col("nik_state")
    return persons.select(
        pl.int_range(first, first + persons.height, eager=True).alias("position"),
        pl.col("family"),
        blinded(persons.get_column("nik"), "nik").alias("nik_blind"),
        sealed(persons.get_column("nik")).alias("nik_cipher"),
        pl.when(pl.col("nik_disagrees")).then(pl.lit("disagrees")).otherwise(state).alias("nik_state"),
        pl.when(written != identity.OK).then(written).otherwise(pl.lit("")).alias("no_nik_reason"),
        cut("name"),
        cut("name_key"),
        pl.col("sex"),
        pl.col("birth_date"),
        cut("birth_place"),
        pl.col("relation"),
        pl.col("marital").alias("marital_status"),
        pl.col("education"),
        cut("occupation"),
        pl.col("disability"),
        cut("mother", "mother_name"),
        cut("father", "father_name"),
    )


def cut(column: str, name: str = "") -> pl.Expr:
    """The text without the sign that no PostgreSQL text can hold, and no longer than its column."""
    return pl.col(column).str.replace_all("\0", "", literal=True).str.slice(0, LENGTHS[column]).alias(name or column)


def sealed(numbers: pl.Series) -> pl.Series:
    """Each number sealed, as PostgreSQL writes bytes; null stays null."""
    known = numbers.drop_nulls()
    return _spread(numbers, sealing.seal_all(n.encode() for n in known))


def blinded(texts: pl.Series, kind: str) -> pl.Series:
    """Each text as the keyed hash by which it is found again."""
    return _spread(texts, sealing.blind_all(kind, texts.drop_nulls()))


def _spread(where: pl.Series, values: list[bytes]) -> pl.Series:
    """These bytes at the places where there was something, as PostgreSQL writes them."""
    written = "\\x" + pl.Series(where.name, values, dtype=pl.Binary).bin.encode("hex")
    if where.null_count() == 0:
        return written
    at = where.is_not_null().cum_sum().cast(pl.Int64) - 1
    filled = pl.concat([written, pl.Series(where.name, [None], dtype=pl.String)])
    return filled.gather(at.clip(0)).set(where.is_null(), None)
