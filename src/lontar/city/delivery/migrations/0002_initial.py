import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('delivery', '0001_initial'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='entitlement',
            index=models.Index(fields=['place', 'status'], name='delivery_place_status'),
        ),
        migrations.AddConstraint(
            model_name='entitlement',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'cancelled'), _negated=True), fields=('line', 'family', 'period'), name='delivery_owed_once'),
        ),
        migrations.AddConstraint(
            model_name='entitlement',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='delivery_amount_positive'),
        ),
        migrations.AddConstraint(
            model_name='entitlement',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['owed', 'delivered', 'cancelled'])), name='delivery_known_status'),
        ),
        migrations.AddConstraint(
            model_name='entitlement',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), ('status', 'cancelled'), _negated=True), name='delivery_cancelled_why'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='entitlement',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "delivery_entitlementevent" ("amount", "family_id", "id", "line_id", "on", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "reason", "round_id", "status", "subject") VALUES (OLD."amount", OLD."family_id", OLD."id", OLD."line_id", OLD."on", OLD."period", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."place_id", OLD."reason", OLD."round_id", OLD."status", OLD."subject"); RETURN NULL;', hash='dbc5600496254d8b2f0717c1cc0f7265ec3b237f', operation='UPDATE', pgid='pgtrigger_update_update_63c9b', table='delivery_entitlement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='entitlement',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "delivery_entitlementevent" ("amount", "family_id", "id", "line_id", "on", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "reason", "round_id", "status", "subject") VALUES (OLD."amount", OLD."family_id", OLD."id", OLD."line_id", OLD."on", OLD."period", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place_id", OLD."reason", OLD."round_id", OLD."status", OLD."subject"); RETURN NULL;', hash='a9b35e13ac4529d5e18e0fee1f200568cd7551ad', operation='DELETE', pgid='pgtrigger_delete_delete_985bc', table='delivery_entitlement', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='handover',
            index=models.Index(fields=['on'], name='delivery_handover_on'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('proof__in', ['signature', 'photo']), ('proof_image__isnull', False)), models.Q(('proof__in', ['signed_list', 'witness']), ('proof_image__isnull', True), models.Q(('proof_note', ''), _negated=True)), _connector='OR'), name='delivery_proven'),
        ),
    ]
