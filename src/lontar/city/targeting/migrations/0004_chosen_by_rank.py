"""A round chooses among those who qualify: by rank, within a quota or a budget; what was decided before stays chosen."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("targeting", "0003_whole_city_at_once")]
    operations = [
        migrations.AddField("round", "quota", models.PositiveIntegerField(null=True)),
        migrations.AddField("round", "budget", models.BigIntegerField(null=True)),
        migrations.AddField("round", "criteria", models.JSONField(default=list)),
        migrations.AddField("round", "seed", models.CharField(default="", max_length=80)),
        migrations.AddField("round", "number_key", models.CharField(default="", max_length=64)),
        migrations.AddField(
            "decision",
            "standing",
            models.CharField(
                blank=True, choices=[("chosen", "Chosen"), ("waiting", "Waiting")], default="", max_length=7
            ),
        ),
        migrations.AddField("decision", "rank", models.PositiveIntegerField(null=True)),
        migrations.AddField("decision", "number", models.CharField(blank=True, default="", max_length=16)),
        migrations.AddField("decision", "measures", models.JSONField(default=list)),
        migrations.AddConstraint(
            "round",
            models.CheckConstraint(
                condition=Q(budget__isnull=True) | Q(budget__gt=0), name="targeting_budget_is_something"
            ),
        ),
        migrations.AddConstraint(
            "round",
            models.CheckConstraint(condition=Q(quota__isnull=True) | Q(quota__gt=0), name="targeting_quota_is_somebody"),
        ),
        migrations.AddIndex(
            "decision",
            models.Index(condition=Q(rank__isnull=False), fields=["round", "rank"], name="targeting_decision_rank"),
        ),
        # One index fewer to fill for each row of a whole city: the unique one begins with the family.
        migrations.RemoveConstraint("decision", "targeting_decided_once"),
        migrations.AlterField(
            "decision",
            "family",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="registry.family",
            ),
        ),
        migrations.AddConstraint(
            "decision", models.UniqueConstraint(fields=("family", "round"), name="targeting_decided_once")
        ),
        migrations.RunSQL(
            [
                "UPDATE targeting_decision SET standing = 'chosen' WHERE verdict = 'qualifies'",
                "UPDATE targeting_round SET counts = counts || jsonb_build_object('chosen', counts->'qualifies', "
                "'wards', (SELECT coalesce(jsonb_object_agg(key, CASE WHEN value ? 'qualifies' THEN value || "
                "jsonb_build_object('chosen', value->'qualifies') ELSE value END), '{}') "
                "FROM jsonb_each(counts->'wards'))) WHERE counts ? 'qualifies'",
            ],
            migrations.RunSQL.noop,
        ),
    ]
