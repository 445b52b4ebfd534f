"""The wall around what families came for."""

from django.db import migrations

from lontar.kit.walls import places_wall


class Migration(migrations.Migration):
    dependencies = [("counter", "0001_initial"), ("access", "0002_walls")]
    operations = places_wall("counter_errand")
