"""A rectification that was accepted is applied to the record by the registry's own verbs, with its answer or not at all."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from lontar.city.privacy.models import PersonRequest
from lontar.city.registry import actions as registry
from lontar.city.registry import queries as people
from lontar.kit.gate import Actor
from lontar.science.trouble import Refusal


@dataclass(frozen=True, slots=True)
class Rectified:
    """What the record should say, and the paper that shows it; or the event by which somebody recorded it already."""

    paper: registry.Paper | None = None
    name: str = ""
    birth_date: date | None = None
    nik: str = ""
    event_id: int | None = None


def apply(asked: PersonRequest, rectified: Rectified | None, *, by: Actor, on: date) -> int:
    """The event by which the record was put right; a step of the answer, in its transaction."""
    if rectified is None:
        raise _nothing()
    if rectified.event_id is not None:
        known = {one.pk for one in people.events_since(asked.person_id, asked.received_at)}
        if rectified.event_id not in known:
            raise Refusal(
                _("Peristiwa itu bukan tentang orang ini, atau tercatat sebelum permintaannya."),
                advice=_("Pilih peristiwa yang dicatat sesudah permintaan diterima."), field="event",
            )  # fmt: skip
        return rectified.event_id
    person = asked.person.merged_into_id or asked.person_id
    if rectified.paper is None or not (rectified.name or rectified.birth_date or rectified.nik):
        raise _nothing()
    occasion = registry.Occasion(on, rectified.paper)
    event = 0
    if rectified.nik:
        event = registry.nik_given(person, nik=rectified.nik, occasion=occasion, by=by, on=on).event_id
    if rectified.name or rectified.birth_date:
        right = registry.Correction(rectified.name, rectified.birth_date)
        event = registry.corrected(person, right, occasion=occasion, by=by, on=on).event_id
    return event


def _nothing() -> Refusal:
    return Refusal(
        _("Belum ada yang dibetulkan: tuliskan nama, tanggal lahir atau NIK yang benar, atau pilih peristiwanya."),
        advice=_("Untuk alamat, hubungan keluarga atau nomor KK: catat dulu peristiwanya di halaman keluarga, lalu pilih di sini."),
        field="name",
    )  # fmt: skip
