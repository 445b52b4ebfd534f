"""Partners see nobody but whom they were referred to with consent; a person is erased where nothing else may change.

For a partner `lontar_places()` is empty, so every wall, also one that is put up later, is closed. Beside it stand
policies of their own for families with a living consent and a running referral to the partner's organisation.
"""

from django.db import migrations
from django.db.migrations.operations import RunSQL

PLACES = """
CREATE OR REPLACE FUNCTION lontar_places() RETURNS int8multirange LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT coalesce(range_agg(int8range(posting.lowest, posting.highest, '[]')), '{}'::int8multirange)
    FROM access_officerplace posting JOIN access_officer officer ON officer.id = posting.officer_id
    WHERE officer.id = lontar_officer() AND officer.is_active AND officer.role <> 'partner'
$$;
"""
REFERRED = """
CREATE FUNCTION lontar_referred() RETURNS int8multirange LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT coalesce(range_agg(int8range(r.family_id, r.family_id, '[]')), '{}'::int8multirange)
    FROM privacy_referral r
    JOIN privacy_consent c ON c.id = r.consent_id AND c.withdrawn_at IS NULL AND c.agency_id = r.agency_id
    JOIN access_officer officer ON officer.id = lontar_officer() AND officer.is_active AND officer.role = 'partner'
        AND officer.agency_id = r.agency_id
    JOIN access_officerplace posting ON posting.officer_id = officer.id
        AND r.place_id BETWEEN posting.lowest AND posting.highest
    WHERE r.ended_at IS NULL
$$;
CREATE FUNCTION lontar_referred_persons() RETURNS int8multirange LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT coalesce(range_agg(int8range(m.person_id, m.person_id, '[]')), '{}'::int8multirange)
    FROM registry_membership m WHERE m.until IS NULL AND m.family_id <@ (SELECT lontar_referred())
$$;
CREATE FUNCTION lontar_referred_dwellings() RETURNS int8multirange LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT coalesce(range_agg(int8range(r.dwelling_id, r.dwelling_id, '[]')), '{}'::int8multirange)
    FROM registry_residence r WHERE r.until IS NULL AND r.family_id <@ (SELECT lontar_referred())
$$;
"""
FAMILY = "family_id <@ (SELECT lontar_referred())"
# No number, no decile, no living conditions, no story: what a partner needs to find and serve a family.
POLICIES = (
    ("registry_family", "SELECT", "id <@ (SELECT lontar_referred())"),
    ("registry_person", "SELECT", "id <@ (SELECT lontar_referred_persons())"),
    ("registry_membership", "SELECT", f"until IS NULL AND {FAMILY}"),
    ("registry_residence", "SELECT", f"until IS NULL AND {FAMILY}"),
    ("registry_dwelling", "SELECT", "id <@ (SELECT lontar_referred_dwellings())"),
    ("registry_happening", "INSERT", FAMILY),
    ("delivery_entitlement", "SELECT", FAMILY),
    ("delivery_entitlement", "UPDATE", FAMILY),
    ("delivery_entitlementevent", "INSERT", FAMILY),
    ("delivery_handover", "SELECT", "entitlement_id IN (SELECT id FROM delivery_entitlement)"),
    ("delivery_handover", "INSERT", "entitlement_id IN (SELECT id FROM delivery_entitlement)"),
    ("privacy_referral", "SELECT", FAMILY),
)
OPENINGS = "".join(
    f"CREATE POLICY referred_{kind.lower()} ON {table} FOR {kind} TO lontar_app "
    f"{'WITH CHECK' if kind == 'INSERT' else 'USING'} ((SELECT lontar_role()) = 'partner' AND {condition});\n"
    for table, kind, condition in POLICIES
)
# Analysts and partners never meet a number, not even sealed.
NUMBERS = """
CREATE POLICY no_numbers ON registry_identifier AS RESTRICTIVE TO lontar_app
    USING ((SELECT lontar_role()) NOT IN ('analyst', 'partner'));
"""

ERASABLE = """
CREATE FUNCTION privacy_erasable(which text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE which
        WHEN 'registry_personevent' THEN ARRAY['name', 'name_key', 'birth_date', 'birth_place', 'marital_status',
            'education', 'occupation', 'disability', 'disability_known', 'mother_name', 'father_name', 'no_nik_reason']
        WHEN 'registry_dwellingevent' THEN ARRAY['rt', 'rw', 'address']
        WHEN 'registry_livingconditionsevent' THEN ARRAY['columns', 'note']
        WHEN 'delivery_handover' THEN ARRAY['received_by', 'proof_note', 'proof_image']
        WHEN 'privacy_personrequestevent' THEN ARRAY['known_by', 'words', 'wanted', 'answer']
        ELSE ARRAY[]::text[] END
$$;
CREATE FUNCTION privacy_only_erased() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE columns text[] := privacy_erasable(TG_TABLE_NAME::text); old_row jsonb; new_row jsonb;
BEGIN
    IF TG_OP = 'UPDATE' AND current_user = 'lontar_owner' THEN
        old_row := to_jsonb(OLD); new_row := to_jsonb(NEW);
        -- A picture may also be sealed anew: other bytes that begin with another key.
        IF TG_TABLE_NAME = 'delivery_handover' AND old_row - 'proof_image' = new_row - 'proof_image'
            AND length(old_row ->> 'proof_image') > 4 AND length(new_row ->> 'proof_image') > 4
            AND left(old_row ->> 'proof_image', 4) <> left(new_row ->> 'proof_image', 4) THEN
            RETURN NEW;
        END IF;
        IF old_row - columns = new_row - columns AND NOT EXISTS (
            SELECT FROM unnest(columns) c WHERE old_row -> c IS DISTINCT FROM new_row -> c
                AND coalesce(new_row ->> c, '') NOT IN ('', '–', '{}', 'false', '\\x')) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'table % only grows: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
"""
TABLES = (
    "registry_personevent", "registry_dwellingevent", "registry_livingconditionsevent", "delivery_handover",
    "privacy_personrequestevent",
)  # fmt: skip
TRIGGERS = "".join(
    f"""
DROP TRIGGER IF EXISTS only_grows ON {table};
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION privacy_only_erased();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER only_grows;
"""
    for table in TABLES
)
ERASE = """
CREATE FUNCTION privacy_erase(who bigint) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    counts jsonb := '{}'; touched bigint; empty_families bigint[]; empty_dwellings bigint[];
BEGIN
    IF lontar_role() IS DISTINCT FROM 'planner' OR NOT EXISTS (
        SELECT FROM registry_person p WHERE p.id = who AND p.place_id <@ lontar_places()) THEN
        RAISE EXCEPTION 'only a planner of the place erases a person' USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- Families in which nobody is left who has a name.
    SELECT coalesce(array_agg(DISTINCT m.family_id), '{}') INTO empty_families FROM registry_membership m
    WHERE m.person_id = who AND NOT EXISTS (SELECT FROM registry_membership o JOIN registry_person p ON p.id = o.person_id
        WHERE o.family_id = m.family_id AND o.person_id <> who AND p.name <> '');
    SELECT coalesce(array_agg(DISTINCT r.dwelling_id), '{}') INTO empty_dwellings FROM registry_residence r
    WHERE r.family_id = ANY (empty_families) AND NOT EXISTS (SELECT FROM registry_residence o
        WHERE o.dwelling_id = r.dwelling_id AND o.family_id <> ALL (empty_families));
    DELETE FROM registry_identifier WHERE person_id = who OR family_id = ANY (empty_families);
    GET DIAGNOSTICS touched = ROW_COUNT; counts := counts || jsonb_build_object('numbers', touched);
    UPDATE registry_person SET name = '', name_key = '', sex = '', birth_date = NULL, birth_place = '', marital_status = '',
        education = '', occupation = '', disability = '', disability_known = false, mother_name = '', father_name = '',
        nik_state = 'missing', no_nik_reason = '' WHERE id = who;
    UPDATE registry_personevent SET name = '', name_key = '', birth_date = NULL, birth_place = '', marital_status = '',
        education = '', occupation = '', disability = '', disability_known = false, mother_name = '', father_name = '',
        no_nik_reason = '' WHERE pgh_obj_id = who;
    GET DIAGNOSTICS touched = ROW_COUNT; counts := counts || jsonb_build_object('old_rows', touched);
    UPDATE registry_livingconditions SET columns = '{}', note = '' WHERE person_id = who OR family_id = ANY (empty_families);
    UPDATE registry_livingconditionsevent SET columns = '{}', note = ''
        WHERE person_id = who OR family_id = ANY (empty_families);
    UPDATE registry_dwelling SET rt = '', rw = '', address = '' WHERE id = ANY (empty_dwellings);
    UPDATE registry_dwellingevent SET rt = '', rw = '', address = '' WHERE pgh_obj_id = ANY (empty_dwellings);
    UPDATE registry_family SET fingerprint = NULL WHERE id = ANY (empty_families);
    UPDATE delivery_handover h SET received_by = '–', proof_note = '–',
        proof_image = CASE WHEN h.proof_image IS NULL THEN NULL ELSE ''::bytea END
    FROM delivery_entitlement e WHERE e.id = h.entitlement_id AND e.family_id = ANY (empty_families);
    GET DIAGNOSTICS touched = ROW_COUNT; counts := counts || jsonb_build_object('hand_overs', touched);
    UPDATE targeting_decision SET found = '{}' WHERE family_id = ANY (empty_families);
    UPDATE privacy_personrequest SET known_by = '–', words = '–', wanted = '{}',
        answer = CASE WHEN answer = '' THEN '' ELSE '–' END WHERE person_id = who;
    UPDATE privacy_personrequestevent SET known_by = '–', words = '–', wanted = '{}',
        answer = CASE WHEN answer = '' THEN '' ELSE '–' END WHERE person_id = who;
    RETURN counts || jsonb_build_object('families', cardinality(empty_families));
END $$;
REVOKE ALL ON FUNCTION privacy_erase(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION privacy_erase(bigint) TO lontar_app;
"""
SEEN = """
CREATE FUNCTION privacy_seen(keys bigint[]) RETURNS TABLE (at timestamptz, way text, named boolean, purpose text,
    actor_name text, actor_role text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT s.at, s.way::text, s.named, s.purpose::text, s.actor_name::text, s.actor_role::text FROM journal_sighting s
    JOIN (SELECT range_agg(int8range(f.id, f.id, '[]')) AS own FROM registry_family f
          WHERE f.id = ANY (keys) AND f.place_id <@ (SELECT lontar_places())) mine ON s.families && mine.own
    ORDER BY s.id DESC LIMIT 5000
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0004_scans"),
        ("registry", "0013_shield_walls"),
        ("delivery", "0003_walls"),
        ("targeting", "0002_walls"),
        ("access", "0003_sightings_wall"),
    ]
    operations = [
        RunSQL(statement)
        for statement in (PLACES, REFERRED, OPENINGS, NUMBERS, ERASABLE, TRIGGERS, ERASE, SEEN)
    ]
