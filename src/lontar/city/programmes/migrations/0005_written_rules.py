"""Rules that officers write: drafts and published versions."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('programmes', '0004_recipients_walls'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='WrittenRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.SlugField(max_length=80)),
                ('number', models.PositiveSmallIntegerField()),
                ('text', models.TextField()),
                ('cases', models.TextField(blank=True)),
                ('why', models.CharField(max_length=300)),
                ('written_on', models.DateField()),
                ('writers', models.JSONField(default=list)),
                ('published_on', models.DateField(null=True)),
                ('line', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.line')),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('rule', 'number'), name='programmes_rule_version_once'), models.UniqueConstraint(condition=models.Q(('published_on', None)), fields=('rule',), name='programmes_one_draft_of_a_rule'), models.CheckConstraint(condition=models.Q(models.Q(('published_by', None), ('published_on', None)), models.Q(('published_by__isnull', False), ('published_on__isnull', False), models.Q(('published_by', models.F('written_by')), _negated=True)), _connector='OR'), name='programmes_rule_second_person')],
            },
        ),
    ]
