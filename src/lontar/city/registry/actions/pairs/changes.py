"""What was changed since two records became one: told before they part, so that nothing goes where nobody expects it."""

from typing import Any

from django.utils.translation import gettext as _

from lontar.city.registry.actions.pairs.joining import as_it_stands
from lontar.city.registry.models import Family, Merge, Person


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
    return told


def _of_days(before: list[list[Any]], now: list[list[Any]], name: str) -> list[str]:
    """Memberships that came, went or were changed, each by the family it is about."""
    old, new = {row[0]: row for row in before}, {row[0]: row for row in now}
    families = {row[1] for key, row in {**old, **new}.items() if old.get(key) != new.get(key)}
    return [
        _("Keanggotaan %(who)s dalam keluarga %(family)s berubah; yang baru tetap pada %(who)s.")
        % {"who": name, "family": Family(pk=family).local_number}
        for family in sorted(families)
    ]
