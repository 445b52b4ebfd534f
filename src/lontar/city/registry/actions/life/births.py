"""Birth and death."""

from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lontar.city.registry.actions.life import days
from lontar.city.registry.actions.life.occasion import Newcomer, Occasion, Recorded
from lontar.city.registry.actions.life.people import come, lone_survivor, succeed
from lontar.city.registry.actions.life.recording import Kind, Recording, begin
from lontar.city.registry.models import Membership, Person
from lontar.kit.deeds import deed
from lontar.kit.formats import day
from lontar.kit.gate import Actor
from lontar.science.names import name_key
from lontar.science.trouble import Refusal

BORN: Final = gettext_noop("Seorang anak lahir: %(person)s")
DIED: Final = gettext_noop("%(person)s meninggal dunia")
HEADLESS: Final = gettext_noop("Kepala keluarga yang baru belum ditetapkan")


@deed
def born(family_id: int, newcomer: Newcomer, *, occasion: Occasion, by: Actor, on: date) -> Recorded:
    """A child is born into a family; the day it happened is the birth date."""
    rec = begin(Kind.BORN, occasion, families=[family_id], by=by, on=on)
    if isinstance(rec, Recorded):
        return rec
    family = rec.family(family_id)
    if newcomer.birth_date != rec.day:
        raise Refusal(_("Tanggal kejadian kelahiran adalah tanggal lahirnya."), field="birth_date")
    _require_new(rec, family_id, newcomer)
    person = come(rec, family, newcomer)
    rec.tell(family_id, BORN, person=person.local_number)
    return rec.finish()


def _require_new(rec: Recording, family_id: int, newcomer: Newcomer) -> None:
    """Two of one family who were born on one day have two names, or are one child that is written twice."""
    key = name_key(" ".join(newcomer.name.split()))[:160]
    for one in rec.of(family_id):
        person = rec.persons[one.person_id]
        if key and (person.birth_date, person.name_key) == (rec.day, key):
            raise Refusal(
                _("Anak dengan nama dan tanggal lahir itu sudah anggota keluarga ini, %(person)s.")
                % {"person": person.local_number},
                advice=_("Untuk mencatat NIK-nya, pilih “Catat NIK”."), field="name",
            )  # fmt: skip


@deed
def died(person_id: int, *, heir_id: int | None = None, occasion: Occasion, by: Actor, on: date) -> Recorded:
    """Somebody dies; `heir_id` heads the family if they did. The last member's death ends the family."""
    rec = begin(Kind.DIED, occasion, persons=[person_id, *([heir_id] if heir_id else [])], by=by, on=on)
    if isinstance(rec, Recorded):
        return rec
    person = rec.persons[person_id]
    if person.birth_date and rec.day < person.birth_date and not person.died_on:
        raise Refusal(
            _("Meninggal sebelum lahir: tanggal lahirnya %(day)s.") % {"day": day(person.birth_date)},
            advice=_("Periksa kedua tanggalnya."), field="happened",
        )  # fmt: skip
    rec.member(person_id)
    left = days.leave(rec, person_id, died=True)
    Person.objects.filter(pk=person_id).update(died_on=rec.day)
    person.died_on = rec.day
    _widow(rec.of(left.family_id), left)
    rec.tell(left.family_id, DIED, person=person.local_number)
    if left.relation == Membership.Relation.HEAD:
        heir = heir_id or lone_survivor(rec, left.family_id)
        succeed(rec, left.family_id, heir)
        if heir is None and rec.of(left.family_id):
            rec.tell(left.family_id, HEADLESS)
    days.end_if_empty(rec, left.family_id, same_day=True)
    return rec.finish()


def _widow(others: list[Membership], dead: Membership) -> None:
    """Husband or wife of who died; a family with more than one spouse tells itself who was whose."""
    pair = {Membership.Relation.HEAD: Membership.Relation.SPOUSE, Membership.Relation.SPOUSE: Membership.Relation.HEAD}
    partners = [one.person_id for one in others if one.relation == pair.get(Membership.Relation(dead.relation))]
    if len(partners) == 1:
        Person.objects.filter(pk=partners[0], marital_status__in=("married", "")).update(marital_status="widowed")
