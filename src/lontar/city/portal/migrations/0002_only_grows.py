"""What was published stays published."""

from django.db import migrations

from lontar.kit.walls import append_only


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]
    operations = append_only("portal_snapshot")
