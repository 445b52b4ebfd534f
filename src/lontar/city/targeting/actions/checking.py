"""The field check of a round, and the list cut again after all that meetings and visits have changed."""

from datetime import date
from typing import Any

import polars as pl
from django.db import connection
from django.utils.translation import gettext as _

from lontar.city.fieldwork import queries as fieldwork
from lontar.city.journal.actions import record
from lontar.city.targeting import frames, queries
from lontar.city.targeting.actions.guards import (
    checked_reason,
    locked,
    require_own_line,
    require_state,
    require_whole_area,
)
from lontar.city.targeting.actions.steps import begin, finish
from lontar.city.targeting.models import Round, Step
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, require
from lontar.science.trouble import Refusal

UPDATE = """
UPDATE targeting_decision d SET standing = given.standing, rank = given.rank
FROM unnest(%(families)s::bigint[], %(standings)s::text[], %(ranks)s::int[]) AS given (family_id, standing, rank)
WHERE d.round_id = %(round)s AND d.family_id = given.family_id
"""


@deed
def note_check(round_: Round, *, campaign_id: int | None, note: str, by: Actor, on: date) -> Round:
    """Note what the home visits found, or why there were none, and cut the list again: it then waits for approval."""
    require(by, *queries.WHO_SCORE)
    round_ = locked(round_)
    require_own_line(by, round_.line)
    require_whole_area(by, round_.place_id)
    require_state(
        round_, (Round.State.MET,), _("Belum semua wilayah selesai bermusyawarah, atau langkah ini sudah dicatat."),
        _("Lihat langkah yang terbuka di halaman penetapan."),
    )  # fmt: skip
    found: dict[str, Any] = {}
    if campaign_id is None:
        note = checked_reason(note, field="note")
    else:
        campaign = fieldwork.campaign_or_none(campaign_id, by)
        if campaign is None:
            raise Refusal(_("Kampanye itu tidak ada di wilayah Anda."), field="campaign")
        whole = fieldwork.whole(fieldwork.funnel_by_ward(campaign.pk))
        found = {
            "campaign": campaign.pk,
            "listed": whole.listed,
            "visited": whole.visited,
            "confirmed": whole.confirmed,
        }
        if not whole.visited:
            raise Refusal(
                _("Belum ada rumah yang dikunjungi dalam kampanye itu."),
                advice=_("Tunggu laporannya, atau catat tanpa kampanye dengan alasannya."),
                field="campaign",
            )
    round_.campaign_id = campaign_id
    _cut_again(round_)
    round_.state = Round.State.CHECKED
    round_.save(update_fields=["state", "campaign", "counts"])
    finish(round_, Step.Kind.CHECK, by=by, on=on, note=" ".join(note.split())[:500], details=found)
    begin(round_, Step.Kind.APPROVAL, on=on)
    record(
        "note_check", subject=round_, by=by, on=on, place_id=round_.place_id, reason=note,
        details={**found, "final_sha256": round_.counts["final_sha256"]},
    )  # fmt: skip
    return round_


def _cut_again(round_: Round) -> None:
    """Who is struck is out, who was added stands behind the ranked; the cut is the same as the first."""
    before = frames.on_list(round_.pk)
    after = frames.cut_again(before, queries.terms_of(round_))
    changed = after.join(before, on=["family_id", "standing", "rank"], how="anti", nulls_equal=True)
    with connection.cursor() as cursor:
        cursor.execute(
            UPDATE,
            {
                "round": round_.pk,
                "families": changed["family_id"].to_list(),
                "standings": changed["standing"].to_list(),
                "ranks": changed["rank"].to_list(),
            },
        )
    standings = pl.col("standing").is_in(["chosen", "waiting", "struck"])
    told = frames.tally_standings(after.filter(standings))
    wards: dict[str, Any] = {
        key: {name: figures for name, figures in ward.items() if name not in ("chosen", "waiting", "struck")}
        for key, ward in round_.counts["wards"].items()
    }
    for key, part in after.filter(standings).partition_by("place_id", as_dict=True).items():
        wards.setdefault(str(key[0]), {}).update(frames.tally_standings(part))
    kept = {name: one for name, one in round_.counts.items() if name not in ("chosen", "waiting", "struck")}
    round_.counts = {**kept, **told, "wards": wards, "final_sha256": frames.fingerprint(frames.on_list(round_.pk))}
