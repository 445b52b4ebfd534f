"""How long rounds lie with whom: median days by ward and by agency."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from lontar.city.places import queries as places
from lontar.city.programmes import queries as programmes
from lontar.city.targeting import queries
from lontar.city.targeting.forms import STEPS
from lontar.city.targeting.pages.rounds import actor_of
from lontar.kit import exports
from lontar.kit.gate import door


@door(*queries.WHO_SEE_ROUNDS)
def delays(request: HttpRequest) -> HttpResponseBase:
    """Median and longest days of each step, what is open and what is late; as a file too."""
    actor, today = actor_of(request), places.today()
    wards = queries.delays(actor, by_ward=True, today=today)
    agencies = queries.delays(actor, by_ward=False, today=today)
    if form := exports.wanted(request):
        heads = [_("Pada"), _("Langkah"), _("Selesai"), _("Median hari"), _("Terlama"), _("Terbuka"), _("Terlambat")]
        rows = (
            [str(one.who.name) if one.who else "", str(STEPS[one.kind]), one.done, one.median_days, one.longest,
             one.open, one.late] for one in (*agencies, *wards)
        )  # fmt: skip
        return exports.export(form, name="lama-tiap-langkah", heads=heads, rows=rows)
    tables = [
        (_("Menurut perangkat daerah"), _("Perangkat daerah"), [(one, STEPS[one.kind]) for one in agencies]),
        (_("Menurut kelurahan atau desa"), _("Kelurahan atau desa"), [(one, STEPS[one.kind]) for one in wards]),
    ]
    home = places.home_or_refuse()
    clocks = [(str(STEPS[kind]), programmes.clock(f"round.{kind}", today)) for kind in queries.KINDS]
    clocks += [
        (_("Mencari keluarga yang diusulkan"), programmes.clock("nomination.finding", today)),
        (_("Menjawab keberatan"), programmes.clock("objection.answer", today)),
    ]
    context = {"tables": tables, "today": today, "home": home, "clocks": clocks}
    return render(request, "targeting/delays.html", context)
