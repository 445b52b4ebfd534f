"""Analysts' tables, one a month: they only grow."""

from django.db import migrations, models

from lontar.kit.walls import append_only


class Migration(migrations.Migration):
    dependencies = [("privacy", "0017_photos_of_works")]
    operations = [
        migrations.CreateModel(
            name="CountTable",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(unique=True)),
                ("on", models.DateField()),
                ("groups", models.JSONField()),
                ("cells", models.JSONField()),
            ],
        ),
        *append_only("privacy_counttable"),
    ]
