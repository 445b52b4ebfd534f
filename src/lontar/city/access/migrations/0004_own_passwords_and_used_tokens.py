from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0003_sightings_wall")]

    operations = [
        migrations.AddField("apitoken", "used_on", models.DateField(null=True)),
        migrations.AddField("officer", "password_given", models.BooleanField(default=False)),
    ]
