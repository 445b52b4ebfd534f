"""Erasing a person also cuts the tie between family and book, and destroys the secrets that open the log's leaves.

The random numbers go from entitlements, their history, hand-overs and decisions; entries, leaves and tree stay as they
are, so every sum and every signed root is computed as before.
"""

from django.db import migrations
from django.db.migrations.operations import RunSQL

# What may be lost grows by two columns; the earlier list stays what it is.
ERASABLE = """
ALTER FUNCTION privacy_erasable(text) RENAME TO privacy_erasable_words;
CREATE FUNCTION privacy_erasable(which text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT privacy_erasable_words(which) || CASE which
        WHEN 'delivery_handover' THEN ARRAY['entry_key']
        WHEN 'delivery_entitlementevent' THEN ARRAY['subject']
        ELSE ARRAY[]::text[] END
$$;
"""
NOT_ERASABLE = """
DROP FUNCTION privacy_erasable(text);
ALTER FUNCTION privacy_erasable_words(text) RENAME TO privacy_erasable;
"""
# Returns the leaves whose secrets are gone: the caller logs each of them as an erasure.
UNLINK = """
CREATE FUNCTION privacy_unlink(who bigint) RETURNS bigint[] LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE g privacy_erased; subjects uuid[]; decided text[]; gone bigint[];
BEGIN
    IF lontar_role() IS DISTINCT FROM 'planner' OR NOT EXISTS (
        SELECT FROM registry_person p WHERE p.id = who AND p.place_id <@ lontar_places()) THEN
        RAISE EXCEPTION 'only a planner of the place erases a person' USING ERRCODE = 'insufficient_privilege';
    END IF;
    g := privacy_group(who);
    SELECT coalesce(array_agg(subject), '{}') INTO subjects FROM delivery_entitlement
        WHERE family_id = ANY (g.families) AND subject IS NOT NULL;
    SELECT coalesce(array_agg(subject::text), '{}') INTO decided FROM targeting_decision
        WHERE family_id = ANY (g.families) AND subject IS NOT NULL;
    WITH forgotten AS (
        UPDATE ledger_leaf SET secret = NULL WHERE secret IS NOT NULL AND (
            (kind = 'entry' AND about IN (SELECT e.key FROM ledger_posting p JOIN ledger_entry e ON e.id = p.entry_id
                WHERE p.subject = ANY (subjects)))
            OR (kind = 'receipt' AND about IN (SELECT encode(r.digest, 'hex') FROM delivery_receipt r
                WHERE r.entry_key IN (SELECT 'deliver:' || s FROM unnest(subjects) s)))
            OR (kind = 'decision' AND about = ANY (decided)))
        RETURNING id)
    SELECT coalesce(array_agg(id ORDER BY id), '{}') INTO gone FROM forgotten;
    UPDATE delivery_handover h SET entry_key = '–' FROM delivery_entitlement e
        WHERE e.id = h.entitlement_id AND e.family_id = ANY (g.families);
    UPDATE delivery_entitlement SET subject = NULL WHERE family_id = ANY (g.families) AND subject IS NOT NULL;
    UPDATE delivery_entitlementevent SET subject = NULL WHERE family_id = ANY (g.families) AND subject IS NOT NULL;
    UPDATE targeting_decision SET subject = NULL WHERE family_id = ANY (g.families) AND subject IS NOT NULL;
    RETURN gone;
END $$;
REVOKE ALL ON FUNCTION privacy_unlink(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION privacy_unlink(bigint) TO lontar_app;
"""
KEEP = "DROP FUNCTION privacy_unlink(bigint)"


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0011_rectified_by"),
        ("delivery", "0005_subjects_that_can_go"),
        ("targeting", "0009_logged_decisions"),
        ("ledger", "0005_earlier_entries"),
    ]
    operations = [RunSQL(ERASABLE, NOT_ERASABLE), RunSQL(UNLINK, KEEP)]
