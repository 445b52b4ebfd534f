"""Moving in, moving out, moving within the city."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lontar.city.access import queries as access
from lontar.city.registry.actions.life import days
from lontar.city.registry.actions.life.births import HEADLESS
from lontar.city.registry.actions.life.occasion import Home, Newcomer, Occasion, Recorded
from lontar.city.registry.actions.life.people import come, give_card, lone_survivor, require_ward, succeed
from lontar.city.registry.actions.life.recording import Kind, begin
from lontar.city.registry.models import Family, Membership
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor
from lontar.science.trouble import Refusal

COUNTRY, ABROAD = "country", "abroad"
WORDS_MAX: Final = 120
CAME: Final = gettext_noop("Keluarga ini datang dan tinggal di sini")
CAME_BACK: Final = gettext_noop("Keluarga ini kembali tinggal di sini")
ONE_CAME: Final = gettext_noop("%(person)s datang dan menjadi anggota keluarga")
LEFT: Final = {
    COUNTRY: gettext_noop("Keluarga ini pindah keluar kota"),
    ABROAD: gettext_noop("Keluarga ini pindah ke luar negeri"),
}
ONE_LEFT: Final = {
    COUNTRY: gettext_noop("%(person)s pindah keluar kota"),
    ABROAD: gettext_noop("%(person)s pindah ke luar negeri"),
}
MOVED: Final = gettext_noop("Pindah rumah")
MOVED_WARD: Final = gettext_noop("Pindah ke %(ward)s")


@deed
def family_moved_in(
    home: Home, newcomers: Sequence[Newcomer], *, card: str = "", came_from: str = "", occasion: Occasion, by: Actor,
    on: date,
) -> Recorded:  # fmt: skip
    """A family comes to live here; one of them is its head."""
    _require_served(home.place_id, by)
    known = [one.person_id for one in newcomers if one.person_id is not None]
    rec = begin(
        Kind.FAMILY_MOVED_IN, occasion, persons=known, by=by, on=on,
        details={"from": came_from[:WORDS_MAX], "ward": home.place_id},
    )  # fmt: skip
    if isinstance(rec, Recorded):
        return rec
    if [one.relation for one in newcomers].count(Membership.Relation.HEAD) != 1:
        raise Refusal(
            _("Sebuah keluarga punya satu kepala keluarga."), advice=_("Pilih siapa kepalanya."), field="relation"
        )
    family = Family.objects.create(place_id=home.place_id, has_card=False)
    rec.add(family)
    rec.touch(family.pk)
    days.settle(rec, family, home)
    if card.strip():
        give_card(family, card, day=rec.day)
    for newcomer in newcomers:
        come(rec, family, newcomer)
    rec.tell(family.pk, CAME)
    return rec.finish()


@deed
def person_moved_in(
    family_id: int, newcomer: Newcomer, *, came_from: str = "", occasion: Occasion, by: Actor, on: date
) -> Recorded:
    """Somebody comes to live with a family; with `newcomer.person_id` somebody who lived here before."""
    known = [newcomer.person_id] if newcomer.person_id is not None else []
    rec = begin(
        Kind.PERSON_MOVED_IN, occasion, families=[family_id], persons=known, by=by, on=on,
        details={"from": came_from[:WORDS_MAX]},
    )  # fmt: skip
    if isinstance(rec, Recorded):
        return rec
    person = come(rec, rec.family(family_id), newcomer)
    rec.tell(family_id, ONE_CAME, person=person.local_number)
    return rec.finish()


@deed
def family_returned(
    family_id: int, home: Home, *, came_from: str = "", occasion: Occasion, by: Actor, on: date
) -> Recorded:
    """A family that left comes back, with those who left with it and live nowhere else since."""
    require_ward(home.place_id)
    last = Membership.objects.filter(family_id=family_id, until__isnull=False)
    ended = Family.objects.filter(pk=family_id).values_list("ended_on", flat=True).first()
    theirs = list(last.filter(until=ended, person__died_on=None)) if ended else []
    rec = begin(
        Kind.FAMILY_RETURNED, occasion, families=[family_id], persons=[one.person_id for one in theirs], by=by, on=on,
        details={"from": came_from[:WORDS_MAX]},
    )  # fmt: skip
    if isinstance(rec, Recorded):
        return rec
    family = rec.families[family_id]
    if family.ended_on is None:
        raise Refusal(_("Keluarga itu tinggal di sini."), advice=_("Untuk pindah rumah, pilih “pindah rumah”."))
    back = [one for one in theirs if one.person_id not in rec.members]
    if not back:
        raise Refusal(
            _("Tidak ada lagi yang dapat kembali sebagai keluarga itu."),
            advice=_("Catat kedatangan mereka sebagai keluarga baru."),
        )
    days.require_after(rec.last_of_family.get(family_id), rec.day)
    Family.objects.filter(pk=family_id).update(ended_on=None)
    family.ended_on = None
    rec.touch(family_id)
    days.settle(rec, family, home)
    for one in back:
        days.require_after(rec.last_of_person.get(one.person_id), rec.day)
        days.enter(rec, rec.persons[one.person_id], family_id, one.relation)
    rec.tell(family_id, CAME_BACK)
    return rec.finish()


@deed
def moved_out(
    family_id: int, *, to: str = COUNTRY, where: str = "", occasion: Occasion, by: Actor, on: date
) -> Recorded:
    """A whole family leaves the city; its number and its story stay."""
    message = _leaving(LEFT, to)
    rec = begin(
        Kind.FAMILY_MOVED_OUT, occasion, families=[family_id], by=by, on=on,
        details={"to": to, "where": where[:WORDS_MAX]},
    )  # fmt: skip
    if isinstance(rec, Recorded):
        return rec
    rec.family(family_id)
    rec.touch(family_id)
    for one in rec.of(family_id):
        days.leave(rec, one.person_id)
    rec.tell(family_id, message)
    days.end_if_empty(rec, family_id)
    return rec.finish()


@deed
def person_moved_out(
    person_id: int, *, to: str = COUNTRY, where: str = "", heir_id: int | None = None, occasion: Occasion, by: Actor,
    on: date,
) -> Recorded:  # fmt: skip
    """One member leaves the city; `heir_id` heads the family if they did."""
    message = _leaving(ONE_LEFT, to)
    rec = begin(
        Kind.PERSON_MOVED_OUT, occasion, persons=[person_id, *([heir_id] if heir_id else [])], by=by, on=on,
        details={"to": to, "where": where[:WORDS_MAX]},
    )  # fmt: skip
    if isinstance(rec, Recorded):
        return rec
    left = days.leave(rec, person_id)
    rec.tell(left.family_id, message, person=rec.persons[person_id].local_number)
    if left.relation == Membership.Relation.HEAD:
        heir = heir_id or lone_survivor(rec, left.family_id)
        succeed(rec, left.family_id, heir)
        if heir is None and rec.of(left.family_id):
            rec.tell(left.family_id, HEADLESS)
    days.end_if_empty(rec, left.family_id)
    return rec.finish()


@deed
def moved_house(family_id: int, home: Home, *, occasion: Occasion, by: Actor, on: date) -> Recorded:
    """A family moves within the city. To another ward its rows go along; the old ward keeps the days spent there."""
    ward = require_ward(home.place_id)
    rec = begin(Kind.MOVED_HOUSE, occasion, families=[family_id], by=by, on=on)
    if isinstance(rec, Recorded):
        return rec
    family = rec.family(family_id)
    elsewhere = home.place_id != family.place_id
    rec.touch(family_id)
    days.vacate(rec, family_id)
    days.leave_kitchen(rec, family_id)
    rec.tell(family_id, MOVED_WARD if elsewhere else MOVED, **({"ward": ward} if elsewhere else {}))
    days.settle(rec, family, home)
    if elsewhere:
        # The days in the old ward stay behind its wall, for those who knew the family there.
        for one in rec.of(family_id):
            days.leave(rec, one.person_id)
            days.enter(rec, rec.persons[one.person_id], family_id, one.relation)
    return rec.finish()


def _leaving(messages: dict[str, str], to: str) -> str:
    if to not in messages:
        raise Refusal(
            _("Pilih ke mana: daerah lain di Indonesia, atau luar negeri."),
            advice=_("Untuk pindah di dalam kota, pilih “pindah rumah”."), field="to",
        )  # fmt: skip
    return messages[to]


def _require_served(place_id: int, by: Actor) -> None:
    """Whoever comes from outside is written down where they come to."""
    require_ward(place_id)
    if not access.serves(by.id, place_id):
        raise Refusal(
            _("Kelurahan itu di luar wilayah Anda."),
            advice=_("Kedatangan dicatat oleh petugas kelurahan tujuan."),
            field="place",
        )
