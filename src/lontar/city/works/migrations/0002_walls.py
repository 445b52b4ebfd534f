"""The walls around works: by place, open only for what is built for an area, behind the shield of a family; what is
written only goes forward, and nothing is paid that was not earned.
"""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from lontar.kit.walls import append_only, places_wall

OPEN = ("works_work", "works_stage", "works_report", "works_photo", "works_defect")
HIDDEN = """
CREATE FUNCTION lontar_hidden_works() RETURNS int8multirange LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT coalesce(range_agg(int8range(w.id, w.id, '[]')), '{}'::int8multirange)
    FROM works_work w WHERE w.family_id = ANY (ARRAY(SELECT unnest(lontar_hidden_family_keys())))
$$;
"""
SHIELDED = {
    "works_work": "family_id IS NOT NULL AND family_id <@ (SELECT lontar_hidden_families())",
    **{table: "named AND work_id <@ (SELECT lontar_hidden_works())" for table in OPEN[1:]},
}
# Which steps a row may take, and which columns each of them fills in.
FORWARD = """
CREATE FUNCTION works_forward(old_row jsonb, new_row jsonb, filled text[], steps text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT (old_row - 'state' - filled) = (new_row - 'state' - filled)
        AND (old_row ->> 'state') || '>' || (new_row ->> 'state') = ANY (steps)
$$;
CREATE FUNCTION works_only_forward() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE old_row jsonb; new_row jsonb; allowed boolean := false;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        old_row := to_jsonb(OLD); new_row := to_jsonb(NEW);
        allowed := CASE TG_TABLE_NAME
            WHEN 'works_work' THEN
                works_forward(old_row, new_row, ARRAY['handed_number', 'handed_on', 'ended_by_id'], ARRAY['running>handed_over'])
                OR works_forward(old_row, new_row, ARRAY['stopped_on', 'stopped_why', 'ended_by_id'], ARRAY['running>stopped'])
            WHEN 'works_report' THEN
                works_forward(old_row, new_row, ARRAY['photos_open', 'settled_by_id', 'settled_on'], ARRAY['waiting>confirmed'])
                OR works_forward(old_row, new_row, ARRAY['reason', 'settled_by_id', 'settled_on'], ARRAY['waiting>refused'])
                OR works_forward(old_row, new_row, ARRAY['reason', 'taken_by_id', 'taken_on'], ARRAY['confirmed>taken_back'])
            WHEN 'works_tranche' THEN
                works_forward(old_row, new_row, ARRAY['sp2d_number', 'sp2d_on', 'paid_by_id', 'paid_on'], ARRAY['asked>paid'])
                OR works_forward(old_row, new_row, ARRAY['reason', 'ended_by_id', 'ended_on'], ARRAY['asked>withdrawn', 'paid>reversed'])
        END;
        -- Erasing takes the tie to the book, places and words away, as the owner and nobody else.
        IF NOT allowed AND current_user = 'lontar_owner' AND old_row ->> 'state' = new_row ->> 'state' THEN
            allowed := old_row - ARRAY['subject', 'latitude', 'longitude', 'note', 'reason', 'stopped_why']
                     = new_row - ARRAY['subject', 'latitude', 'longitude', 'note', 'reason', 'stopped_why'];
        END IF;
    END IF;
    IF allowed THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% % is %: % is refused', TG_TABLE_NAME, OLD.id, OLD.state, TG_OP USING ERRCODE = 'check_violation';
END $$;
"""
# A picture is sealed anew, or emptied when its family is erased; by the owner's functions alone.
PHOTO = """
CREATE FUNCTION works_photo_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_user = 'lontar_owner' AND to_jsonb(OLD) - 'cipher' = to_jsonb(NEW) - 'cipher' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'table % only grows: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON works_photo FOR EACH ROW EXECUTE FUNCTION works_photo_stays();
ALTER TABLE works_photo ENABLE ALWAYS TRIGGER only_grows;
REVOKE UPDATE, DELETE, TRUNCATE ON works_photo FROM lontar_app;
"""
# What the stages of a work are to be paid is its cost, to the rupiah; what is asked for and paid was earned. As the
# owner: the treasurer sees no family's house, and a shield hides none of its money from the sum.
EARNED = """
CREATE FUNCTION works_stages_are_the_cost() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF (SELECT sum(s.tranche) FROM works_stage s WHERE s.work_id = NEW.work_id)
        IS DISTINCT FROM (SELECT w.cost FROM works_work w WHERE w.id = NEW.work_id) THEN
        RAISE EXCEPTION 'work %: the tranches are not its cost', NEW.work_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER stages_are_the_cost AFTER INSERT ON works_stage DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION works_stages_are_the_cost();
ALTER TABLE works_stage ENABLE ALWAYS TRIGGER stages_are_the_cost;
CREATE FUNCTION works_tranche_earned() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE w works_work%ROWTYPE; s works_stage%ROWTYPE;
BEGIN
    IF NEW.state NOT IN ('asked', 'paid') THEN
        RETURN NULL;
    END IF;
    SELECT * INTO w FROM works_work WHERE id = NEW.work_id;
    SELECT * INTO s FROM works_stage WHERE id = NEW.stage_id;
    IF s.work_id <> w.id OR NEW.amount <> s.tranche OR NEW.line_id <> w.line_id OR NEW.place_id <> w.place_id
        OR NEW.named <> w.named OR NEW.subject IS DISTINCT FROM w.subject THEN
        RAISE EXCEPTION 'tranche % is not its stage''s', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    IF w.state = 'stopped' OR NOT EXISTS (SELECT FROM works_report r WHERE r.stage_id = s.id AND r.state = 'confirmed') THEN
        RAISE EXCEPTION 'tranche %: its stage is not confirmed', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    IF w.state <> 'handed_over'
        AND NOT EXISTS (SELECT FROM works_stage o WHERE o.work_id = w.id AND o.position > s.position) THEN
        RAISE EXCEPTION 'tranche %: the work is not handed over', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    IF (SELECT sum(t.amount) FROM works_tranche t WHERE t.work_id = w.id AND t.state IN ('asked', 'paid')) > w.cost THEN
        RAISE EXCEPTION 'tranche %: more than the work costs', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER earned AFTER INSERT OR UPDATE OF state ON works_tranche FOR EACH ROW EXECUTE FUNCTION works_tranche_earned();
ALTER TABLE works_tranche ENABLE ALWAYS TRIGGER earned;
"""
# Whoever erases somebody may not see every row about them.
FORGET = """
CREATE FUNCTION works_forget(families bigint[]) RETURNS bigint[] LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE mine bigint[]; subjects uuid[]; gone bigint[];
BEGIN
    IF lontar_role() IS DISTINCT FROM 'planner' THEN
        RAISE EXCEPTION 'only a planner erases' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT coalesce(array_agg(w.id), '{}'), coalesce(array_agg(w.subject) FILTER (WHERE w.subject IS NOT NULL), '{}')
        INTO mine, subjects FROM works_work w WHERE w.family_id = ANY (families) AND w.place_id <@ (SELECT lontar_places());
    WITH forgotten AS (
        UPDATE ledger_leaf SET secret = NULL WHERE secret IS NOT NULL AND kind = 'entry' AND about IN (
            SELECT e.key FROM ledger_posting p JOIN ledger_entry e ON e.id = p.entry_id WHERE p.subject = ANY (subjects))
        RETURNING id)
    SELECT coalesce(array_agg(id ORDER BY id), '{}') INTO gone FROM forgotten;
    UPDATE works_photo SET cipher = ''::bytea WHERE work_id = ANY (mine);
    UPDATE works_report SET latitude = NULL, longitude = NULL, note = '',
        reason = CASE WHEN reason = '' THEN '' ELSE '–' END WHERE work_id = ANY (mine);
    UPDATE works_tranche SET subject = NULL, reason = CASE WHEN reason = '' THEN '' ELSE '–' END WHERE work_id = ANY (mine);
    UPDATE works_defect SET what = '–', note = CASE WHEN note = '' THEN '' ELSE '–' END WHERE work_id = ANY (mine);
    UPDATE works_work SET subject = NULL, stopped_why = CASE WHEN stopped_why = '' THEN '' ELSE '–' END WHERE id = ANY (mine);
    RETURN gone;
END $$;
REVOKE ALL ON FUNCTION works_forget(bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION works_forget(bigint[]) TO lontar_app;
"""
# A defect is mended once; its words go when its family is erased.
DEFECT = """
CREATE FUNCTION works_defect_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE old_row jsonb; new_row jsonb;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        old_row := to_jsonb(OLD); new_row := to_jsonb(NEW);
        IF works_forward(old_row, new_row, ARRAY['note', 'settled_by_id', 'settled_on'], ARRAY['open>mended'])
            OR current_user = 'lontar_owner' AND old_row - ARRAY['what', 'note'] = new_row - ARRAY['what', 'note'] THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'defect % is %: % is refused', OLD.id, OLD.state, TG_OP USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER mended_once BEFORE UPDATE OR DELETE ON works_defect FOR EACH ROW EXECUTE FUNCTION works_defect_once();
ALTER TABLE works_defect ENABLE ALWAYS TRIGGER mended_once;
"""


def forward(table: str) -> RunSQL:
    return RunSQL(
        f"CREATE TRIGGER only_forward BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION works_only_forward();"
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER only_forward;",
        f"DROP TRIGGER only_forward ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("works", "0001_initial"),
        ("access", "0006_treasurer"),
        ("registry", "0024_shields_everywhere"),
        ("ledger", "0005_earlier_entries"),
    ]
    operations = [
        *places_wall(*OPEN, "works_tranche"),
        *(
            RunSQL(f"CREATE POLICY open ON {table} FOR SELECT TO lontar_app USING (NOT named)", f"DROP POLICY open ON {table}")
            for table in (*OPEN, "works_tranche")
        ),
        RunSQL(HIDDEN, "DROP FUNCTION lontar_hidden_works()"),
        *(
            RunSQL(
                f"CREATE POLICY shielded ON {table} AS RESTRICTIVE FOR SELECT TO lontar_app USING (NOT ({condition}))",
                f"DROP POLICY shielded ON {table}",
            )
            for table, condition in SHIELDED.items()
        ),
        RunSQL(FORWARD, "DROP FUNCTION works_only_forward(); DROP FUNCTION works_forward(jsonb, jsonb, text[], text[])"),
        *(forward(table) for table in ("works_work", "works_report", "works_tranche")),
        *append_only("works_stage"),
        RunSQL(PHOTO, "DROP TRIGGER only_grows ON works_photo; DROP FUNCTION works_photo_stays()"),
        RunSQL(DEFECT, "DROP TRIGGER mended_once ON works_defect; DROP FUNCTION works_defect_once()"),
        RunSQL(
            EARNED,
            "DROP TRIGGER earned ON works_tranche; DROP FUNCTION works_tranche_earned();"
            "DROP TRIGGER stages_are_the_cost ON works_stage; DROP FUNCTION works_stages_are_the_cost()",
        ),
        RunSQL(FORGET, "DROP FUNCTION works_forget(bigint[])"),
    ]
