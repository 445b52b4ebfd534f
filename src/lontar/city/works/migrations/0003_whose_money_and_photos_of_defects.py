"""Whose money builds, beside the line too; a defect has pictures as a stage has."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

from lontar.kit.walls import append_only, places_wall

SOURCES = [('ministry', 'Ministry'), ('province', 'Province'), ('city', 'City'), ('partner', 'Partner'), ('self_help', 'Self Help')]
# Works that stand already are paid with the one fund that their line's budget has; with several it is not said.
SINGLE = """
ALTER TABLE works_work DISABLE TRIGGER only_forward;
UPDATE works_work w SET fund = alone.fund
    FROM (SELECT line_id, min(fund) AS fund FROM programmes_budget GROUP BY line_id HAVING count(DISTINCT fund) = 1) AS alone
    WHERE alone.line_id = w.line_id;
ALTER TABLE works_work ENABLE ALWAYS TRIGGER only_forward;
"""


class Migration(migrations.Migration):
    dependencies = [("works", "0002_walls"), ("privacy", "0017_photos_of_works")]
    operations = [
        migrations.AddField("work", "fund", models.CharField(blank=True, choices=SOURCES, default="", max_length=9), preserve_default=False),
        RunSQL(SINGLE, RunSQL.noop),
        migrations.CreateModel(
            name="Share",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("named", models.BooleanField()),
                ("source", models.CharField(choices=SOURCES, max_length=9)),
                ("amount", models.BigIntegerField()),
                ("place", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place")),
                ("work", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="shares", to="works.work")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("work", "source"), name="works_share_once"),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="works_share_of_something"),
                ],
            },
        ),
        *places_wall("works_share"),
        RunSQL("CREATE POLICY open ON works_share FOR SELECT TO lontar_app USING (NOT named)", "DROP POLICY open ON works_share"),
        RunSQL(
            "CREATE POLICY shielded ON works_share AS RESTRICTIVE FOR SELECT TO lontar_app"
            " USING (NOT (named AND work_id <@ (SELECT lontar_hidden_works())))",
            "DROP POLICY shielded ON works_share",
        ),
        *append_only("works_share"),
        migrations.AlterField("photo", "report", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="photos", to="works.report")),
        migrations.AddField("photo", "defect", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="photos", to="works.defect")),
        migrations.AddConstraint("photo", models.UniqueConstraint(fields=("defect", "side"), name="works_defect_photo_once")),
        migrations.AddConstraint(
            "photo",
            models.CheckConstraint(
                condition=models.Q(("defect__isnull", False), ("report", None)) | models.Q(("defect", None), ("report__isnull", False)),
                name="works_photo_of_one_thing",
            ),
        ),
    ]  # fmt: skip
