"""Decisions are written for a whole city at once, without asking for each row whether its family is there."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("targeting", "0002_walls")]
    operations = [
        migrations.AlterField(
            "decision",
            "family",
            models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="registry.family",
            ),
        ),
        migrations.AlterField(
            "decision",
            "place",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="places.place",
            ),
        ),
    ]
