"""The walls around everything that is known of a family."""

from django.db import migrations

from lontar.kit.walls import append_only, places_wall

TABLES = ("person", "family", "dwelling", "membership", "residence", "decile", "identifier", "happening", "importrun", "importfile", "importfinding")
HISTORY = ("personevent", "familyevent", "dwellingevent", "membershipevent", "residenceevent")


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial"), ("access", "0002_walls")]
    operations = [
        *places_wall(*(f"registry_{table}" for table in (*TABLES, *HISTORY))),
        *append_only("registry_decile", "registry_happening", *(f"registry_{table}" for table in HISTORY)),
    ]
