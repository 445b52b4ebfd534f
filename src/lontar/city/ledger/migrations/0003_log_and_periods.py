"""Periods that close, and the transparency log: leaves, tiles of the tree, signed checkpoints."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

KEY = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))
NOW = django.db.models.functions.datetime.Now()


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_balanced_and_final")]
    operations = [
        migrations.CreateModel(
            name="ClosedPeriod",
            fields=[
                KEY,
                ("period", models.CharField(max_length=7, unique=True)),
                ("until", models.DateField(unique=True)),
                ("closed_on", models.DateField()),
                ("at", models.DateTimeField(db_default=NOW)),
                ("balances_sha256", models.CharField(max_length=64)),
                ("by_id", models.CharField(max_length=40)),
                ("by_role", models.CharField(max_length=30)),
            ],
        ),
        migrations.CreateModel(
            name="Leaf",
            fields=[
                KEY,
                ("kind", models.CharField(max_length=10)),
                ("about", models.CharField(max_length=120)),
                ("commitment", models.BinaryField(max_length=32)),
                ("secret", models.BinaryField(max_length=32, null=True)),
                ("number", models.BigIntegerField(null=True, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="Tile",
            fields=[
                KEY,
                ("level", models.PositiveSmallIntegerField()),
                ("index", models.BigIntegerField()),
                ("hashes", models.BinaryField(max_length=8192)),
                ("root", models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                KEY,
                ("size", models.BigIntegerField(unique=True)),
                ("root", models.BinaryField(max_length=32)),
                ("note", models.TextField()),
                ("at", models.DateTimeField(db_default=NOW)),
            ],
        ),
        migrations.CreateModel(
            name="Witnessing",
            fields=[
                KEY,
                ("witness", models.CharField(max_length=20)),
                ("at", models.DateTimeField(db_default=NOW)),
                ("trouble", models.CharField(blank=True, max_length=200)),
                (
                    "checkpoint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="witnessings",
                        to="ledger.checkpoint",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            "leaf", models.UniqueConstraint(fields=["kind", "about"], name="ledger_leaf_once")
        ),
        migrations.AddIndex(
            "leaf",
            models.Index(fields=["id"], condition=models.Q(number__isnull=True), name="ledger_leaf_waiting"),
        ),
        migrations.AddConstraint(
            "tile", models.UniqueConstraint(fields=["level", "index"], name="ledger_tile_once")
        ),
    ]
