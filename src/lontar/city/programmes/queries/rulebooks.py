"""The rules that come with this installation, from the folder `rules/`."""

import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from lontar.science.eligibility.rule_file import read_rule
from lontar.science.eligibility.rulebook import Rule
from lontar.science.trouble import Refusal

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")


def rule_of(name: str) -> Rule:
    """The rule with this name, all its versions. Raises Refusal where there is none or it cannot be read."""
    return read_rule(rule_text(name))


def rule_text(name: str) -> str:
    """The rule's file as it stands."""
    path = _folder() / f"{name}.yaml"
    if not _NAME.fullmatch(name) or not path.is_file():
        raise Refusal(
            _("Aturan “%(name)s” tidak ada.") % {"name": name[:80]},
            advice=_("Aturan yang ada: %(known)s.") % {"known": ", ".join(sorted(_known()))},
            field="rule",
        )
    return path.read_text(encoding="utf-8")


def rules() -> list[Rule]:
    """Every rule of the folder, by name."""
    return [_read(name, (_folder() / f"{name}.yaml").stat().st_mtime_ns) for name in sorted(_known())]


@lru_cache(maxsize=128)
def _read(name: str, changed: int) -> Rule:
    """Read once for each state of the file."""
    return rule_of(name)


def _known() -> list[str]:
    return [path.stem for path in _folder().glob("*.yaml")]


def _folder() -> Path:
    return Path(settings.RULES_FOLDER)
