"""Lists of families that somebody brings: from a file, or from a room above."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from lontar.city.fieldwork.models import Roster, RosterFamily
from lontar.city.fieldwork.queries.who import WHO_PLAN
from lontar.city.journal.actions import record
from lontar.city.places import queries as places
from lontar.city.registry import queries as registry
from lontar.engine.tables import read_book
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, require
from lontar.science.titled_rows import titled_rows
from lontar.science.trouble import Finding, Refusal, Source, words

NAME_LETTERS_MAX: Final = 160
FINDINGS_MAX: Final = 1000
HEADS: Final = ("nomor_lokal", "no_kk", "Nomor KK", "No. KK", "Nomor Kartu Keluarga", "NIK")
UNKNOWN: Final = words(
    "Tidak ada keluarga dengan nomor ini di wilayah Anda. Impor dulu keluarganya, atau periksa nomornya."
)


def as_kept(one: Finding) -> dict[str, Any]:
    """A finding as it is kept: with its template and values, to be told in the reader's language."""
    return {**one.as_json(), "template": one.template, "values": dict(one.values)}


@deed
def keep_roster(
    name: str, family_ids: Sequence[int], *, source: str, by: Actor, on: date,
    rows: int = 0, findings: Sequence[Finding] = (),
) -> Roster:  # fmt: skip
    """Keep a list of families under a name, so that a campaign can visit them. Those outside of the officer's places
    are not there for them, and are left out."""
    require(by, *WHO_PLAN)
    name = " ".join(name.split())[:NAME_LETTERS_MAX]
    if not name:
        raise Refusal(_("Beri nama daftarnya."), field="name")
    families = dict(
        registry.families_matching(registry.FamilyFilter()).filter(pk__in=set(family_ids)).values_list("pk", "place_id")
    )
    if not families:
        raise Refusal(
            _("Tidak ada keluarga di daftar itu yang dikenal di wilayah Anda."),
            advice=_("Periksa nomornya, atau impor dulu keluarganya."), field="file",
        )  # fmt: skip
    told: list[dict[str, Any]] = [as_kept(one) for one in findings[:FINDINGS_MAX]]
    roster = Roster.objects.create(
        place_id=places.home_or_refuse().pk, name=name, source=source, by_id=by.id, on=on,
        rows=rows or len(set(family_ids)), findings=told,
    )  # fmt: skip
    RosterFamily.objects.bulk_create(
        [RosterFamily(roster=roster, family_id=key, place_id=place) for key, place in sorted(families.items())],
        batch_size=5000,
    )
    record(
        "keep_roster", subject=roster, by=by, on=on, place_id=roster.place_id,
        details={"families": len(families), "rows": roster.rows, "source": source},
    )  # fmt: skip
    return roster


def read_roster(path: Path, *, file: str, name: str, by: Actor, on: date) -> Roster:
    """A file with a column nomor_lokal, no_kk or nik: each row's family, and a finding for each row without one."""
    require(by, *WHO_PLAN)
    for grid in read_book(path, name=file).grids:
        rows = titled_rows(grid, {"number": HEADS}, ("number",))
        if rows is not None:
            break
    else:
        raise Refusal(
            _("Berkas %(file)s tidak punya kolom nomor_lokal, no_kk atau nik.") % {"file": file},
            advice=_("Beri judul kolomnya salah satu dari itu, lalu unggah lagi."),
            field="file",
        )
    numbers = [(number, "".join(cells.get("number", "").split())) for number, cells in rows]
    known = registry.families_of_numbers(text for _number, text in numbers)
    findings = [
        Finding("warning", UNKNOWN, Source(file, grid.sheet, number), "family_unknown")
        for number, text in numbers
        if text not in known
    ]
    return keep_roster(
        name, list(known.values()), source=Roster.Source.FILE, by=by, on=on, rows=len(numbers), findings=findings
    )
