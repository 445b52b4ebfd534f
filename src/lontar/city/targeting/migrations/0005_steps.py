"""From the frozen list to the signed paper: steps with clocks, amendments, minutes, columns and answers."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0002_walls'),
        ('fieldwork', '0002_walls'),
        ('places', '0001_initial'),
        ('programmes', '0001_initial'),
        ('registry', '0019_conditions_imported'),
        ('targeting', '0004_chosen_by_rank'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Amendment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('add', 'Add'), ('strike', 'Strike')], max_length=6)),
                ('reason', models.CharField(max_length=500)),
                ('before', models.CharField(blank=True, max_length=7)),
                ('on', models.DateField()),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('withdrawn_on', models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('accepted', models.BooleanField()),
                ('note', models.CharField(blank=True, max_length=300)),
                ('on', models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name='Layout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True)),
                ('columns', models.JSONField()),
                ('on', models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name='Scan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('media_type', models.CharField(choices=[('image/jpeg', 'Jpeg'), ('application/pdf', 'Pdf')], max_length=20)),
                ('sha256', models.CharField(max_length=64)),
                ('cipher', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('meeting', 'Meeting'), ('check', 'Check'), ('approval', 'Approval'), ('second', 'Second'), ('decree', 'Decree'), ('export', 'Export'), ('answer', 'Answer')], max_length=8)),
                ('since', models.DateField()),
                ('due', models.DateField()),
                ('on', models.DateField(null=True)),
                ('at', models.DateTimeField(null=True)),
                ('number', models.CharField(blank=True, max_length=80)),
                ('paper_on', models.DateField(null=True)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('details', models.JSONField(default=dict)),
                ('taken_back_on', models.DateField(null=True)),
                ('reason', models.CharField(blank=True, max_length=500)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='round',
            name='targeting_second_person',
        ),
        migrations.AddField(
            model_name='round',
            name='approved_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='round',
            name='approved_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='round',
            name='campaign',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='fieldwork.campaign'),
        ),
        migrations.AddField(
            model_name='round',
            name='paper_number',
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name='round',
            name='paper_on',
            field=models.DateField(null=True),
        ),
        migrations.AlterField(
            model_name='decision',
            name='standing',
            field=models.CharField(blank=True, choices=[('chosen', 'Chosen'), ('waiting', 'Waiting'), ('struck', 'Struck'), ('added', 'Added')], default='', max_length=7),
        ),
        migrations.AlterField(
            model_name='round',
            name='state',
            field=models.CharField(choices=[('opened', 'Opened'), ('scored', 'Scored'), ('met', 'Met'), ('checked', 'Checked'), ('approved', 'Approved'), ('decreed', 'Decreed'), ('exported', 'Exported'), ('answered', 'Answered'), ('rejected', 'Rejected')], default='opened', max_length=8),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('approved', 'decreed', 'exported', 'answered')), _negated=True), models.Q(('closed_by__isnull', False), models.Q(('closed_by', models.F('scored_by')), _negated=True)), _connector='OR'), name='targeting_second_person'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), ('state', 'rejected'), models.Q(models.Q(('approved_by', models.F('scored_by')), _negated=True), models.Q(('approved_by', models.F('opened_by')), _negated=True), models.Q(('closed_by__isnull', True), models.Q(('approved_by', models.F('closed_by')), _negated=True), _connector='OR')), _connector='OR'), name='targeting_two_approvers'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('decreed', 'exported', 'answered')), _negated=True), models.Q(('paper_number', ''), _negated=True), _connector='OR'), name='targeting_decreed_on_paper'),
        ),
        migrations.AddField(
            model_name='amendment',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='amendment',
            name='family',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.family'),
        ),
        migrations.AddField(
            model_name='amendment',
            name='place',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place'),
        ),
        migrations.AddField(
            model_name='amendment',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='targeting.round'),
        ),
        migrations.AddField(
            model_name='amendment',
            name='withdrawn_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='answer',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='answer',
            name='family',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.family'),
        ),
        migrations.AddField(
            model_name='answer',
            name='place',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place'),
        ),
        migrations.AddField(
            model_name='answer',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='targeting.round'),
        ),
        migrations.AddField(
            model_name='layout',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='scan',
            name='place',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place'),
        ),
        migrations.AddField(
            model_name='step',
            name='agency',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency'),
        ),
        migrations.AddField(
            model_name='step',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='step',
            name='place',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place'),
        ),
        migrations.AddField(
            model_name='step',
            name='round',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='targeting.round'),
        ),
        migrations.AddField(
            model_name='step',
            name='scan',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='targeting.scan'),
        ),
        migrations.AddField(
            model_name='step',
            name='taken_back_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='amendment',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_on__isnull', True)), fields=('round', 'family'), name='targeting_amended_once'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.UniqueConstraint(fields=('round', 'family'), name='targeting_answered_once'),
        ),
        migrations.AddIndex(
            model_name='step',
            index=models.Index(fields=['on', 'kind'], name='targeting_step_open'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.UniqueConstraint(condition=models.Q(('taken_back_on__isnull', True)), fields=('round', 'kind', 'place'), name='targeting_step_once'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('by__isnull', True), ('on__isnull', True)), models.Q(('by__isnull', False), ('on__isnull', False)), _connector='OR'), name='targeting_step_signed'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'meeting'), _negated=True), ('on__isnull', True), models.Q(models.Q(('number', ''), _negated=True), ('paper_on__isnull', False), ('scan__isnull', False)), _connector='OR'), name='targeting_meeting_has_minutes'),
        ),
    ]
