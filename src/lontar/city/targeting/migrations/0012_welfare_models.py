"""Models of the local welfare score, which rounds may rank by; what was taken in is never changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from lontar.kit.walls import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('targeting', '0011_surveys_walls'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='WelfareModel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.CharField(max_length=12, unique=True)),
                ('text', models.TextField()),
                ('source', models.CharField(max_length=200)),
                ('report', models.JSONField()),
                ('on', models.DateField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddField(
            model_name='round',
            name='model',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='targeting.welfaremodel'),
        ),
        *append_only('targeting_welfaremodel'),
    ]
