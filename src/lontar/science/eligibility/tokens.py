"""The text of a condition, cut into words: nothing outside this alphabet is ever read."""

import re
from dataclasses import dataclass

from lontar.science.trouble import NOTHING, Refusal, Values, words

TEXT_LENGTH_MAX = 20_000
DIGITS_MAX = 13  # ten trillion rupiah is more than any city's budget
_TOKEN = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})(?![\w-])|(?P<whole>\d[\d_]*)|(?P<name>[a-zA-Z][a-zA-Z0-9_]*)"
    r"|(?P<mark>\.\.|<=|>=|!=|[<>=+\-*/(){},])|(?P<blank>\s+)"
)


class RuleRefused(Refusal):
    """A rule that cannot be taken as it is written; says the line and the mend."""

    def __init__(
        self, message: str, *, advice: str, line: int = 0, column: int = 0, field: str = "", values: Values = NOTHING
    ) -> None:
        super().__init__(message, advice=advice, field=field, values=values)
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
            words("Syarat terlalu panjang: %(found)s huruf, paling banyak %(most)s."),
            advice=words("Bagilah menjadi beberapa aturan."),
            line=1,
            values={"found": len(text), "most": TEXT_LENGTH_MAX},
        )
    tokens: list[Token] = []
    at, line, line_start = 0, 1, 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        column = at - line_start + 1
        if match is None or match.lastgroup is None:
            if text[at] == "." and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit():
                raise RuleRefused(
                    words("Angka ditulis tanpa titik."),
                    advice=words("Tulislah misalnya 1000000 atau 1_000_000; pecahan tidak ada di sini."),
                    line=line,
                    column=column,
                )
            raise RuleRefused(
                words("Tanda “%(found)s” tidak dikenal dalam syarat (huruf ke-%(column)s)."),
                advice=words(
                    "Pakailah hanya nama kolom, angka, tanggal, dan tanda < <= = != >= > + - * / ( ) { } , .."
                ),
                line=line,
                column=column,
                values={"found": text[at], "column": column},
            )
        word = match.group()
        if match.lastgroup == "whole" and len(word.replace("_", "")) > DIGITS_MAX:
            raise RuleRefused(
                words("Angka %(found)s terlalu besar."),
                advice=words("Paling banyak %(most)s digit."),
                line=line,
                column=column,
                values={"found": word[:20], "most": DIGITS_MAX},
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
