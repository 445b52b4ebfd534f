"""The walls around meetings and who came; a proposal names nobody and is open. A closed meeting stays as it was signed."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from lontar.kit.walls import places_wall

CLOSED = """
CREATE FUNCTION community_closed_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state = 'closed' THEN
        RAISE EXCEPTION 'meeting % is %: % is refused', OLD.id, OLD.state, TG_OP USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER closed_stays BEFORE UPDATE OR DELETE ON community_meeting
    FOR EACH ROW EXECUTE FUNCTION community_closed_stays();
ALTER TABLE community_meeting ENABLE ALWAYS TRIGGER closed_stays;
"""
UNDO = "DROP TRIGGER closed_stays ON community_meeting; DROP FUNCTION community_closed_stays()"


class Migration(migrations.Migration):
    dependencies = [("community", "0001_initial"), ("access", "0002_walls")]
    operations = [
        *places_wall("community_meeting", "community_matter", "community_attendee", "community_paper"),
        RunSQL(CLOSED, UNDO),
    ]
