"""What an update would change, who is not named any more, and the city's own layouts of lists."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

from lontar.kit.walls import places_wall

# A layout holds no person: every officer reads it, and who serves its place writes it.
LAYOUTS = """
ALTER TABLE registry_importprofile ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON registry_importprofile FOR SELECT TO lontar_app USING ((SELECT lontar_officer()) IS NOT NULL);
CREATE POLICY write ON registry_importprofile TO lontar_app USING (place_id <@ (SELECT lontar_places()))
    WITH CHECK (place_id <@ (SELECT lontar_places()));
"""
NO_LAYOUTS = """
DROP POLICY read ON registry_importprofile;
DROP POLICY write ON registry_importprofile;
ALTER TABLE registry_importprofile DISABLE ROW LEVEL SECURITY
"""


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0001_initial"),
        ("registry", "0013_shield_walls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="importrun",
            name="options",
            field=models.JSONField(default=dict),
        ),
        migrations.AlterField(
            model_name="importrun",
            name="profile",
            field=models.CharField(default="siak", max_length=40),
        ),
        migrations.CreateModel(
            name="ImportProfile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.SlugField(max_length=40, unique=True)),
                ("title", models.CharField(max_length=80)),
                ("kind", models.CharField(choices=[("families", "Families"), ("deciles", "Deciles")], max_length=8)),
                (
                    "each_row",
                    models.CharField(choices=[("person", "Person"), ("head", "Head")], default="person", max_length=6),
                ),
                ("whole", models.BooleanField(default=False)),
                ("columns", models.JSONField()),
                ("on", models.DateField()),
                ("retired_on", models.DateField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("noticed_on", models.DateField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("named_again", "Named Again"),
                            ("still_here", "Still Here"),
                            ("recorded", "Recorded"),
                            ("not_found", "Not Found"),
                        ],
                        max_length=12,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                ("settled_on", models.DateField(null=True)),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="registry.family"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="registry.person"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.importrun"
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("settled_on__isnull", True)),
                        fields=("family", "person"),
                        name="registry_absent_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                (
                    "family",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.family",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.person",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.place",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="registry.importrun",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["run", "kind", "family"], name="registry_change_run")],
            },
        ),
        *places_wall("registry_importchange", "registry_absence"),
        RunSQL(LAYOUTS, NO_LAYOUTS),
    ]
