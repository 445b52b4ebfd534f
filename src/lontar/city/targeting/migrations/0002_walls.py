"""The wall around the decisions on families."""

from django.db import migrations

from lontar.kit.walls import places_wall


class Migration(migrations.Migration):
    dependencies = [("targeting", "0001_initial"), ("access", "0002_walls")]
    operations = places_wall("targeting_decision")
