"""The walls around what people asked and allowed; what was erased, and the old rows, only grow."""

from django.db import migrations

from lontar.kit.walls import append_only, places_wall

WALLED = ("personrequest", "consent", "referral", "erasure", "personrequestevent", "consentevent", "referralevent")
GROWING = ("erasure", "consentevent", "referralevent", "processingevent", "retentionruleevent", "personrequestevent")


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial"), ("access", "0003_sightings_wall")]
    operations = [
        *places_wall(*(f"privacy_{table}" for table in WALLED)),
        *append_only(*(f"privacy_{table}" for table in GROWING)),
    ]
