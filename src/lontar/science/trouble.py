"""The two kinds of expected trouble: a finding is data, a refusal is an exception with advice."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

Severity = Literal["error", "warning"]
Values = Mapping[str, object]
Translate = Callable[[str], str]
NOTHING: Final[Values] = {}
BETWEEN_SENTENCES: Final = "\n"
"""What is wrong and what to do travel as two templates of one message."""


def words(template: str) -> str:
    """Marks a sentence that every screen shows in its own language; the text itself is the key.

    `./lontar messages` collects what is marked. Values stand in it as `%(name)s`.
    """
    return template


def counted(template: str) -> str:
    """Marks a sentence about `%(n)s` things, which other languages say in another way of one than of many."""
    return template


def unchanged(template: str) -> str:
    """The sentence in the language in which it was written."""
    return template


def said(template: str, values: Values = NOTHING, translate: Translate = unchanged) -> str:
    """The sentences of a message, translated and then filled; text that was kept without values stays as it is.

    >>> said("%(n)s baris kosong.", {"n": 3}), said("Naik 5%.")
    ('3 baris kosong.', 'Naik 5%.')
    """
    sentences = [translate(sentence) for sentence in template.split(BETWEEN_SENTENCES) if sentence]
    return " ".join(sentence % values if values else sentence for sentence in sentences)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a finding was made. The header of a table is row 1; 0 means the file as a whole."""

    file: str = ""
    sheet: str = ""
    row: int = 0
    column: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should know about one place in a file: what is wrong, and what to do.

    It travels as a template and its values, and is translated where it is shown.

    >>> Finding("error", "Nama kosong.", Source(sheet="Sheet1", row=3, column="Nama")).as_json()
    {'severity': 'error', 'sheet': 'Sheet1', 'row': 3, 'column': 'Nama', 'message': 'Nama kosong.', 'kind': ''}
    """

    severity: Severity
    template: str
    source: Source = Source()
    kind: str = ""
    values: Values = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The finding in the language in which it was written."""
        return said(self.template, self.values)

    def as_json(self, translate: Translate = unchanged) -> dict[str, Any]:
        return {
            "severity": self.severity,
            "sheet": self.source.sheet,
            "row": self.source.row,
            "column": self.source.column,
            "message": said(self.template, self.values, translate),
            "kind": self.kind,
        }


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Only those findings that keep a family out until they are mended."""
    return [finding for finding in findings if finding.severity == "error"]


class Refusal(Exception):
    """What was asked for cannot be done now; says why and what to do instead.

    A page shows it beside `field`, the API as a problem document (RFC 9457),
    the terminal on stderr with exit status 2. Of a file as a whole, `source` names the row that it is about.
    Message and advice may be templates that `values` fills, to be translated where they are shown.
    """

    status = 409

    def __init__(
        self, message: str, *, advice: str = "", field: str = "", source: Source = Source(), values: Values = NOTHING
    ) -> None:
        super().__init__(message)
        self.template = message
        self.advice_template = advice
        self.field = field
        self.source = source
        self.values = values

    @property
    def message(self) -> str:
        return said(self.template, self.values)

    @property
    def advice(self) -> str:
        return said(self.advice_template, self.values)

    def as_finding(self) -> Finding:
        """The same as data, for a list that must not look as if nothing were wrong.

        >>> Refusal("Berkas kosong.", advice="Ekspor ulang.").as_finding().message
        'Berkas kosong. Ekspor ulang.'
        """
        both = BETWEEN_SENTENCES.join(filter(None, (self.template, self.advice_template)))
        return Finding("error", both, self.source, "file_refused", self.values)

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".strip()


class NotAllowed(Refusal):
    """The officer may not do this, here or at all."""

    status = 403


class NotFound(Refusal):
    """There is no such thing, or not where this officer looks: the two are told alike."""

    status = 404
