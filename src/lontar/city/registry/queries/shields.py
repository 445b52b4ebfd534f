"""Whose address this officer must not see, and who may."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.registry.models import Shield, ShieldKeeper
from lontar.kit.gate import Role
from lontar.science.trouble import NotAllowed

WHO_SHIELD = (Role.OPERATOR, Role.WARD_OFFICER, Role.PLANNER)
WHO_MAY_KEEP = (Role.OPERATOR, Role.WARD_OFFICER, Role.FIELD_WORKER, Role.PLANNER)
WHO_RESCUE_SHIELDS = (Role.PLANNER,)


def hidden_families(families: Iterable[int]) -> set[int]:
    """Those of these families whose address is kept from the acting officer."""
    keys = list(families)
    if not keys:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key FROM unnest(%s::bigint[]) AS key WHERE key <@ (SELECT lontar_hidden_families())", [keys]
        )
        return {key for (key,) in cursor.fetchall()}


def require_open_address(family_id: int) -> None:
    """Refuse to move a family whose address this officer may not know: it would seem to have none."""
    if hidden_families([family_id]):
        raise NotAllowed(
            _("Alamat keluarga ini tidak diperlihatkan kepada Anda, jadi tidak dapat Anda ubah."),
            advice=_("Hubungi petugas yang ditunjuk: %(names)s.") % {"names": ", ".join(contacts_of(family_id))},
        )


def shield_of_person(person_id: int) -> Shield | None:
    """The shield that stands over a person now."""
    return Shield.objects.filter(person_id=person_id, lifted_on=None).first()


def shields_of(family_id: int) -> list[Shield]:
    """The shields over the present members of a family."""
    found = Shield.objects.filter(lifted_on=None, person__memberships__family_id=family_id)
    return list(found.filter(person__memberships__until=None).order_by("pk").distinct())


def contacts_of(family_id: int) -> list[str]:
    """The officers to ask where an address is not shown."""
    return sorted({one.officer.name for shield in shields_of(family_id) for one in keepers_of(shield.pk)})


def keepers_of(shield_id: int) -> list[ShieldKeeper]:
    return list(ShieldKeeper.objects.filter(shield_id=shield_id).select_related("officer").order_by("officer__name"))


def possible_keepers(place_id: int) -> list[Any]:
    """The officers who serve families in a place."""
    return [
        officer
        for officer in access.officers(active=True)
        if officer.role in WHO_MAY_KEEP
        and any(lowest <= place_id <= highest for lowest, highest in access.spans(officer.pk))
    ]
