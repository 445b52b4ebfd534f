"""What privacy does by itself: once a month people are counted for analysts."""

from procrastinate.contrib.django import app

from lontar.city.access import queries as access
from lontar.city.places import queries as places
from lontar.city.privacy import actions
from lontar.kit.gate import acting_as


@app.periodic(cron="40 0 * * *")
@app.task(name="privacy.keep_counts", queueing_lock="privacy.keep_counts", pass_context=False)
def keep_counts(timestamp: int) -> None:
    """Every night: this month's table, unless it stands. Run twice, it changes nothing."""
    if places.home() is None:
        return
    terminal = access.officer_at_terminal()
    with acting_as(terminal):
        actions.keep_counts(by=terminal, on=places.today())
