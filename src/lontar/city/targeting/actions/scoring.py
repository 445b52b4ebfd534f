"""Score a round: judge every family, rank those who qualify, cut the list, and freeze it with what was found."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import polars as pl
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from lontar.city.journal.actions import record
from lontar.city.targeting import frames, queries
from lontar.city.targeting.actions.guards import locked, require_own_line, require_state, require_whole_area
from lontar.city.targeting.actions.steps import begin
from lontar.city.targeting.models import Amendment, Decision, Round, Step
from lontar.engine import copying
from lontar.kit.deeds import deed
from lontar.kit.formats import rupiah
from lontar.kit.gate import Actor, require
from lontar.science.trouble import Refusal

STAGING = "targeting_staging"
COLUMNS = {
    "family_id": "bigint", "place_id": "bigint", "verdict": "text", "amount": "bigint", "found": "jsonb",
    "number": "text", "rank": "bigint", "standing": "text", "measures": "jsonb", "nominated": "boolean",
}  # fmt: skip
LISTED = ", ".join(COLUMNS)
INSERT = f"INSERT INTO targeting_decision (round_id, {LISTED}) SELECT %s, {LISTED} FROM {STAGING}"  # noqa: S608 - names of ours


@deed
def score_round(round_: Round, *, by: Actor, on: date) -> Round:
    """Judge every family of the round's area, rank and cut, and freeze the list; scoring again replaces it."""
    require(by, *queries.WHO_SCORE)
    round_ = locked(round_)
    require_own_line(by, round_.line)
    require_whole_area(by, round_.place_id)
    require_state(
        round_, (Round.State.OPENED, Round.State.SCORED),
        _("Daftar ini sudah dibahas, jadi tidak dihitung lagi."),
        _("Tolak penetapan ini dengan alasannya, lalu buka yang baru."),
    )  # fmt: skip
    decisions, already = listed(round_)
    if decisions.is_empty():
        raise Refusal(
            _("Tidak ada keluarga yang masih dapat ditetapkan di wilayah ini."),
            advice=_("Impor keluarganya dahulu, atau pilih wilayah atau periode lain."),
        )
    if Amendment.objects.filter(round=round_).exists() or _has_met(round_):
        raise Refusal(
            _("Daftar ini sudah dibahas, jadi tidak dihitung lagi."),
            advice=_("Tolak penetapan ini dengan alasannya, lalu buka yang baru."),
        )
    _require_enough_for_one(round_, decisions)
    Decision.objects.filter(round=round_).delete()
    with ThreadPoolExecutor(1) as other:
        # While the server takes the list in, its fingerprints are taken here.
        of_list = other.submit(frames.fingerprint, decisions)
        of_inputs = other.submit(frames.inputs_fingerprint, decisions)
        _write(round_.pk, decisions)
    Step.objects.filter(round=round_).delete()
    begin(round_, Step.Kind.MEETING, on=on, places=decisions["place_id"].unique().sort().to_list())
    round_.counts = {
        **frames.tally(decisions),
        "families": decisions.height,
        "already": already,
        "nominated": int(decisions["nominated"].sum()),
        "wards": frames.tally_of_wards(decisions),
        "list_sha256": of_list.result(),
        "inputs_sha256": of_inputs.result(),
    }
    round_.state = Round.State.SCORED
    round_.scored_by_id, round_.scored_at = by.id, timezone.now()
    round_.save(update_fields=["counts", "state", "scored_by", "scored_at"])
    record(
        "score_round", subject=round_, by=by, on=on, place_id=round_.place_id,
        details={
            "list_sha256": round_.counts["list_sha256"], "inputs_sha256": round_.counts["inputs_sha256"],
            **frames.tally(decisions),
        },
    )  # fmt: skip
    return round_


def _require_enough_for_one(round_: Round, decisions: pl.DataFrame) -> None:
    """A limit that buys nothing for anybody chooses nobody, and nobody could approve that."""
    if round_.budget is None or (decisions["standing"] == Decision.Standing.CHOSEN).any():
        return
    least = decisions.filter(pl.col("standing") == Decision.Standing.WAITING)["amount"].min()
    if isinstance(least, int) and least > round_.budget:
        raise Refusal(
            _("Batas anggaran %(budget)s tidak cukup untuk satu keluarga pun: yang paling sedikit perlu %(least)s.")
            % {"budget": rupiah(round_.budget), "least": rupiah(least)},
            advice=_("Tulis rupiah penuh, tanpa menyingkat ribuan atau juta."),
            field="budget",
        )


def _has_met(round_: Round) -> bool:
    return Step.objects.filter(round=round_, kind=Step.Kind.MEETING).exclude(on=None).exists()


def listed(round_: Round) -> tuple[pl.DataFrame, int]:
    """The list as the registry stands, and how many families an approved round of the same period has left out."""
    decisions = frames.judged(
        queries.ruling_of(round_), round_.place_id, round_.criteria, model=queries.model_of(round_)
    )  # fmt: skip
    before = queries.decided_before(round_)
    kept = decisions.filter(~pl.col("family_id").is_in(before)) if before else decisions
    named = queries.nominated_in(round_.place_id, round_.line_id)
    chosen = frames.chosen(kept, queries.terms_of(round_), key=round_.number_key)
    return chosen.with_columns(pl.col("family_id").is_in(named).alias("nominated")), decisions.height - kept.height


def _write(round_id: int, decisions: pl.DataFrame) -> None:
    """All decisions at once. COPY is refused behind a wall, so it fills a table without one, and INSERT … SELECT reads it.

    In the order of the index that lists them, which then grows at its end.
    """
    with connection.cursor() as cursor:
        columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
        cursor.execute(f"CREATE TEMP TABLE IF NOT EXISTS {STAGING} ({columns}) ON COMMIT DELETE ROWS")
        cursor.execute(f"TRUNCATE {STAGING}")
        copying.copy_in(cursor, STAGING, decisions.select(list(COLUMNS)).sort("verdict", "place_id", "family_id"))
        cursor.execute(INSERT, [round_id])
        cursor.execute(f"TRUNCATE {STAGING}")
