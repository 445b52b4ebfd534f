"""Files of living conditions are a kind of import too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0018_words_of_names")]

    operations = [
        migrations.AlterField(
            "importrun",
            "kind",
            models.CharField(
                choices=[("families", "Families"), ("deciles", "Deciles"), ("conditions", "Conditions")], max_length=10
            ),
        )
    ]
