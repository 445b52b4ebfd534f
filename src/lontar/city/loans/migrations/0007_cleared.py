"""A case may be about a loan that was written off, and end as its borrower says; what comes back of one has its receipt."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("loans", "0006_together")]
    operations = [
        migrations.AlterField(
            "change",
            "kind",
            models.CharField(
                choices=[
                    ("rescheduled", "Rescheduled"), ("written_off", "Written Off"), ("recovered", "Recovered"),
                    ("waived", "Waived"), ("corrected", "Corrected"), ("cleared", "Cleared"), ("pardoned", "Pardoned"),
                ],
                max_length=11,
            ),
        ),
        # Receipts of what came back after a write-off are numbered with those of repayments.
        migrations.AddField("change", "number", models.PositiveIntegerField(null=True)),
    ]  # fmt: skip
