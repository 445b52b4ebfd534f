"""What a visit left behind of a shielded family exists for its named officers only: walk, photo, coordinates, notes.

Who closes a campaign may not see every visit of it, so what is still open behind the shield is left by a function that
tells how many, and not whom.
"""

from django.db import migrations
from django.db.migrations.operations import RunSQL

VISITS = """
CREATE FUNCTION lontar_hidden_visits() RETURNS int8multirange LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT coalesce(range_agg(int8range(v.id, v.id, '[]')), '{}'::int8multirange)
    FROM fieldwork_visit v WHERE v.family_id = ANY (ARRAY(SELECT unnest(lontar_hidden_family_keys())))
$$;
"""
COUNTED = """
CREATE FUNCTION fieldwork_hidden_families(campaign bigint) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT count(*) FROM fieldwork_visit v WHERE v.campaign_id = campaign AND v.turn = 1
        AND v.place_id <@ (SELECT lontar_places())
        AND v.family_id = ANY (ARRAY(SELECT unnest(lontar_hidden_family_keys())))
$$;
"""
LEFT = """
CREATE FUNCTION fieldwork_leave_hidden(campaign bigint) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE touched bigint;
BEGIN
    IF coalesce(lontar_role(), '') NOT IN ('planner', 'operator') THEN
        RAISE EXCEPTION 'a campaign is closed by a planner or an operator' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE fieldwork_visit v SET state = 'left' WHERE v.campaign_id = campaign AND v.state = 'open'
        AND v.place_id <@ (SELECT lontar_places())
        AND v.family_id = ANY (ARRAY(SELECT unnest(lontar_hidden_family_keys())));
    GET DIAGNOSTICS touched = ROW_COUNT;
    RETURN touched;
END $$;
REVOKE ALL ON FUNCTION fieldwork_leave_hidden(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION fieldwork_leave_hidden(bigint) TO lontar_app;
"""
FAMILY = "family_id <@ (SELECT lontar_hidden_families())"
WALLED = {
    "fieldwork_visit": FAMILY,
    "fieldwork_report": "visit_id <@ (SELECT lontar_hidden_visits())",
    "fieldwork_change": FAMILY,
}


class Migration(migrations.Migration):
    dependencies = [("fieldwork", "0003_visits_follow"), ("registry", "0024_shields_everywhere")]
    operations = [
        RunSQL(VISITS, "DROP FUNCTION lontar_hidden_visits()"),
        RunSQL(COUNTED, "DROP FUNCTION fieldwork_hidden_families(bigint)"),
        RunSQL(LEFT, "DROP FUNCTION fieldwork_leave_hidden(bigint)"),
        *(
            RunSQL(
                f"CREATE POLICY shielded ON {table} AS RESTRICTIVE FOR SELECT TO lontar_app USING (NOT ({condition}))",
                f"DROP POLICY shielded ON {table}",
            )
            for table, condition in WALLED.items()
        ),
    ]
