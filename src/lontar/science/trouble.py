"""The two kinds of expected trouble: a finding is data, a refusal is an exception with advice."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

Severity = Literal["error", "warning"]


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

    >>> Finding("error", "Nama kosong.", Source(sheet="Sheet1", row=3, column="Nama")).as_json()
    {'severity': 'error', 'sheet': 'Sheet1', 'row': 3, 'column': 'Nama', 'message': 'Nama kosong.', 'kind': ''}
    """

    severity: Severity
    message: str
    source: Source = Source()
    kind: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "severity": self.severity,
            "sheet": self.source.sheet,
            "row": self.source.row,
            "column": self.source.column,
            "message": self.message,
            "kind": self.kind,
        }


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Only those findings that keep a family out until they are mended."""
    return [finding for finding in findings if finding.severity == "error"]


class Refusal(Exception):
    """What was asked for cannot be done now; says why and what to do instead.

    A page shows it beside `field`, the API as a problem document (RFC 9457),
    the terminal on stderr with exit status 2. Of a file as a whole, `source` names the row that it is about.
    """

    status = 409

    def __init__(self, message: str, *, advice: str = "", field: str = "", source: Source = Source()) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice
        self.field = field
        self.source = source

    def as_finding(self) -> Finding:
        """The same as data, for a list that must not look as if nothing were wrong.

        >>> Refusal("Berkas kosong.", advice="Ekspor ulang.").as_finding().message
        'Berkas kosong. Ekspor ulang.'
        """
        return Finding("error", str(self), self.source, "file_refused")

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".strip()


class NotAllowed(Refusal):
    """The officer may not do this, here or at all."""

    status = 403
