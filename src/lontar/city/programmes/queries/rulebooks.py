"""The rules that are in force: those that officers wrote and published here, and those of the folder `rules/`."""

import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lontar.city.programmes.models import Line, WrittenRule
from lontar.city.programmes.queries.catalogue import lines_by_name_for, may_keep_money
from lontar.kit.gate import Actor, Role
from lontar.science.eligibility.rule_file import read_rule
from lontar.science.eligibility.rulebook import Rule
from lontar.science.trouble import Refusal

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
WHO_WRITE_RULES: Final = (Role.PLANNER, Role.OPERATOR)


def rule_of(name: str) -> Rule:
    """The rule with this name, all its versions. Raises Refusal where there is none or it cannot be read."""
    return _parsed(rule_text(name))


def rule_text(name: str) -> str:
    """The rule as it counts now: the version that was published last, or else the file."""
    written = published_version(name)
    return written.text if written else folder_text(name)


def rule_or_none(name: str) -> Rule | None:
    """The same, where a rule that is not there is an answer."""
    return rule_of(name) if published_version(name) or name in _known() else None


def rules() -> list[Rule]:
    """Every rule that counts, by name."""
    texts = {name: folder_text(name) for name in _known()}
    published = WrittenRule.objects.filter(published_on__isnull=False).order_by("number")
    texts |= dict(published.values_list("rule", "text"))
    return [_parsed(texts[name]) for name in sorted(texts)]


def rules_for_all() -> list[Rule]:
    """Those that anybody may read: not the ones of sensitive lines, whose very name tells something of a family."""
    hidden = set(Line.objects.filter(sensitive=True).exclude(rule="").values_list("rule", flat=True))
    hidden |= set(WrittenRule.objects.filter(line__sensitive=True).values_list("rule", flat=True))
    hidden |= set(Line.objects.filter(sensitive=True).values_list("key", flat=True))
    return [rule for rule in rules() if rule.id not in hidden]


def rules_offered(code: str) -> list[Rule]:
    """Those of them that somebody in this place can get: there are rules of other regions too."""
    return [rule for rule in rules_for_all() if rule.holds_in(code)]


def lines_of_rules(place_id: int, year: int) -> dict[str, Line]:
    """The line of a year behind each rule, sensitive ones left out: the line that names the rule, or bears its name."""
    found = Line.objects.select_related("agency").filter(place_id=place_id, year=year, sensitive=False).order_by("-pk")
    by_rule = {one.key: one for one in found}
    return by_rule | {one.rule: one for one in found if one.rule}


def folder_rules() -> list[Rule]:
    """Every rule of the folder, by name; asks no database."""
    return [_parsed(folder_text(name)) for name in sorted(_known())]


def folder_text(name: str) -> str:
    """A rule's file as it stands; asks no database. Raises Refusal where there is none."""
    path = _folder() / f"{name}.yaml"
    if not _NAME.fullmatch(name) or not path.is_file():
        raise Refusal(
            _("Aturan “%(name)s” tidak ada.") % {"name": name[:80]},
            advice=_("Aturan yang ada: %(known)s.") % {"known": ", ".join(sorted(_known()))},
            field="rule",
        )
    return path.read_text(encoding="utf-8")


@lru_cache(maxsize=256)
def _parsed(text: str) -> Rule:
    """Read once for each text."""
    return read_rule(text)


def _known() -> list[str]:
    return [path.stem for path in _folder().glob("*.yaml")]


def _folder() -> Path:
    return Path(settings.RULES_FOLDER)


def published_version(name: str) -> WrittenRule | None:
    """The version of a rule that counts, if officers have written one."""
    return versions_of(name).filter(published_on__isnull=False).first()


def versions_of(name: str) -> QuerySet[WrittenRule]:
    """Every version that officers wrote of a rule, the newest first."""
    return (
        WrittenRule.objects.filter(rule=name).select_related("line", "written_by", "published_by").order_by("-number")
    )


def written_rules_for(actor: Actor) -> QuerySet[WrittenRule]:
    """What officers wrote, as far as this one may know of the line it was written for."""
    seen = Q(line=None) | Q(line__in=lines_by_name_for(actor))
    found = WrittenRule.objects.filter(seen).select_related("line", "line__agency", "written_by", "published_by")
    return found.order_by("rule", "-number")


def drafts_for(actor: Actor) -> QuerySet[WrittenRule]:
    return written_rules_for(actor).filter(published_on=None)


def may_read_rule(actor: Actor, name: str) -> bool:
    """Whether nothing about this rule belongs to a line that the officer may not know of."""
    theirs = set(lines_by_name_for(actor).values_list("pk", flat=True))
    lines = set(Line.objects.filter(Q(rule=name) | Q(key=name, sensitive=True)).values_list("pk", flat=True))
    written = WrittenRule.objects.filter(rule=name, line__isnull=False).values_list("line_id", flat=True)
    return lines | set(filter(None, written)) <= theirs


def may_change_rule(actor: Actor, draft: WrittenRule) -> bool:
    """Its writer, and whoever keeps the line that it is for."""
    if actor.role not in WHO_WRITE_RULES or draft.is_published:
        return False
    return str(draft.written_by_id) == str(actor.id) or _keeps(actor, draft)


def may_publish_rule(actor: Actor, draft: WrittenRule) -> bool:
    """A second officer, who had no hand in it."""
    if actor.role not in WHO_WRITE_RULES or draft.is_published or str(actor.id) in draft.writers:
        return False
    return actor.role == Role.PLANNER or _keeps(actor, draft)


def _keeps(actor: Actor, draft: WrittenRule) -> bool:
    """Operators of the line's agency; a planner keeps every line's money, but not every line's rule."""
    return actor.role == Role.OPERATOR and draft.line is not None and may_keep_money(actor, draft.line)


def seal_of(text: str, cases: str) -> str:
    """What a draft says, in one number: whoever publishes it publishes what they have read."""
    return hashlib.sha256(f"{text}\0{cases}".encode()).hexdigest()
