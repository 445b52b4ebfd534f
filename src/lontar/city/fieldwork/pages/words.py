"""What states, outcomes and kinds are called on a screen, and small things that several pages need."""

from typing import Any, cast

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.fieldwork import queries
from lontar.city.fieldwork.models import Campaign
from lontar.city.places import queries as places
from lontar.kit.gate import Actor
from lontar.kit.paging import KEY_MAX
from lontar.kit.sayings import told

STATES = {"open": ("warn", "clock"), "reported": ("good", "check"), "left": ("quiet", "close")}


def actor_of(request: HttpRequest) -> Actor:
    return cast(Actor, request.user)


def outcome(name: str) -> str:
    return str(queries.OUTCOMES.get(name, name))


def deserves(name: str) -> str:
    return {"yes": _("layak"), "no": _("tidak layak"), "unsure": _("ragu"), "": _("tidak ditanyakan")}[name]


def state(name: str) -> str:
    return {"open": _("belum dikunjungi"), "reported": _("sudah dilaporkan"), "left": _("dibiarkan saat ditutup")}[name]


def change(kind: str, *, whole: bool = False) -> str:
    """A change in words; `whole` where it is about the whole family."""
    if whole:
        return {
            "died": _("Seluruh keluarga meninggal"), "moved_country": _("Seluruh keluarga pindah di dalam negeri"),
            "moved_abroad": _("Seluruh keluarga pindah ke luar negeri"),
        }.get(kind, kind)  # fmt: skip
    return str(queries.CHANGES.get(kind, kind))


def change_state(name: str) -> tuple[str, str, str]:
    return {
        "waiting": ("warn", _("menunggu orang kedua"), "clock"), "confirmed": ("good", _("berlaku"), "check"),
        "dismissed": ("quiet", _("tidak benar"), "close"),
    }[name]  # fmt: skip


def doubt(kind: str) -> str:
    return {
        "gone": _("Desil 1–4, tetapi tidak ada lagi di rumahnya"),
        "not_deserving": _("Desil 1–4, tetapi menurut kunjungan tidak layak"),
        "poor_without_signs": _("Desil 1–4, tetapi tidak satu pun tanda kemiskinan terlihat"),
        "not_poor_with_signs": _("Desil 6 ke atas, tetapi ada tanda kemiskinan"),
        "unranked_with_signs": _("Belum punya desil, dan ada tanda kemiskinan"),
    }[kind]


def findings(kept: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Findings as they were kept, told in the reader's language."""
    return [{**one, "message": told(one.get("template", one["message"]), one.get("values", {}))} for one in kept]


def found_campaign(request: HttpRequest, key: int) -> Campaign:
    found = queries.campaign_or_none(key, actor_of(request)) if key <= KEY_MAX else None
    if found is None:
        raise Http404
    return found


def wards_of(request: HttpRequest) -> dict[int, str]:
    """The wards that this officer serves, by key."""
    home = places.home_or_refuse()
    inside = access.within(access.spans(actor_of(request).id), "pk")
    return dict(places.wards_in(home.pk).filter(inside).values_list("pk", "name"))


def figure(step: queries.Step, name: str) -> dict[str, Any]:
    """A row of the funnel with its name, for a table."""
    return {"name": name, "step": step}
