"""Open a round: for which line, over which area, on which day, for how many and in which order."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db import connection
from django.utils.timezone import now
from django.utils.translation import gettext as _

from lontar.city.journal.actions import record
from lontar.city.programmes import queries as programmes
from lontar.city.registry import queries as registry
from lontar.city.targeting import queries
from lontar.city.targeting.actions.guards import require_own_line, require_whole_area, told
from lontar.city.targeting.models import Round
from lontar.kit.deeds import deed
from lontar.kit.formats import number, rupiah
from lontar.kit.gate import Actor, require
from lontar.science.eligibility.rule_file import read_rule
from lontar.science.eligibility.rulebook import Rule
from lontar.science.selection import checked_criteria, checked_seed
from lontar.science.trouble import Refusal

# The smallest integer of the database that is too large: whoever types it means something else.
WHOLE_MAX = 10**15
AGAIN: Final = timedelta(minutes=10)  # within which the same form of the same officer is the same wish


@dataclass(frozen=True, slots=True)
class Wish:
    """How a round ends, for how many families or rupiah at most, and in which order; blank is what the rule says.

    Without a seed the system draws one. Either way it stands in the journal before anybody is counted.
    """

    outcome: str = ""
    quota: int | None = None
    budget: int | None = None
    criteria: tuple[str, ...] = ("decile",)
    seed: str = ""


@deed
def open_round(
    line: Any, *, place_id: int, by: Actor, on: date, day: date | None = None, wish: Wish = Wish()
) -> Round:  # fmt: skip
    """Begin choosing for a line: its rule as it stands on `day` (today by default), over a place, on these wish."""
    require(by, *queries.WHO_SCORE)
    require_own_line(by, line)
    require_whole_area(by, place_id)
    day = day or on
    if day > on:
        raise Refusal(_("Hari penetapan belum tiba."), advice=_("Pilih hari ini atau sebelumnya."), field="day")
    text = _rule_text(line)
    rule = read_rule(text)
    _require_rule_of_families(rule)
    ruling = rule.on(day)
    outcome = _outcome(rule, wish.outcome)
    _require_possible(wish, line, place_id, outcome)
    criteria = list(checked_criteria(wish.criteria))
    model = queries.welfare_models().first() if "score" in criteria else None
    if "score" in criteria and model is None:
        raise Refusal(
            _("Belum ada model skor kesejahteraan lokal."),
            advice=_("Masukkan modelnya di halaman Skor, atau pilih ukuran lain."), field="criteria",
        )  # fmt: skip
    round_ = Round.objects.create(
        line_id=line.pk,
        place_id=place_id,
        on=day,
        period=period_of(rule, day),
        outcome=outcome,
        quota=wish.quota,
        budget=wish.budget,
        criteria=criteria,
        model=model,
        seed=checked_seed(wish.seed) if wish.seed else secrets.token_hex(8),
        number_key=secrets.token_hex(32),
        rule=rule.id,
        rule_version=ruling.version,
        rule_sha256=rule.fingerprint,
        rule_text=text,
        opened_by_id=by.id,
    )
    record(
        "open_round", subject=round_, by=by, on=on, place_id=place_id,
        details={
            **told(line, line=line.pk, rule=rule.id, version=ruling.version), "day": day.isoformat(), "outcome": outcome,
            "quota": wish.quota, "budget": wish.budget, "criteria": round_.criteria, "seed": round_.seed,
            "model": model.version if model else None,
        },
    )  # fmt: skip
    return round_


@deed
def open_once(
    line: Any, *, place_id: int, by: Actor, on: date, day: date | None = None, wish: Wish = Wish()
) -> tuple[Round, bool]:  # fmt: skip
    """Begin choosing, and whether that is new: sent again by the same officer within minutes, it is the round that is open."""
    with connection.cursor() as cursor:  # pressed twice, the second waits for the first
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('targeting.open'), %s)", [line.pk])
    before = Round.objects.filter(
        line_id=line.pk, place_id=place_id, on=day or on, opened_by_id=by.id, quota=wish.quota, budget=wish.budget,
        criteria=list(wish.criteria), opened_at__gte=now() - AGAIN, state__in=(Round.State.OPENED, Round.State.SCORED),
    ).order_by("-pk")  # fmt: skip
    for one in before:
        if wish.seed in ("", one.seed) and wish.outcome in ("", one.outcome):
            return one, False
    return open_round(line, place_id=place_id, by=by, on=on, day=day, wish=wish), True


def _rule_text(line: Any) -> str:
    if not line.rule:
        raise Refusal(
            _("Syarat penerima untuk %(line)s belum diketahui.") % {"line": line.name},
            advice=_("Lengkapi aturannya di folder rules, lalu muat katalog lagi."),
            field="line",
        )
    return programmes.rule_text(line.rule)


def _require_rule_of_families(rule: Rule) -> None:
    if rule.applies_to != "family":
        raise Refusal(
            _("Aturan %(rule)s menilai orang, sedangkan penetapan ini menetapkan keluarga.")
            % {"rule": rule.name["id"]},
            advice=_("Lihat siapa yang memenuhinya dengan ./lontar eligibility."),
            field="line",
        )


def _outcome(rule: Rule, wanted: str) -> str:
    """The city decides only what is the city's to decide; it may always leave the decision to others."""
    if wanted == Round.Outcome.ENTITLES and rule.decided_by != "city":
        raise Refusal(
            _("Yang memutuskan program ini bukan kota, jadi daftarnya hanya dapat menjadi usulan."),
            advice=_("Pilih “usulan”."),
            field="outcome",
        )
    if wanted and wanted not in Round.Outcome.values:
        raise Refusal(_("Pilih keputusan atau usulan."), field="outcome")
    return wanted or (Round.Outcome.ENTITLES if rule.decided_by == "city" else Round.Outcome.PROPOSES)


def _require_possible(wish: Wish, line: Any, place_id: int, outcome: str) -> None:
    """A quota above the families there are, and rupiah that are promised already, promise what cannot be kept."""
    if wish.quota is not None:
        if wish.quota < 1:
            raise Refusal(_("Kuota paling sedikit satu keluarga."), field="quota")
        families = registry.figures_of(place_id)["families"]
        if wish.quota > families:
            raise Refusal(
                _("Kuota %(quota)s lebih besar daripada jumlah keluarga di wilayah ini, %(families)s.")
                % {"quota": number(wish.quota), "families": number(families)},
                advice=_("Kosongkan bila semua yang memenuhi syarat boleh dipilih."),
                field="quota",
            )
    if wish.budget is not None:
        if not 0 < wish.budget < WHOLE_MAX:
            raise Refusal(_("Batas anggaran ditulis dalam rupiah penuh, lebih dari nol."), field="budget")
        left = queries.left_of(line.pk)
        if outcome == Round.Outcome.ENTITLES and left is not None and wish.budget > left:
            raise Refusal(
                _("Batas anggaran %(budget)s lebih besar daripada sisa pagu, %(left)s.")
                % {"budget": rupiah(wish.budget), "left": rupiah(left)},
                advice=_("Tulis paling banyak sisa pagu itu, atau tambah pagunya di halaman program."),
                field="budget",
            )


def period_of(rule: Rule, day: date) -> str:
    """The period that a payment on a day is for: 2026-11, 2026-T4 or 2026."""
    match rule.gives.every:
        case "month":
            return f"{day.year}-{day.month:02d}"
        case "quarter":
            return f"{day.year}-T{(day.month + 2) // 3}"
        case _:
            return f"{day.year}"
