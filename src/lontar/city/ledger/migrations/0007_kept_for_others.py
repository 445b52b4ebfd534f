"""Checkpoints of other cities' logs, kept here as their witness; a witness may be another city."""

import django.db.models.functions.datetime
from django.db import migrations, models

from lontar.kit.walls import append_only


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_checked_by_key")]
    operations = [
        migrations.AlterField("witnessing", "witness", models.CharField(max_length=200)),
        migrations.CreateModel(
            name="KeptCheckpoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("origin", models.CharField(max_length=200)),
                ("size", models.BigIntegerField()),
                ("root", models.BinaryField(max_length=32)),
                ("note", models.TextField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("forked", models.BooleanField(default=False)),
            ],
        ),
        migrations.AddConstraint(
            "keptcheckpoint",
            models.UniqueConstraint(fields=["origin", "size", "root"], name="ledger_kept_once"),
        ),
        *append_only("ledger_keptcheckpoint"),
    ]
