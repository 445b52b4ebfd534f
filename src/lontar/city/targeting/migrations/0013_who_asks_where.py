"""Doors shared out among field workers; whether the form's questions were read in their source stays with the sample."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("targeting", "0012_welfare_models"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("survey", "form_confidence", models.CharField(max_length=8, default="believed")),
        migrations.AddField(
            "sampledhome",
            "asker",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
    ]
