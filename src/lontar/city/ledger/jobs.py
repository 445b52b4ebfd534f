"""What the ledger does by itself: leaves get their numbers, the log is signed, witnesses get what was signed."""

from datetime import datetime, timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from lontar.city.access import queries as access
from lontar.city.ledger import actions, queries
from lontar.city.places import queries as places
from lontar.kit.gate import acting_as

SIGNED_EVERY = timedelta(hours=1)


def number_all() -> int:
    """Number every leaf that waits, batch by batch; each batch is a transaction of its own."""
    numbered = 0
    while count := actions.sequence():
        numbered += count
    return numbered


def _is_recent(at: datetime) -> bool:
    """Within the last hour. What a clock that was wrong has dated into the future is no reason to wait for that day."""
    return timedelta() <= timezone.now() - at < SIGNED_EVERY


@app.periodic(cron="* * * * *")
@app.task(name="ledger.keep_log", queueing_lock="ledger.keep_log", pass_context=False)
def keep_log(timestamp: int) -> None:
    """Every minute: numbers for new leaves. Once an hour at most: a signature over them. Run twice, it does less."""
    number_all()
    last = queries.newest_checkpoint()
    if last is not None and (_is_recent(last.at) or queries.log_size() == last.size):
        return
    terminal = access.officer_at_terminal()
    with acting_as(terminal):
        actions.sign_checkpoint(by=terminal, on=places.today())


@app.periodic(cron="20 0 * * *")
@app.task(name="ledger.witness", queueing_lock="ledger.witness", pass_context=False)
def witness(timestamp: int) -> None:
    """Every day: the log is signed as it stands and sent to those who keep its checkpoints elsewhere."""
    number_all()
    terminal = access.officer_at_terminal()
    with acting_as(terminal):
        actions.sign_checkpoint(by=terminal, on=places.today())
    actions.send_to_witnesses()
