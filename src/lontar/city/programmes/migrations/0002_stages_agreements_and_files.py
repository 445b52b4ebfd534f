"""Budgets in stages, outputs beside money, agreements, codes that follow each other, spreadsheets of budgets."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0005_agency_names"),
        ("places", "0001_initial"),
        ("programmes", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=120)),
                ("signed_on", models.DateField()),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("gives", models.TextField()),
                ("on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                ("end_reason", models.CharField(blank=True, max_length=300)),
                ("made_up", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="BudgetFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("document", models.CharField(max_length=160)),
                ("file_name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[("checked", "Checked"), ("taken", "Taken")], default="checked", max_length=7
                    ),
                ),
                ("rows", models.JSONField(default=list)),
                ("changes", models.JSONField(default=list)),
                ("findings", models.JSONField(default=list)),
                ("counts", models.JSONField(default=dict)),
                ("on", models.DateField()),
                ("taken_on", models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="BudgetLayout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.SlugField(max_length=40, unique=True)),
                ("title", models.CharField(max_length=80)),
                ("columns", models.JSONField()),
                ("on", models.DateField()),
                ("retired_on", models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="CodeLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=200)),
                ("on", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="Output",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=160)),
                ("unit", models.CharField(max_length=40)),
                ("target", models.DecimalField(decimal_places=2, max_digits=15, null=True)),
                ("realised", models.DecimalField(decimal_places=2, max_digits=15, null=True)),
                ("source", models.CharField(max_length=160)),
                ("on", models.DateField()),
                ("made_up", models.BooleanField(default=False)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="budget",
            name="programmes_budget_once",
        ),
        migrations.AddField(
            model_name="budget",
            name="stage",
            field=models.CharField(
                choices=[("plan", "Plan"), ("budget", "Budget"), ("revised", "Revised")], default="budget", max_length=7
            ),
        ),
        migrations.AddField(
            model_name="line",
            name="kept_by_city",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="budget",
            constraint=models.UniqueConstraint(fields=("line", "fund", "stage"), name="programmes_budget_once_a_stage"),
        ),
        migrations.AddField(
            model_name="agreement",
            name="agency",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.agency"),
        ),
        migrations.AddField(
            model_name="agreement",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="place",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
        ),
        migrations.AddField(
            model_name="budgetfile",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="budgetfile",
            name="place",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
        ),
        migrations.AddField(
            model_name="budgetfile",
            name="taken_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="budgetlayout",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="budgetfile",
            name="layout",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.budgetlayout"
            ),
        ),
        migrations.AddField(
            model_name="codelink",
            name="after",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="follows", to="programmes.subactivity"
            ),
        ),
        migrations.AddField(
            model_name="codelink",
            name="before",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="followed_by", to="programmes.subactivity"
            ),
        ),
        migrations.AddField(
            model_name="codelink",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="output",
            name="line",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="outputs", to="programmes.line"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.UniqueConstraint(fields=("agency", "number"), name="programmes_agreement_once"),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"),
                name="programmes_agreement_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_on__isnull", True), models.Q(("end_reason", ""), _negated=True), _connector="OR"
                ),
                name="programmes_agreement_ended_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="codelink",
            constraint=models.UniqueConstraint(fields=("before", "after"), name="programmes_linked_once"),
        ),
        migrations.AddConstraint(
            model_name="output",
            constraint=models.UniqueConstraint(fields=("line", "what", "unit"), name="programmes_output_once"),
        ),
        migrations.AddConstraint(
            model_name="output",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("target__isnull", True), ("target__gte", 0), _connector="OR"),
                    models.Q(("realised__isnull", True), ("realised__gte", 0), _connector="OR"),
                ),
                name="programmes_output_not_negative",
            ),
        ),
    ]
