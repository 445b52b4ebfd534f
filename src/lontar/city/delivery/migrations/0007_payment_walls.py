"""The walls around payment orders, and the only ways in which an entitlement, an order and its lines go on."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from lontar.kit.walls import append_only, places_wall

# What was approved is frozen. An entitlement is sent and comes back, or arrives, or is taken back before it was sent.
ENTITLEMENT = """
CREATE OR REPLACE FUNCTION delivery_only_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Erasing takes the tie to the book and the words away, as the owner and nobody else.
    IF TG_OP = 'UPDATE' AND current_user = 'lontar_owner'
        AND (to_jsonb(OLD) - 'subject' - 'reason') = (to_jsonb(NEW) - 'subject' - 'reason')
        AND (NEW.subject IS NULL OR NEW.subject = OLD.subject) AND NEW.reason IN (OLD.reason, '–') THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE'
        OR (OLD.status, NEW.status) NOT IN (('owed', 'sent'), ('owed', 'delivered'), ('owed', 'cancelled'),
            ('sent', 'delivered'), ('sent', 'owed'))
        OR (to_jsonb(OLD) - 'status' - 'reason') <> (to_jsonb(NEW) - 'status' - 'reason') THEN
        RAISE EXCEPTION 'entitlement % is %: % is refused', OLD.id, OLD.status, TG_OP USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""
# A line keeps its amount and its account; it leaves the order, or is sent, and then it is paid or comes back.
LINE = """
CREATE FUNCTION delivery_line_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_user = 'lontar_owner' AND NEW.said = ''
        AND (to_jsonb(OLD) - 'said') = (to_jsonb(NEW) - 'said') THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE'
        OR (OLD.state, NEW.state) NOT IN (('planned', 'dropped'), ('planned', 'sent'), ('sent', 'paid'), ('sent', 'returned'))
        OR (OLD.order_id, OLD.number, OLD.entitlement_id, OLD.place_id, OLD.amount)
            IS DISTINCT FROM (NEW.order_id, NEW.number, NEW.entitlement_id, NEW.place_id, NEW.amount)
        OR OLD.account_id IS DISTINCT FROM NEW.account_id THEN
        RAISE EXCEPTION 'line % is %: % is refused', OLD.id, OLD.state, TG_OP USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER only_forward BEFORE UPDATE OR DELETE ON delivery_orderline
    FOR EACH ROW EXECUTE FUNCTION delivery_line_forward();
ALTER TABLE delivery_orderline ENABLE ALWAYS TRIGGER only_forward;
"""
LINE_UNDO = "DROP TRIGGER only_forward ON delivery_orderline; DROP FUNCTION delivery_line_forward()"
# Once the treasury has paid, or the order was withdrawn, nothing in it changes.
ORDER = """
CREATE FUNCTION delivery_order_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state IN ('released', 'withdrawn')
        OR (OLD.key, OLD.line_id, OLD.place_id, OLD.period, OLD.channel, OLD.made_by_id, OLD.made_on)
            IS DISTINCT FROM (NEW.key, NEW.line_id, NEW.place_id, NEW.period, NEW.channel, NEW.made_by_id, NEW.made_on)
        OR (OLD.state = 'checked' AND NEW.state <> 'made' AND OLD.sha256 <> NEW.sha256) THEN
        RAISE EXCEPTION 'order % is %: % is refused', OLD.id, OLD.state, TG_OP USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER only_forward BEFORE UPDATE OR DELETE ON delivery_paymentorder
    FOR EACH ROW EXECUTE FUNCTION delivery_order_forward();
ALTER TABLE delivery_paymentorder ENABLE ALWAYS TRIGGER only_forward;
"""
ORDER_UNDO = "DROP TRIGGER only_forward ON delivery_paymentorder; DROP FUNCTION delivery_order_forward()"


class Migration(migrations.Migration):
    dependencies = [("delivery", "0006_payment_orders"), ("access", "0006_treasurer")]
    operations = [
        *places_wall("delivery_hold", "delivery_payaccount", "delivery_orderline", "delivery_resultrow"),
        *append_only("delivery_resultfile", "delivery_paymentorderevent"),
        RunSQL(ENTITLEMENT, RunSQL.noop),
        RunSQL(LINE, LINE_UNDO),
        RunSQL(ORDER, ORDER_UNDO),
    ]
