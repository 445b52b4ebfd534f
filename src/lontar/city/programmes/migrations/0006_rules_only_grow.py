"""A published version of a rule is refused every change, by the owner of the table too."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from lontar.kit.walls import REFUSE_CHANGE

GUARD = """
CREATE TRIGGER published_stays BEFORE UPDATE OR DELETE ON programmes_writtenrule
    FOR EACH ROW WHEN (OLD.published_on IS NOT NULL) EXECUTE FUNCTION lontar_refuse_change();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON programmes_writtenrule
    FOR EACH STATEMENT EXECUTE FUNCTION lontar_refuse_change();
ALTER TABLE programmes_writtenrule ENABLE ALWAYS TRIGGER published_stays;
ALTER TABLE programmes_writtenrule ENABLE ALWAYS TRIGGER never_emptied;
REVOKE TRUNCATE ON programmes_writtenrule FROM lontar_app;
"""
UNDO = """
DROP TRIGGER published_stays ON programmes_writtenrule;
DROP TRIGGER never_emptied ON programmes_writtenrule;
"""


class Migration(migrations.Migration):
    dependencies = [("programmes", "0005_written_rules")]
    operations = [RunSQL(REFUSE_CHANGE, RunSQL.noop), RunSQL(GUARD, UNDO)]
