"""The table for analysts, made once a month by the house itself."""

from datetime import date

from lontar.city.journal.actions import record
from lontar.city.places import queries as places
from lontar.city.privacy import frames, queries
from lontar.city.privacy.models import CountTable
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, require


@deed
def keep_counts(*, by: Actor, on: date) -> CountTable:
    """The table of this month, of the whole city; made once, the second time it is the same one."""
    require(by, *queries.WHO_CHECK)
    month = on.replace(day=1)
    made = CountTable.objects.filter(month=month).first()
    if made is not None:
        return made
    told = frames.counted_again(on=on)
    made = CountTable.objects.create(
        month=month, on=on, groups=[list(row) for row in told.groups.iter_rows()],
        cells=[list(row) for row in told.cells.iter_rows()],
    )  # fmt: skip
    record(
        "keep_counts",
        subject=made,
        by=by,
        on=on,
        place_id=places.home_or_refuse().pk,
        details={"groups": told.groups.height},
    )
    return made
