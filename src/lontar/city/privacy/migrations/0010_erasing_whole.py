"""Erasing a person takes away what every room wrote about them: events, papers, visits, worklists, words in the journal.

What only grows may lose words by the owner's function alone, and nothing else: a value becomes empty, a list or an
object loses parts, and the day of a birth becomes the first of its year. Rows, keys, sums and order stay, so books and
receipts are recomputed as before. Of rows that also speak of others who are still known, only what names the person goes.
"""

from django.db import migrations
from django.db.migrations.operations import RunSQL

ERASABLE = """
CREATE OR REPLACE FUNCTION privacy_erasable(which text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE which
        WHEN 'registry_personevent' THEN ARRAY['name', 'name_key', 'sex', 'birth_date', 'birth_place', 'marital_status',
            'education', 'occupation', 'disability', 'disability_known', 'mother_name', 'father_name', 'no_nik_reason']
        WHEN 'registry_familyevent' THEN ARRAY['fingerprint']
        WHEN 'registry_membershipevent' THEN ARRAY['since']
        WHEN 'registry_dwellingevent' THEN ARRAY['rt', 'rw', 'address']
        WHEN 'registry_livingconditionsevent' THEN ARRAY['columns', 'note']
        WHEN 'registry_shieldevent' THEN ARRAY['paper']
        WHEN 'registry_lifeevent' THEN ARRAY['happened', 'paper_number', 'paper_issued', 'reason', 'details']
        WHEN 'registry_lifeeventtrace' THEN ARRAY['moved']
        WHEN 'registry_lifeeventundo' THEN ARRAY['why']
        WHEN 'registry_happening' THEN ARRAY['on']
        WHEN 'fieldwork_report' THEN ARRAY['columns', 'members', 'note', 'photo', 'latitude', 'longitude', 'accuracy']
        WHEN 'fieldwork_change' THEN ARRAY['happened', 'where', 'newcomer', 'reason']
        WHEN 'fieldwork_sheet' THEN ARRAY['findings']
        WHEN 'delivery_handover' THEN ARRAY['received_by', 'proof_note', 'proof_image']
        WHEN 'delivery_entitlementevent' THEN ARRAY['reason']
        WHEN 'privacy_personrequestevent' THEN ARRAY['known_by', 'words', 'wanted', 'answer']
        WHEN 'privacy_consentevent' THEN ARRAY['purpose', 'proof']
        WHEN 'privacy_referralevent' THEN ARRAY['reason', 'ended_why']
        WHEN 'journal_journalline' THEN ARRAY['reason', 'details']
        ELSE ARRAY[]::text[] END
$$;
-- Whether a row only lost what may be erased.
CREATE FUNCTION privacy_only_lost(which text, before jsonb, after jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT before - privacy_erasable(which) = after - privacy_erasable(which) AND NOT EXISTS (
        SELECT FROM unnest(privacy_erasable(which)) c WHERE before -> c IS DISTINCT FROM after -> c
            AND coalesce(after ->> c, '') NOT IN ('', '–', '{}', '[]', 'false', '\\x')
            AND NOT (jsonb_typeof(after -> c) IN ('object', 'array') AND (before -> c) @> (after -> c))
            AND (after ->> c) IS DISTINCT FROM (left(before ->> c, 4) || '-01-01'))
$$;
CREATE OR REPLACE FUNCTION privacy_only_erased() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sealed text := privacy_sealed_column(TG_TABLE_NAME::text); old_row jsonb; new_row jsonb;
BEGIN
    IF TG_OP = 'UPDATE' AND current_user = 'lontar_owner' THEN
        old_row := to_jsonb(OLD); new_row := to_jsonb(NEW);
        -- Sealed anew: other bytes that begin with another key.
        IF sealed IS NOT NULL AND old_row - sealed = new_row - sealed
            AND length(old_row ->> sealed) > 4 AND length(new_row ->> sealed) > 4
            AND left(old_row ->> sealed, 4) <> left(new_row ->> sealed, 4) THEN
            RETURN NEW;
        END IF;
        IF privacy_only_lost(TG_TABLE_NAME::text, old_row, new_row) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'table % only grows: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE OR REPLACE FUNCTION fieldwork_decided_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_user = 'lontar_owner'
        AND privacy_only_lost('fieldwork_change', to_jsonb(OLD), to_jsonb(NEW)) THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR OLD.state <> 'waiting' THEN
        RAISE EXCEPTION 'change % is %: % is refused', OLD.id, OLD.state, TG_OP USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""
TABLES = (
    "registry_familyevent", "registry_membershipevent", "registry_shieldevent", "registry_lifeevent",
    "registry_lifeeventtrace", "registry_lifeeventundo", "registry_happening", "fieldwork_sheet", "delivery_entitlementevent", "privacy_consentevent",
    "privacy_referralevent", "journal_journalline",
)  # fmt: skip
TRIGGERS = "".join(
    f"""
DROP TRIGGER only_grows ON {table};
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION privacy_only_erased();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER only_grows;
"""
    for table in TABLES
)

# Who goes: all records that are one person, the families that nobody is left in, the dwellings that only they lived in.
GROUP = """
-- Words between single spaces, so that Lena is not found in Magdalena.
CREATE FUNCTION privacy_words(written text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT ' ' || trim(regexp_replace(lower(coalesce(written, '')), '[^[:alnum:]]+', ' ', 'g')) || ' '
$$;
CREATE FUNCTION privacy_names(written text, names text[]) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT EXISTS (SELECT FROM unnest(names) n WHERE position(' ' || n || ' ' IN privacy_words(written)) > 0)
$$;
CREATE TYPE privacy_erased AS (
    persons bigint[], families bigint[], dwellings bigint[], events bigint[], visits bigint[], entitlements bigint[],
    ever bigint[], births date[], names text[], full_names text[]
);
COMMENT ON TYPE privacy_erased IS 'ever: all families they belonged to; families: those of them that nobody is left in; '
    'full_names: of two words and more, which may be looked for in rows that no key ties to the person';
CREATE FUNCTION privacy_group(who bigint) RETURNS privacy_erased LANGUAGE plpgsql STABLE AS $$
DECLARE g privacy_erased;
BEGIN
    SELECT array_agg(q.id) INTO g.persons FROM registry_person p
        JOIN registry_person q ON q.id = coalesce(p.merged_into_id, p.id) OR q.merged_into_id = coalesce(p.merged_into_id, p.id)
        WHERE p.id = who;
    SELECT coalesce(array_agg(DISTINCT m.family_id), '{}') INTO g.ever FROM registry_membership m WHERE m.person_id = ANY (g.persons);
    SELECT coalesce(array_agg(f), '{}') INTO g.families FROM unnest(g.ever) f
        WHERE NOT EXISTS (SELECT FROM registry_membership o JOIN registry_person p ON p.id = o.person_id
            WHERE o.family_id = f AND o.person_id <> ALL (g.persons) AND p.name <> '');
    SELECT coalesce(array_agg(DISTINCT r.dwelling_id), '{}') INTO g.dwellings FROM registry_residence r
        WHERE r.family_id = ANY (g.families) AND NOT EXISTS (SELECT FROM registry_residence o
            WHERE o.dwelling_id = r.dwelling_id AND o.family_id <> ALL (g.families));
    SELECT coalesce(array_agg(DISTINCT e.event_id), '{}') INTO g.events FROM registry_lifeeventpart e
        WHERE e.person_id = ANY (g.persons) OR e.family_id = ANY (g.families);
    SELECT coalesce(array_agg(v.id), '{}') INTO g.visits FROM fieldwork_visit v WHERE v.family_id = ANY (g.families);
    SELECT coalesce(array_agg(e.id), '{}') INTO g.entitlements FROM delivery_entitlement e WHERE e.family_id = ANY (g.families);
    SELECT coalesce(array_agg(DISTINCT n.words) FILTER (WHERE length(n.words) > 2), '{}'),
        coalesce(array_agg(DISTINCT n.words) FILTER (WHERE n.words LIKE '% %'), '{}'),
        coalesce(array_agg(DISTINCT n.born) FILTER (WHERE n.born IS NOT NULL), '{}')
        INTO g.names, g.full_names, g.births FROM (
            SELECT trim(privacy_words(name)) AS words, birth_date AS born FROM registry_person WHERE id = ANY (g.persons)
            UNION SELECT trim(privacy_words(name)), birth_date FROM registry_personevent WHERE pgh_obj_id = ANY (g.persons)) n;
    RETURN g;
END $$;
"""

REGISTRY = """
CREATE FUNCTION privacy_erase_registry(g privacy_erased) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE counts jsonb := '{}'; touched bigint;
BEGIN
    DELETE FROM registry_identifier WHERE person_id = ANY (g.persons) OR family_id = ANY (g.families);
    GET DIAGNOSTICS touched = ROW_COUNT; counts := counts || jsonb_build_object('numbers', touched);
    UPDATE registry_person SET name = '', name_key = '', sex = '', birth_date = NULL, birth_place = '', marital_status = '',
        education = '', occupation = '', disability = '', disability_known = false, mother_name = '', father_name = '',
        nik_state = 'missing', no_nik_reason = '' WHERE id = ANY (g.persons);
    UPDATE registry_personevent SET name = '', name_key = '', sex = '', birth_date = NULL, birth_place = '',
        marital_status = '', education = '', occupation = '', disability = '', disability_known = false,
        mother_name = '', father_name = '', no_nik_reason = '' WHERE pgh_obj_id = ANY (g.persons);
    GET DIAGNOSTICS touched = ROW_COUNT; counts := counts || jsonb_build_object('old_rows', touched);
    UPDATE registry_livingconditions SET columns = '{}', note = '' WHERE person_id = ANY (g.persons) OR family_id = ANY (g.families);
    UPDATE registry_livingconditionsevent SET columns = '{}', note = ''
        WHERE person_id = ANY (g.persons) OR family_id = ANY (g.families);
    UPDATE registry_dwelling SET rt = '', rw = '', address = '' WHERE id = ANY (g.dwellings);
    UPDATE registry_dwellingevent SET rt = '', rw = '', address = '' WHERE pgh_obj_id = ANY (g.dwellings);
    UPDATE registry_family SET fingerprint = NULL WHERE id = ANY (g.families);
    UPDATE registry_familyevent SET fingerprint = NULL WHERE pgh_obj_id = ANY (g.families);
    -- Whoever was born here lived here from that day on.
    UPDATE registry_membership SET since = date_trunc('year', since) WHERE person_id = ANY (g.persons) AND since = ANY (g.births);
    UPDATE registry_membershipevent SET since = date_trunc('year', since)
        WHERE person_id = ANY (g.persons) AND since = ANY (g.births);
    UPDATE registry_shield SET paper = '–', lifted_on = coalesce(lifted_on, current_date) WHERE person_id = ANY (g.persons);
    UPDATE registry_shieldevent SET paper = '–' WHERE person_id = ANY (g.persons);
    UPDATE registry_pair SET why = '' WHERE person_a_id = ANY (g.persons) OR person_b_id = ANY (g.persons);
    UPDATE registry_merge SET moved = '{}', undone_why = '' WHERE merged_id = ANY (g.persons) OR survivor_id = ANY (g.persons);
    DELETE FROM registry_contradiction WHERE person_id = ANY (g.persons) OR other_id = ANY (g.persons)
        OR family_id = ANY (g.families);
    DELETE FROM registry_importchange WHERE person_id = ANY (g.persons) OR family_id = ANY (g.families)
        OR family_id = ANY (g.ever) AND privacy_names(before::text || after::text, g.names);
    GET DIAGNOSTICS touched = ROW_COUNT; counts := counts || jsonb_build_object('worklists', touched);
    UPDATE registry_absence SET note = '' WHERE person_id = ANY (g.persons) OR family_id = ANY (g.families)
        OR family_id = ANY (g.ever) AND privacy_names(note, g.names);
    UPDATE registry_importfinding SET message = '–', values = '{}' WHERE privacy_names(message || values::text, g.full_names);
    UPDATE registry_importrun SET file_name = '–' WHERE privacy_names(file_name, g.full_names);
    RETURN counts;
END $$;
CREATE FUNCTION privacy_erase_events(g privacy_erased) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE alone bigint[]; touched bigint;
BEGIN
    -- Events that concern nobody else who is still known lose their paper; the others only the words.
    SELECT coalesce(array_agg(e), '{}') INTO alone FROM unnest(g.events) e WHERE NOT EXISTS (
        SELECT FROM registry_lifeeventpart p JOIN registry_person o ON o.id = p.person_id
        WHERE p.event_id = e AND p.person_id <> ALL (g.persons) AND o.name <> '');
    UPDATE registry_lifeevent SET reason = CASE WHEN reason = '' THEN '' ELSE '–' END, details = details - ARRAY['from', 'where']
        WHERE id = ANY (g.events);
    GET DIAGNOSTICS touched = ROW_COUNT;
    UPDATE registry_lifeevent SET paper_number = '', paper_issued = NULL WHERE id = ANY (alone);
    DELETE FROM registry_lifeeventscan WHERE event_id = ANY (alone);
    -- Without its trace an event is not taken back any more.
    UPDATE registry_lifeeventtrace SET moved = '{}' WHERE event_id = ANY (g.events);
    UPDATE registry_lifeeventundo SET why = '–' WHERE event_id = ANY (g.events);
    UPDATE registry_lifeevent SET happened = date_trunc('year', happened) WHERE kind = 'born' AND happened = ANY (g.births)
        AND id IN (SELECT event_id FROM registry_lifeeventpart WHERE person_id = ANY (g.persons));
    UPDATE registry_lifeeventpart p SET happened = e.happened FROM registry_lifeevent e
        WHERE e.id = p.event_id AND e.kind = 'born' AND e.id = ANY (g.events) AND p.happened <> e.happened;
    UPDATE registry_happening SET "on" = date_trunc('year', "on") WHERE kind = 'born' AND "on" = ANY (g.births)
        AND family_id = ANY (g.ever);
    RETURN jsonb_build_object('events', touched);
END $$;
"""
OTHERS = """
CREATE FUNCTION privacy_erase_visits(g privacy_erased) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE counts jsonb := '{}'; touched bigint;
BEGIN
    UPDATE fieldwork_report SET columns = '{}', members = '{}', note = '', photo = NULL, latitude = NULL, longitude = NULL,
        accuracy = NULL WHERE visit_id = ANY (g.visits);
    GET DIAGNOSTICS touched = ROW_COUNT; counts := counts || jsonb_build_object('visits', touched);
    UPDATE fieldwork_report r SET note = '' FROM fieldwork_visit v
        WHERE v.id = r.visit_id AND v.family_id = ANY (g.ever) AND privacy_names(r.note, g.names);
    UPDATE fieldwork_visit SET rt = '', rw = '' WHERE id = ANY (g.visits);
    -- Nobody decides any more about somebody who was erased.
    UPDATE fieldwork_change SET state = 'dismissed', decided_by_id = lontar_officer(), decided_on = current_date, reason = '–'
        WHERE state = 'waiting' AND (person_id = ANY (g.persons) OR family_id = ANY (g.families));
    UPDATE fieldwork_change SET "where" = '', newcomer = '{}', reason = CASE WHEN reason = '' THEN '' ELSE '–' END
        WHERE person_id = ANY (g.persons) OR family_id = ANY (g.families)
            OR family_id = ANY (g.ever) AND privacy_names(newcomer ->> 'name', g.names);
    UPDATE fieldwork_change SET happened = date_trunc('year', happened)
        WHERE kind = 'born' AND family_id = ANY (g.ever) AND newcomer = '{}' AND happened = ANY (g.births);
    UPDATE fieldwork_roster SET findings = (SELECT coalesce(jsonb_agg(f), '[]') FROM jsonb_array_elements(findings) f
        WHERE NOT privacy_names(f::text, g.full_names)) WHERE privacy_names(findings::text, g.full_names);
    UPDATE fieldwork_sheet SET findings = (SELECT coalesce(jsonb_agg(f), '[]') FROM jsonb_array_elements(findings) f
        WHERE NOT privacy_names(f::text, g.full_names)) WHERE privacy_names(findings::text, g.full_names);
    RETURN counts;
END $$;
CREATE FUNCTION privacy_erase_aid(g privacy_erased) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE touched bigint; opened bigint[];
BEGIN
    UPDATE delivery_handover h SET received_by = '–', proof_note = '–',
        proof_image = CASE WHEN h.proof_image IS NULL THEN NULL ELSE ''::bytea END
    WHERE h.entitlement_id = ANY (g.entitlements) OR h.entitlement_id IN (SELECT e.id FROM delivery_entitlement e
        WHERE e.family_id = ANY (g.ever)) AND privacy_names(h.received_by || ' ' || h.proof_note, g.names);
    GET DIAGNOSTICS touched = ROW_COUNT;
    UPDATE delivery_entitlement SET reason = '–' WHERE reason <> '' AND (id = ANY (g.entitlements)
        OR family_id = ANY (g.ever) AND privacy_names(reason, g.names));
    UPDATE delivery_entitlementevent SET reason = '–' WHERE reason <> '' AND (pgh_obj_id = ANY (g.entitlements)
        OR family_id = ANY (g.ever) AND privacy_names(reason, g.names));
    UPDATE targeting_decision SET found = '[]', measures = '[]' WHERE family_id = ANY (g.families);
    -- The log keeps its tree; without its secret nobody can tell any more what a leaf says of whom. The verb logs it.
    WITH closed AS (UPDATE ledger_leaf SET secret = NULL WHERE kind = 'decision' AND secret IS NOT NULL AND about IN (
        SELECT d.subject::text FROM targeting_decision d WHERE d.family_id = ANY (g.families)) RETURNING id)
    SELECT coalesce(array_agg(id), '{}') INTO opened FROM closed;
    UPDATE targeting_amendment SET reason = '–' WHERE family_id = ANY (g.families)
        OR family_id = ANY (g.ever) AND privacy_names(reason, g.names);
    UPDATE targeting_answer SET note = '' WHERE family_id = ANY (g.families)
        OR family_id = ANY (g.ever) AND privacy_names(note, g.names);
    UPDATE targeting_objection SET words = '–', answer = CASE WHEN answer = '' THEN '' ELSE '–' END
        WHERE family_id = ANY (g.families) OR family_id = ANY (g.ever) AND privacy_names(words || ' ' || answer, g.names);
    UPDATE programmes_recipient SET note = '', cipher = ''::bytea WHERE family_id = ANY (g.families);
    UPDATE community_matter SET question = '–', outcome = CASE WHEN outcome = '' THEN '' ELSE '–' END
        WHERE family_id = ANY (g.families)
            OR family_id = ANY (g.ever) AND privacy_names(question || ' ' || outcome, g.names);
    UPDATE community_attendee SET name = '–' WHERE privacy_names(name, g.full_names);
    UPDATE targeting_nomination SET name = '', rt = '', rw = '', reason = '–', note = '',
        settled_on = CASE WHEN outcome = 'open' THEN current_date ELSE settled_on END,
        outcome = CASE WHEN outcome = 'open' THEN 'not_found' ELSE outcome END
        WHERE family_id = ANY (g.families) OR privacy_names(name || ' ' || reason || ' ' || note, g.full_names);
    RETURN jsonb_build_object('hand_overs', touched, 'leaves', to_jsonb(opened));
END $$;
CREATE FUNCTION privacy_erase_words(g privacy_erased) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE asked bigint[]; allowed bigint[]; touched bigint;
BEGIN
    SELECT coalesce(array_agg(id), '{}') INTO asked FROM privacy_personrequest WHERE person_id = ANY (g.persons);
    SELECT coalesce(array_agg(id), '{}') INTO allowed FROM privacy_consent WHERE person_id = ANY (g.persons);
    UPDATE privacy_personrequest SET known_by = '–', words = '–', wanted = '{}',
        answer = CASE WHEN answer = '' THEN '' ELSE '–' END WHERE id = ANY (asked);
    UPDATE privacy_personrequestevent SET known_by = '–', words = '–', wanted = '{}',
        answer = CASE WHEN answer = '' THEN '' ELSE '–' END WHERE pgh_obj_id = ANY (asked);
    UPDATE privacy_consent SET purpose = '–', proof = '–', withdrawn_at = coalesce(withdrawn_at, now()) WHERE id = ANY (allowed);
    UPDATE privacy_consentevent SET purpose = '–', proof = '–' WHERE pgh_obj_id = ANY (allowed);
    UPDATE privacy_referral SET reason = '–', ended_why = CASE WHEN ended_why = '' THEN '' ELSE '–' END,
        ended_at = coalesce(ended_at, now()) WHERE consent_id = ANY (allowed) OR family_id = ANY (g.families);
    UPDATE privacy_referralevent SET reason = '–', ended_why = CASE WHEN ended_why = '' THEN '' ELSE '–' END
        WHERE consent_id = ANY (allowed) OR family_id = ANY (g.families);
    -- That something was done stays; in which words, and on which day somebody was born, does not.
    UPDATE journal_journalline SET reason = '', details = details - 'happened' WHERE (reason <> '' OR details ? 'happened') AND (
        subject_kind = 'registry.person' AND subject_id = ANY (g.persons::text[])
        OR subject_kind = 'registry.family' AND subject_id = ANY (g.families::text[])
        OR subject_kind = 'registry.lifeevent' AND subject_id = ANY (g.events::text[])
        OR subject_kind = 'fieldwork.visit' AND subject_id = ANY (g.visits::text[])
        OR subject_kind = 'fieldwork.change' AND subject_id IN (SELECT c.id::text FROM fieldwork_change c
            WHERE c.person_id = ANY (g.persons) OR c.family_id = ANY (g.families))
        OR subject_kind = 'registry.pair' AND subject_id IN (SELECT p.id::text FROM registry_pair p
            WHERE p.person_a_id = ANY (g.persons) OR p.person_b_id = ANY (g.persons))
        OR subject_kind = 'delivery.entitlement' AND subject_id = ANY (g.entitlements::text[])
        OR subject_kind = 'privacy.consent' AND subject_id = ANY (allowed::text[])
        OR subject_kind = 'privacy.personrequest' AND subject_id = ANY (asked::text[])
        OR (details ->> 'family') = ANY (g.families::text[])
        OR reason <> '' AND privacy_names(reason, g.full_names));
    GET DIAGNOSTICS touched = ROW_COUNT;
    RETURN jsonb_build_object('words', touched);
END $$;
"""
ERASE = """
CREATE OR REPLACE FUNCTION privacy_erase(who bigint) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE g privacy_erased;
BEGIN
    g := privacy_group(who);
    IF lontar_role() IS DISTINCT FROM 'planner' OR g.persons IS NULL OR EXISTS (
        SELECT FROM registry_person p WHERE p.id = ANY (g.persons) AND NOT p.place_id <@ lontar_places()) THEN
        RAISE EXCEPTION 'only a planner of the place erases a person' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN privacy_erase_events(g) || privacy_erase_visits(g) || privacy_erase_aid(g) || privacy_erase_words(g)
        || privacy_erase_registry(g)
        || jsonb_build_object('families', cardinality(g.families), 'records', cardinality(g.persons));
END $$;
"""
# What erases runs for nobody but the one function that asks who acts.
PARTS = ("registry", "events", "visits", "aid", "words")
CLOSED = "".join(
    f"REVOKE ALL ON FUNCTION privacy_erase_{part}(privacy_erased) FROM PUBLIC;\n" for part in PARTS
)


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0009_papers_and_lists"),
        ("registry", "0024_shields_everywhere"),
        ("fieldwork", "0004_shield_walls"),
        ("delivery", "0003_walls"),
        ("targeting", "0009_logged_decisions"),
        ("programmes", "0004_recipients_walls"),
        ("community", "0002_walls"),
        ("ledger", "0004_log_only_grows"),
        ("journal", "0005_sightings_only_grow"),
    ]
    operations = [
        RunSQL(statement, RunSQL.noop)
        for statement in (ERASABLE, TRIGGERS, GROUP, REGISTRY, OTHERS, ERASE, CLOSED)
    ]
