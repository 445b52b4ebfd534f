"""Which of BPS's codes is which ward: taken from a list that the city brings, and never guessed from digits."""

import re
from datetime import date
from pathlib import Path

from lontar.city.journal.actions import record
from lontar.city.places import queries
from lontar.city.places.models import Place, PlaceAlias
from lontar.engine.tables import read_book
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, Role, require
from lontar.science.place_crosswalk import Crosswalk, Ward, read_crosswalk
from lontar.science.place_names import place_key
from lontar.science.trouble import Refusal, words


@deed
def import_crosswalk(
    path: Path, *, source: str, name: str = "", dry_run: bool = False, by: Actor, on: date
) -> tuple[Crosswalk, int]:
    """The list, and how many wards got another code of BPS. All of it or nothing; the same list twice changes nothing."""
    require(by, Role.ADMINISTRATOR)
    if not source.strip():
        raise Refusal(
            words("Sumber daftar belum ditulis."),
            advice=words("Misalnya: SIG BPS, semester 1 tahun 2026."),
            field="source",
        )
    home = queries.home_or_refuse()
    wards = {ward.code: ward for ward in queries.wards_in(home.pk).select_related("parent")}
    called: dict[int, set[str]] = {ward.pk: {place_key(ward.name)} for ward in wards.values()}
    for place, key in PlaceAlias.objects.filter(place__in=called).values_list("place_id", "key"):
        called[place].add(key)
    known = [
        Ward(ward.code, frozenset(called[ward.pk]), ward.parent.name if ward.parent else "") for ward in wards.values()
    ]
    found = read_crosswalk(read_book(path, name=name or path.name).grids, known, file=name or path.name)
    changed = [wards[code] for code, bps in found.codes.items() if wards[code].bps_code != bps]
    if found.has_errors or dry_run or not changed:
        return found, 0 if found.has_errors else len(changed)
    for ward in changed:
        ward.bps_code = re.sub(r"\D", "", found.codes[ward.code])
    Place.objects.bulk_update(changed, ["bps_code"])
    record(
        "import_crosswalk", subject=home, by=by, on=on, place_id=home.pk, reason=source.strip()[:200],
        details={"changed": len(changed)},
    )  # fmt: skip
    return found, len(changed)
