"""Each line gets a word by which the book calls it while it is sensitive; lines that are there keep what the book has."""

from django.db import migrations, models

import lontar.city.programmes.models.offers

KEEP = "UPDATE programmes_line SET cover = id::text"


class Migration(migrations.Migration):
    dependencies = [("programmes", "0006_rules_only_grow")]

    operations = [
        migrations.AddField("line", "cover", models.CharField(default="", max_length=16), preserve_default=False),
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
        migrations.AlterField(
            "line",
            "cover",
            models.CharField(default=lontar.city.programmes.models.offers.cover, max_length=16, unique=True),
        ),
    ]
