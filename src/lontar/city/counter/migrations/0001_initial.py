"""What families come to the counter for."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '0005_agency_names'),
        ('places', '0001_initial'),
        ('registry', '0023_contradictions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Errand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('letter', 'Letter'), ('reactivation', 'Reactivation'), ('referral', 'Referral')], max_length=12)),
                ('programme', models.SlugField(blank=True, max_length=80)),
                ('urgent', models.BooleanField(default=False)),
                ('paper', models.CharField(blank=True, max_length=80)),
                ('decile', models.PositiveSmallIntegerField(null=True)),
                ('decile_on', models.DateField(null=True)),
                ('decile_source', models.CharField(blank=True, max_length=160)),
                ('on', models.DateField()),
                ('due', models.DateField()),
                ('outcome', models.CharField(choices=[('open', 'Open'), ('done', 'Done'), ('refused', 'Refused'), ('unanswered', 'Unanswered')], default='open', max_length=10)),
                ('answer', models.CharField(blank=True, max_length=300)),
                ('answered_on', models.DateField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('family', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.family')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person')),
                ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency')),
            ],
            options={
                'indexes': [models.Index(fields=['place', 'outcome', 'due'], name='counter_errand_clock')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answered_by', None), ('answered_on', None), ('outcome', 'open')), models.Q(models.Q(('outcome', 'open'), _negated=True), ('answered_by__isnull', False), ('answered_on__isnull', False)), _connector='OR'), name='counter_errand_answered'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'referral'), _negated=True), models.Q(('to__isnull', False), models.Q(('programme', ''), _negated=True)), _connector='OR'), name='counter_referred_somewhere'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'reactivation'), _negated=True), ('person__isnull', False), _connector='OR'), name='counter_reactivated_somebody'), models.UniqueConstraint(condition=models.Q(('kind', 'reactivation'), ('outcome', 'open')), fields=('person',), name='counter_reactivated_once')],
            },
        ),
    ]
