"""Who saw whose data between two days: the drill for the day on which something leaked (UU 27/2022 art. 46)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from lontar.city.journal import queries as journal
from lontar.city.places import queries as places
from lontar.city.registry import queries as registry
from lontar.kit.formats import day, number

HOURS_TO_TELL = 72  # art. 46 (1): 3×24 hours, from when one knows
FAMILIES_LISTED_MOST = 500_000


@dataclass(frozen=True, slots=True)
class Breach:
    """What was seen: each sighting, and all families and persons in them once."""

    since: date
    until: date
    sightings: list[journal.Seen]
    families: int
    persons: int
    officers: list[str]

    @property
    def period(self) -> str:
        """The days that were looked at, in words."""
        return day(self.since) if self.since == self.until else f"{day(self.since)} – {day(self.until)}"

    def rows(self) -> list[tuple[Any, ...]]:
        """One row for each family of each sighting: for the list of whom to tell. Numbers of families, no names."""
        listed: list[tuple[Any, ...]] = []
        for one in self.sightings:
            at = timezone.localtime(one.at).isoformat(timespec="seconds")
            for low, high in one.families:
                for key in range(low, high + 1):
                    listed.append((at, one.actor_name, one.actor_role, one.way, one.named, one.purpose, f"K-{key:07d}"))
                    if len(listed) >= FAMILIES_LISTED_MOST:
                        return listed
        return listed

    def as_json(self) -> dict[str, Any]:
        return {
            "from": self.since,
            "to": self.until,
            "families": self.families,
            "persons": self.persons,
            "officers": self.officers,
            "sightings": [
                {
                    "at": one.at, "officer": one.actor_name, "role": one.actor_role, "way": one.way, "named": one.named,
                    "purpose": one.purpose, "count": one.count, "families": one.families,
                }
                for one in self.sightings
            ],
            "notice": notice(self, known_at=timezone.now()),
        }  # fmt: skip


HEADS = ("waktu", "petugas", "peran", "cara", "dengan_nama", "keperluan", "keluarga")


def breach(since: date, until: date, *, officer_id: str = "") -> Breach:
    """Whose data were seen by whom, both days included; of one officer, where one is suspected."""
    sightings = journal.seen_between(since, until, actor=officer_id)
    keys = {key for one in sightings for low, high in one.families for key in range(low, high + 1)}
    officers = sorted({one.actor_name for one in sightings})
    return Breach(since, until, sightings, len(keys), registry.count_persons(keys), officers)


def notice(found: Breach, *, known_at: datetime) -> str:
    """The draft of the written notice: what, when and how, and what is done; people complete what only they know."""
    home = places.home()
    due = (known_at + timedelta(hours=HOURS_TO_TELL)).astimezone(places.zone_of(home))
    return _(
        "PEMBERITAHUAN KEGAGALAN PELINDUNGAN DATA PRIBADI (UU 27/2022 pasal 46)\n\n"
        "Dari: Pemerintah %(city)s. Kepada: orang yang datanya terungkap, dan lembaga pelindungan data pribadi.\n"
        "Harus terkirim paling lambat: %(due)s (3×24 jam sejak diketahui).\n\n"
        "1. Data yang terungkap: data %(persons)s orang dari %(families)s keluarga (%(fields)s).\n"
        "2. Kapan dan bagaimana: antara %(since)s dan %(until)s; [tuliskan kejadiannya]. "
        "Petugas yang membuka data itu pada waktu tersebut: %(officers)s.\n"
        "3. Penanganan dan pemulihan: [akses yang dicabut, kata sandi dan token yang diganti, kunci yang diganti, "
        "kepada siapa orang dapat bertanya]."
    ) % {
        "city": home.name if home else "–",
        "due": f"{day(due.date())} {due:%H.%M}",
        "persons": number(found.persons),
        "families": number(found.families),
        "fields": _("dengan nama")
        if any(one.named for one in found.sightings)
        else _("tanpa nama, menurut nomor lokal"),
        "since": day(found.since),
        "until": day(found.until),
        "officers": ", ".join(found.officers) or _("tidak ada"),
    }
