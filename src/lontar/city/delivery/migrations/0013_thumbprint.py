"""A thumbprint on paper proves a hand-over."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('delivery', '0012_walls_of_taking_back'),
        ('places', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='handover',
            name='delivery_proven',
        ),
        migrations.AlterField(
            model_name='handover',
            name='proof',
            field=models.CharField(choices=[('signature', 'Signature'), ('photo', 'Photo'), ('signed_list', 'Signed List'), ('thumbprint', 'Thumbprint'), ('witness', 'Witness'), ('transfer', 'Transfer')], max_length=12),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('proof__in', ['signature', 'photo']), ('proof_image__isnull', False)), models.Q(('proof__in', ['signed_list', 'thumbprint', 'witness', 'transfer']), ('proof_image__isnull', True), models.Q(('proof_note', ''), _negated=True)), _connector='OR'), name='delivery_proven'),
        ),
    ]
