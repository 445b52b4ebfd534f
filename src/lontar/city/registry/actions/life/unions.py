"""Marriage and divorce; families that split and that join."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lontar.city.registry.actions.life import days
from lontar.city.registry.actions.life.births import HEADLESS
from lontar.city.registry.actions.life.occasion import Destination, Occasion, Recorded
from lontar.city.registry.actions.life.people import arrive, lone_survivor, succeed
from lontar.city.registry.actions.life.recording import Kind, Recording, begin
from lontar.city.registry.models import Membership, Person
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor
from lontar.science.names import name_key
from lontar.science.trouble import Refusal

Relation = Membership.Relation
MARRIED: Final = gettext_noop("%(one)s dan %(other)s menikah")
DIVORCED: Final = gettext_noop("%(one)s dan %(other)s bercerai")
WENT: Final = gettext_noop("%(people)s pindah ke keluarga %(family)s")
CAME_FROM: Final = gettext_noop("%(people)s datang dari keluarga %(family)s")
BEGAN: Final = gettext_noop("Keluarga ini terbentuk dari keluarga %(family)s")
JOINED: Final = gettext_noop("Keluarga ini bergabung ke keluarga %(family)s")
TOOK_IN: Final = gettext_noop("Keluarga %(family)s bergabung ke keluarga ini")
# What a husband or wife is in the family that they marry into, by what the other is there.
WIFE_OF: Final = {Relation.HEAD: Relation.SPOUSE, Relation.CHILD: Relation.CHILD_IN_LAW}


@deed
def married(person_id: int, spouse_id: int, *, to: Destination, occasion: Occasion, by: Actor, on: date) -> Recorded:
    """Two people marry: into the family of one of them, or into a new one that the first of them heads."""
    rec = begin(Kind.MARRIED, occasion, families=_into(to), persons=[person_id, spouse_id, *to.relations], by=by, on=on)
    if isinstance(rec, Recorded):
        return rec
    pair = (person_id, spouse_id)
    if person_id == spouse_id:
        raise Refusal(_("Pilih dua orang yang berbeda."), field="spouse")
    _require_apart(pair, to)
    for one in pair:
        _require_free_to_marry(rec, one)
    _require_possible_pair(rec, pair)
    if to.into_id is None:
        new = arrive(rec, to, beside=rec.member(person_id).family_id)
        wanted = {person_id: Relation.HEAD, spouse_id: Relation.SPOUSE, **to.relations}
        _bring(rec, new.pk, wanted)
        about = new.pk
    else:
        about = to.into_id
        rec.family(about)
        there = [one for one in pair if rec.member(one).family_id == about]
        if not there:
            raise Refusal(
                _("Salah satu dari mereka harus anggota keluarga itu."),
                advice=_("Atau pilih keluarga baru."),
                field="into",
            )
        for one in pair:
            rec.touch(about, one)
        if len(there) == 1:
            (other,) = set(pair) - set(there)
            beside = WIFE_OF.get(Relation(rec.member(there[0]).relation), Relation.RELATIVE)
            _bring(rec, about, {other: beside, **to.relations})
    Person.objects.filter(pk__in=pair).update(marital_status="married")
    names = {"one": rec.persons[person_id].local_number, "other": rec.persons[spouse_id].local_number}
    for family_id in dict.fromkeys([about, *(family for family, _person in rec.touched)]):
        rec.tell(family_id, MARRIED, **names)
    return rec.finish()


def _require_possible_pair(rec: Recording, pair: tuple[int, int]) -> None:
    """A man and a woman, and neither parent and child nor of one mother, as far as their family tells."""
    one, other = (rec.persons[key] for key in pair)
    if one.sex and one.sex == other.sex:
        raise Refusal(
            _("Keduanya tercatat dengan jenis kelamin yang sama."),
            advice=_("Periksa orangnya, atau betulkan dahulu jenis kelaminnya."), field="spouse",
        )  # fmt: skip
    mine, theirs = (rec.member(key) for key in pair)
    if mine.family_id != theirs.family_id:
        return
    are = {mine.relation, theirs.relation}
    of_one_mother = are == {Relation.CHILD} and name_key(one.mother_name) == name_key(other.mother_name) != ""
    couple = {Relation.HEAD, Relation.SPOUSE}
    if of_one_mother or (are & couple and are & {Relation.CHILD, Relation.PARENT}):
        raise Refusal(
            _("Keduanya tercatat sebagai saudara kandung, atau orang tua dan anak."),
            advice=_("Periksa orangnya; bila hubungan atau ibunya salah tertulis, betulkan dahulu."), field="spouse",
        )  # fmt: skip


def _require_apart(pair: tuple[int, int], to: Destination) -> None:
    """Who come along are others than the two themselves."""
    if to.relations.keys() & set(pair):
        raise Refusal(_("Yang ikut adalah orang lain, bukan keduanya sendiri."), field="along")


def _require_free_to_marry(rec: Recording, person_id: int) -> None:
    """Who lives with a husband or wife is married, whatever an old column says."""
    days_ = rec.member(person_id)
    days.require_after(rec.last_of_person.get(person_id), rec.day)
    partner = {Relation.HEAD: Relation.SPOUSE, Relation.SPOUSE: Relation.HEAD}.get(Relation(days_.relation))
    status = Person.objects.filter(pk=person_id).values_list("marital_status", flat=True).get()
    living = partner and any(one.relation == partner for one in rec.of(days_.family_id))
    if living and status not in ("divorced", "widowed"):
        raise Refusal(
            _("%(person)s tercatat punya suami atau istri di keluarganya.")
            % {"person": rec.persons[person_id].local_number},
            advice=_("Catat dulu perceraian atau kematiannya."), field="spouse",
        )  # fmt: skip


@deed
def divorced(
    person_id: int, spouse_id: int, *, to: Destination | None = None, occasion: Occasion, by: Actor, on: date
) -> Recorded:
    """Husband and wife divorce; the first of them leaves, unless both stay on one card for now (`to` is None)."""
    along = to.relations if to else {}
    rec = begin(
        Kind.DIVORCED, occasion, families=_into(to), persons=[person_id, spouse_id, *along], by=by, on=on
    )  # fmt: skip
    if isinstance(rec, Recorded):
        return rec
    home = rec.member(person_id).family_id
    relations = {rec.member(person_id).relation, rec.member(spouse_id).relation}
    couple = {Relation.HEAD, Relation.SPOUSE}
    if home != rec.member(spouse_id).family_id or (relations & couple and relations != couple):
        raise Refusal(_("Keduanya tidak tercatat sebagai suami istri dalam satu keluarga."), field="spouse")
    days.require_after(rec.last_of_person.get(person_id), rec.day)
    days.require_after(rec.last_of_person.get(spouse_id), rec.day)
    if to is not None:
        _require_apart((person_id, spouse_id), to)
        new = arrive(rec, to, beside=home)
        first = Relation.HEAD if to.into_id is None else Relation.OTHER
        _bring(rec, new.pk, {person_id: first, **to.relations}, heirs={home: spouse_id})
    rec.touch(home, spouse_id)
    rec.touch(home, person_id)
    Person.objects.filter(pk__in=(person_id, spouse_id)).update(marital_status="divorced")
    names = {"one": rec.persons[person_id].local_number, "other": rec.persons[spouse_id].local_number}
    rec.tell(home, DIVORCED, **names)
    return rec.finish()


@deed
def split(
    family_id: int, *, to: Destination, heir_id: int | None = None, occasion: Occasion, by: Actor, on: date
) -> Recorded:
    """Some of a family become a family of their own; `heir_id` heads the rest if its head went."""
    rec = begin(Kind.SPLIT, occasion, families=[family_id], persons=to.relations, by=by, on=on)
    if isinstance(rec, Recorded):
        return rec
    rec.family(family_id)
    theirs = {one.person_id for one in rec.of(family_id)}
    if not to.relations or to.relations.keys() - theirs:
        raise Refusal(_("Pilih siapa saja dari keluarga ini yang membentuk keluarga baru."), field="members")
    if theirs == set(to.relations):
        raise Refusal(
            _("Setidaknya satu orang tetap di keluarga lama."),
            advice=_("Bila semua pindah, catat pindah rumah atau nomor kartu baru."), field="members",
        )  # fmt: skip
    if list(to.relations.values()).count(Relation.HEAD) != 1:
        raise Refusal(
            _("Keluarga baru punya satu kepala keluarga."), advice=_("Pilih siapa kepalanya."), field="relations"
        )
    new = arrive(rec, Destination(home=to.home, card=to.card), beside=family_id)
    _bring(rec, new.pk, to.relations, heirs={family_id: heir_id} if heir_id else {})
    rec.tell(new.pk, BEGAN, family=rec.families[family_id].local_number)
    return rec.finish()


@deed
def joined(
    family_id: int, into_id: int, *, relations: Mapping[int, str], occasion: Occasion, by: Actor, on: date
) -> Recorded:
    """A family joins another, and is no family any more."""
    rec = begin(Kind.JOINED, occasion, families=[family_id, into_id], persons=relations, by=by, on=on)
    if isinstance(rec, Recorded):
        return rec
    if family_id == into_id:
        raise Refusal(_("Pilih keluarga lain."), field="into")
    rec.family(family_id)
    rec.family(into_id)
    theirs = {one.person_id for one in rec.of(family_id)}
    if theirs != set(relations):
        raise Refusal(_("Pilih hubungan setiap orang dengan kepala keluarga yang baru."), field="relations")
    rec.touch(into_id)
    names = {key: rec.families[key].local_number for key in (family_id, into_id)}
    rec.tell(family_id, JOINED, family=names[into_id])
    rec.tell(into_id, TOOK_IN, family=names[family_id])
    for person_id, relation in relations.items():
        days.leave(rec, person_id)
        days.enter(rec, rec.persons[person_id], into_id, relation)
    days.end_if_empty(rec, family_id)
    return rec.finish()


def _into(to: Destination | None) -> list[int]:
    return [to.into_id] if to and to.into_id is not None else []


def _bring(rec: Recording, into_id: int, wanted: Mapping[int, str], heirs: Mapping[int, int] | None = None) -> None:
    """Take people out of their families into this one; the families that they leave get a head, or end."""
    heirs = heirs or {}
    left: dict[int, list[Membership]] = {}
    for person_id in sorted(wanted, key=lambda key: wanted[key] != Relation.HEAD):
        old = days.leave(rec, person_id)
        left.setdefault(old.family_id, []).append(old)
        days.enter(rec, rec.persons[person_id], into_id, wanted[person_id])
    new = rec.families[into_id].local_number
    for family_id, gone in left.items():
        people = _listed(rec.persons[one.person_id] for one in gone)
        rec.tell(family_id, WENT, people=people, family=new)
        rec.tell(into_id, CAME_FROM, people=people, family=rec.families[family_id].local_number)
        if any(one.relation == Relation.HEAD for one in gone):
            heir = heirs.get(family_id) or lone_survivor(rec, family_id)
            succeed(rec, family_id, heir)
            if heir is None and rec.of(family_id):
                rec.tell(family_id, HEADLESS)
        days.end_if_empty(rec, family_id)


def _listed(people: Iterable[Person]) -> str:
    return ", ".join(person.local_number for person in people)
