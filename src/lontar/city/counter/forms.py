"""What is typed at the counter, and what its words are on a screen."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lontar.science.eligibility.columns import QUALIFIES, UNDECIDED
from lontar.science.eligibility.outlook import DOES_NOT, NEAR, UNKNOWN_CRITERIA

KINDS = {
    "letter": _("surat keterangan desil"), "reactivation": _("pengaktifan kembali jaminan kesehatan"),
    "referral": _("rujukan"),
}  # fmt: skip
CLOCKS = {**KINDS, "reactivation.urgent": _("pengaktifan kembali yang mendesak")}
OUTCOMES = {
    "open": _("menunggu jawaban"), "done": _("selesai"), "refused": _("ditolak"), "unanswered": _("tidak dijawab"),
}  # fmt: skip
LOOKS = {
    "open": ("warn", "clock"),
    "done": ("good", "check"),
    "refused": ("quiet", "close"),
    "unanswered": ("quiet", "close"),
}
# What somebody comes for: said before anybody is looked up, and kept with the looking.
MATTERS = {
    "listed": _("Apakah saya terdaftar, dan mengapa tidak?"),
    "entitled": _("Bantuan apa yang dapat saya peroleh?"),
    "letter": _("Minta surat keterangan desil"),
    "health": _("Jaminan kesehatan dinonaktifkan"),
    "nominate": _("Mengusulkan keluarga"),
    "objection": _("Mengajukan keberatan"),
    "slip": _("Menanyakan slip yang lalu"),
}
ANSWERS = {
    QUALIFIES: _("memenuhi syarat"), NEAR: _("kurang satu syarat"), UNDECIDED: _("belum dapat diputuskan"),
    UNKNOWN_CRITERIA: _("syaratnya belum diketahui"), DOES_NOT: _("tidak memenuhi syarat"),
}  # fmt: skip
ANSWER_LOOKS = {
    QUALIFIES: ("good", "check"), NEAR: ("info", "info"), UNDECIDED: ("warn", "warning"),
    UNKNOWN_CRITERIA: ("warn", "warning"), DOES_NOT: ("quiet", "close"),
}  # fmt: skip


class FindForm(forms.Form):
    """Who stands there, and what for."""

    words = forms.CharField(
        label=_("NIK, nomor KK, nomor lokal, nama, atau nomor slip"), max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "autofocus": True}),
    )  # fmt: skip
    matter = forms.ChoiceField(
        label=_("Warga itu datang untuk apa?"), choices=list(MATTERS.items()), widget=forms.RadioSelect
    )


class ReactivationForm(forms.Form):
    """Whose insurance, and by which paper."""

    person = forms.TypedChoiceField(label=_("Untuk siapa"), coerce=int)
    paper = forms.CharField(
        label=_("Nomor surat keterangan puskesmas atau rumah sakit"), max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}), help_text=_("Penyakitnya jangan ditulis."),
    )  # fmt: skip
    urgent = forms.BooleanField(
        label=_("Mendesak"), required=False, help_text=_("Sedang dirawat, atau pengobatannya tidak boleh terputus.")
    )

    def __init__(self, *args: Any, members: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.TypedChoiceField)
        # Where there are several the first is not taken for the one who stands there.
        first = [("", _("pilih …"))] if len(members) > 1 else []
        field.choices = [*first, *((str(key), name) for key, name in members)]


class ReferralForm(forms.Form):
    """To whom, for which programme."""

    programme = forms.ChoiceField(label=_("Untuk program"))
    to = forms.ChoiceField(label=_("Dirujuk kepada"))

    def __init__(
        self, *args: Any, programmes: list[tuple[str, str]], agencies: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("programme", programmes), ("to", agencies)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            # The first of a list is nobody's choice: a family is not sent to whoever stands there by the alphabet.
            field.choices = [("", _("pilih …")), *choices]


class AnswerErrandForm(forms.Form):
    """What came of it."""

    outcome = forms.ChoiceField(
        label=_("Apa hasilnya"), widget=forms.RadioSelect,
        choices=[(key, OUTCOMES[key]) for key in ("done", "refused", "unanswered")],
    )  # fmt: skip
    answer = forms.CharField(
        label=_("Jawaban"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Dengan kata-kata yang dapat dibacakan kepada keluarga itu."),
    )  # fmt: skip
