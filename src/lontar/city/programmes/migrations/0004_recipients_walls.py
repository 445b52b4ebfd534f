"""A row with a family is seen by whoever sees the family, wherever it lives now; one without, where it was placed."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

CONDITION = """CASE WHEN family_id IS NULL THEN place_id <@ (SELECT lontar_places())
    ELSE EXISTS (SELECT FROM registry_family f WHERE f.id = family_id) END"""
WALL = f"""
ALTER TABLE programmes_recipient ENABLE ROW LEVEL SECURITY;
CREATE POLICY places ON programmes_recipient TO lontar_app USING ({CONDITION}) WITH CHECK ({CONDITION});
"""
UNDO = "DROP POLICY places ON programmes_recipient; ALTER TABLE programmes_recipient DISABLE ROW LEVEL SECURITY"


class Migration(migrations.Migration):
    dependencies = [("programmes", "0003_recipients_and_adoptions"), ("access", "0002_walls"), ("registry", "0002_walls")]
    operations = [RunSQL(WALL, UNDO)]
