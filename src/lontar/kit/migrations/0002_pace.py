from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kit", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Pace",
            fields=[
                ("officer_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("minute", models.BigIntegerField()),
                ("requests", models.IntegerField()),
            ],
        ),
        # Written at every request of a program: without a log nothing waits for a disk, and a crash may forget it.
        migrations.RunSQL("ALTER TABLE kit_pace SET UNLOGGED", "ALTER TABLE kit_pace SET LOGGED"),
    ]
