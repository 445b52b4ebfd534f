"""Recording one event: whom it touches is locked, its day is checked, and its line, story and journal are written.

Families are locked before persons and both in the order of their keys, so two officers wait for each other and never
for ever; whoever comes second sees what the first wrote, and is refused or, with the same key, answered alike.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db import connection
from django.db.models import Max
from django.utils.translation import gettext as _

from lontar.city.journal.actions import record
from lontar.city.registry.actions.contradicting import look_at
from lontar.city.registry.actions.life import tracing
from lontar.city.registry.actions.life.occasion import Occasion, Recorded
from lontar.city.registry.actions.life.papers import Scan, checked
from lontar.city.registry.actions.timeline import tell
from lontar.city.registry.models import (
    Family,
    LifeEvent,
    LifeEventPart,
    LifeEventScan,
    LifeEventTrace,
    LifeEventUndo,
    Membership,
    Person,
)
from lontar.city.registry.queries.shields import require_open_address
from lontar.kit.formats import day
from lontar.kit.gate import Actor, Role, require
from lontar.kit.sealing import seal
from lontar.science.trouble import Refusal

Kind = LifeEvent.Kind
MAY_RECORD_LIFE: Final = (Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER)
EARLIEST: Final = date(1900, 1, 1)
# No paper tells of these before they happen; a move is decided, and a court speaks, before.
PAPERED_AFTER: Final = (Kind.BORN, Kind.DIED, Kind.MARRIED)


@dataclass
class Recording:
    """One event while it is being written."""

    kind: str
    day: date
    on: date
    by: Actor
    families: dict[int, Family]
    persons: dict[int, Person]
    members: dict[int, Membership]  # the open days of each person, by person
    event: LifeEvent
    last_of_person: dict[int, date]
    last_of_family: dict[int, date]
    before: tracing.Reading  # how everything stood, for whoever takes the event back
    known: set[int]  # families whose rows were read then, and those that the event makes
    # In order; the first is whom the event is about, for whoever sends the same form again.
    touched: dict[tuple[int, int | None], bool] = field(default_factory=dict)
    # Families whose rows go behind the wall of another ward when all is written.
    follows: dict[int, int] = field(default_factory=dict)

    def of(self, family_id: int) -> list[Membership]:
        """Who belongs to a family now."""
        return [one for one in self.members.values() if one.family_id == family_id]

    def head_of(self, family_id: int) -> Membership | None:
        heads = (one for one in self.of(family_id) if one.relation == Membership.Relation.HEAD)
        return next(heads, None)

    def require_born(self, person: Person) -> None:
        """Refuse whoever was born after the day of the event: nothing happens to them before."""
        if person.birth_date and person.birth_date > self.day:
            raise Refusal(
                _("%(person)s lahir sesudah hari itu, %(day)s.")
                % {"person": person.local_number, "day": day(person.birth_date)},
                advice=_("Periksa tanggal kejadian atau tanggal lahirnya."), field="happened",
            )  # fmt: skip

    def member(self, person_id: int) -> Membership:
        """The open days of somebody, or a refusal: who is dead or gone takes part in nothing."""
        person = self.persons[person_id]
        if person.died_on:
            raise Refusal(
                _("%(person)s sudah meninggal, %(day)s.") % {"person": person.local_number, "day": day(person.died_on)},
                advice=_("Bila itu keliru, batalkan peristiwa kematiannya di halaman keluarganya."), field="person",
            )  # fmt: skip
        self.require_born(person)
        if person_id not in self.members:
            raise Refusal(
                _("%(person)s tidak lagi tinggal di sini.") % {"person": person.local_number},
                advice=_("Catat dulu kedatangannya kembali."), field="person",
            )  # fmt: skip
        return self.members[person_id]

    def family(self, family_id: int) -> Family:
        """A family that is here, or a refusal."""
        family = self.families[family_id]
        if family.ended_on:
            raise Refusal(
                _("%(family)s sudah tidak ada di sini sejak %(day)s.")
                % {"family": family.local_number, "day": day(family.ended_on)},
                advice=_("Catat dulu kedatangannya kembali."),
            )
        return family

    def touch(self, family_id: int, person_id: int | None = None, *, moves: bool = True) -> None:
        """Note that the event concerns a family as a whole, or one person of it."""
        if (family_id, person_id) in self.touched:
            return
        self.touched[family_id, person_id] = moves
        LifeEventPart.objects.create(
            place_id=self.families[family_id].place_id, event=self.event, family_id=family_id, person_id=person_id,
            happened=self.day, moves=moves,
        )  # fmt: skip

    def add(self, family: Family) -> None:
        """A family that the event makes."""
        self.families[family.pk] = family
        self.known.add(family.pk)

    def look_up(self, family: Family) -> None:
        """A family that was there before, of which nothing changes."""
        self.families[family.pk] = family

    def tell(self, family_id: int, message: str, **details: Any) -> None:
        """One line in the family's story."""
        place_id = self.families[family_id].place_id
        tell(family_id, place_id, kind=self.kind, message=message, on=self.day, details=details)

    def finish(self) -> Recorded:
        """The journal's line; then whoever lives in another ward now goes behind its wall.

        That is done by a function of the database, which lets an officer push what they see and pull nothing.
        """
        family_id, person_id = next(iter(self.touched))
        subject: Any = ("registry.person", person_id) if person_id else ("registry.family", family_id)
        # The reason stays with the event, behind its wall: it may tell where somebody fled to, and can be erased there.
        record(
            self.kind, subject=subject, by=self.by, on=self.on, place_id=self.event.place_id,
            details={"event": self.event.pk, "happened": self.day.isoformat(), "paper": self.event.paper},
        )  # fmt: skip
        self._keep_trace()
        for family, ward in self.follows.items():
            with connection.cursor() as cursor:
                cursor.execute("SELECT registry_family_follows(%s, %s)", [family, ward])
        look_at(self.known, on=self.on)
        return Recorded(self.event.pk, family_id, person_id, True)

    def _keep_trace(self) -> None:
        """Before anybody goes behind another wall, where this officer may not look."""
        trace = tracing.traced(self.before, self.known, self.persons)
        wards = sorted({*trace.wards, *self.follows.values()})
        follows = [[family, self.families[family].place_id] for family in self.follows]
        LifeEventTrace.objects.create(
            place_id=self.event.place_id, event=self.event,
            moved=trace.as_json() | {"wards": wards, "follows": follows},
        )  # fmt: skip


def begin(
    kind: str, occasion: Occasion, *, families: Iterable[int] = (), persons: Iterable[int] = (), by: Actor, on: date,
    details: Mapping[str, Any] | None = None,
) -> Recording | Recorded:  # fmt: skip
    """Lock, check and open an event; or what the same form made before."""
    require(by, *MAY_RECORD_LIFE)
    _require_possible_day(occasion.happened, on)
    paper, scan = checked(occasion.paper, on=on)
    if kind in PAPERED_AFTER and paper.issued and paper.issued < occasion.happened:
        raise Refusal(
            _("Dokumen itu terbit sebelum kejadiannya."), advice=_("Periksa kedua tanggalnya."), field="paper_issued"
        )
    key = occasion.key or uuid.uuid4()
    with connection.cursor() as cursor:  # two requests with one key come one after the other
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [(key.int % 2**63) - 2**62])
    if before := LifeEvent.objects.filter(key=key).first():
        return _as_before(before, kind)
    wanted = set(families), set(persons)
    held, people, members = _locked(*wanted)
    require_open_address(*held, persons=people.keys() & wanted[1])
    event = LifeEvent.objects.create(
        place_id=_place(held, members, wanted, details or {}), kind=kind, happened=occasion.happened, on=on, by_id=by.id,
        paper=paper.kind, paper_number=paper.number, paper_issued=paper.issued, reason=paper.reason, key=key,
        details=dict(details or {}),
    )  # fmt: skip
    _keep(event, scan)
    moved = LifeEventPart.objects.filter(moves=True)
    return Recording(
        kind, occasion.happened, on, by, held, people, members, event,
        dict(moved.filter(person_id__in=people).values_list("person_id").annotate(last=Max("happened"))),
        dict(moved.filter(family_id__in=held, person=None).values_list("family_id").annotate(last=Max("happened"))),
        tracing.read(held, people), set(held),
    )  # fmt: skip


def _require_possible_day(happened: date, today: date) -> None:
    if happened > today:
        raise Refusal(
            _("Tanggal kejadian belum tiba."), advice=_("Isi tanggal hari ini atau sebelumnya."), field="happened"
        )
    if happened < EARLIEST:
        raise Refusal(_("Tanggal kejadian terlalu lama."), advice=_("Periksa tahunnya."), field="happened")


def _as_before(event: LifeEvent, kind: str) -> Recorded:
    if event.kind != kind:
        raise Refusal(_("Kunci ini sudah dipakai untuk peristiwa lain."), advice=_("Muat ulang formulirnya."))
    if LifeEventUndo.objects.filter(event=event).exists():
        raise Refusal(
            _("Peristiwa itu sudah dicatat dan kemudian dibatalkan."),
            advice=_("Muat ulang formulirnya untuk mencatat lagi."),
        )
    about = event.parts.order_by("pk").values_list("family_id", "person_id").first()
    if about is None:
        raise Refusal(_("Peristiwa itu sudah tercatat."), advice=_("Muat ulang halamannya."))
    return Recorded(event.pk, *about, False)


def _locked(
    families: set[int], persons: set[int]
) -> tuple[dict[int, Family], dict[int, Person], dict[int, Membership]]:
    open_days = Membership.objects.filter(until=None)
    theirs = set(open_days.filter(person_id__in=persons).values_list("family_id", flat=True))
    held = {one.pk: one for one in Family.objects.select_for_update().filter(pk__in=families | theirs).order_by("pk")}
    if families - held.keys():
        raise Refusal(_("Keluarga itu tidak ada di wilayah Anda."), advice=_("Periksa nomor lokalnya."), field="family")
    inside = set(open_days.filter(family_id__in=held).values_list("person_id", flat=True))
    people = {one.pk: one for one in Person.objects.select_for_update().filter(pk__in=persons | inside).order_by("pk")}
    if persons - people.keys():
        raise Refusal(_("Orang itu tidak ada di wilayah Anda."), advice=_("Periksa nomor lokalnya."), field="person")
    members = {one.person_id: one for one in open_days.filter(person_id__in=people).order_by("pk")}
    if any(one.family_id not in held for one in members.values()):  # somebody moved them while we waited
        raise Refusal(_("Data ini baru saja diubah petugas lain."), advice=_("Muat ulang halamannya, lalu coba lagi."))
    return held, people, members


def _place(
    held: dict[int, Family],
    members: dict[int, Membership],
    wanted: tuple[set[int], set[int]],
    details: Mapping[str, Any],
) -> int:
    """Where it is written down: at the first family that was named, or that of the first person, or where they come."""
    families, persons = wanted
    named = [held[key] for key in sorted(families)] or [
        held[members[key].family_id] for key in sorted(persons) if key in members
    ]
    if named:
        return named[0].place_id
    return int(details["ward"]) if "ward" in details else Person.objects.get(pk=min(persons)).place_id


def _keep(event: LifeEvent, scan: Scan | None) -> None:
    if scan:
        LifeEventScan.objects.create(
            place_id=event.place_id, event=event, media_type=scan.media_type, sha256=scan.sha256,
            cipher=seal(scan.content),
        )  # fmt: skip
