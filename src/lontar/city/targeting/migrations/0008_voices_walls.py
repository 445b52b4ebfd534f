"""The walls around families that were named and around objections.

For a partner every wall of places is closed; what their organisation's officer has named stays theirs to follow.
"""

from django.db import migrations

from lontar.kit.walls import places_wall

OWN = """
CREATE POLICY own_of_partner ON targeting_nomination TO lontar_app
    USING ((SELECT lontar_role()) = 'partner' AND by_id = (SELECT lontar_officer()))
    WITH CHECK ((SELECT lontar_role()) = 'partner' AND by_id = (SELECT lontar_officer()))
"""


class Migration(migrations.Migration):
    dependencies = [("targeting", "0007_voices"), ("access", "0003_sightings_wall")]
    operations = [
        *places_wall("targeting_nomination", "targeting_objection"),
        migrations.RunSQL(OWN, "DROP POLICY own_of_partner ON targeting_nomination"),
    ]
