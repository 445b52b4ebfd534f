"""Words that say why, held to the same wherever a verb asks for them."""

from typing import Final

from django.utils.translation import gettext as _

from lontar.science.trouble import Refusal

LETTERS_MIN: Final = 5


def checked_reason(
    reason: str, *, most: int = 300, least: int = LETTERS_MIN, field: str = "reason", asked: str = ""
) -> str:  # fmt: skip
    """The reason in one line; a Refusal beside `field` where it has fewer than `least` or more than `most` letters.

    `asked` is what to say then, with `%(least)d` and `%(most)d` in it.
    """
    reason = " ".join(reason.split())
    if not least <= len(reason) <= most:
        asked = asked or _("Tuliskan alasannya, %(least)d sampai %(most)d huruf.")
        raise Refusal(asked % {"least": least, "most": most}, field=field)
    return reason
