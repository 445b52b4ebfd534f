"""Who saw whom is never changed afterwards."""

from django.db import migrations

from lontar.kit.walls import append_only


class Migration(migrations.Migration):
    dependencies = [("journal", "0004_sighting")]
    operations = append_only("journal_sighting")
