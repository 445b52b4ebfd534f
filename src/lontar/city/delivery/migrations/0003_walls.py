"""The walls around what families are owed; what was handed over and receipted only grows."""

from django.db import migrations

from lontar.kit.walls import append_only, places_wall


class Migration(migrations.Migration):
    dependencies = [("delivery", "0002_initial"), ("access", "0002_walls")]
    operations = [
        *places_wall("delivery_entitlement", "delivery_entitlementevent", "delivery_handover"),
        *append_only("delivery_handover", "delivery_receipt", "delivery_entitlementevent"),
    ]
