"""What a card or an identity card changes: the card's number, the head, a wrong name or birth date, a NIK."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import polars as pl
from django.db.models import Min
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lontar.city.registry.actions.life.occasion import Correction, Occasion, Recorded
from lontar.city.registry.actions.life.people import NAME_LETTERS_MAX, give_card, give_nik, nik_state, succeed
from lontar.city.registry.actions.life.recording import Kind, begin
from lontar.city.registry.models import Contradiction, Identifier, Membership, Person
from lontar.kit.deeds import deed
from lontar.kit.formats import day
from lontar.kit.gate import Actor
from lontar.kit.sealing import unseal
from lontar.science import identity
from lontar.science.names import name_key
from lontar.science.trouble import Refusal

CARD: Final = gettext_noop("Nomor kartu keluarga diganti")
HEAD: Final = gettext_noop("%(person)s menjadi kepala keluarga")
CORRECTED: Final = gettext_noop("Data %(person)s dibetulkan")
MARITAL: Final = ("single", "married", "divorced", "widowed")
NIK: Final = gettext_noop("%(person)s mendapat NIK")


@deed
def card_changed(family_id: int, *, number: str, occasion: Occasion, by: Actor, on: date) -> Recorded:
    """The family gets a card with another number, and stays the family it is."""
    rec = begin(Kind.CARD_CHANGED, occasion, families=[family_id], by=by, on=on)
    if isinstance(rec, Recorded):
        return rec
    family = rec.family(family_id)
    give_card(family, number, day=rec.day)
    rec.touch(family_id, moves=False)
    rec.tell(family_id, CARD)
    return rec.finish()


@deed
def head_changed(
    family_id: int, *, head_id: int, relations: Mapping[int, str] | None = None, occasion: Occasion, by: Actor, on: date
) -> Recorded:
    """Somebody else heads the family; what the others are to them is worked out where it is not told."""
    rec = begin(Kind.HEAD_CHANGED, occasion, families=[family_id], persons=[head_id, *(relations or {})], by=by, on=on)
    if isinstance(rec, Recorded):
        return rec
    rec.family(family_id)
    heads = [one for one in rec.of(family_id) if one.relation == Membership.Relation.HEAD]
    if rec.member(head_id).relation == Membership.Relation.HEAD and len(heads) == 1:
        raise Refusal(_("Orang itu sudah kepala keluarga."), field="head")
    rec.touch(family_id, head_id)
    succeed(rec, family_id, head_id, relations)
    rec.tell(family_id, HEAD, person=rec.persons[head_id].local_number)
    return rec.finish()


@deed
def corrected(person_id: int, right: Correction, *, occasion: Occasion, by: Actor, on: date) -> Recorded:
    """A name, birth date, sex or marital status was written wrongly; the old row stays in the history."""
    rec = begin(Kind.CORRECTED, occasion, persons=[person_id], by=by, on=on)
    if isinstance(rec, Recorded):
        return rec
    person = rec.persons[person_id]
    values = _right(person, right, on)
    if not values:
        raise Refusal(_("Tidak ada yang berbeda dari yang tercatat."), field="name")
    Person.objects.filter(pk=person_id).update(**values)
    if person_id in rec.members:
        family_id = rec.members[person_id].family_id
    else:  # dead or gone, and their name may be wrong all the same
        last = Membership.objects.filter(person=person).select_related("family").order_by("-until").first()
        if last is None:
            raise Refusal(_("Orang ini belum pernah menjadi anggota keluarga."), field="person")
        family_id = last.family_id
        rec.look_up(last.family)
    rec.touch(family_id, person_id, moves=False)
    rec.tell(family_id, CORRECTED, person=person.local_number)
    return rec.finish()


def _right(person: Person, right: Correction, on: date) -> dict[str, Any]:
    """The columns that really change; whether the NIK agrees is worked out anew."""
    values: dict[str, Any] = {}
    name = " ".join(right.name.split())
    if len(name) > NAME_LETTERS_MAX:
        raise Refusal(_("Tuliskan namanya, paling panjang %(most)d huruf.") % {"most": NAME_LETTERS_MAX}, field="name")
    if name and name != person.name:
        values |= {"name": name, "name_key": name_key(name)[:160]}
    if right.birth_date and right.birth_date != person.birth_date:
        _require_possible_birth(person, right.birth_date, on)
        values["birth_date"] = person.birth_date = right.birth_date
    if right.sex and right.sex != person.sex:
        if right.sex not in (Person.Sex.MALE, Person.Sex.FEMALE):
            raise Refusal(_("Pilih laki-laki atau perempuan."), field="sex")
        values["sex"] = person.sex = right.sex
    if right.marital_status and right.marital_status != person.marital_status:
        if right.marital_status not in MARITAL:
            raise Refusal(_("Pilih salah satu status kawin."), field="marital_status")
        values["marital_status"] = right.marital_status
    if {"birth_date", "sex"} & values.keys():
        values["nik_state"] = _state(person, on)
    return values


def _require_possible_birth(person: Person, born: date, today: date) -> None:
    if born > today:
        raise Refusal(_("Tanggal lahir belum tiba."), field="birth_date")
    if person.died_on and born > person.died_on:
        raise Refusal(
            _("Tanggal lahir sesudah tanggal meninggal, %(day)s.") % {"day": day(person.died_on)}, field="birth_date"
        )
    first = Membership.objects.filter(person=person).aggregate(first=Min("since"))["first"]
    if first and born > first:
        raise Refusal(
            _("Pada %(day)s orang ini sudah tercatat tinggal di sini.") % {"day": day(first)},
            advice=_("Tanggal lahir tidak dapat sesudahnya."), field="birth_date",
        )  # fmt: skip


def _state(person: Person, on: date) -> str:
    """Whether the NIK agrees with the birth date now."""
    number = Identifier.objects.filter(person=person, current=True).first()
    if number is None:
        return person.nik_state
    written = pl.DataFrame({"nik": [unseal(number.cipher).decode()]}, schema={"nik": pl.String})
    return nik_state(identity.with_nik(written, on=on), person)


def _shared(person: Person) -> bool:
    """Whether somebody else who is alive has the same number, so that one of the two is wrong."""
    mine = Identifier.objects.filter(person=person, kind="nik", current=True).values("blind")
    others = Identifier.objects.filter(kind="nik", current=True, blind__in=mine, person__died_on=None)
    return (
        others.exclude(person=person).exists() or Contradiction.objects.filter(person=person, kind="nik_twice").exists()
    )


@deed
def nik_given(person_id: int, *, nik: str, occasion: Occasion, by: Actor, on: date) -> Recorded:
    """Somebody who had no NIK, one that was none, or one that is another living person's, gets one."""
    rec = begin(Kind.NIK_GIVEN, occasion, persons=[person_id], by=by, on=on)
    if isinstance(rec, Recorded):
        return rec
    person = rec.persons[person_id]
    member = rec.member(person_id)
    if person.nik_state == Person.NikState.GOOD and not _shared(person):
        raise Refusal(
            _("%(person)s sudah punya NIK.") % {"person": person.local_number},
            advice=_("Bila ada dua NIK, kembalikan kepada Dinas Dukcapil."), field="nik",
        )  # fmt: skip
    give_nik(rec, person, nik)
    rec.touch(member.family_id, person_id, moves=False)
    rec.tell(member.family_id, NIK, person=person.local_number)
    return rec.finish()
