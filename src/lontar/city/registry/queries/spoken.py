"""What the registry's codes are called on a screen and on paper."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

RELATIONS: Final = {
    "head": _("Kepala keluarga"), "spouse": _("Istri atau suami"), "child": _("Anak"), "child_in_law": _("Menantu"),
    "grandchild": _("Cucu"), "parent": _("Orang tua"), "parent_in_law": _("Mertua"), "relative": _("Famili lain"),
    "helper": _("Pembantu"), "other": _("Lainnya"),
}  # fmt: skip
SEXES: Final = {"L": _("laki-laki"), "P": _("perempuan")}
MARITAL: Final = {
    "single": _("belum kawin"), "married": _("kawin"), "divorced": _("cerai hidup"), "widowed": _("cerai mati"),
}  # fmt: skip
EDUCATION: Final = {
    "none": _("tidak atau belum sekolah"), "primary_unfinished": _("belum tamat SD"), "primary": _("SD atau sederajat"),
    "lower_secondary": _("SMP atau sederajat"), "upper_secondary": _("SMA atau sederajat"),
    "diploma_2": _("diploma I atau II"), "diploma_3": _("diploma III"), "bachelor": _("diploma IV atau S1"), "master": "S2",
    "doctor": "S3",
}  # fmt: skip
DISABILITY: Final = {
    "none": _("tidak ada"), "physical": _("fisik"), "sight": _("netra"), "hearing_speech": _("rungu atau wicara"),
    "mental": _("mental"), "physical_and_mental": _("fisik dan mental"), "other": _("lainnya"),
}  # fmt: skip
WORDS: Final[dict[str, dict[str, Any]]] = {
    "relation": RELATIONS, "sex": SEXES, "marital_status": MARITAL, "education": EDUCATION, "disability": DISABILITY,
}  # fmt: skip


def spoken(column: str, code: str) -> str:
    """A stored value in words; what has no code is as it was written."""
    return str(WORDS.get(column, {}).get(code, code))
