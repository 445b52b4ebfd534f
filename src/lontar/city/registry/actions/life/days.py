"""Days in a family, a dwelling and a kitchen: begun and ended so that no two of them overlap.

What an import wrote begins on the day of the import, though it was so before. An event of an earlier day, recorded
later, tells that it was so at least until then: the days are put back to the day before the event, and end with it.
Days that an event began are never moved.
"""

from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lontar.city.registry.actions.life.occasion import Home
from lontar.city.registry.actions.life.recording import Recording
from lontar.city.registry.models import (
    Dwelling,
    Family,
    Household,
    Identifier,
    LivingConditions,
    Membership,
    Person,
    Residence,
    Sharing,
    Shield,
    ShieldKeeper,
)
from lontar.kit.formats import day as in_words
from lontar.science.trouble import Refusal

Relation = Membership.Relation
DAY: Final = timedelta(days=1)
ADDRESS_LETTERS_MAX: Final = 200
ENDED: Final = gettext_noop("Keluarga ini tidak lagi tinggal di sini")


def leave(rec: Recording, person_id: int, *, died: bool = False) -> Membership:
    """End somebody's days in their family with the event."""
    days = rec.member(person_id)
    require_after(rec.last_of_person.get(person_id), rec.day)
    since, until = _ended(days.since, rec.last_of_person.get(person_id), rec.day, same_day=died)
    if since < days.since:
        _require_free(Membership.objects.filter(person_id=person_id, until__gt=since), rec.day)
    Membership.objects.filter(pk=days.pk).update(since=since, until=until)
    rec.touch(days.family_id, person_id)
    del rec.members[person_id]
    return days


def enter(rec: Recording, person: Person, family_id: int, relation: str) -> None:
    """Begin somebody's days in a family with the event; their rows go behind the wall of its ward."""
    if relation not in Relation.values:
        raise Refusal(_("Pilih hubungan dengan kepala keluarga."), field="relation")
    if relation == Relation.HEAD and (head := rec.head_of(family_id)) is not None:
        raise Refusal(
            _("Keluarga itu sudah punya kepala keluarga, %(person)s.")
            % {"person": rec.persons[head.person_id].local_number},
            advice=_("Pilih hubungan lain, atau catat pergantian kepala keluarga."), field="relation",
        )  # fmt: skip
    if (now := rec.members.get(person.pk)) is not None:
        if now.family_id == family_id:
            raise Refusal(_("%(person)s sudah anggota keluarga ini.") % {"person": person.local_number}, field="person")
        raise Refusal(
            _("%(person)s masih anggota keluarga lain pada hari itu.") % {"person": person.local_number},
            advice=_("Catat dulu bagaimana ia keluar dari keluarga itu."), field="person",
        )  # fmt: skip
    rec.require_born(person)
    _require_free(Membership.objects.filter(person_id=person.pk, until__gt=rec.day), rec.day)
    family = rec.families[family_id]
    follow(person, family.place_id)
    rec.members[person.pk] = Membership.objects.create(
        place_id=family.place_id, person_id=person.pk, family_id=family_id, relation=relation, since=rec.day
    )
    rec.persons[person.pk] = person
    rec.touch(family_id, person.pk)


def restate(rec: Recording, person_id: int, relation: str) -> None:
    """What somebody is in the same family from the event on."""
    days = rec.member(person_id)
    if days.relation != relation:
        leave(rec, person_id)
        enter(rec, rec.persons[person_id], days.family_id, relation)


def settle(rec: Recording, family: Family, home: Home | Dwelling) -> None:
    """Begin a family's days in a dwelling: a known one, or a new one at this home.

    A home in another ward is written in the family's own first, because behind the other's wall this officer may
    not write; all of the family follows when the event is finished.
    """
    if isinstance(home, Home):
        if home.place_id != family.place_id:
            rec.follows[family.pk] = home.place_id
        home = Dwelling.objects.create(
            place_id=family.place_id, rt=unit(home.rt, "rt"), rw=unit(home.rw, "rw"),
            address=" ".join(home.address.split())[:ADDRESS_LETTERS_MAX],
        )  # fmt: skip
    _require_free(Residence.objects.filter(family=family, until__gt=rec.day), rec.day)
    Residence.objects.create(place_id=family.place_id, family=family, dwelling=home, since=rec.day)
    rec.touch(family.pk)


def vacate(rec: Recording, family_id: int, *, same_day: bool = False) -> None:
    """End a family's days in its dwelling with the event."""
    last = rec.last_of_family.get(family_id)
    require_after(last, rec.day)
    for days in Residence.objects.filter(family_id=family_id, until=None):
        since, until = _ended(days.since, last, rec.day, same_day=same_day)
        if since < days.since:
            _require_free(Residence.objects.filter(family_id=family_id, until__gt=since), rec.day)
        Residence.objects.filter(pk=days.pk).update(since=since, until=until)
    rec.touch(family_id)


def leave_kitchen(rec: Recording, family_id: int, *, same_day: bool = False) -> Sharing | None:
    """End a family's days in its household, if anybody ever asked."""
    days = Sharing.objects.filter(family_id=family_id, until=None).first()
    if days is None:
        return None
    since, until = _ended(days.since, rec.last_of_family.get(family_id), rec.day, same_day=same_day)
    Sharing.objects.filter(pk=days.pk).update(since=since, until=until)
    return days


def share_kitchen(rec: Recording, family: Family, household: Household) -> None:
    _require_free(Sharing.objects.filter(family=family, until__gt=rec.day), rec.day)
    Sharing.objects.create(place_id=family.place_id, family=family, household=household, since=rec.day)
    rec.touch(family.pk)


def end_if_empty(rec: Recording, family_id: int, *, same_day: bool = False) -> bool:
    """A family whose last member is gone is here no more; its number and its story stay."""
    if rec.of(family_id):
        return False
    # Its last days may have been ended by an event of a person, so only what concerned the family as a whole counts.
    vacate(rec, family_id, same_day=same_day)
    leave_kitchen(rec, family_id, same_day=same_day)
    Family.objects.filter(pk=family_id).update(ended_on=rec.day)
    rec.families[family_id].ended_on = rec.day
    rec.tell(family_id, ENDED)
    return True


def follow(person: Person, place_id: int) -> None:
    """Somebody's rows go behind the wall of the ward where they live now."""
    if person.place_id == place_id:
        return
    Person.objects.filter(pk=person.pk).update(place_id=place_id)
    Identifier.objects.filter(person_id=person.pk).update(place_id=place_id)
    LivingConditions.objects.filter(person_id=person.pk).update(place_id=place_id)
    Shield.objects.filter(person_id=person.pk).update(place_id=place_id)
    ShieldKeeper.objects.filter(shield__person_id=person.pk).update(place_id=place_id)
    person.place_id = place_id


def require_after(last: date | None, day: date) -> None:
    if last and day < last:
        raise Refusal(
            _("Sesudah hari itu sudah tercatat peristiwa lain, %(day)s.") % {"day": in_words(last)},
            advice=_("Isi tanggal pada hari itu atau sesudahnya."), field="happened",
        )  # fmt: skip


def _ended(since: date, last: date | None, day: date, *, same_day: bool) -> tuple[date, date]:
    """From when to when days are kept that end with an event; see the head of this file."""
    if since < day:
        return since, day
    if last is None or last < since:
        return day - DAY, day
    if same_day:
        return since, since + DAY
    raise Refusal(
        _("Pada hari itu sudah tercatat peristiwa lain yang memulai keadaan ini."),
        advice=_("Isi hari sesudahnya, %(day)s.") % {"day": in_words(since + DAY)}, field="happened",
    )  # fmt: skip


def _require_free(later: object, day: date) -> None:
    if later.exists():  # type: ignore[attr-defined]  # a query set of any of the three
        raise Refusal(
            _("Untuk hari itu sudah tercatat keadaan lain."),
            advice=_("Isi tanggal yang lebih baru daripada %(day)s.") % {"day": in_words(day)}, field="happened",
        )  # fmt: skip


def unit(text: str, name: str) -> str:
    """RT or RW in three digits, or nothing.

    >>> unit(" 3 ", "rt"), unit("", "rw")
    ('003', '')
    """
    text = text.strip()
    if text and not (text.isascii() and text.isdecimal() and len(text) <= 3):
        raise Refusal(_("RT dan RW paling banyak tiga angka."), field=name)
    return text.zfill(3) if text else ""
