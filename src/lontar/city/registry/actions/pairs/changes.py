"""What was changed since two records became one: told before they part, so that nothing goes where nobody expects it."""

from typing import Any

from django.utils.translation import gettext as _

from lontar.city.registry.actions.life.days import follow
from lontar.city.registry.actions.pairs.joining import as_it_stands
from lontar.city.registry.models import Family, Membership, Merge, Person, Residence
from lontar.kit.formats import day


def changed_since(merge: Merge) -> list[str]:
    """In words, what is no longer as the merge left it; empty when parting restores both exactly."""
    before, now = merge.moved["after"], as_it_stands(merge.survivor_id)
    name = Person(pk=merge.survivor_id).local_number
    told = [*_of_days(before["memberships"], now["memberships"], name)]
    if before["numbers"] != now["numbers"]:
        told.append(_("NIK %(who)s diganti atau ditambah; yang baru tetap pada %(who)s.") % {"who": name})
    if before["known"] != now["known"]:
        told.append(_("Data diri %(who)s dibetulkan; yang baru tetap pada %(who)s.") % {"who": name})
    if before["place"] != now["place"]:
        told.append(_("%(who)s pindah kelurahan; catatan yang dipisahkan kembali ke kelurahan semula.") % {"who": name})
    return told + _of_its_family(merge)


def _of_its_family(merge: Merge) -> list[str]:
    """Where the family went to which the merged record comes back."""
    family = Family.objects.filter(pk=merge.family_id or 0).first()
    if family is None or merge.moved["ended"]:
        return []
    named = {"family": family.local_number, "who": Person(pk=merge.merged_id).local_number}
    if family.ended_on is not None:
        return [
            _("Keluarga %(family)s tidak lagi tinggal di sini sejak %(on)s; %(who)s kembali sebagai anggota sampai hari itu.")
            % {**named, "on": day(family.ended_on)}
        ]  # fmt: skip
    was = next((row["place_id"] for row in merge.moved["memberships"] if row["until"] is None), family.place_id)
    if family.place_id == was:
        return []
    return [_("Keluarga %(family)s pindah kelurahan; %(who)s kembali sebagai anggotanya dan ikut pindah.") % named]


def catch_up(merge: Merge) -> None:
    """What became of the family meanwhile becomes of the record that comes back to it: it left or moved with them."""
    for one in Membership.objects.filter(person_id=merge.merged_id, until=None).select_related("family", "person"):
        family = one.family
        if family.ended_on is not None and family.ended_on > one.since:
            Membership.objects.filter(pk=one.pk).update(until=family.ended_on)
        elif family.ended_on is None and family.place_id != one.place_id:
            moved = Residence.objects.filter(family=family, until=None).values_list("since", flat=True).first()
            if moved is not None and moved > one.since:
                Membership.objects.filter(pk=one.pk).update(until=moved)
                Membership.objects.create(
                    place_id=family.place_id, person=one.person, family=family, relation=one.relation, since=moved
                )
            follow(one.person, family.place_id)


def _of_days(before: list[list[Any]], now: list[list[Any]], name: str) -> list[str]:
    """Memberships that came, went or were changed, each by the family it is about."""
    old, new = {row[0]: row for row in before}, {row[0]: row for row in now}
    families = {row[1] for key, row in {**old, **new}.items() if old.get(key) != new.get(key)}
    return [
        _("Keanggotaan %(who)s dalam keluarga %(family)s berubah; yang baru tetap pada %(who)s.")
        % {"who": name, "family": Family(pk=family).local_number}
        for family in sorted(families)
    ]
