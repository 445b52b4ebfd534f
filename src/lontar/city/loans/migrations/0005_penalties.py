"""What lateness costs: paid as a pot of its own, carried from plan to plan, pardoned with a reason."""

from django.db import migrations, models
from django.db.models import F, Q

KINDS = [
    ("rescheduled", "Rescheduled"), ("written_off", "Written Off"), ("recovered", "Recovered"), ("waived", "Waived"),
    ("corrected", "Corrected"), ("pardoned", "Pardoned"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("loans", "0004_walls_of_carrying")]
    operations = [
        migrations.AddField("instalment", "penalty", models.BigIntegerField(default=0)),
        migrations.AddField("instalment", "fined_until", models.DateField(null=True)),
        migrations.AddField("instalment", "room", models.BigIntegerField(null=True)),
        migrations.AddField("change", "plan", models.PositiveIntegerField(default=0)),
        migrations.AlterField("change", "kind", models.CharField(choices=KINDS, max_length=11)),
        migrations.AddField("receipt", "penalty", models.BigIntegerField(default=0)),
        migrations.AddField("repayment", "penalty", models.BigIntegerField(default=0)),
        migrations.RemoveConstraint("repayment", "loans_repaid_whole"),
        migrations.AddConstraint(
            "repayment",
            models.CheckConstraint(
                condition=Q(amount__gt=0, amount=F("principal") + F("interest") + F("fee") + F("penalty"), left__gte=0)
                & Q(principal__gte=0, interest__gte=0, fee__gte=0, penalty__gte=0),
                name="loans_repaid_whole",
            ),
        ),
    ]
