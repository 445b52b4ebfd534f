"""Sealed letters to families that were struck or wait: why, who signed it, and how to object."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.access import queries as officers
from lontar.city.journal.actions import note_export
from lontar.city.places import queries as places
from lontar.city.programmes import queries as programmes
from lontar.city.registry import queries as registry
from lontar.city.targeting import queries
from lontar.city.targeting.models import Amendment, Decision, Round
from lontar.city.targeting.pages import papers
from lontar.city.targeting.pages.rounds import actor_of, draw_of, round_or_404
from lontar.kit import formats, masks
from lontar.kit.gate import door
from lontar.kit.paging import KEY_MAX
from lontar.kit.papers import attached
from lontar.science.trouble import Refusal

LETTERS_MAX = 3_000
TOLD = (Decision.Standing.WAITING, Decision.Standing.STRUCK)


@door(*queries.WHO_MEET)
def letters(request: HttpRequest, key: int, place_id: int) -> HttpResponse:
    """The letters of one ward as one PDF; only once two people have signed the list, and only behind the mask."""
    found = round_or_404(request, key)
    place: Any = places.by_id(place_id) if place_id <= KEY_MAX else None
    if place is None or not officers.serves(actor_of(request).id, place_id):
        raise Http404
    if not found.is_binding:
        return redirect("targeting:round", found.pk)
    if not masks.are_down(request):
        return redirect(f"{reverse('registry:unmask')}?next={request.get_full_path()}")
    listed = list(
        queries.decisions_of(found.pk, place_id=place_id)
        .filter(standing__in=TOLD)
        .order_by("family_id")[: LETTERS_MAX + 1]
    )
    if not listed:
        raise Refusal(
            _("Tidak ada keluarga di %(ward)s yang dicoret atau menunggu.") % {"ward": place.name},
            advice=_("Jadi tidak ada surat yang dicetak."),
        )
    if len(listed) > LETTERS_MAX:
        raise Refusal(
            _("Lebih dari %(most)s surat untuk satu wilayah.") % {"most": formats.number(LETTERS_MAX)},
            advice=_("Mintalah perencana membuka penetapan per kelurahan."),
        )
    keys = [one.family_id for one in listed]
    note_export(
        "letters", keys, by=actor_of(request), on=places.today(), named=True, purpose=f"round {found.pk}"
    )  # fmt: skip
    families = registry.families_matching(registry.FamilyFilter()).filter(pk__in=keys)
    known = {row.id: row for row in registry.rows_of(families, {})}
    why = {one.family_id: one for one in queries.amendments_of(found, place_id).filter(kind=Amendment.Kind.STRIKE)}
    made = [_letter(found, place.name, one, known.get(one.family_id), why.get(one.family_id)) for one in listed]
    return attached(papers.letters(found, place.name, made), f"surat-{found.pk}-{place_id}", "application/pdf")


def _letter(found: Round, ward: str, one: Decision, row: Any, strike: Amendment | None) -> dict[str, Any]:
    today = places.today()
    if one.standing == Decision.Standing.STRUCK:
        why = _("Nama keluarga ini dicoret dari daftar.")
        reason = _("Alasannya: %(reason)s") % {"reason": strike.reason if strike else _("belum diketahui")}
        signed = strike.by.name if strike else ""
    else:
        figures = queries.figures_of(found)
        why = _("Keluarga ini memenuhi syarat, tetapi masih menunggu. Tempat atau uangnya belum cukup untuk semua.")
        reason = _("Nomor urut keluarga ini %(rank)s; yang terpilih kali ini %(chosen)s keluarga. Didahulukan menurut: %(order)s. Nomor keluarga ini pada undian: %(number)s.") % {
            "rank": formats.number(one.rank), "chosen": formats.number(figures.chosen), "number": one.number,
            "order": draw_of(found)[0][1],
        }  # fmt: skip
        signed = ""
    signers = [signed, *(who.name for who in (found.approved_by, found.closed_by) if who)]
    days = programmes.clock("objection.answer", today).days
    home = f"RT {row.rt or '–'}/RW {row.rw or '–'}, {ward}" if row and not row.hidden else ward
    return {
        "name": row.head if row and row.head else f"K-{one.family_id:07d}", "address": home,
        "dated": _("%(ward)s, %(day)s") % {"ward": ward, "day": formats.day(today)},
        "paragraphs": [
            why, reason,
            _("Daftar ini tidak dibuat oleh mesin saja. Yang memeriksa dan menandatanganinya: %(names)s.")
            % {"names": ", ".join(dict.fromkeys(filter(None, signers)))},
            _("Bila menurut Anda ini keliru, datanglah ke kantor %(ward)s dengan surat ini sebelum %(day)s. Katakan apa yang keliru. Anda mendapat slip, dan jawaban tertulis dalam %(days)s hari. Tidak ada biaya.")
            % {"ward": ward, "day": formats.day(today + timedelta(days=2 * days)), "days": days},
        ],
        "signed": _("Petugas %(ward)s") % {"ward": ward},
    }  # fmt: skip
