"""A group's loan: what each member answers for of each plan, and who paid for whom."""

import django.db.models.deletion
from django.db import migrations, models

from lontar.kit.walls import append_only, places_wall


def _to(model: str, name: str = "+", **more: bool) -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name=name, to=model, **more)


class Migration(migrations.Migration):
    dependencies = [("loans", "0005_penalties")]
    operations = [
        migrations.AddField("groupmember", "share", models.BigIntegerField(default=0)),
        migrations.CreateModel(
            "Share",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("loan", _to("loans.loan", "shares")),
                ("place", _to("places.place", db_index=False)),
                ("plan", models.PositiveIntegerField()),
                ("person", _to("registry.person")),
                ("amount", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["loan", "plan", "person"], name="loans_share_once"),
                    models.CheckConstraint(condition=models.Q(amount__gte=0), name="loans_share_not_negative"),
                ]
            },
        ),
        migrations.CreateModel(
            "MemberPayment",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("repayment", _to("loans.repayment", "parts")),
                ("place", _to("places.place", db_index=False)),
                ("member", _to("registry.person")),
                ("payer", _to("registry.person")),
                ("amount", models.BigIntegerField()),
                ("penalty", models.BigIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["repayment", "member"], name="loans_member_payment_once"),
                    models.CheckConstraint(
                        condition=models.Q(amount__gte=0, penalty__gte=0) & models.Q(("amount__gt", 0), ("penalty__gt", 0), _connector="OR"),
                        name="loans_member_payment_some",
                    ),
                ]
            },
        ),
        *places_wall("loans_share", "loans_memberpayment"),
        *append_only("loans_share", "loans_memberpayment"),
    ]  # fmt: skip
