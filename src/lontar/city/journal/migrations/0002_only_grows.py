"""The journal only grows."""

from django.db import migrations

from lontar.kit.walls import append_only


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = append_only("journal_journalline")
