"""What may be typed about meetings and proposals."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lontar.kit.amounts import RupiahField, WholeField
from lontar.kit.days import DayField
from lontar.kit.pasting import PastedField

KINDS = {
    "ward": _("musyawarah kelurahan"), "village": _("musyawarah desa"), "planning": _("musrenbang"),
    "neighbourhood": _("pertemuan RT atau RW"),
}  # fmt: skip
FIELDS = {
    "water": _("air bersih"), "sanitation": _("sanitasi"), "road": _("jalan dan saluran"), "housing": _("perumahan"),
    "training": _("pelatihan"), "business": _("usaha"), "school": _("sekolah"), "health": _("kesehatan"),
    "other": _("lainnya"),
}  # fmt: skip
STATES = {"waiting": _("menunggu jawaban"), "adopted": _("diterima"), "refused": _("ditolak")}
SCAN_BYTES_MAX = 5_000_000


def _choose(form: forms.Form, name: str, choices: list[tuple[Any, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class CallForm(forms.Form):
    """A meeting to come, or one that was held."""

    place = forms.TypedChoiceField(label=_("Kelurahan atau desa"), coerce=int)
    kind = forms.ChoiceField(label=_("Jenis"), choices=list(KINDS.items()))
    question = forms.CharField(
        label=_("Apa yang dimusyawarahkan"), max_length=300,
        help_text=_("Contoh: siapa yang paling memerlukan bantuan sembako triwulan IV?"),
    )  # fmt: skip
    held_on = DayField(label=_("Hari"))
    venue = forms.CharField(label=_("Tempat"), max_length=200, help_text=_("Contoh: kantor lurah, pukul 16.00."))
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, places: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "place", places)


class MatterForm(forms.Form):
    """A question for the agenda."""

    question = forms.CharField(
        label=_("Pertanyaan"), max_length=300, help_text=_("Jangan tulis desil, NIK atau penyakit.")
    )
    family_number = forms.CharField(
        required=False, max_length=20, label=_("Tentang keluarga"),
        help_text=_("Nomor lokal, KK atau NIK; kosong bila tentang wilayah."),
    )  # fmt: skip


class MinutesForm(forms.Form):
    """Who came, what was said, what was decided."""

    people = PastedField(
        label=_("Yang hadir"), max_length=60_000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Satu orang tiap baris: nama; RT; sebagai. Contoh: Yuliana Ndun; 003; ketua RT"),
    )  # fmt: skip
    minutes = PastedField(label=_("Notulen"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 6}))
    decisions = PastedField(label=_("Keputusan"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, matters: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, question in matters:
            self.fields[f"matter-{key}"] = forms.CharField(label=question, max_length=300, required=False)

    def outcomes(self) -> dict[int, str]:
        """What was decided on each question of the agenda."""
        given = self.cleaned_data
        return {int(name.split("-")[1]): given[name] for name in given if name.startswith("matter-") and given[name]}


class PaperForm(forms.Form):
    """The signed minutes."""

    number = forms.CharField(label=_("Nomor berita acara"), max_length=80)
    signed_on = DayField(label=_("Tanggal"))
    scan = forms.FileField(
        label=_("Pindaian yang ditandatangani"), help_text=_("JPEG, PNG atau PDF, paling besar 5 MB.")
    )


class ProposalForm(forms.Form):
    """What a ward asks the city for."""

    place = forms.TypedChoiceField(label=_("Kelurahan atau desa"), coerce=int)
    field = forms.ChoiceField(label=_("Bidang"), choices=list(FIELDS.items()))
    title = forms.CharField(
        label=_("Usulan"), max_length=160, help_text=_("Contoh: sumur bor untuk 40 keluarga. Jangan tulis nama orang.")
    )
    spot = forms.CharField(label=_("Tempatnya"), max_length=160, help_text=_("Contoh: RT 003/RW 001, belakang gereja."))
    year = WholeField(label=_("Untuk tahun"), min_value=2020, max_value=2100)
    cost = RupiahField(
        required=False,
        label=_("Perkiraan biaya, rupiah"),
        help_text=_("Contoh: 96.000.000. Kosong bila belum dihitung."),
    )
    votes = WholeField(required=False, label=_("Suara yang mendukung"), min_value=0)
    meeting_id = forms.TypedChoiceField(required=False, label=_("Dari musyawarah"), coerce=int, empty_value=None)
    words = forms.CharField(
        required=False, label=_("Penjelasan"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Dibaca semua warga: jangan tulis nama, nomor atau penyakit orang."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, places: list[tuple[int, str]], meetings: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "place", places)
        _choose(self, "meeting_id", [("", _("tidak dari musyawarah")), *meetings])


class VotesForm(forms.Form):
    """How many wanted it."""

    votes = WholeField(label=_("Suara yang mendukung"), min_value=0)


class ProposalSearch(forms.Form):
    """The sentence above the list of proposals."""

    place = forms.TypedChoiceField(required=False, label=_("Wilayah"), coerce=int, empty_value=None)
    state = forms.ChoiceField(required=False, label=_("Keadaan"), choices=[("", _("semua keadaan")), *STATES.items()])
    field = forms.ChoiceField(required=False, label=_("Bidang"), choices=[("", _("semua bidang")), *FIELDS.items()])

    def __init__(self, *args: Any, places: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "place", [("", _("semua wilayah")), *places])
