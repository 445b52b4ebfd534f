"""The registry as the linkage engine takes it: in memory, with numbers in the clear, never written anywhere."""

from collections.abc import Sequence
from typing import Any, Final

import polars as pl
from django.db import connection
from psycopg import sql

from lontar.engine import copying
from lontar.kit.sealing import Unreadable, unseal, unseal_all

COLUMNS: Final = {
    "record_id": pl.Int64,
    "nama": pl.String,
    "nama_ibu": pl.String,
    "jenis_kelamin": pl.String,
    "tanggal_lahir": pl.Date,
    "kode_kelurahan": pl.Int64,
    "family_id": pl.Int64,
    "rt": pl.String,
    "rw": pl.String,
    "alamat": pl.String,
}
# Somebody who left a family is compared with the home of the family in which they stood last.
PEOPLE: Final = """
SELECT p.id, p.name, nullif(p.mother_name, ''), nullif(p.sex, ''), p.birth_date, p.place_id, m.family_id,
    nullif(d.rt, ''), nullif(d.rw, ''), nullif(d.address, '')
FROM registry_person p
LEFT JOIN (SELECT DISTINCT ON (person_id) person_id, family_id FROM registry_membership
           ORDER BY person_id, until DESC NULLS FIRST) m ON m.person_id = p.id
LEFT JOIN registry_residence r ON r.family_id = m.family_id AND r.until IS NULL
LEFT JOIN registry_dwelling d ON d.id = r.dwelling_id
WHERE p.merged_into_id IS NULL {among}
"""
NUMBERS: Final = """
SELECT coalesce(person_id, family_id), encode(cipher, 'hex') FROM registry_identifier
WHERE kind = %s AND current ORDER BY id
"""


def records(among: Sequence[int] | None = None) -> pl.DataFrame:
    """All records that nothing stands above, or these; as far as the acting officer sees."""
    query = sql.SQL(PEOPLE).format(among=sql.SQL("AND p.id = ANY (%s)") if among is not None else sql.SQL(""))
    with connection.cursor() as cursor:
        people = copying.frame(cursor, query, [list(among)] if among is not None else [], COLUMNS)
        niks = _numbers(cursor, "nik", "record_id", "nik")
        cards = _numbers(cursor, "kk", "family_id", "no_kk")
    found = people.join(niks, on="record_id", how="left").join(cards, on="family_id", how="left")
    return found.drop("family_id")


def _numbers(cursor: Any, kind: str, key: str, name: str) -> pl.DataFrame:
    """The newest number of each person or family, in the clear."""
    sealed = copying.frame(cursor, sql.SQL(NUMBERS), [kind], {key: pl.Int64, name: pl.String})
    sealed = sealed.unique(key, keep="last", maintain_order=True)
    return sealed.with_columns(pl.Series(name, opened(sealed.get_column(name).to_list()), dtype=pl.String))


def opened(ciphers: Sequence[str]) -> list[str | None]:
    """The numbers; None where one was sealed with a key that is gone."""
    sealed = [bytes.fromhex(cipher) for cipher in ciphers]
    try:
        return [number.decode() for number in unseal_all(sealed)]
    except Unreadable:
        return [_one(cipher) for cipher in sealed]


def _one(cipher: bytes) -> str | None:
    try:
        return unseal(cipher).decode()
    except Unreadable:
        return None
