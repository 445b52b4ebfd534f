"""Whose address this officer must not see, and who may."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.registry.models import Membership, Shield, ShieldKeeper
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


def is_hidden(person_id: int) -> bool:
    """Whether the address of this person is kept from the acting officer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s = ANY (lontar_hidden_persons())", [person_id])
        return bool(cursor.fetchone()[0])


def shielded_families(families: Iterable[int]) -> set[int]:
    """Those of these families that a shield stands over, whoever may know their address."""
    keys = list(families)
    if not keys:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key FROM unnest(%s::bigint[]) AS key WHERE key = ANY (lontar_shielded_families())", [keys]
        )
        return {key for (key,) in cursor.fetchall()}


def may_not_know(officer_id: Any, families: Iterable[int]) -> bool:
    """Whether one of these families has a shield that does not name this officer."""
    named = Exists(ShieldKeeper.objects.filter(shield=OuterRef("pk"), officer_id=officer_id))
    return _standing_over(families).exclude(named).exists()


def require_open_address(*families: int, persons: Iterable[int] = ()) -> None:
    """Refuse to write about families or persons whose address this officer may not know: what is hidden from them
    would seem not to be there."""
    asked = list(persons)
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM unnest(%s::bigint[]) AS key WHERE key = ANY (lontar_hidden_persons())", [asked])
        people = {key for (key,) in cursor.fetchall()}
    theirs = Membership.objects.filter(person_id__in=asked, until=None).values_list("family_id", flat=True)
    hidden = hidden_families({*families, *theirs})
    if not hidden and not people:
        return
    named = sorted(
        {*_contacts(_standing_over(hidden)), *_contacts(Shield.objects.filter(lifted_on=None, person__in=people))}
    )
    raise NotAllowed(
        _("Alamat keluarga ini tidak diperlihatkan kepada Anda, jadi ini tidak dapat Anda buka atau ubah."),
        advice=_("Hubungi petugas yang ditunjuk: %(names)s.") % {"names": ", ".join(named)}
        if named
        else _("Mintalah perencana menunjuk petugas yang boleh mengetahui alamatnya."),
    )


def shield_of_person(person_id: int) -> Shield | None:
    """The shield that stands over a person now."""
    return Shield.objects.filter(person_id=person_id, lifted_on=None).first()


def shields_of(family_id: int) -> list[Shield]:
    """The shields over the present members of a family."""
    return list(_standing_over([family_id]))


def _standing_over(families: Iterable[int]) -> QuerySet[Shield]:
    now = Q(person__memberships__family_id__in=list(families), person__memberships__until=None)
    return Shield.objects.filter(now, lifted_on=None).order_by("pk").distinct()


def contacts_of(family_id: int) -> list[str]:
    """The officers to ask where an address is not shown."""
    return _contacts(_standing_over([family_id]))


def _contacts(shields: QuerySet[Shield]) -> list[str]:
    return sorted({one.officer.name for shield in shields for one in keepers_of(shield.pk) if one.officer.is_active})


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
