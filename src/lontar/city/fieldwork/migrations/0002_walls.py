"""The walls around what was seen at home; a report only grows, and a decision about a change is made once."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from lontar.kit.walls import append_only, places_wall

DECIDED = """
CREATE FUNCTION fieldwork_decided_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state <> 'waiting' THEN
        RAISE EXCEPTION 'change % is %: % is refused', OLD.id, OLD.state, TG_OP USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decided_once BEFORE UPDATE OR DELETE ON fieldwork_change
    FOR EACH ROW EXECUTE FUNCTION fieldwork_decided_once();
ALTER TABLE fieldwork_change ENABLE ALWAYS TRIGGER decided_once;
"""
UNDO = "DROP TRIGGER decided_once ON fieldwork_change; DROP FUNCTION fieldwork_decided_once()"


class Migration(migrations.Migration):
    dependencies = [("fieldwork", "0001_initial"), ("access", "0002_walls")]
    operations = [
        *places_wall("fieldwork_rosterfamily", "fieldwork_visit", "fieldwork_report", "fieldwork_change"),
        *append_only("fieldwork_report", "fieldwork_decree", "fieldwork_sheet"),
        RunSQL(DECIDED, UNDO),
    ]
