"""Each decision has a random number by which the log speaks of it; what was decreed before there was a log is logged."""

import os

from django.contrib.postgres.functions import RandomUUID
from django.db import migrations, models

from lontar.science import leaves

BATCH = 10_000
EARLIER = """
SELECT d.subject::text, d.round_id, r.rule, r.rule_version, r.rule_sha256, r.period, r."on", d.verdict, d.standing,
    d.amount, d.family_id, d.place_id, encode(sha256(convert_to(d.found::text, 'UTF8')), 'hex'), d.id
FROM targeting_decision d JOIN targeting_round r ON r.id = d.round_id
WHERE d.verdict <> 'undecided' AND r.state = 'decreed' AND r.outcome = 'entitles' AND d.id > %s
    AND NOT EXISTS (SELECT FROM ledger_leaf l WHERE l.kind = 'decision' AND l.about = d.subject::text)
ORDER BY d.id LIMIT %s
"""
SAID = ("round", "rule", "version", "rule_sha256", "period", "day", "verdict", "standing", "amount")
INSERT = "INSERT INTO ledger_leaf (kind, about, commitment, secret) VALUES ('decision', %s, %s, %s)"


def log_earlier_decisions(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        after = 0
        while True:
            cursor.execute(EARLIER, [after, BATCH])
            rows = cursor.fetchall()
            if not rows:
                return
            after = rows[-1][-1]
            contents = [_content(row[:-1]) for row in rows]
            secrets = [os.urandom(leaves.SECRET_BYTES) for _row in rows]
            made = leaves.commitments(contents, secrets)
            cursor.executemany(
                INSERT,
                [(content.about, one, secret) for content, one, secret in zip(contents, made, secrets, strict=True)],
            )


def _content(row):
    subject, *said, family, place, found = row
    told = {"type": leaves.DECISION, "subject": subject, **dict(zip(SAID, said, strict=True))}
    told["day"] = told["day"].isoformat()
    return leaves.Content(subject, told, {"family": family, "place": place, "found": found})


class Migration(migrations.Migration):
    dependencies = [("targeting", "0008_voices_walls"), ("ledger", "0005_earlier_entries")]
    operations = [
        migrations.AddField("decision", "subject", models.UUIDField(db_default=RandomUUID(), null=True)),
        migrations.RunPython(log_earlier_decisions, migrations.RunPython.noop),
    ]
