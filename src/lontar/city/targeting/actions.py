"""Open a round, score it, approve or reject it: two people, one list, nothing silent."""

from datetime import date
from typing import Any

import polars as pl
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lontar.city.access import queries as officers
from lontar.city.journal.actions import record
from lontar.city.programmes import queries as programmes
from lontar.city.registry import actions as registry
from lontar.city.registry.actions.timeline import Story
from lontar.city.targeting import events, frames, queries
from lontar.city.targeting.models import Decision, Round
from lontar.engine import copying
from lontar.kit.deeds import deed
from lontar.kit.formats import number, rupiah
from lontar.kit.gate import Actor, Role, require
from lontar.science.eligibility.rule_file import read_rule
from lontar.science.eligibility.rulebook import Rule
from lontar.science.trouble import NotAllowed, Refusal

REASON_LETTERS_MIN = 5
REASON_LETTERS_MAX = 500
PROPOSED = gettext_noop("Diusulkan untuk %(what)s, periode %(period)s")
STAGING = "targeting_staging"
INSERT = (
    "INSERT INTO targeting_decision (round_id, family_id, place_id, verdict, amount, found) "
    "SELECT %s, family_id, place_id, verdict, amount, found FROM targeting_staging"
)


@deed
def open_round(line: Any, *, place_id: int, by: Actor, on: date, day: date | None = None) -> Round:
    """Begin choosing for a line: its rule as it stands on `day` (today by default), over a place."""
    require(by, *queries.WHO_SCORE)
    _require_own_line(by, line)
    _require_whole_area(by, place_id)
    day = day or on
    if day > on:
        raise Refusal(_("Hari penetapan belum tiba."), advice=_("Pilih hari ini atau sebelumnya."), field="day")
    if not line.rule:
        raise Refusal(
            _("Syarat penerima untuk %(line)s belum diketahui.") % {"line": line.name},
            advice=_("Lengkapi aturannya di folder rules, lalu muat katalog lagi."),
            field="line",
        )
    text = programmes.rule_text(line.rule)
    rule = read_rule(text)
    if rule.applies_to != "family":
        raise Refusal(
            _("Aturan %(rule)s menilai orang, sedangkan penetapan ini menetapkan keluarga.")
            % {"rule": rule.name["id"]},
            advice=_("Lihat siapa yang memenuhinya dengan ./lontar eligibility."),
            field="line",
        )
    ruling = rule.on(day)
    round_ = Round.objects.create(
        line_id=line.pk,
        place_id=place_id,
        on=day,
        period=period_of(rule, day),
        outcome=Round.Outcome.ENTITLES if rule.decided_by == "city" else Round.Outcome.PROPOSES,
        rule=rule.id,
        rule_version=ruling.version,
        rule_sha256=rule.fingerprint,
        rule_text=text,
        opened_by_id=by.id,
    )
    record(
        "open_round", subject=round_, by=by, on=on, place_id=place_id,
        details={"line": line.pk, "rule": rule.id, "version": ruling.version, "day": day.isoformat()},
    )  # fmt: skip
    return round_


def period_of(rule: Rule, day: date) -> str:
    """The period that a payment on a day is for: 2026-11, 2026-T4 or 2026."""
    match rule.gives.every:
        case "month":
            return f"{day.year}-{day.month:02d}"
        case "quarter":
            return f"{day.year}-T{(day.month + 2) // 3}"
        case _:
            return f"{day.year}"


@deed
def score_round(round_: Round, *, by: Actor, on: date) -> Round:
    """Judge every family of the round's area and keep the list, with what was found; scoring again replaces it."""
    require(by, *queries.WHO_SCORE)
    round_ = _locked(round_)
    _require_own_line(by, round_.line)
    _require_whole_area(by, round_.place_id)
    if round_.is_closed:
        raise Refusal(_("Penetapan ini sudah ditutup."), advice=_("Buka penetapan baru untuk menghitung lagi."))
    decisions, already = _listed(round_)
    if decisions.is_empty():
        raise Refusal(
            _("Tidak ada keluarga yang masih dapat ditetapkan di wilayah ini."),
            advice=_("Impor keluarganya dahulu, atau pilih wilayah atau periode lain."),
        )
    Decision.objects.filter(round=round_).delete()
    _write(round_.pk, decisions)
    round_.counts = {
        **frames.tally(decisions),
        "families": decisions.height,
        "already": already,
        "wards": frames.tally_of_wards(decisions),
        "list_sha256": frames.fingerprint(decisions),
    }
    round_.state = Round.State.SCORED
    round_.scored_by_id, round_.scored_at = by.id, timezone.now()
    round_.save(update_fields=["counts", "state", "scored_by", "scored_at"])
    record(
        "score_round", subject=round_, by=by, on=on, place_id=round_.place_id,
        details={"list_sha256": round_.counts["list_sha256"], **frames.tally(decisions)},
    )  # fmt: skip
    return round_


def _listed(round_: Round) -> tuple[pl.DataFrame, int]:
    """The list as the registry stands, and how many families an approved round of the same period has left out."""
    decisions = frames.judged(queries.ruling_of(round_), round_.place_id)
    chosen = queries.decided_before(round_)
    kept = decisions.filter(~pl.col("family_id").is_in(chosen)) if chosen else decisions
    return kept, decisions.height - kept.height


def _write(round_id: int, decisions: pl.DataFrame) -> None:
    """All decisions at once. COPY is refused behind a wall, so it fills a table without one, and INSERT … SELECT reads it."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE IF NOT EXISTS {STAGING} "
            "(family_id bigint, place_id bigint, verdict text, amount bigint, found jsonb) ON COMMIT DELETE ROWS"
        )
        cursor.execute(f"TRUNCATE {STAGING}")
        copying.copy_in(cursor, STAGING, decisions)
        cursor.execute(INSERT, [round_id])
        cursor.execute(f"TRUNCATE {STAGING}")


@deed
def approve_round(round_: Round, *, by: Actor, on: date) -> Round:
    """Make the list binding: by a second person, within the budget, and only if the registry still says the same."""
    require(by, Role.PLANNER)
    # All rounds of the line at once, in one order: two approvals could each find the same budget free.
    list(Round.objects.filter(line_id=round_.line_id).order_by("pk").select_for_update())
    round_ = _locked(round_)
    _require_scored(round_)
    _require_second_person(by, round_)
    _require_whole_area(by, round_.place_id)
    total = queries.figures_of(round_).rupiah
    _require_some(round_)
    _require_still_true(round_)
    if round_.outcome == Round.Outcome.ENTITLES:
        _require_budget(round_, total)
    round_.state = Round.State.APPROVED
    round_.closed_by_id, round_.closed_at, round_.closed_on = by.id, timezone.now(), on
    round_.save(update_fields=["state", "closed_by", "closed_at", "closed_on"])
    if round_.outcome == Round.Outcome.PROPOSES:
        _tell_proposed(round_, on=on)
    record(
        "approve_round", subject=round_, by=by, on=on, place_id=round_.place_id,
        details={"rupiah": total, "outcome": round_.outcome, "list_sha256": round_.counts["list_sha256"]},
    )  # fmt: skip
    events.round_approved.send(sender=Round, round_id=round_.pk, by=by, on=on)
    return round_


@deed
def reject_round(round_: Round, *, reason: str, by: Actor, on: date) -> Round:
    """Put a round aside, with the reason; its list stays to be read."""
    require(by, Role.PLANNER)
    reason = reason.strip()
    if not REASON_LETTERS_MIN <= len(reason) <= REASON_LETTERS_MAX:
        raise Refusal(
            _("Tuliskan alasannya dengan %(least)s sampai %(most)s huruf.")
            % {"least": REASON_LETTERS_MIN, "most": REASON_LETTERS_MAX},
            field="reason",
        )
    round_ = _locked(round_)
    if round_.state not in (Round.State.OPENED, Round.State.SCORED):
        raise Refusal(_("Penetapan ini sudah ditutup."), advice=_("Muat ulang halaman untuk melihat keadaannya."))
    _require_whole_area(by, round_.place_id)
    round_.state, round_.reason = Round.State.REJECTED, reason
    round_.closed_by_id, round_.closed_at, round_.closed_on = by.id, timezone.now(), on
    round_.save(update_fields=["state", "reason", "closed_by", "closed_at", "closed_on"])
    record("reject_round", subject=round_, by=by, on=on, place_id=round_.place_id, reason=reason)
    return round_


def _locked(round_: Round) -> Round:
    """The round as it is now, held until the end of the deed."""
    return Round.objects.select_for_update(of=("self",)).select_related("line", "line__agency").get(pk=round_.pk)


def _require_own_line(by: Actor, line: Any) -> None:
    if not programmes.may_keep_money(by, line):
        raise NotAllowed(
            _("Program ini milik %(agency)s.") % {"agency": line.agency},
            advice=_("Mintalah kepada operator perangkat daerah itu, atau kepada perencana."),
        )


def _require_whole_area(by: Actor, place_id: int) -> None:
    """Whoever sees only a part of an area would choose from a part of its families."""
    if not officers.serves(by.id, place_id):
        raise NotAllowed(
            _("Wilayah ini tidak seluruhnya dalam tugas Anda."),
            advice=_("Pilih wilayah tugas Anda, atau mintalah kepada petugas kota."),
        )


def _require_scored(round_: Round) -> None:
    if round_.state == Round.State.OPENED:
        raise Refusal(_("Penetapan ini belum dihitung."), advice=_("Hitung dahulu, lalu periksa daftarnya."))
    if round_.state != Round.State.SCORED:
        raise Refusal(_("Penetapan ini sudah ditutup."), advice=_("Muat ulang halaman untuk melihat keadaannya."))


def _require_second_person(by: Actor, round_: Round) -> None:
    if str(by.id) in (str(round_.scored_by_id), str(round_.opened_by_id)):
        raise NotAllowed(
            _("Anda yang membuka atau menghitung penetapan ini, jadi orang lain yang menyetujuinya."),
            advice=_("Mintalah perencana lain memeriksanya."),
        )


def _require_some(round_: Round) -> None:
    if queries.figures_of(round_).qualifies == 0:
        raise Refusal(_("Tidak ada keluarga yang memenuhi syarat."), advice=_("Tolak penetapan ini dengan alasannya."))


def _require_still_true(round_: Round) -> None:
    """Judge again by the same rule on the same day: what the registry has learnt since may change the list.

    So may another round of the same period: whom it has chosen is not chosen again.
    """
    now, _already = _listed(round_)
    if frames.fingerprint(now) == round_.counts["list_sha256"]:
        return
    kept = Decision.objects.filter(round=round_).values_list("family_id", "verdict", "amount")
    schema = {"family_id": pl.Int64, "verdict": pl.String, "amount": pl.Int64}
    before = pl.DataFrame(list(kept), schema=schema, orient="row")
    families = frames.changed(before, now)
    raise Refusal(
        _("Data keluarga berubah sejak dihitung: jawaban untuk %(families)s keluarga tidak lagi sama.")
        % {"families": number(families)},
        advice=_("Mintalah yang menghitungnya menghitung ulang, periksa daftarnya, lalu setujui."),
    )


def _require_budget(round_: Round, total: int) -> None:
    budget = programmes.budget_of(round_.line_id)
    if budget is None:
        raise Refusal(
            _("Pagu %(line)s belum diketahui.") % {"line": round_.line.name},
            advice=_("Isi pagunya di halaman program, lalu setujui."),
        )
    left = budget - queries.promised(round_.line_id, besides=round_.pk)
    if total > left:
        raise Refusal(
            _("Anggaran kurang %(short)s: perlu %(total)s, tersisa %(left)s.")
            % {"short": rupiah(total - left), "total": rupiah(total), "left": rupiah(left)},
            advice=_("Tambah pagunya, atau pilih wilayah yang lebih kecil."),
        )


def _tell_proposed(round_: Round, *, on: date) -> None:
    details = {"what": round_.line.name, "period": round_.period}
    stories = [Story(family_id, place_id, details) for family_id, place_id, _amount in queries.qualifying(round_.pk)]
    registry.tell_many(stories, kind="proposed", message=PROPOSED, on=on)
