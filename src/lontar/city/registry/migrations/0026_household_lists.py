"""A fourth kind of file: who cooks with whom."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0025_search_knows_words")]
    operations = [
        migrations.AlterField(
            "importrun",
            "kind",
            models.CharField(
                choices=[
                    ("families", "Families"),
                    ("deciles", "Deciles"),
                    ("conditions", "Conditions"),
                    ("households", "Households"),
                ],
                max_length=10,
            ),
        )
    ]
