"""Words that many read are refused where they tell of a person what only a few may know."""

from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lontar.science.free_text import DECILE, ILLNESS, NUMBER, told_too_much
from lontar.science.trouble import Refusal

_WHAT: Final[dict[str, Any]] = {
    NUMBER: gettext_lazy("Di sini ada nomor 16 angka seperti NIK atau nomor KK."),
    DECILE: gettext_lazy("Di sini ada desil."),
    ILLNESS: gettext_lazy("Di sini ada penyakit yang tidak boleh dibaca orang lain."),
}


def require_discreet(**texts: str) -> None:
    """Refuse the first of these fields that tells too much."""
    for field, text in texts.items():
        if (kind := told_too_much(text)) is not None:
            raise Refusal(
                str(_WHAT[kind]), advice=_("Tulis tanpa itu: kata-kata ini dibaca orang lain."),
                field=field,
            )  # fmt: skip
