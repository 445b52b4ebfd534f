"""The walls around what meetings changed, what was answered, and the scanned minutes; rounds of before get their steps."""

from django.db import migrations

from lontar.kit.walls import places_wall

# What one person approved before there were steps was in force at once; its paper says so.
APPROVED_BEFORE = """
UPDATE targeting_round SET state = CASE outcome WHEN 'entitles' THEN 'decreed' ELSE 'exported' END,
    paper_number = 'tanpa nomor: disetujui sebelum ada langkah surat', paper_on = coalesce(closed_on, "on")
WHERE state = 'approved'
"""
STEPS = """
INSERT INTO targeting_step (round_id, kind, place_id, since, due, number, note, details, reason)
SELECT DISTINCT r.id, 'meeting', d.place_id, current_date, current_date + 14, '', '', '{}'::jsonb, ''
FROM targeting_round r JOIN targeting_decision d ON d.round_id = r.id WHERE r.state = 'scored'
UNION ALL
SELECT r.id, 'answer', r.place_id, current_date, current_date + 30, '', '', '{}'::jsonb, ''
FROM targeting_round r WHERE r.state = 'exported'
"""


class Migration(migrations.Migration):
    dependencies = [("targeting", "0005_steps"), ("access", "0002_walls")]
    operations = [
        *places_wall("targeting_amendment", "targeting_answer", "targeting_scan"),
        migrations.RunSQL([APPROVED_BEFORE, STEPS], migrations.RunSQL.noop),
    ]
