"""Meetings, their papers, and proposals of wards."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('places', '0001_initial'),
        ('registry', '0019_conditions_imported'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('ward', 'Ward'), ('village', 'Village'), ('planning', 'Planning'), ('neighbourhood', 'Neighbourhood')], max_length=13)),
                ('question', models.CharField(max_length=300)),
                ('held_on', models.DateField()),
                ('venue', models.CharField(max_length=200)),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('held', 'Held'), ('closed', 'Closed')], default='planned', max_length=7)),
                ('minutes', models.TextField(blank=True)),
                ('decisions', models.TextField(blank=True)),
                ('on', models.DateField()),
                ('closed_on', models.DateField(null=True)),
                ('made_up', models.BooleanField(default=False)),
                ('key', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
            ],
        ),
        migrations.CreateModel(
            name='Matter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.CharField(max_length=300)),
                ('outcome', models.CharField(blank=True, max_length=300)),
                ('family', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.family')),
                ('place', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='matters', to='community.meeting')),
            ],
        ),
        migrations.CreateModel(
            name='Attendee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('rt', models.CharField(blank=True, max_length=20)),
                ('role', models.CharField(blank=True, max_length=60)),
                ('place', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendees', to='community.meeting')),
            ],
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=80)),
                ('signed_on', models.DateField()),
                ('media_type', models.CharField(choices=[('image/jpeg', 'Jpeg'), ('application/pdf', 'Pdf')], max_length=20)),
                ('sha256', models.CharField(max_length=64)),
                ('cipher', models.BinaryField()),
                ('on', models.DateField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='paper', to='community.meeting')),
                ('place', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
            ],
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('field', models.CharField(choices=[('water', 'Water'), ('sanitation', 'Sanitation'), ('road', 'Road'), ('housing', 'Housing'), ('training', 'Training'), ('business', 'Business'), ('school', 'School'), ('health', 'Health'), ('other', 'Other')], max_length=10)),
                ('title', models.CharField(max_length=160)),
                ('words', models.TextField(blank=True)),
                ('spot', models.CharField(max_length=160)),
                ('cost', models.BigIntegerField(null=True)),
                ('votes', models.PositiveIntegerField(null=True)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('adopted', 'Adopted'), ('refused', 'Refused')], default='waiting', max_length=8)),
                ('answer', models.CharField(blank=True, max_length=400)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('answered_on', models.DateField(null=True)),
                ('on', models.DateField()),
                ('made_up', models.BooleanField(default=False)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='community.meeting')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
            ],
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'planned'), models.Q(models.Q(('minutes', ''), _negated=True), models.Q(('decisions', ''), _negated=True)), _connector='OR'), name='community_held_has_minutes'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_on__isnull', False), _connector='OR'), name='community_closed_on_a_day'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['place', '-on'], name='community_of_ward'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('cost__isnull', True), ('cost__gte', 0), _connector='OR'), name='community_cost'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_on__isnull', True), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('answered_by__isnull', False), ('answered_on__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='community_answered_with_a_reason'),
        ),
    ]
