"""Findings and refusals are kept as templates with values, to be shown in any language."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0010_pairs_walls")]

    operations = [
        migrations.AddField("importfinding", "values", models.JSONField(default=dict)),
        migrations.AddField("importrun", "language", models.CharField(default="id", max_length=8)),
        migrations.AddField("importrun", "refusal_values", models.JSONField(blank=True, default=dict)),
    ]
