"""Where a roof stands, in degrees, as somebody gave it: with its day and its source, behind the wall of the address."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models
from django.db.migrations.operations import RunSQL


class Migration(migrations.Migration):

    dependencies = [
        ('places', '0002_box'),
        ('registry', '0029_names_in_their_index'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='dwelling',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='dwelling',
            name='update_update',
        ),
        migrations.AddField(
            model_name='dwelling',
            name='latitude',
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name='dwelling',
            name='located_by',
            field=models.CharField(blank=True, choices=[('import', 'Import'), ('field_check', 'Field Check'), ('officer', 'Officer')], db_default='', max_length=11),
        ),
        migrations.AddField(
            model_name='dwelling',
            name='located_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='dwelling',
            name='longitude',
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name='dwellingevent',
            name='latitude',
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name='dwellingevent',
            name='located_by',
            field=models.CharField(blank=True, choices=[('import', 'Import'), ('field_check', 'Field Check'), ('officer', 'Officer')], db_default='', max_length=11),
        ),
        migrations.AddField(
            model_name='dwellingevent',
            name='located_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='dwellingevent',
            name='longitude',
            field=models.FloatField(null=True),
        ),
        migrations.AlterField(
            model_name='contradiction',
            name='kind',
            field=models.CharField(choices=[('two_heads', 'Two Heads'), ('no_head', 'No Head'), ('no_members', 'No Members'), ('mother_too_young', 'Mother Too Young'), ('father_too_young', 'Father Too Young'), ('died_before_birth', 'Died Before Birth'), ('dead_member', 'Dead Member'), ('too_old', 'Too Old'), ('married_too_young', 'Married Too Young'), ('nik_twice', 'Nik Twice'), ('outside_city', 'Outside City')], max_length=20),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dwelling',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "registry_dwellingevent" ("address", "id", "latitude", "located_by", "located_on", "longitude", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "rt", "rw") SELECT old_values."address", old_values."id", old_values."latitude", old_values."located_by", old_values."located_on", old_values."longitude", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."place_id", old_values."rt", old_values."rw" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='5beb22fe2d36d68c3dcfde9e3bb02b1c9f1000c6', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_d7db2', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='registry_dwelling', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dwelling',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registry_dwellingevent" ("address", "id", "latitude", "located_by", "located_on", "longitude", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "rt", "rw") VALUES (OLD."address", OLD."id", OLD."latitude", OLD."located_by", OLD."located_on", OLD."longitude", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place_id", OLD."rt", OLD."rw"); RETURN NULL;', hash='6f6761518a9e244aad17135c1f9d45e87a362f4a', operation='DELETE', pgid='pgtrigger_delete_delete_594a8', table='registry_dwelling', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='dwelling',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('located_by', ''), ('located_on', None), ('longitude', None)), models.Q(('latitude__gte', -90), ('latitude__lte', 90), ('located_by__in', ['import', 'field_check', 'officer']), ('located_on__isnull', False), ('longitude__gte', -180), ('longitude__lte', 180)), _connector='OR'), name='registry_dwelling_on_earth'),
        ),
        # What a statement changed is joined by hashes, also where this was planned for a single row.
        RunSQL(
            "ALTER FUNCTION pgtrigger_update_update_d7db2() SET enable_nestloop = off",
            "ALTER FUNCTION pgtrigger_update_update_d7db2() RESET enable_nestloop",
        ),
    ]
