"""Two ways of writing one thing, cut where they differ."""

from difflib import SequenceMatcher
from itertools import groupby

type Parts = list[tuple[str, bool]]


def marked(one: str, other: str) -> tuple[Parts, Parts]:
    """Both texts in parts; True marks what the other one does not have. Small and large letters count as alike.

    Two numbers of one length are compared place by place, so that two changed places of digits are seen as such.

    >>> marked("YOHANES NALLE", "Johanes Nalle")
    ([('Y', True), ('OHANES NALLE', False)], [('J', True), ('ohanes Nalle', False)])
    >>> marked("5371", "5317")
    ([('53', False), ('71', True)], [('53', False), ('17', True)])
    """
    if one.isdigit() and other.isdigit() and len(one) == len(other):
        return _by_place(one, other), _by_place(other, one)
    matcher = SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False)
    if len(one.casefold()) != len(one) or len(other.casefold()) != len(other):
        # A letter that folds into two would shift every cut after it.
        matcher = SequenceMatcher(None, one, other, autojunk=False)
    left: Parts = []
    right: Parts = []
    for kind, a, b, c, d in matcher.get_opcodes():
        differs = kind != "equal"
        if one[a:b]:
            left.append((one[a:b], differs))
        if other[c:d]:
            right.append((other[c:d], differs))
    return left, right


def _by_place(number: str, other: str) -> Parts:
    together = groupby(zip(number, other, strict=True), key=lambda digits: digits[0] != digits[1])
    return [("".join(digit for digit, _other in digits), differs) for differs, digits in together]
