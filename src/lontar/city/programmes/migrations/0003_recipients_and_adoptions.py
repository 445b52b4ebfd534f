"""Lists of recipients, and proposals of wards that go into a line."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('community', '0001_initial'),
        ('places', '0001_initial'),
        ('programmes', '0002_stages_agreements_and_files'),
        ('registry', '0019_conditions_imported'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Adoption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adoptions', to='programmes.line')),
                ('proposal', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='community.proposal')),
            ],
        ),
        migrations.CreateModel(
            name='RecipientList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('programme', models.SlugField(max_length=80)),
                ('since', models.DateField()),
                ('until', models.DateField()),
                ('complete', models.BooleanField()),
                ('source', models.CharField(max_length=160)),
                ('file_name', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64)),
                ('rows', models.PositiveIntegerField()),
                ('unplaced', models.PositiveIntegerField(default=0)),
                ('on', models.DateField()),
                ('withdrawn_on', models.DateField(null=True)),
                ('withdraw_reason', models.CharField(blank=True, max_length=300)),
                ('made_up', models.BooleanField(default=False)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
            ],
        ),
        migrations.CreateModel(
            name='Recipient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.PositiveIntegerField()),
                ('amount', models.BigIntegerField(null=True)),
                ('state', models.CharField(choices=[('matched', 'Matched'), ('open', 'Open'), ('aside', 'Aside')], max_length=7)),
                ('cipher', models.BinaryField(default=b'')),
                ('settled_on', models.DateField(null=True)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('family', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.family')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('list', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recipients', to='programmes.recipientlist')),
            ],
        ),
        migrations.AddConstraint(
            model_name='recipientlist',
            constraint=models.CheckConstraint(condition=models.Q(('until__gte', models.F('since'))), name='programmes_list_days'),
        ),
        migrations.AddConstraint(
            model_name='recipient',
            constraint=models.UniqueConstraint(fields=('list', 'row'), name='programmes_row_once'),
        ),
        migrations.AddConstraint(
            model_name='recipient',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('family__isnull', False), ('state', 'matched')), models.Q(models.Q(('state', 'matched'), _negated=True), ('family__isnull', True)), _connector='OR'), name='programmes_matched_has_family'),
        ),
    ]
