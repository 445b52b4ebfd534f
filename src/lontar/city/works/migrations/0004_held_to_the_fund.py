"""What works take of one fund of a line, past the walls: two sums for an officer who acts, and no work behind them."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

OF_FUND = """
CREATE FUNCTION works_of_fund(of_line bigint, of_fund text, OUT promised bigint, OUT paid bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF lontar_officer() IS NULL THEN
        RAISE EXCEPTION 'nobody acts' USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- A work that was stopped takes what was paid for it; its rest is in the budget again.
    SELECT coalesce(sum(CASE WHEN w.state = 'stopped' THEN gone.rupiah ELSE w.cost END), 0), coalesce(sum(gone.rupiah), 0)
    INTO promised, paid
    FROM works_work w, LATERAL (
        SELECT coalesce(sum(t.amount), 0) AS rupiah FROM works_tranche t WHERE t.work_id = w.id AND t.state = 'paid'
    ) AS gone
    WHERE w.line_id = of_line AND w.fund = of_fund;
END $$;
REVOKE ALL ON FUNCTION works_of_fund(bigint, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION works_of_fund(bigint, text) TO lontar_app;
CREATE FUNCTION works_fund_of_tranche(of_tranche bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT w.fund FROM works_tranche t JOIN works_work w ON w.id = t.work_id
    WHERE t.id = of_tranche AND lontar_officer() IS NOT NULL
$$;
REVOKE ALL ON FUNCTION works_fund_of_tranche(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION works_fund_of_tranche(bigint) TO lontar_app;
"""


class Migration(migrations.Migration):
    dependencies = [("works", "0003_whose_money_and_photos_of_defects")]
    operations = [
        RunSQL(
            OF_FUND, "DROP FUNCTION works_of_fund(bigint, text); DROP FUNCTION works_fund_of_tranche(bigint)"
        )
    ]
