"""The old rows of one statement are kept at once, and words are looked at only where names changed.

A month's list changes thousands of persons in one statement: their history is one statement too. And whose occupation
or ward changed is still called what they were called, so no word of theirs can be gone.
"""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations
from django.db.migrations.operations import RunSQL

WORDS = """
CREATE OR REPLACE FUNCTION registry_learn_words() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    former text[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO registry_word
            SELECT DISTINCT w FROM new_rows, unnest(string_to_array(name_key::text, ' ')) w WHERE w <> '' ORDER BY w
            ON CONFLICT DO NOTHING;
        RETURN NULL;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO registry_word
            SELECT DISTINCT w FROM new_rows n JOIN old_rows o USING (id),
                unnest(string_to_array(n.name_key::text, ' ')) w
            WHERE n.name_key <> o.name_key AND w <> '' ORDER BY w
            ON CONFLICT DO NOTHING;
        SELECT array_agg(DISTINCT w) INTO former FROM new_rows n JOIN old_rows o USING (id),
            unnest(string_to_array(o.name_key::text, ' ')) w WHERE n.name_key <> o.name_key;
    ELSE
        SELECT array_agg(DISTINCT w) INTO former FROM old_rows, unnest(string_to_array(name_key::text, ' ')) w;
    END IF;
    -- What nobody is called any more is forgotten.
    IF former IS NOT NULL THEN
        DELETE FROM registry_word gone WHERE gone.word = ANY (former) AND NOT EXISTS (
            SELECT FROM registry_person p WHERE string_to_array(p.name_key::text, ' ') @> ARRAY[gone.word]);
    END IF;
    RETURN NULL;
END $$;
"""
# What a statement changed is joined by hashes, also where this was planned for a single row.
JOINING = (
    "registry_learn_words()",
    "pgtrigger_update_update_d7db2()",
    "pgtrigger_update_update_89f08()",
    "pgtrigger_update_update_2e25f()",
    "pgtrigger_update_update_56ba8()",
    "pgtrigger_update_update_dc0c2()",
    "pgtrigger_update_update_e269c()",
    "pgtrigger_update_update_60b08()",
)


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0027_ages_as_told'),
    ]

    operations = [
        RunSQL(WORDS, RunSQL.noop),
        pgtrigger.migrations.RemoveTrigger(
            model_name='dwelling',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='livingconditions',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='membership',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='person',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='residence',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='sharing',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='shield',
            name='update_update',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dwelling',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "registry_dwellingevent" ("address", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "rt", "rw") SELECT old_values."address", old_values."id", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."place_id", old_values."rt", old_values."rw" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='37ebe8f64e2eeb85eb5d3b3b2660074c7d4fe91d', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_d7db2', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='registry_dwelling', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='livingconditions',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "registry_livingconditionsevent" ("by_id", "columns", "family_id", "id", "note", "on", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "source", "version") SELECT old_values."by_id", old_values."columns", old_values."family_id", old_values."id", old_values."note", old_values."on", old_values."person_id", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."place_id", old_values."source", old_values."version" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='f19e54db64bca700180438e4f1b62446058fb9fc', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_89f08', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='registry_livingconditions', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "registry_membershipevent" ("family_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "relation", "since", "until") SELECT old_values."family_id", old_values."id", old_values."person_id", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."place_id", old_values."relation", old_values."since", old_values."until" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='61c19365bf2e8673315d71ea29df139140a30f06', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_2e25f', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='registry_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "registry_personevent" ("birth_date", "birth_place", "died_on", "disability", "disability_known", "education", "father_name", "id", "marital_status", "merged_into_id", "mother_name", "name", "name_key", "nik_state", "no_nik_reason", "occupation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "sex") SELECT old_values."birth_date", old_values."birth_place", old_values."died_on", old_values."disability", old_values."disability_known", old_values."education", old_values."father_name", old_values."id", old_values."marital_status", old_values."merged_into_id", old_values."mother_name", old_values."name", old_values."name_key", old_values."nik_state", old_values."no_nik_reason", old_values."occupation", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."place_id", old_values."sex" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='455d6429be5b24b1b98c0fd5919a0bec7cba759d', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_56ba8', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='registry_person', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='residence',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "registry_residenceevent" ("dwelling_id", "family_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "since", "until") SELECT old_values."dwelling_id", old_values."family_id", old_values."id", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."place_id", old_values."since", old_values."until" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='7b2814adca3a58393f105b42525fa75324307bd7', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_dc0c2', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='registry_residence', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sharing',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "registry_sharingevent" ("family_id", "household_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "since", "until") SELECT old_values."family_id", old_values."household_id", old_values."id", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."place_id", old_values."since", old_values."until" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='7cf3daca00d8ce5c0656ef6f4afee94ae60a753b', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_e269c', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='registry_sharing', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='shield',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "registry_shieldevent" ("id", "lifted_on", "paper", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "raised_at", "raised_by_id", "raised_on") SELECT old_values."id", old_values."lifted_on", old_values."paper", old_values."person_id", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."place_id", old_values."raised_at", old_values."raised_by_id", old_values."raised_on" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='730d6549835e8c0552fa3cf8f4c8a27dc9a6b651', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_60b08', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='registry_shield', when='AFTER')),
        ),
        *(RunSQL(f"ALTER FUNCTION {name} SET enable_nestloop = off", f"ALTER FUNCTION {name} RESET enable_nestloop")
          for name in JOINING),
    ]  # fmt: skip
