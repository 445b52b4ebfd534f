"""Families that people name, and objections: with slips and clocks."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('places', '0001_initial'),
        ('programmes', '0001_initial'),
        ('registry', '0019_conditions_imported'),
        ('targeting', '0006_steps_walls'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='decision',
            name='nominated',
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name='Nomination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('resident', 'Resident'), ('rt_rw', 'Rt Rw'), ('officer', 'Officer'), ('partner', 'Partner'), ('objection', 'Objection')], max_length=9)),
                ('name', models.CharField(blank=True, max_length=120)),
                ('rt', models.CharField(blank=True, max_length=3)),
                ('rw', models.CharField(blank=True, max_length=3)),
                ('reason', models.CharField(max_length=500)),
                ('on', models.DateField()),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('due', models.DateField()),
                ('outcome', models.CharField(choices=[('open', 'Open'), ('known', 'Known'), ('not_found', 'Not Found')], default='open', max_length=9)),
                ('settled_on', models.DateField(null=True)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('family', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.family')),
                ('line', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.line')),
                ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['place', 'outcome'], name='targeting_nomination_place')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('family__isnull', True), ('outcome', 'open'), ('settled_on__isnull', True)), models.Q(('family__isnull', False), ('outcome', 'known')), models.Q(('family__isnull', True), ('outcome', 'not_found'), ('settled_on__isnull', False)), _connector='OR'), name='targeting_nomination_settled'), models.CheckConstraint(condition=models.Q(('outcome', 'open'), ('name', ''), _connector='OR'), name='targeting_nomination_unnamed')],
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('standing', models.CharField(blank=True, max_length=7)),
                ('words', models.CharField(max_length=500)),
                ('on', models.DateField()),
                ('due', models.DateField()),
                ('outcome', models.CharField(choices=[('open', 'Open'), ('upheld', 'Upheld'), ('dismissed', 'Dismissed')], default='open', max_length=9)),
                ('number', models.CharField(blank=True, max_length=80)),
                ('answer', models.CharField(blank=True, max_length=500)),
                ('answered_on', models.DateField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('family', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.family')),
                ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='targeting.round')),
            ],
            options={
                'indexes': [models.Index(fields=['place', 'outcome'], name='targeting_objection_place')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('outcome', 'open')), fields=('round', 'family'), name='targeting_objects_once'), models.CheckConstraint(condition=models.Q(models.Q(('answered_by__isnull', True), ('outcome', 'open')), models.Q(models.Q(('outcome', 'open'), _negated=True), ('answered_by__isnull', False), ('answered_on__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='targeting_objection_answered')],
            },
        ),
    ]
