"""Organisations keep their former names, and partners, companies, banks and ministries are told apart."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0004_own_passwords_and_used_tokens")]
    operations = [
        migrations.AlterField(
            model_name="agency",
            name="kind",
            field=models.CharField(
                choices=[
                    ("agency", "Agency"), ("ward", "Ward"), ("partner", "Partner"), ("company", "Company"),
                    ("bank", "Bank"), ("ministry", "Ministry"),
                ],
                default="agency", max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="AgencyName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=160)),
                ("until", models.DateField(null=True)),
                ("basis", models.CharField(blank=True, max_length=160)),
                ("agency", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="names", to="access.agency")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "name", "until"), name="access_name_once", nulls_distinct=False)
                ],
            },
        ),
    ]  # fmt: skip
