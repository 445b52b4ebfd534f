"""What this room holds about the families of one person, in the person's time there."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from lontar.city.works.models import Report, Work
from lontar.kit.holdings import Belonging, Held, belonged, families_of, said


def held_about(times: Sequence[Belonging]) -> Held:
    """Each house that was planned for them, how far it is, and on which days somebody looked and took photos."""
    rows = []
    for one in Work.objects.filter(family_id__in=families_of(times)).select_related("line").order_by("pk"):
        if (time := belonged(times, one.family_id, one.on)) is None:
            continue
        days = Report.objects.filter(work=one).order_by("pk").values_list("seen_on", flat=True)
        seen = ", ".join(said(day) for day in days if time.covers(day))
        rows.append(
            (one.number, one.line.name, said(one.since), said(one.until), said(one.handed_on), seen or "–")
        )  # fmt: skip
    heads = (
        _("Nomor"), _("Program"), _("Mulai"), _("Rencana selesai"), _("Diserahterimakan"), _("Hari dilihat dan difoto"),
    )  # fmt: skip
    return Held(_("Rumah yang dibangun"), heads, rows)
