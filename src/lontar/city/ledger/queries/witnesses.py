"""Who keeps what the log has signed: the witnesses of this log, and the logs that this city is a witness of."""

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lontar.city.ledger.models import Checkpoint, KeptCheckpoint, Witnessing
from lontar.kit.gate import Actor, Role
from lontar.kit.waiting import Waiting

FOLDER, MAIL = "folder", "mail"


def kept_for_others(origin: str = "") -> QuerySet[KeptCheckpoint]:
    """What this city keeps of other cities' logs, the newest first."""
    found = KeptCheckpoint.objects.order_by("-id")
    return found.filter(origin=origin) if origin else found


def newest_witnessed() -> tuple[Checkpoint | None, list[str]]:
    """The newest checkpoint that somebody else has, and who: `folder`, `mail`, addresses of other cities."""
    found = Checkpoint.objects.filter(witnessings__trouble="").order_by("-size").first()
    names = found.witnessings.filter(trouble="").values_list("witness", flat=True) if found else ()
    return found, sorted(set(names))


def witnesses() -> list[str]:
    """Who is to get what is signed, as the environment says it."""
    found = [FOLDER] if settings.LOG_WITNESS_FOLDER else []
    return [*found, *([MAIL] if settings.LOG_WITNESS_MAIL else []), *settings.LOG_WITNESS_CITIES]


def unwitnessed() -> list[Witnessing]:
    """Of each witness whom the last sending did not reach: that sending, with what was in the way."""
    last = Witnessing.objects.filter(witness__in=witnesses()).order_by("witness", "-id").distinct("witness")
    return [one for one in last if one.trouble]


def waiting_for(actor: Actor) -> list[Waiting]:
    """An administrator hears of each witness that does not get what was signed: without it nobody could tell a rewriting."""
    if actor.role != Role.ADMINISTRATOR:
        return []
    title = _("Tanda tangan log tidak sampai ke saksi %(witness)s: %(trouble)s")
    return [
        Waiting(
            title % {"witness": one.witness, "trouble": one.trouble}, reverse("portal:log"), 1,
            timezone.localdate(one.at), _("Lihat log"),
        )
        for one in unwitnessed()
    ]  # fmt: skip
