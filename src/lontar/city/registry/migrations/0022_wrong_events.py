"""A wrong event can be taken back: what it changed is kept with it, and who took it back, when and why.

The trace lies behind the wall of the ward where the event was recorded; that it was taken back is seen by whoever
sees the event.
"""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

from lontar.kit.walls import append_only, places_wall


def place() -> models.ForeignKey:
    return models.ForeignKey(
        db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+",
        to="places.place",
    )  # fmt: skip


def event(name: str) -> models.OneToOneField:
    return models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name=name, to="registry.lifeevent")


def part(to: str, **more: bool) -> models.ForeignKey:
    return models.ForeignKey(
        db_constraint=False,
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=to,
        **more,
    )


KEY = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
FOLLOWS = """
CREATE POLICY follows ON registry_lifeeventundo FOR SELECT TO lontar_app
    USING (EXISTS (SELECT FROM registry_lifeevent e WHERE e.id = event_id))
"""


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0021_after_merges"),
        ("places", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="LifeEventTrace",
            fields=[("id", KEY), ("moved", models.JSONField()), ("event", event("trace")), ("place", place())],
        ),
        migrations.CreateModel(
            name="LifeEventUndo",
            fields=[
                ("id", KEY.clone()),
                ("by_role", models.CharField(max_length=20)),
                ("on", models.DateField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("why", models.CharField(max_length=200)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("event", event("undoing")),
                ("place", place()),
            ],
        ),
        migrations.AlterField("lifeeventpart", "family", part("registry.family")),
        migrations.AlterField("lifeeventpart", "person", part("registry.person", null=True)),
        migrations.AlterField(
            "happening",
            "family",
            models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="happenings",
                to="registry.family",
            ),
        ),
        *places_wall("registry_lifeeventtrace", "registry_lifeeventundo"),
        *append_only("registry_lifeeventtrace", "registry_lifeeventundo"),
        RunSQL(FOLLOWS, "DROP POLICY follows ON registry_lifeeventundo"),
    ]  # fmt: skip
