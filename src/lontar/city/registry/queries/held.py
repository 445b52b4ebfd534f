"""All that the registry holds about one person: for the person, who has a right to it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Min, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lontar.city.places import queries as places
from lontar.city.registry.models import (
    Decile,
    Dwelling,
    Family,
    Happening,
    Identifier,
    ImportFile,
    LivingConditions,
    Membership,
    Person,
)
from lontar.city.registry.queries.conditions import source_told
from lontar.city.registry.queries.spoken import spoken
from lontar.city.registry.queries.story import _filled, opened
from lontar.kit.holdings import Belonging, Held, belonged, families_of, said
from lontar.science.living_conditions import COLUMNS

HAPPENINGS_MOST = 500


def person_or_none(key: int) -> Person | None:
    """The person, if they live in the acting officer's places."""
    return Person.objects.select_related("merged_into").filter(pk=key).first() if 0 < key < 2**63 else None


def records_of(person_id: int) -> list[int]:
    """The keys of all records that are this one person."""
    return list(Person.objects.filter(Q(pk=person_id) | Q(merged_into_id=person_id)).values_list("pk", flat=True))


def families_ever(person_id: int) -> list[int]:
    """The families that a person belongs or belonged to, the present one first."""
    found = Membership.objects.filter(person_id=person_id).order_by("-since", "-pk").values_list("family_id", flat=True)
    return list(dict.fromkeys(found))


def belongings_of(person: Person) -> list[Belonging]:
    """When the person was of which family, the latest first; who was there from its first day belongs to all before it."""
    own = list(Membership.objects.filter(person=person).order_by("-since", "-pk"))
    begun = Membership.objects.filter(family_id__in=[one.family_id for one in own]).values_list("family_id")
    first = dict(begun.annotate(first=Min("since")))
    return [
        Belonging(
            person.pk, one.family_id, date.min if one.since <= first[one.family_id] else one.since, one.until,
            one.relation, person.birth_date,
        )
        for one in own
    ]  # fmt: skip


def present_family_of(person_id: int) -> int | None:
    """The family that a person belongs to now."""
    return Membership.objects.filter(person_id=person_id, until=None).values_list("family_id", flat=True).first()


def families_here(persons: Iterable[int]) -> list[int]:
    """The families to which these people belong now."""
    keys = list(persons)
    return list(Membership.objects.filter(person_id__in=keys, until=None).values_list("family_id", flat=True))


def count_persons(families: Iterable[int]) -> int:
    """How many people belong to these families now, wherever they live: only their number leaves the wall."""
    keys = list(families)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM registry_membership WHERE until IS NULL AND family_id = ANY (%s::bigint[])", [keys]
        )
        return int(cursor.fetchone()[0])


def worklists_before(day: date) -> int:
    """How many kept files of rejected rows are older than a day."""
    return ImportFile.objects.filter(purpose=ImportFile.Purpose.WORKLIST, run__on__lt=day).count()


def held_about(person: Person) -> list[Held]:
    """What is held, kind by kind. Of other members only how many they are: their data are theirs.

    Of a family only what was in the person's own time: where those live who left, or were left, is nothing of theirs.
    """
    memberships = list(Membership.objects.filter(person=person).order_by("since", "pk"))
    times = belongings_of(person)
    return [
        _themselves(person),
        _numbers(person, times),
        _families(memberships),
        _homes(memberships),
        _deciles(times),
        _conditions(person, times),
        _happenings(times),
    ]


def _themselves(person: Person) -> Held:
    rows = [
        (_("Nomor lokal"), person.local_number), (_("Nama"), person.name), (_("Jenis kelamin"), spoken("sex", person.sex)),
        (_("Tanggal lahir"), person.birth_date), (_("Tempat lahir"), person.birth_place),
        (_("Status kawin"), spoken("marital_status", person.marital_status)), (_("Pendidikan"), spoken("education", person.education)),
        (_("Pekerjaan"), person.occupation),
        (_("Disabilitas"), spoken("disability", person.disability or "none") if person.disability_known else _("belum ditanyakan")),
        (_("Nama ibu"), person.mother_name), (_("Nama ayah"), person.father_name),
        (_("Alasan tanpa NIK"), person.no_nik_reason), (_("Meninggal pada"), person.died_on),
        (_("Wilayah"), _named(person.place_id)),
    ]  # fmt: skip
    return Held(_("Diri Anda"), (_("Hal"), _("Isi")), [(label, said(value)) for label, value in rows])


def _numbers(person: Person, times: list[Belonging]) -> Held:
    cards = [
        one
        for one in Identifier.objects.filter(family_id__in=families_of(times))
        if one.since is None or belonged(times, one.family_id, one.since)
    ]
    found = [*Identifier.objects.filter(person=person), *cards]
    rows = [(one.kind.upper(), opened(one.cipher), _("ya") if one.current else _("tidak")) for one in found]
    return Held(_("NIK dan nomor KK"), (_("Jenis"), _("Nomor"), _("Masih berlaku")), rows)


def _families(memberships: list[Membership]) -> Held:
    rows = []
    for one in memberships:
        others = Membership.objects.filter(family_id=one.family_id, until=None).exclude(person_id=one.person_id)
        number = Family(pk=one.family_id).local_number
        rows.append((number, spoken("relation", one.relation), said(one.since), said(one.until), str(others.count())))
    heads = (_("Keluarga"), _("Hubungan"), _("Sejak"), _("Sampai"), _("Anggota lain sekarang"))
    return Held(_("Keluarga Anda"), heads, rows)


def _homes(memberships: list[Membership]) -> Held:
    """Where the family lived while the person belonged to it, and not where it lives since they left."""
    rows: list[tuple[str, ...]] = []
    for one in memberships:
        homes = Dwelling.objects.filter(residences__family_id=one.family_id).exclude(residences__until__lte=one.since)
        if one.until:
            homes = homes.exclude(residences__since__gte=one.until)
        rows += [(said(h.address), said(h.rt), said(h.rw), _named(h.place_id), _located(h)) for h in homes.distinct()]
    return Held(_("Tempat tinggal"), (_("Alamat"), "RT", "RW", _("Wilayah"), _("Letak")), rows)


def _located(home: Dwelling) -> str:
    """The degrees of a house, whose word they are and since when."""
    if home.latitude is None or home.longitude is None:
        return said(None)
    return f"{home.latitude:.5f}, {home.longitude:.5f} ({source_told(home.located_by, '')}, {said(home.located_on)})"


def _deciles(times: list[Belonging]) -> Held:
    found = Decile.objects.filter(family_id__in=families_of(times)).order_by("version_on", "pk")
    rows = [
        (str(one.decile), said(one.version_on), one.source)
        for one in found
        if belonged(times, one.family_id, one.version_on)
    ]
    return Held(_("Desil DTSEN keluarga"), (_("Desil"), _("Versi"), _("Sumber")), rows)


def _conditions(person: Person, times: list[Belonging]) -> Held:
    of_families = LivingConditions.objects.filter(family_id__in=families_of(times), person=None)
    then = [one for one in of_families if belonged(times, one.family_id, one.on)]
    found: list[Any] = [*then, *LivingConditions.objects.filter(person=person)]
    language = get_language() or "id"
    rows = [
        (said(one.on), source_told(one.source, one.note), _answers(one, language))
        for one in sorted(found, key=lambda one: (one.on, one.pk))
    ]
    return Held(_("Kondisi hidup"), (_("Tanggal"), _("Sumber"), _("Isi")), rows)


def _answers(one: LivingConditions, language: str) -> str:
    """Questions and answers in words, by the reading of the codes that the row was written with."""
    return "; ".join(
        f"{COLUMNS[name].label(language)}: {COLUMNS[name].meaning(value, language, one.version)}"
        for name, value in one.columns.items()
        if name in COLUMNS
    )


def _named(place_id: int) -> str:
    """A ward by its name and its code."""
    return f"{places.by_ids([place_id])[0].name} ({places.code_of(place_id)})"


def _happenings(times: list[Belonging]) -> Held:
    # A loan is of one person: whoever has one is told of it among their loans.
    found = Happening.objects.filter(family_id__in=families_of(times)).exclude(kind="loan").order_by("-on", "-pk")
    rows = [
        (said(one.on), _filled(one.message, one.details))
        for one in found[:HAPPENINGS_MOST]
        if belonged(times, one.family_id, one.on)
    ]
    return Held(_("Riwayat keluarga"), (_("Tanggal"), _("Kejadian")), rows)
