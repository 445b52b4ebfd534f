"""Accounts onto which families are paid are sealed anew with a new key, and erased with the family's last person."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

COLUMNS = """
CREATE OR REPLACE FUNCTION privacy_sealed_column(which text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN CASE which WHEN 'registry_identifier' THEN 'cipher' WHEN 'registry_importfile' THEN 'cipher'
        WHEN 'delivery_handover' THEN 'proof_image' WHEN 'registry_lifeeventscan' THEN 'cipher'
        WHEN 'fieldwork_report' THEN 'photo' WHEN 'targeting_scan' THEN 'cipher' WHEN 'community_paper' THEN 'cipher'
        WHEN 'programmes_recipient' THEN 'cipher' WHEN 'loans_minutes' THEN 'cipher' WHEN 'delivery_payaccount' THEN 'cipher' END;
END $$;
CREATE OR REPLACE FUNCTION privacy_sealed_tables() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT ARRAY['registry_identifier', 'registry_importfile', 'delivery_handover', 'registry_lifeeventscan',
        'fieldwork_report', 'targeting_scan', 'community_paper', 'programmes_recipient', 'loans_minutes',
        'delivery_payaccount']
$$;
"""
TRIGGERS = "".join(
    f"""
CREATE TRIGGER privacy_retired_{event} AFTER {event.upper()} ON delivery_payaccount REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION privacy_refuse_retired();
ALTER TABLE delivery_payaccount DISABLE TRIGGER privacy_retired_{event};
"""
    for event in ("insert", "update")
)
# What was noted when a payment was held, what a payer said of a line, and the account itself.
ERASE = """
CREATE FUNCTION privacy_erase_payments(g privacy_erased) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE touched bigint;
BEGIN
    UPDATE delivery_payaccount SET cipher = '', blind = sha256(id::text::bytea), until = coalesce(until, current_date)
        WHERE family_id = ANY (g.families);
    GET DIAGNOSTICS touched = ROW_COUNT;
    UPDATE delivery_hold SET note = '–', end_note = CASE WHEN end_note = '' THEN '' ELSE '–' END
        WHERE entitlement_id = ANY (g.entitlements) OR entitlement_id IN (SELECT e.id FROM delivery_entitlement e
            WHERE e.family_id = ANY (g.ever)) AND privacy_names(note || ' ' || end_note, g.names);
    UPDATE delivery_resultrow SET said = '', note = CASE WHEN note = '' THEN '' ELSE '–' END
        WHERE line_id IN (SELECT l.id FROM delivery_orderline l WHERE l.entitlement_id = ANY (g.entitlements))
            OR privacy_names(said || ' ' || note, g.full_names);
    UPDATE delivery_orderline SET said = '' WHERE said <> '' AND (entitlement_id = ANY (g.entitlements)
        OR privacy_names(said, g.full_names));
    RETURN jsonb_build_object('accounts', touched);
END $$;
REVOKE ALL ON FUNCTION privacy_erase_payments(privacy_erased) FROM PUBLIC;
CREATE OR REPLACE FUNCTION privacy_erase(who bigint) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE g privacy_erased;
BEGIN
    g := privacy_group(who);
    IF lontar_role() IS DISTINCT FROM 'planner' OR g.persons IS NULL OR EXISTS (
        SELECT FROM registry_person p WHERE p.id = ANY (g.persons) AND NOT p.place_id <@ lontar_places()) THEN
        RAISE EXCEPTION 'only a planner of the place erases a person' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN privacy_erase_events(g) || privacy_erase_visits(g) || privacy_erase_aid(g) || privacy_erase_payments(g)
        || privacy_erase_words(g) || privacy_erase_registry(g)
        || jsonb_build_object('families', cardinality(g.families), 'records', cardinality(g.persons));
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("privacy", "0013_minutes_of_the_fund"), ("delivery", "0007_payment_walls")]
    operations = [RunSQL(statement, RunSQL.noop) for statement in (COLUMNS, TRIGGERS, ERASE)]
