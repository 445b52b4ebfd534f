"""What may be typed when a ward is answered, and about lists of recipients."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from lontar.kit.days import DayField


def _choose(form: forms.Form, name: str, choices: list[tuple[Any, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


REFUSED: Final = 0


class AnswerForm(forms.Form):
    """Into which line a proposal goes, or none; and why."""

    line = forms.TypedChoiceField(
        label=_("Jawaban"), coerce=int, help_text=_("Diterima berarti masuk ke satu baris program."),
        error_messages={"required": _("Pilih barisnya, atau tolak usulan ini.")},
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Alasan"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Dibaca semua warga kelurahan itu."),
    )  # fmt: skip

    def __init__(self, *args: Any, lines: list[tuple[int, str]], may_refuse: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        adopted = [(key, _("masuk ke %(line)s") % {"line": name}) for key, name in lines]
        refused = [(REFUSED, _("ditolak"))] if may_refuse else []
        _choose(self, "line", [("", _("pilih jawabannya")), *adopted, *refused])


class RecipientListForm(forms.Form):
    """A file of recipients: of which programme, for which days, from where."""

    file = forms.FileField(label=_("Berkas CSV, XLSX atau XLS"), help_text=_("Kolom NIK, no_kk atau nomor_lokal."))
    programme = forms.ChoiceField(label=_("Program"))
    since = DayField(label=_("Menerima sejak"))
    until = DayField(label=_("Sampai"))
    source = forms.CharField(
        label=_("Sumber"), max_length=160, help_text=_("Contoh: SIKS-NG Kemensos, triwulan III 2026.")
    )
    complete = forms.BooleanField(
        required=False, label=_("Semua penerima kota ini ada di daftar"),
        help_text=_("Hanya dari daftar yang lengkap dapat disimpulkan bahwa sebuah keluarga tidak menerima."),
    )  # fmt: skip

    def __init__(self, *args: Any, programmes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The first by the alphabet is nobody's choice: a list would stand under another programme's name.
        _choose(self, "programme", [("", _("pilih program")), *programmes] if len(programmes) > 1 else programmes)


class SettleForm(forms.Form):
    """Which family a row means, or why none."""

    number = forms.CharField(
        required=False, max_length=20, label=_("Nomor keluarga"), help_text=_("Nomor lokal, KK atau NIK.")
    )
    note = forms.CharField(
        required=False, max_length=300, label=_("Atau mengapa bukan keluarga kota ini"),
        help_text=_("Contoh: pindah ke Kabupaten Kupang tahun 2024."),
    )  # fmt: skip


class WithdrawForm(forms.Form):
    """Why a list counts no more."""

    reason = forms.CharField(label=_("Alasan"), max_length=300)
