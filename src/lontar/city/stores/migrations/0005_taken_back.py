"""Goods that lie in a store again because a hand-over was taken back."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stores', '0004_relief_walls'),
    ]

    operations = [
        migrations.AlterField(
            model_name='movement',
            name='kind',
            field=models.CharField(choices=[('received', 'Received'), ('moved', 'Moved'), ('given', 'Given'), ('lost', 'Lost'), ('found', 'Found'), ('back', 'Back')], max_length=8),
        ),
    ]
