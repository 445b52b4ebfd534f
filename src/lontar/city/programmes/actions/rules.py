"""Write a rule, change the draft, put it away, and publish it: by a second officer, and for good."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lontar.city.journal.actions import record
from lontar.city.programmes import queries
from lontar.city.programmes.models import Line, WrittenRule
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, Role, require
from lontar.kit.sayings import placed
from lontar.science.eligibility.policy_tests import read_cases, tried
from lontar.science.eligibility.rule_file import read_rule
from lontar.science.eligibility.rulebook import Rule
from lontar.science.trouble import NotAllowed, Refusal

WHY_LETTERS_MIN, WHY_LETTERS_MAX = 5, 300
CASES_LETTERS_MAX = 60_000


@dataclass(frozen=True, slots=True)
class Draft:
    """What is written: the rule's text, the cases that it is tried on, and what it changes and why."""

    text: str
    why: str
    cases: str = ""


@deed
def write_rule(draft: Draft, *, line: Line | None, by: Actor, on: date) -> WrittenRule:
    """Keep the first draft of a rule, or of its next version; nothing counts before it is published."""
    require(by, *queries.WHO_WRITE_RULES)
    if line is None and by.role != Role.PLANNER:
        raise Refusal(_("Pilih program yang memakai aturan ini."), field="line")
    if line is not None and not queries.may_keep_money(by, line):
        raise NotAllowed(
            _("Program ini milik %(agency)s.") % {"agency": line.agency},
            advice=_("Mintalah kepada operator perangkat daerah itu, atau kepada perencana."),
        )
    rule = _checked(draft)
    if not queries.may_read_rule(by, rule.id):
        raise NotAllowed(_("Nama aturan ini sudah dipakai."), advice=_("Pilih nama lain."))
    last = queries.versions_of(rule.id).first()
    if last is not None and not last.is_published:
        raise Refusal(
            _("Naskah aturan ini sudah ada, ditulis oleh %(name)s.") % {"name": last.written_by.name},
            advice=_("Lanjutkan naskah itu, atau mintalah penulisnya membuangnya."), field="name",
        )  # fmt: skip
    try:
        with transaction.atomic():
            written = WrittenRule.objects.create(
                rule=rule.id, number=last.number + 1 if last else 1, line=line, text=draft.text, cases=draft.cases,
                why=_why(draft), written_by_id=by.id, written_on=on, writers=[str(by.id)],
            )  # fmt: skip
    except IntegrityError as twice:
        raise Refusal(
            _("Naskah aturan ini baru saja ditulis orang lain."), advice=_("Muat ulang halamannya.")
        ) from twice
    _record("write_rule", written, by=by, on=on)
    return written


@deed
def change_rule(key: int, draft: Draft, *, seen: str, by: Actor, on: date) -> WrittenRule:
    """Change a draft: its writer, or whoever keeps the line. `seen` is the seal of what was on the page."""
    require(by, *queries.WHO_WRITE_RULES)
    written = _held(key, by)
    if not queries.may_change_rule(by, written):
        raise NotAllowed(
            _("Naskah ini hanya diubah oleh penulisnya atau lembaga programnya."),
            advice=_("Sampaikan kepada %(name)s apa yang perlu diubah.") % {"name": written.written_by.name},
        )
    _must_be_as_seen(written, seen)
    rule = _checked(draft)
    if rule.id != written.rule:
        raise Refusal(
            _("Nama aturan ini %(name)s dan tidak dapat diganti.") % {"name": written.rule},
            advice=_("Tulis naskah baru untuk aturan lain."), field="text",
        )  # fmt: skip
    written.text, written.cases, written.why = draft.text, draft.cases, _why(draft)
    if str(by.id) not in written.writers:
        written.writers = [*written.writers, str(by.id)]
    written.save(update_fields=["text", "cases", "why", "writers"])
    _record("change_rule", written, by=by, on=on)
    return written


@deed
def drop_rule(key: int, *, reason: str, by: Actor, on: date) -> None:
    """Put a draft away, with the reason in the journal."""
    require(by, *queries.WHO_WRITE_RULES)
    written = _held(key, by)
    if not queries.may_change_rule(by, written):
        raise NotAllowed(_("Naskah ini hanya dibuang oleh penulisnya atau lembaga programnya."))
    reason = " ".join(reason.split())
    if not WHY_LETTERS_MIN <= len(reason) <= WHY_LETTERS_MAX:
        raise Refusal(_("Tuliskan alasannya."), field="reason")
    _record("drop_rule", written, by=by, on=on, reason=reason)
    written.delete()


@deed
def publish_rule(key: int, *, seen: str, by: Actor, on: date) -> WrittenRule:
    """Let a draft count, as the second officer: every case must be answered as expected. It never changes again."""
    require(by, *queries.WHO_WRITE_RULES)
    written = _held(key, by)
    if str(by.id) in written.writers:
        raise NotAllowed(
            _("Anda ikut menulis aturan ini, jadi orang lain yang menerbitkannya."),
            advice=_("Mintalah perencana, atau rekan di lembaga programnya."),
        )
    if not queries.may_publish_rule(by, written):
        raise NotAllowed(_("Aturan ini diterbitkan oleh perencana atau lembaga programnya."))
    _must_be_as_seen(written, seen)
    rule = _checked(Draft(written.text, written.why, written.cases))
    wrong = [one for one in tried(rule, read_cases(written.cases)) if not one.as_expected]
    if wrong:
        raise Refusal(
            _("%(count)s contoh uji tidak dijawab seperti yang ditulis, yang pertama “%(says)s”.")
            % {"count": len(wrong), "says": wrong[0].case.says[:80]},
            advice=_("Kembalikan kepada penulisnya: perbaiki aturannya atau contohnya."),
        )
    written.published_by_id, written.published_on = by.id, on
    written.save(update_fields=["published_by", "published_on"])
    if written.line is not None and written.line.rule != written.rule:
        Line.objects.filter(pk=written.line.pk).update(rule=written.rule, kept_by_city=True, made_up=rule.made_up)
    _record("publish_rule", written, by=by, on=on)
    return written


def _held(key: int, by: Actor) -> WrittenRule:
    """The draft, held until the end of the deed."""
    known = queries.drafts_for(by).filter(pk=key).exists()
    found = WrittenRule.objects.select_for_update(of=("self",)).select_related("line", "written_by").filter(pk=key)
    written = found.first() if known else None
    if written is None or written.is_published:
        raise Refusal(
            _("Naskah itu tidak ada, sudah diterbitkan, atau sudah dibuang."),
            advice=_("Muat ulang daftar aturannya."),
        )
    return written


def _must_be_as_seen(written: WrittenRule, seen: str) -> None:
    if seen != queries.seal_of(written.text, written.cases):
        raise Refusal(_("Naskah ini berubah sejak Anda membukanya."), advice=_("Muat ulang halamannya dan baca lagi."))


def _checked(draft: Draft) -> Rule:
    """The rule and its cases, read through: whatever cannot be read or asked is refused with its place."""
    rule = read_rule(draft.text)
    if len(draft.cases) > CASES_LETTERS_MAX:
        raise Refusal(_("Contoh ujinya terlalu panjang."), field="cases")
    try:
        tried(rule, read_cases(draft.cases))
    except Refusal as refusal:
        raise Refusal(placed(refusal), field="cases") from refusal
    return rule


def _why(draft: Draft) -> str:
    why = " ".join(draft.why.split())
    if not WHY_LETTERS_MIN <= len(why) <= WHY_LETTERS_MAX:
        raise Refusal(
            _("Tuliskan apa yang berubah dan mengapa, dengan %(least)s sampai %(most)s huruf.")
            % {"least": WHY_LETTERS_MIN, "most": WHY_LETTERS_MAX},
            field="why",
        )
    return why


def _record(verb: str, written: WrittenRule, *, by: Actor, on: date, reason: str = "") -> None:
    """The journal is read by others than those who may know of a sensitive line: there its rule is only a number."""
    hidden = written.line is not None and written.line.sensitive
    told = {"sensitive": True} if hidden else {"rule": written.rule, "why": written.why}
    record(
        verb, subject=written, by=by, on=on, place_id=written.line.place_id if written.line else None, reason=reason,
        details={**told, "number": written.number, "sha256": queries.seal_of(written.text, written.cases)},
    )  # fmt: skip
