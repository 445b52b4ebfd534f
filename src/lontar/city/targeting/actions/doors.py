"""Who asks at which door of a sample; and many answers at once, all or none."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.journal.actions import record
from lontar.city.registry import queries as registry
from lontar.city.targeting import queries
from lontar.city.targeting.actions.guards import still_open
from lontar.city.targeting.actions.surveys import Asked, answer_home
from lontar.city.targeting.models import SampledHome
from lontar.kit.deeds import deed
from lontar.kit.formats import number
from lontar.kit.gate import Actor, require
from lontar.kit.sayings import refusal_told
from lontar.science.home_visits import Stop, Walker, share_out
from lontar.science.place_codes import span
from lontar.science.trouble import NotAllowed, Refusal

AT_ONCE_MAX: Final = 5_000


@dataclass(frozen=True, slots=True)
class Shared:
    """How many doors each field worker has now, and how many nobody of them serves."""

    doors: dict[Any, int]
    left: int


@deed
def share_homes(survey_id: int, askers: Sequence[Any], *, by: Actor, on: date) -> Shared:
    """Give the doors that nobody has asked at to field workers, whole RTs at a time, to each about as many.

    The same officers get the same doors however often it is done. What none of them serves stays with whoever serves it.
    """
    require(by, *queries.WHO_SURVEY)
    survey = still_open(survey_id, by)
    serving = access.officers_serving(*span(survey.place_id), queries.WHO_ASK)
    wanted = set(askers)
    walkers = [Walker(one.pk, tuple(spans)) for one, spans in serving.items() if one.pk in wanted]
    if not walkers or len(walkers) != len(wanted):
        raise Refusal(
            _("Pilih petugas lapangan yang bertugas di wilayah contoh ini."), advice=_("Muat ulang daftarnya."),
            field="askers",
        )  # fmt: skip
    homes = list(SampledHome.objects.select_for_update().filter(survey=survey, state=SampledHome.State.OPEN))
    families = registry.families_matching(registry.FamilyFilter()).filter(pk__in=[home.family_id for home in homes])
    where = {one.family_id: one for one in registry.addresses_of(families)}
    stops = [
        Stop(home.place_id, one.rw if one else "", one.rt if one else "", home.family_id)
        for home in homes
        for one in [where.get(home.family_id)]
    ]
    shares = share_out(stops, walkers, "by_rt")
    for home in homes:
        home.asker_id = shares[home.family_id]
    SampledHome.objects.bulk_update(homes, ["asker"], batch_size=2_000)
    doors = Counter(home.asker_id for home in homes)
    left = doors.pop(None, 0)
    record(
        "share_homes", subject=survey, by=by, on=on, place_id=survey.place_id,
        details={"officers": len(walkers), "families": sum(doors.values()), "left": left},
    )  # fmt: skip
    return Shared(dict(doors), left)


@deed
def answer_homes(answers: Sequence[tuple[int, Asked]], *, by: Actor, on: date) -> list[SampledHome]:
    """Write down what many homes answered: all of them, or, where one is refused, none, with its place in the list."""
    require(by, *queries.WHO_ASK)
    if not 1 <= len(answers) <= AT_ONCE_MAX:
        raise Refusal(_("Kirim 1 sampai %(most)s jawaban sekaligus.") % {"most": number(AT_ONCE_MAX)})
    keys = [key for key, _asked in answers]
    if twice := [key for key, count in Counter(keys).items() if count > 1]:
        raise Refusal(_("Rumah %(key)s disebut lebih dari sekali.") % {"key": twice[0]})
    done = []
    for at, (key, asked) in enumerate(answers, 1):
        try:
            done.append(answer_home(key, asked, by=by, on=on))
        except NotAllowed:
            raise
        except Refusal as refusal:
            said = " ".join(filter(None, refusal_told(refusal)))
            raise Refusal(
                _("Jawaban ke-%(at)s (rumah %(key)s): %(said)s") % {"at": at, "key": key, "said": said},
                advice=_("Tidak ada jawaban yang disimpan; betulkan lalu kirim lagi semuanya."), field=refusal.field,
            ) from refusal  # fmt: skip
    return done
