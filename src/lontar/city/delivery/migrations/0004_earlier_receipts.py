"""Receipts that were given before there was a log become leaves of it, once."""

import os

from django.db import migrations

from lontar.science import leaves

BATCH = 10_000
EARLIER = """
SELECT id, digest, entry_key, amount, what, budget_code, payer, period, "on", handed_over_by, made_up
FROM delivery_receipt r WHERE id > %s AND id <= %s
    AND NOT EXISTS (SELECT FROM ledger_leaf l WHERE l.kind = 'receipt' AND l.about = encode(r.digest, 'hex'))
ORDER BY id
"""
INSERT = "INSERT INTO ledger_leaf (kind, about, commitment, secret) VALUES ('receipt', %s, %s, %s)"
SAID = ("entry", "amount", "what", "budget_code", "payer", "period", "on", "handed_over_by", "made_up")


def log_earlier_receipts(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM delivery_receipt")
        (last,) = cursor.fetchone()
        for after in range(0, last, BATCH):
            cursor.execute(EARLIER, [after, after + BATCH])
            contents = [_content(row) for row in cursor.fetchall()]
            secrets = [os.urandom(leaves.SECRET_BYTES) for _content in contents]
            made = leaves.commitments(contents, secrets)
            cursor.executemany(
                INSERT,
                [(content.about, one, secret) for content, one, secret in zip(contents, made, secrets, strict=True)],
            )


def _content(row):
    said = {"type": leaves.RECEIPT, **dict(zip(SAID, row[2:], strict=True))}
    return leaves.Content(bytes(row[1]).hex(), {**said, "on": said["on"].isoformat()}, {})


class Migration(migrations.Migration):
    dependencies = [("delivery", "0003_walls"), ("ledger", "0005_earlier_entries")]
    operations = [migrations.RunPython(log_earlier_receipts, migrations.RunPython.noop)]
