"""What visits at home left about a person, for the person: their own, and what is of the whole family."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from lontar.city.fieldwork.models import Change, Report, RosterFamily, Visit
from lontar.kit.holdings import Belonging, Held, belonged, families_of, said

OUTCOMES: Final[Mapping[str, Any]] = {
    Report.Outcome.FOUND: lazy("Ditemui di rumah"), Report.Outcome.NOT_FOUND: lazy("Tidak ditemukan"),
    Report.Outcome.REFUSED: lazy("Menolak didata"), Report.Outcome.MOVED_COUNTRY: lazy("Pindah di dalam negeri"),
    Report.Outcome.MOVED_ABROAD: lazy("Pindah ke luar negeri"), Report.Outcome.DIED: lazy("Meninggal semua"),
}  # fmt: skip
CHANGES: Final[Mapping[str, Any]] = {
    Change.Kind.DIED: lazy("Meninggal"), Change.Kind.MOVED_COUNTRY: lazy("Pindah di dalam negeri"),
    Change.Kind.MOVED_ABROAD: lazy("Pindah ke luar negeri"), Change.Kind.BORN: lazy("Lahir"),
    Change.Kind.JOINED: lazy("Pindah masuk"),
}  # fmt: skip


def held_about(times: Sequence[Belonging]) -> Held:
    """Each list for visits, each visit and what was reported about this very person, in their time in the family."""
    families, rows = families_of(times), []
    for listed in RosterFamily.objects.filter(family_id__in=families).select_related("roster").order_by("pk"):
        if belonged(times, listed.family_id, listed.roster.on):
            rows.append((said(listed.roster.on), _("Terdaftar untuk dikunjungi"), listed.roster.name, "–", "–"))
    visits = Visit.objects.filter(family_id__in=families).select_related("campaign", "report__checker").order_by("pk")
    for visit in visits.defer("report__photo"):
        report = getattr(visit, "report", None)
        on = report.visited_on if report else visit.campaign.opened_on
        if belonged(times, visit.family_id, on):
            rows.append((said(on), *_of_visit(visit, report)))
    changes = Change.objects.filter(family_id__in=families, newcomer={}).select_related("report__visit__campaign")
    for change in changes.order_by("pk"):
        who = belonged(times, change.family_id, change.report.visited_on)
        if who and change.person_id in (None, who.person_id):
            name, what = change.report.visit.campaign.name, CHANGES[change.kind]
            rows.append((said(change.report.visited_on), str(what), name, "–", said(change.happened)))
    heads = (_("Tanggal"), _("Hasil"), _("Pemeriksaan"), _("Petugas"), _("Keterangan"))
    return Held(_("Kunjungan di rumah"), heads, rows)


def _of_visit(visit: Visit, report: Report | None) -> tuple[str, str, str, str]:
    """What came of it, in which campaign, by whom, and what lies with it that has to be asked for at the desk."""
    if report is None:
        return _("Dijadwalkan"), visit.campaign.name, "–", "–"
    kept = [_("catatan petugas")] if report.note else []
    kept += [_("koordinat")] if report.latitude is not None else []
    kept += [_("foto rumah")] if Report.objects.filter(pk=report.pk, photo__isnull=False).exists() else []
    words = _("disimpan juga: %(what)s") % {"what": ", ".join(kept)} if kept else "–"
    return str(OUTCOMES[report.outcome]), visit.campaign.name, report.checker.name, words
