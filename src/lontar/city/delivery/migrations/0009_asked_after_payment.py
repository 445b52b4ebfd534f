"""Families asked after payment, and what they said."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0008_forward_at_less_cost"),
        ("places", "0001_initial"),
        ("programmes", "0006_rules_only_grow"),
        ("registry", "0027_ages_as_told"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PaymentSurvey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("period", models.CharField(max_length=10)),
                ("begins", models.DateField()),
                ("due", models.DateField()),
                ("seed", models.CharField(max_length=80)),
                ("margin", models.PositiveSmallIntegerField()),
                ("frame", models.JSONField()),
                ("goods", models.CharField(blank=True, max_length=300)),
                (
                    "state",
                    models.CharField(choices=[("open", "Open"), ("closed", "Closed")], default="open", max_length=6),
                ),
                ("closed_on", models.DateField(null=True)),
                ("results", models.JSONField(default=dict)),
                ("made_up", models.BooleanField(default=False)),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.line"
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AskedFamily",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.BigIntegerField()),
                ("handed_on", models.DateField()),
                ("stratum", models.CharField(max_length=40)),
                ("drawn_n", models.PositiveIntegerField()),
                ("drawn_of", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("answered", "Answered"),
                            ("refused", "Refused"),
                            ("not_met", "Not Met"),
                            ("gone", "Gone"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("how", models.CharField(blank=True, choices=[("visit", "Visit"), ("call", "Call")], max_length=5)),
                ("arrived", models.BooleanField(null=True)),
                ("rupiah", models.BigIntegerField(null=True)),
                ("whole", models.BooleanField(null=True)),
                ("received_on", models.DateField(null=True)),
                ("asked_money", models.BooleanField(null=True)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("asked_on", models.DateField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entitlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="delivery.entitlement"
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.family"
                    ),
                ),
                (
                    "handed_by",
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
                (
                    "survey",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="families",
                        to="delivery.paymentsurvey",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="paymentsurvey",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("line", "place", "period"),
                name="delivery_one_open_survey",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentsurvey",
            constraint=models.CheckConstraint(
                condition=models.Q(("due__gt", models.F("begins"))), name="delivery_survey_days"
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentsurvey",
            constraint=models.CheckConstraint(
                condition=models.Q(("margin__gte", 1), ("margin__lte", 30)), name="delivery_survey_margin"
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentsurvey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_by__isnull", True), ("closed_on__isnull", True), ("state", "open")),
                    models.Q(("closed_by__isnull", False), ("closed_on__isnull", False), ("state", "closed")),
                    _connector="OR",
                ),
                name="delivery_survey_closed",
            ),
        ),
        migrations.AddIndex(
            model_name="askedfamily",
            index=models.Index(fields=["place", "state"], name="delivery_asked_walk"),
        ),
        migrations.AddConstraint(
            model_name="askedfamily",
            constraint=models.UniqueConstraint(fields=("survey", "family"), name="delivery_asked_once"),
        ),
        migrations.AddConstraint(
            model_name="askedfamily",
            constraint=models.CheckConstraint(
                condition=models.Q(("drawn_n__gte", 1), ("drawn_n__lte", models.F("drawn_of"))),
                name="delivery_asked_chance",
            ),
        ),
        migrations.AddConstraint(
            model_name="askedfamily",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("asked_on__isnull", True), ("by__isnull", True), ("state", "open")),
                    models.Q(
                        models.Q(("state", "open"), _negated=True), ("asked_on__isnull", False), ("by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="delivery_asked_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="askedfamily",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("by__isnull", True), models.Q(("by", models.F("handed_by")), _negated=True), _connector="OR"
                ),
                name="delivery_asked_by_other",
            ),
        ),
        migrations.AddConstraint(
            model_name="askedfamily",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "answered"),
                    models.Q(
                        ("arrived__isnull", True),
                        ("asked_money__isnull", True),
                        ("rupiah__isnull", True),
                        ("whole__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="delivery_asked_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="askedfamily",
            constraint=models.CheckConstraint(
                condition=models.Q(("rupiah__isnull", True), ("rupiah__gte", 0), _connector="OR"),
                name="delivery_told_amount",
            ),
        ),
    ]
