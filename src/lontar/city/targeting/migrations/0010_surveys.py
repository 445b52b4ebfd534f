"""Samples of homes by which the errors of a list are measured."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('places', '0001_initial'),
        ('registry', '0026_household_lists'),
        ('targeting', '0009_logged_decisions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Survey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('begins', models.DateField()),
                ('due', models.DateField()),
                ('seed', models.CharField(max_length=80)),
                ('design', models.JSONField()),
                ('frame', models.JSONField()),
                ('form_version', models.CharField(max_length=40)),
                ('items', models.JSONField()),
                ('form_source', models.CharField(max_length=300)),
                ('line_amount', models.BigIntegerField()),
                ('line_region', models.CharField(max_length=80)),
                ('line_period', models.CharField(max_length=40)),
                ('line_source', models.CharField(max_length=200)),
                ('state', models.CharField(choices=[('open', 'Open'), ('closed', 'Closed')], default='open', max_length=6)),
                ('closed_on', models.DateField(null=True)),
                ('results', models.JSONField(default=dict)),
                ('made_up', models.BooleanField(default=False)),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='surveys', to='targeting.round')),
            ],
        ),
        migrations.CreateModel(
            name='SampledHome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stratum', models.CharField(max_length=40)),
                ('unit', models.PositiveIntegerField()),
                ('part', models.CharField(max_length=7)),
                ('first_n', models.PositiveIntegerField()),
                ('first_of', models.PositiveIntegerField()),
                ('second_n', models.PositiveIntegerField()),
                ('second_of', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('open', 'Open'), ('answered', 'Answered'), ('refused', 'Refused'), ('not_met', 'Not Met'), ('gone', 'Gone')], default='open', max_length=8)),
                ('people', models.PositiveSmallIntegerField(null=True)),
                ('amounts', models.JSONField(default=dict)),
                ('a_head', models.BigIntegerField(null=True)),
                ('poor', models.BooleanField(null=True)),
                ('asked_on', models.DateField(null=True)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('family', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.family')),
                ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('survey', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='homes', to='targeting.survey')),
            ],
        ),
        migrations.AddConstraint(
            model_name='survey',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('round',), name='targeting_one_open_survey'),
        ),
        migrations.AddConstraint(
            model_name='survey',
            constraint=models.CheckConstraint(condition=models.Q(('line_amount__gt', 0)), name='targeting_survey_line'),
        ),
        migrations.AddConstraint(
            model_name='survey',
            constraint=models.CheckConstraint(condition=models.Q(('due__gte', models.F('begins'))), name='targeting_survey_days'),
        ),
        migrations.AddConstraint(
            model_name='survey',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_by__isnull', True), ('closed_on__isnull', True), ('state', 'open')), models.Q(('closed_by__isnull', False), ('closed_on__isnull', False), ('state', 'closed')), _connector='OR'), name='targeting_survey_closed'),
        ),
        migrations.AddIndex(
            model_name='sampledhome',
            index=models.Index(fields=['place', 'state'], name='targeting_sampled_walk'),
        ),
        migrations.AddConstraint(
            model_name='sampledhome',
            constraint=models.UniqueConstraint(fields=('survey', 'family'), name='targeting_sampled_once'),
        ),
        migrations.AddConstraint(
            model_name='sampledhome',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ('chosen', 'others'))), name='targeting_sampled_part'),
        ),
        migrations.AddConstraint(
            model_name='sampledhome',
            constraint=models.CheckConstraint(condition=models.Q(('first_n__gte', 1), ('first_n__lte', models.F('first_of')), ('second_n__gte', 1), ('second_n__lte', models.F('second_of'))), name='targeting_sampled_chance'),
        ),
        migrations.AddConstraint(
            model_name='sampledhome',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('asked_on__isnull', True), ('by__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('asked_on__isnull', False), ('by__isnull', False)), _connector='OR'), name='targeting_sampled_asked'),
        ),
        migrations.AddConstraint(
            model_name='sampledhome',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'answered'), models.Q(('a_head__isnull', True), ('poor__isnull', True)), _connector='OR'), name='targeting_sampled_known'),
        ),
    ]
