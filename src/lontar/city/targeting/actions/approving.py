"""Approve a round: two people who had no part in the list, within the budget, and what the registry bears out."""

from datetime import date
from typing import Final

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext as _

from lontar.city.journal.actions import record
from lontar.city.targeting import frames, queries
from lontar.city.targeting.actions.guards import locked, require_state, require_told, require_whole_area
from lontar.city.targeting.actions.steps import begin, finish
from lontar.city.targeting.models import Decision, Round, Step
from lontar.kit.deeds import deed
from lontar.kit.formats import number, rupiah
from lontar.kit.gate import Actor, Role, require
from lontar.science.trouble import NotAllowed, Refusal

NAMED_MOST: Final = 8


@deed
def approve_round(round_: Round, *, seen: str, by: Actor, on: date) -> Round:
    """Approve the list that was seen: `seen` is its fingerprint. Two different people make it binding.

    Neither of them opened, scored or changed it; it stays within the budget and the registry still bears it out.
    """
    require(by, Role.PLANNER)
    # All rounds of the line at once, in one order: two approvals could each find the same budget free.
    list(Round.objects.filter(line_id=round_.line_id).order_by("pk").select_for_update())
    round_ = locked(round_)
    _require_ready(round_)
    _require_other_person(by, round_)
    require_told(by, round_.line)
    require_whole_area(by, round_.place_id)
    if seen != frames.fingerprint(frames.on_list(round_.pk)):
        raise Refusal(
            _("Daftarnya berubah sejak Anda membukanya, jadi persetujuan Anda tidak dicatat."),
            advice=_("Muat ulang halamannya, periksa daftarnya, lalu setujui."),
        )
    figures = queries.figures_of(round_)
    if figures.chosen == 0:
        raise Refusal(_("Tidak ada keluarga yang terpilih."), advice=_("Tolak penetapan ini dengan alasannya."))
    _require_still_true(round_)
    if round_.outcome == Round.Outcome.ENTITLES:
        _require_budget(round_, figures.rupiah)
    if round_.approved_by_id is None:
        round_.approved_by_id, round_.approved_at = by.id, timezone.now()
        finish(round_, Step.Kind.APPROVAL, by=by, on=on, details={"seen": seen})
        begin(round_, Step.Kind.SECOND, on=on)
    else:
        round_.state = Round.State.APPROVED
        round_.closed_by_id, round_.closed_at, round_.closed_on = by.id, timezone.now(), on
        finish(round_, Step.Kind.SECOND, by=by, on=on, details={"seen": seen})
        begin(round_, Step.Kind.DECREE, on=on, agency_id=queries.agency_with(round_, Step.Kind.DECREE))
    round_.save(update_fields=["state", "approved_by", "approved_at", "closed_by", "closed_at", "closed_on"])
    record(
        "approve_round", subject=round_, by=by, on=on, place_id=round_.place_id,
        details={"rupiah": figures.rupiah, "outcome": round_.outcome, "seen": seen, "state": round_.state},
    )  # fmt: skip
    return round_


def _require_ready(round_: Round) -> None:
    require_state(
        round_, (Round.State.CHECKED,),
        _("Penetapan ini sudah disetujui dua orang.")
        if round_.is_binding
        else _("Musyawarah atau pemeriksaan lapangannya belum selesai."),
        _("Lihat langkah yang terbuka di halaman penetapan."),
    )  # fmt: skip


def _require_other_person(by: Actor, round_: Round) -> None:
    if str(by.id) in queries.proposers_of(round_):
        raise NotAllowed(
            _("Anda ikut menyusun daftar ini, jadi orang lain yang menyetujuinya."),
            advice=_("Mintalah perencana yang tidak membuka, menghitung atau mengubahnya."),
        )
    if round_.approved_by_id is not None and str(by.id) == str(round_.approved_by_id):
        raise NotAllowed(
            _("Anda sudah menyetujuinya; persetujuan kedua dari orang lain."),
            advice=_("Mintalah perencana lain memeriksanya."),
        )


def _require_still_true(round_: Round) -> None:
    """Judge again by the same rule on the same day: whom the registry no longer bears out is not chosen by habit.

    So it is with whom another round of the same period has chosen meanwhile. Who would be found to qualify only now
    waits for the next round: the list is frozen.
    """
    now = frames.judged(queries.ruling_of(round_), round_.place_id).filter(pl.col("verdict") == "qualifies")
    kept = Decision.objects.filter(
        round=round_, standing=Decision.Standing.CHOSEN, verdict=Decision.Verdict.QUALIFIES
    ).values_list("family_id", "amount")
    listed = pl.DataFrame(list(kept), schema={"family_id": pl.Int64, "amount": pl.Int64}, orient="row")
    twice = listed.filter(pl.col("family_id").is_in(queries.decided_before(round_)))["family_id"].to_list()
    if twice:
        raise Refusal(
            _("%(families)s keluarga sudah terpilih dalam penetapan lain untuk periode yang sama: %(which)s.")
            % {"families": number(len(twice)), "which": _some(twice)},
            advice=_("Tarik kembali pemeriksaan lapangannya, coret keluarga itu dengan alasannya, lalu setujui."),
        )
    changed = listed.join(now, on=["family_id", "amount"], how="anti")["family_id"].to_list()
    if changed:
        raise Refusal(
            _("Data keluarga berubah sejak dihitung: jawaban untuk %(families)s keluarga tidak lagi sama: %(which)s.")
            % {"families": number(len(changed)), "which": _some(changed)},
            advice=_("Tarik kembali pemeriksaan lapangannya, coret keluarga itu dengan alasannya, lalu setujui."),
        )


def _some(families: list[int]) -> str:
    """The first few by their local numbers, so that they are found; the others behind a sign that there are more."""
    shown = ", ".join(f"K-{key:07d}" for key in sorted(families)[:NAMED_MOST])
    return shown if len(families) <= NAMED_MOST else f"{shown}, …"


def _require_budget(round_: Round, total: int) -> None:
    left = queries.left_of(round_.line_id, besides=round_.pk)
    if left is None:
        raise Refusal(
            _("Pagu %(line)s belum diketahui.") % {"line": round_.line.name},
            advice=_("Isi pagunya di halaman program, lalu setujui."),
        )
    if total > left:
        raise Refusal(
            _("Anggaran kurang %(short)s: perlu %(total)s, tersisa %(left)s.")
            % {"short": rupiah(total - left), "total": rupiah(total), "left": rupiah(left)},
            advice=_("Tambah pagunya, atau pilih wilayah yang lebih kecil."),
        )
