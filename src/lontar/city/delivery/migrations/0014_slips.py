"""Slips that families are given beforehand, and their codes as proof of a hand-over."""


import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from lontar.kit.walls import append_only, places_wall


class Migration(migrations.Migration):

    dependencies = [
        ('delivery', '0013_thumbprint'),
        ('places', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Slip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='handover',
            name='delivery_proven',
        ),
        migrations.AlterField(
            model_name='handover',
            name='proof',
            field=models.CharField(choices=[('signature', 'Signature'), ('photo', 'Photo'), ('signed_list', 'Signed List'), ('thumbprint', 'Thumbprint'), ('witness', 'Witness'), ('slip', 'Slip'), ('transfer', 'Transfer')], max_length=12),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('proof__in', ['signature', 'photo']), ('proof_image__isnull', False)), models.Q(('proof__in', ['signed_list', 'thumbprint', 'witness', 'slip', 'transfer']), ('proof_image__isnull', True), models.Q(('proof_note', ''), _negated=True)), _connector='OR'), name='delivery_proven'),
        ),
        migrations.AddField(
            model_name='slip',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='slip',
            name='entitlement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slips', to='delivery.entitlement'),
        ),
        migrations.AddField(
            model_name='slip',
            name='place',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place'),
        ),
        migrations.AddConstraint(
            model_name='slip',
            constraint=models.UniqueConstraint(fields=('entitlement', 'by'), name='delivery_slip_once_by_one'),
        ),
        *places_wall('delivery_slip'),
        *append_only('delivery_slip'),
    ]
