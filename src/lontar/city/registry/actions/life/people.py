"""Whom an event brings or renames: persons with their NIK, families with their card, and who heads them next."""

from collections.abc import Mapping
from datetime import date
from typing import Final

import polars as pl
from django.utils.translation import gettext as _

from lontar.city.places import queries as places
from lontar.city.registry.actions.life import days
from lontar.city.registry.actions.life.occasion import Destination, Home, Newcomer
from lontar.city.registry.actions.life.recording import Recording
from lontar.city.registry.models import Dwelling, Family, Identifier, Membership, Person
from lontar.kit.sealing import blind, blinds, seal
from lontar.science import identity
from lontar.science.lifespans import HEAD, MOTHER, limit, whole_years
from lontar.science.names import name_key
from lontar.science.trouble import Refusal

Relation = Membership.Relation
NAME_LETTERS_MAX: Final = 120
# What the others are to whoever was this to the old head and is the head now; who is not named stays what they were.
AFTER: Final[Mapping[str, Mapping[str, str]]] = {
    Relation.SPOUSE: {
        Relation.HEAD: Relation.SPOUSE, Relation.PARENT: Relation.PARENT_IN_LAW,
        Relation.PARENT_IN_LAW: Relation.PARENT,
    },
    Relation.CHILD: {
        Relation.HEAD: Relation.PARENT, Relation.SPOUSE: Relation.PARENT, Relation.CHILD: Relation.RELATIVE,
        Relation.CHILD_IN_LAW: Relation.RELATIVE, Relation.GRANDCHILD: Relation.RELATIVE,
        Relation.PARENT: Relation.RELATIVE, Relation.PARENT_IN_LAW: Relation.RELATIVE,
    },
    Relation.PARENT: {
        Relation.HEAD: Relation.CHILD, Relation.SPOUSE: Relation.CHILD_IN_LAW, Relation.CHILD: Relation.GRANDCHILD,
        Relation.GRANDCHILD: Relation.RELATIVE, Relation.PARENT: Relation.SPOUSE,
        Relation.PARENT_IN_LAW: Relation.RELATIVE,
    },
}  # fmt: skip
TO_ANY_OTHER: Final[Mapping[str, str]] = {
    Relation.HEAD: Relation.RELATIVE, Relation.SPOUSE: Relation.RELATIVE, Relation.CHILD: Relation.RELATIVE,
    Relation.PARENT: Relation.RELATIVE, Relation.PARENT_IN_LAW: Relation.RELATIVE,
    Relation.GRANDCHILD: Relation.RELATIVE, Relation.CHILD_IN_LAW: Relation.RELATIVE,
}  # fmt: skip


def relations_under(heir: str) -> Mapping[str, str]:
    """What becomes of each relation when somebody of this relation heads the family."""
    return AFTER.get(heir, TO_ANY_OTHER)


def succeed(rec: Recording, family_id: int, heir_id: int | None, told: Mapping[int, str] | None = None) -> None:
    """Let somebody of the family head it from the event on, and the others be to them what they now are."""
    if heir_id is None:
        return
    person = rec.persons.get(heir_id)
    if person is None or person.died_on or heir_id not in rec.members:
        raise Refusal(
            _("Yang meninggal atau pergi tidak dapat menjadi kepala keluarga sesudahnya."),
            advice=_("Pilih anggota lain."), field="heir",
        )  # fmt: skip
    heir = rec.member(heir_id)
    if heir.family_id != family_id:
        raise Refusal(_("Kepala keluarga yang baru harus anggota keluarga itu."), field="heir")
    youngest = limit(HEAD, rec.on)
    alone = len(rec.of(family_id)) == 1  # whoever is left alone heads what is left
    if not alone and person.birth_date and whole_years(person.birth_date, rec.day) < youngest.years:
        raise Refusal(
            _("%(person)s belum berumur %(years)d tahun pada hari itu dan tidak dapat menjadi kepala keluarga.")
            % {"person": person.local_number, "years": youngest.years},
            advice=_("Pilih anggota lain; bila belum diketahui, kosongkan."), field="heir",
        )  # fmt: skip
    was = heir.relation
    others = [one for one in rec.of(family_id) if one.person_id != heir_id]
    new = relations_under(was)
    told = told or {}
    if was == Relation.HEAD:  # one of two heads stays; what the others are to that one does not change
        new = {Relation.HEAD: Relation.RELATIVE}
    wanted = {one.person_id: told.get(one.person_id, new.get(one.relation, one.relation)) for one in others}
    if Relation.HEAD in wanted.values():
        raise Refusal(_("Hanya satu orang dapat menjadi kepala keluarga."), field="relations")
    for person_id, relation in wanted.items():  # the old head first steps back
        days.restate(rec, person_id, relation)
    days.restate(rec, heir_id, Relation.HEAD)


def lone_survivor(rec: Recording, family_id: int) -> int | None:
    """Who is left alone heads the family without being asked."""
    left = rec.of(family_id)
    return left[0].person_id if len(left) == 1 and left[0].relation != Relation.HEAD else None


def come(rec: Recording, family: Family, newcomer: Newcomer) -> Person:
    """Somebody begins to belong to a family: known from before, or new here."""
    if newcomer.person_id is not None:
        person = rec.persons[newcomer.person_id]
        if person.died_on:
            rec.member(person.pk)
        days.require_after(rec.last_of_person.get(person.pk), rec.day)
    else:
        person = _made(rec, family, newcomer)
    head = rec.head_of(family.pk)
    same = head is not None and person.sex and rec.persons[head.person_id].sex == person.sex
    if newcomer.relation == Relation.SPOUSE and same:
        raise Refusal(
            _("Suami atau istri ini tercatat sejenis kelamin dengan kepala keluarganya."),
            advice=_("Periksa jenis kelamin dan hubungannya."), field="relation",
        )  # fmt: skip
    days.enter(rec, person, family.pk, newcomer.relation)
    return person


def _made(rec: Recording, family: Family, newcomer: Newcomer) -> Person:
    name = " ".join(newcomer.name.split())
    if not name or len(name) > NAME_LETTERS_MAX:
        raise Refusal(_("Tuliskan namanya, paling panjang %(most)d huruf.") % {"most": NAME_LETTERS_MAX}, field="name")
    if newcomer.birth_date and newcomer.birth_date > rec.day:
        raise Refusal(_("Tanggal lahir sesudah tanggal kejadian."), field="birth_date")
    mother = _mother(rec, newcomer)
    person = Person.objects.create(
        place_id=family.place_id, name=name, name_key=name_key(name)[:160],
        sex=newcomer.sex if newcomer.sex in ("L", "P") else "", birth_date=newcomer.birth_date,
        birth_place=newcomer.birth_place.strip()[:80], mother_name=mother or newcomer.mother_name.strip()[:120],
        father_name=newcomer.father_name.strip()[:120], no_nik_reason=newcomer.no_nik_reason.strip()[:80],
    )  # fmt: skip
    rec.persons[person.pk] = person
    if newcomer.nik.strip():
        give_nik(rec, person, newcomer.nik)
    elif not newcomer.no_nik_reason.strip():
        raise Refusal(
            _("Isi NIK, atau alasan belum punya NIK."),
            advice=_("Misalnya: bayi baru lahir, belum merekam KTP, dokumen hilang."), field="no_nik_reason",
        )  # fmt: skip
    return person


def _mother(rec: Recording, newcomer: Newcomer) -> str:
    """The name of the mother who was pointed at, if she can be it."""
    if newcomer.mother_id is None:
        return ""
    mother = rec.persons.get(newcomer.mother_id)
    if mother is None:
        raise Refusal(_("Ibu itu bukan anggota keluarga ini."), field="mother")
    born = newcomer.birth_date or rec.day
    if mother.sex == Person.Sex.MALE:
        raise Refusal(_("Yang dipilih sebagai ibu tercatat laki-laki."), field="mother")
    if mother.birth_date and mother.birth_date >= born:
        raise Refusal(
            _("Anak tidak dapat lebih tua daripada ibunya."),
            advice=_("Periksa tanggal lahir keduanya."),
            field="mother",
        )
    youngest = limit(MOTHER, rec.on)
    if mother.birth_date and whole_years(mother.birth_date, born) < youngest.years:
        raise Refusal(
            _("Ibu itu belum berumur %(years)d tahun pada hari kelahiran.") % {"years": youngest.years},
            advice=_("Periksa tanggal lahir keduanya."), field="mother",
        )  # fmt: skip
    if mother.died_on and mother.died_on < born:
        raise Refusal(_("Ibu itu sudah meninggal sebelum hari kelahiran."), field="mother")
    return mother.name


def give_nik(rec: Recording, person: Person, nik: str) -> None:
    """A NIK that is one, and that nobody living here has; numbers are kept sealed and found by their hash."""
    read = identity.with_nik(pl.DataFrame({"nik": [nik]}, schema={"nik": pl.String}), on=rec.on)
    if read.item(0, "nik_state") != identity.OK:
        raise Refusal(
            _("Itu bukan NIK."),
            advice=_("NIK 16 angka: wilayah, tanggal lahir, nomor urut. Salin dari kartunya."),
            field="nik",
        )
    number = read.item(0, "nik")
    _require_unused("nik", number, person.pk)
    Identifier.objects.filter(person_id=person.pk, current=True).update(current=False, until=rec.day)
    Identifier.objects.create(
        place_id=person.place_id, kind="nik", person=person, cipher=seal(number.encode()),
        blind=blind("nik", number), since=rec.day,
    )  # fmt: skip
    person.nik_state = nik_state(read, person)
    person.no_nik_reason = ""
    Person.objects.filter(pk=person.pk).update(nik_state=person.nik_state, no_nik_reason="")


def nik_state(read: pl.DataFrame, person: Person) -> str:
    """Whether a good NIK says the same birth date and sex as the person's row."""
    frame = read.with_columns(
        pl.lit(person.birth_date, dtype=pl.Date).alias("birth_date"),
        pl.lit(person.sex or None, dtype=pl.String).alias("sex"), pl.lit(None, dtype=pl.String).alias("place_code"),
    )  # fmt: skip
    apart = identity.nik_disagrees(frame)
    differs = apart.item(0, "disagrees_birth") or apart.item(0, "disagrees_sex")
    return Person.NikState.DISAGREES if differs else Person.NikState.GOOD


def give_card(family: Family, number: str, *, day: date) -> None:
    """A new card for a family; the old number still finds it."""
    read = identity.with_card(pl.DataFrame({"kk": [number]}, schema={"kk": pl.String}))
    if read.item(0, "kk_state") != identity.OK:
        raise Refusal(
            _("Itu bukan nomor KK."), advice=_("Nomor KK 16 angka, di bagian atas kartu keluarga."), field="card"
        )
    number = read.item(0, "kk")
    _require_unused("kk", number, family.pk)
    now = Identifier.objects.filter(family=family, current=True)
    if now.filter(blind__in=blinds("kk", number)).exists():
        raise Refusal(_("Itu nomor kartu yang sekarang."), advice=_("Tidak ada yang perlu diubah."), field="card")
    if now.filter(since__gt=day).exists():
        raise Refusal(
            _("Kartu yang sekarang lebih baru daripada tanggal itu."), advice=_("Periksa tanggalnya."), field="happened"
        )
    now.update(current=False, until=day)
    Identifier.objects.create(
        place_id=family.place_id, kind="kk", family=family, cipher=seal(number.encode()), blind=blind("kk", number),
        since=day,
    )  # fmt: skip
    Family.objects.filter(pk=family.pk).update(has_card=True, fingerprint=None)


def _require_unused(kind: str, number: str, owner: int) -> None:
    """Who is dead or gone keeps their number, and stands in nobody's way."""
    others = Identifier.objects.filter(kind=kind, blind__in=blinds(kind, number), current=True)
    if kind == "nik":
        other = others.filter(person__died_on=None).exclude(person_id=owner).select_related("person").first()
        if other and other.person:
            raise Refusal(
                _("NIK itu sudah dipakai %(person)s.") % {"person": other.person.local_number},
                advice=_("Cari NIK itu di daftar keluarga; mungkin orangnya sama."), field="nik",
            )  # fmt: skip
        return
    holder = others.filter(family__ended_on=None).exclude(family_id=owner).select_related("family").first()
    if holder and holder.family:
        raise Refusal(
            _("Nomor KK itu sudah dipakai %(family)s.") % {"family": holder.family.local_number},
            advice=_("Periksa nomornya."), field="card",
        )  # fmt: skip


def arrive(rec: Recording, to: Destination, *, beside: int) -> Family:
    """The family that people go to: a known one, or a new one, in its own home or in the dwelling of `beside`."""
    if to.into_id is not None:
        return rec.family(to.into_id)
    if to.home is not None:
        require_ward(to.home.place_id)
    known = Dwelling.objects.filter(residences__family_id=beside, residences__until=None).first()
    home: Home | Dwelling | None = to.home or known
    family = Family.objects.create(place_id=rec.families[beside].place_id, has_card=False)
    rec.add(family)
    rec.touch(family.pk)
    if home is not None:
        days.settle(rec, family, home)
    if to.card.strip():
        give_card(family, to.card, day=rec.day)
    return family


def require_ward(place_id: int) -> str:
    """The ward's name; families live in wards of this city."""
    ward = places.wards_in(places.home_or_refuse().pk).filter(pk=place_id).first()
    if ward is None:
        raise Refusal(_("Itu bukan kelurahan atau desa kota ini."), field="place")
    return ward.name
