"""The text of a condition, cut into words: nothing outside this alphabet is ever read."""

import re
from dataclasses import dataclass

from lontar.science.trouble import Refusal

TEXT_LENGTH_MAX = 20_000
DIGITS_MAX = 13  # ten trillion rupiah is more than any city's budget
_TOKEN = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})(?![\w-])|(?P<whole>\d[\d_]*)|(?P<name>[a-zA-Z][a-zA-Z0-9_]*)"
    r"|(?P<mark>\.\.|<=|>=|!=|[<>=+\-*/(){},])|(?P<blank>\s+)"
)


class RuleRefused(Refusal):
    """A rule that cannot be taken as it is written; says the line and the mend."""

    def __init__(self, message: str, *, advice: str, line: int = 0, column: int = 0, field: str = "") -> None:
        super().__init__(message, advice=advice, field=field)
        self.line = line
        self.column = column

    def __str__(self) -> str:
        place = f"Baris {self.line}: " if self.line else ""
        return f"{place}{super().__str__()}"


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a condition; lines and columns begin at 1."""

    kind: str
    text: str
    line: int
    column: int


def cut(text: str) -> list[Token]:
    """All tokens of a condition, ended by one of kind "end".

    >>> [token.text for token in cut("decile in 1..4")]
    ['decile', 'in', '1', '..', '4', '']
    """
    if len(text) > TEXT_LENGTH_MAX:
        raise RuleRefused(
            f"Syarat terlalu panjang: {len(text)} huruf, paling banyak {TEXT_LENGTH_MAX}.",
            advice="Bagilah menjadi beberapa aturan.",
            line=1,
        )
    tokens: list[Token] = []
    at, line, line_start = 0, 1, 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        column = at - line_start + 1
        if match is None or match.lastgroup is None:
            raise RuleRefused(
                f"Tanda {text[at]!r} tidak dikenal dalam syarat (huruf ke-{column}).",
                advice="Pakailah hanya nama kolom, angka, tanggal, dan tanda < <= = != >= > + - * / ( ) { } , ..",
                line=line,
                column=column,
            )
        word = match.group()
        if match.lastgroup == "whole" and len(word.replace("_", "")) > DIGITS_MAX:
            raise RuleRefused(
                f"Angka {word[:20]} terlalu besar.",
                advice=f"Paling banyak {DIGITS_MAX} digit.",
                line=line,
                column=column,
            )
        if match.lastgroup != "blank":
            tokens.append(Token(match.lastgroup, word, line, column))
        breaks = word.count("\n")
        if breaks:
            line += breaks
            line_start = at + word.rindex("\n") + 1
        at = match.end()
    tokens.append(Token("end", "", line, at - line_start + 1))
    return tokens
