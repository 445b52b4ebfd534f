"""Entries that were posted before there was a log become its first leaves, once."""

import os
from itertools import groupby
from operator import itemgetter

from django.db import migrations

from lontar.science import leaves

BATCH = 10_000
EARLIER = """
SELECT e.id, e.key, e."on", e.at, e.memo, e.reverses_id, e.by_id, e.by_role, a.code, a.kind, a.unit, p.amount, p.subject::text
FROM ledger_entry e JOIN ledger_posting p ON p.entry_id = e.id JOIN ledger_account a ON a.id = p.account_id
WHERE NOT EXISTS (SELECT FROM ledger_leaf l WHERE l.kind = 'entry' AND l.about = e.key)
    AND e.id > %s AND e.id <= %s
ORDER BY e.id, p.id
"""
INSERT = "INSERT INTO ledger_leaf (kind, about, commitment, secret) VALUES ('entry', %s, %s, %s)"


def log_earlier_entries(apps, schema_editor):
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM ledger_entry")
        (last,) = cursor.fetchone()
        for after in range(0, last, BATCH):
            cursor.execute(EARLIER, [after, after + BATCH])
            contents = [_content(list(rows)) for _key, rows in groupby(cursor.fetchall(), key=itemgetter(0))]
            secrets = [os.urandom(leaves.SECRET_BYTES) for _content in contents]
            made = leaves.commitments(contents, secrets)
            cursor.executemany(
                INSERT,
                [(content.about, one, secret) for content, one, secret in zip(contents, made, secrets, strict=True)],
            )


def _content(rows):
    _id, key, on, at, memo, reverses, by_id, by_role = rows[0][:8]
    moved = [leaves.Moved(code, kind, unit, amount, subject) for *_entry, code, kind, unit, amount, subject in rows]
    return leaves.entry_content(
        key=key, on=on, at=at, memo=memo, reverses=reverses, by=(by_id, by_role), postings=moved
    )


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_log_only_grows")]
    operations = [migrations.RunPython(log_earlier_entries, migrations.RunPython.noop)]
