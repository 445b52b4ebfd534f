"""What may be typed into the registry's pages."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lontar.kit.amounts import WholeField
from lontar.kit.days import DayField


class FamilySearch(forms.Form):
    """The sentence above the list of families."""

    words = forms.CharField(
        required=False, max_length=120, label=_("Nama, NIK, nomor KK atau nomor lokal"),
        widget=forms.TextInput(attrs={"type": "search", "size": 22, "autocomplete": "off"}),
    )  # fmt: skip
    place = forms.TypedChoiceField(required=False, label=_("Kelurahan"), coerce=int, empty_value=None)
    decile = forms.ChoiceField(
        required=False,
        label=_("Desil"),
        choices=[
            ("", _("semua desil")), ("1-1", _("desil 1")), ("1-2", _("desil 1–2")), ("1-4", _("desil 1–4")),
            ("5-10", _("desil 5–10")), ("none", _("desil belum diketahui")),
        ],
    )  # fmt: skip
    group = forms.ChoiceField(
        required=False,
        label=_("Kelompok"),
        choices=[
            ("", _("semua keluarga")), ("disability", _("ada penyandang disabilitas")),
            ("elderly_alone", _("lansia tinggal sendiri")), ("widowed_head", _("kepala keluarga cerai mati")),
            ("out_of_school", _("anak tidak sekolah")), ("without_papers", _("belum berdokumen")),
        ],
    )  # fmt: skip
    pada = DayField(required=False, label=_("Keadaan pada tanggal"), size=10)

    def __init__(
        self, *args: Any, places: list[tuple[int, str]], today: date, serves: bool, **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.today = today
        if not serves:  # who is vulnerable is seen as such by those who serve families
            del self.fields["group"]
        field = self.fields["place"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("semua kelurahan"))] + [(str(key), name) for key, name in places]

    def clean_pada(self) -> date | None:
        return past_day(self.cleaned_data["pada"], self.today)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("pada") and (given.get("words", "").strip() or given.get("group")):
            self.add_error("pada", _("Nama, nomor dan kelompok hanya dapat dicari pada keadaan hari ini."))
        return given


def past_day(asked: date | None, today: date) -> date | None:
    """Today is how things stand anyway; what is to come nobody knows."""
    if asked and asked > today:
        raise forms.ValidationError(_("Hari itu belum tiba."))
    return asked if asked != today else None


class DayOfPage(forms.Form):
    """The day whose state a family's page shows."""

    pada = DayField(required=False, label=_("Keadaan pada tanggal"), size=10)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_pada(self) -> date | None:
        return past_day(self.cleaned_data["pada"], self.today)


PURPOSE_WORDS = {
    "service": _("Melayani warga di loket"),
    "verification": _("Memeriksa data di lapangan"),
    "delivery": _("Menyerahkan bantuan"),
    "correction": _("Membetulkan data"),
    "other": _("Keperluan lain"),
}


class Purpose(forms.Form):
    """Why names must be seen."""

    purpose = forms.ChoiceField(
        label=_("Untuk apa nama perlu terlihat?"),
        widget=forms.RadioSelect,
        choices=list(PURPOSE_WORDS.items()),
    )
    reason = forms.CharField(
        required=False, max_length=200, label=_("Alasan"), help_text=_("Wajib untuk keperluan lain.")
    )


class ImportFamilies(forms.Form):
    """A file of families or deciles, and how it goes in."""

    kind = forms.ChoiceField(
        label=_("Apa isi berkasnya?"),
        widget=forms.RadioSelect,
        initial="families",
        choices=[
            ("families", _("Keluarga dan anggotanya, dengan judul kolom seperti ekspor SIAK")),
            ("deciles", _("Desil DTSEN: no_kk, desil, tanggal_versi")),
            ("regsosek2022k", _("Keadaan hidup: Regsosek/DTKS 2022-K, lima lembar")),
            ("bdt2015", _("Keadaan hidup: BDT 2015")),
            ("rtm", _("Rumah tangga (RTM): NIK, nomor rumah tangga, status hubungan")),
        ],
    )
    file = forms.FileField(
        label=_("Berkas CSV, XLSX atau XLS"),
        help_text=_("Kolom NIK dan nomor KK harus berupa teks, supaya angkanya tidak dibulatkan."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xlsm,.xls"}),
    )
    roof = forms.ChoiceField(
        required=False,
        label=_("Kode atap 5 dan 6 di Regsosek"),
        help_text=_("Dua sumber membacanya terbalik. Lihat formulir tercetak; bila ragu, kedua bacaan disimpan."),
        choices=[
            ("unsure", _("belum dipastikan")),
            ("shingle", _("5 kayu/sirap, 6 bambu")),
            ("bamboo", _("5 bambu, 6 kayu/sirap")),
        ],
    )
    version_on = DayField(
        required=False,
        label=_("Tanggal versi desil"),
        help_text=_("Hanya untuk daftar desil tanpa kolom tanggal versi."),
    )
    mode = forms.ChoiceField(
        label=_("Bila ada kesalahan"),
        widget=forms.RadioSelect,
        initial="families_without_error",
        choices=[
            (
                "families_without_error",
                _("Masukkan keluarga yang tanpa kesalahan; yang lain menjadi daftar untuk diperbaiki"),
            ),
            ("everything_or_nothing", _("Semua atau tidak sama sekali")),
        ],
    )
    check_first = forms.BooleanField(
        required=False,
        initial=True,
        label=_("Periksa dulu"),
        help_text=_("Lontar menghitung dan memeriksa setiap baris; belum ada yang dimasukkan sampai Anda memutuskan."),
    )

    def __init__(self, *args: Any, layouts: list[tuple[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*self.base_fields["kind"].choices, *(layouts or [])]  # type: ignore[attr-defined]  # a ChoiceField


class Sample(forms.Form):
    """A file whose columns are to be given a meaning."""

    kind = forms.ChoiceField(
        label=_("Apa isi daftarnya?"),
        widget=forms.RadioSelect,
        initial="families",
        choices=[
            ("families", _("Keluarga atau orang, misalnya dari SIKS-NG")),
            ("deciles", _("Desil per nomor KK, misalnya dari DTSEN")),
        ],
    )
    file = forms.FileField(
        label=_("Contoh berkas CSV, XLSX atau XLS"),
        help_text=_("Bila sebuah daftar memuat keduanya, susunlah dua kali dan impor dua kali."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xlsm,.xls"}),
    )


class SaveLayout(forms.Form):
    """The name of a layout, and what its rows are."""

    title = forms.CharField(
        max_length=40, label=_("Nama susunan"), help_text=_("Misalnya SIKS-NG; nama yang sama menggantikan yang lama.")
    )
    each_row = forms.ChoiceField(
        required=False,
        label=_("Satu baris adalah"),
        widget=forms.RadioSelect,
        initial="person",
        choices=[("person", _("satu orang")), ("head", _("satu keluarga, dengan nama kepalanya"))],
    )
    whole = forms.BooleanField(
        required=False,
        label=_("Daftar lengkap"),
        help_text=_("Siapa yang tidak ada di dalamnya menunggu diperiksa. Jangan dicentang untuk daftar penerima."),
    )


class FindingFilter(forms.Form):
    """The sentence above the findings of an import."""

    severity = forms.ChoiceField(
        required=False,
        label=_("Tingkat"),
        choices=[("", _("semua temuan")), ("error", _("kesalahan")), ("warning", _("peringatan"))],
    )
    kind = forms.ChoiceField(required=False, label=_("Jenis"))

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("semua hal")), *kinds]


class ChangeFilter(forms.Form):
    """The sentence above what a file would change."""

    kind = forms.ChoiceField(required=False, label=_("Perubahan"))

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("semua perubahan")), *kinds]


class AbsenceFilter(forms.Form):
    """The sentence above those whom a file names no more."""

    of = forms.ChoiceField(
        required=False,
        label=_("Siapa"),
        choices=[
            ("", _("semuanya")),
            ("families", _("seluruh keluarga")),
            ("members", _("anggota saja")),
            ("visit", _("yang perlu didatangi")),
        ],
    )


class Mode(forms.Form):
    """How a file that was only checked goes in now."""

    mode = forms.ChoiceField(choices=[("families_without_error", ""), ("everything_or_nothing", "")])


class Keepers(forms.Form):
    """Who may know a shielded address, or why everybody may again."""

    keepers = forms.TypedMultipleChoiceField(
        coerce=int, required=False, label=_("Petugas yang boleh mengetahui alamatnya"),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    lift = forms.BooleanField(required=False, label=_("Akhiri perlindungan: alamat terlihat lagi oleh semua petugas"))
    reason = forms.CharField(
        required=False, max_length=300, label=_("Alasan"), help_text=_("Wajib bila perlindungan diakhiri.")
    )

    def __init__(self, *args: Any, officers: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["keepers"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(str(key), name) for key, name in officers]


class RaiseShield(forms.Form):
    """Who flees violence, on which paper it rests, and who may know where they are."""

    person = forms.TypedChoiceField(
        coerce=int, label=_("Siapa yang dilindungi?"), widget=forms.RadioSelect,
        help_text=_("Perlindungan ikut bersama orang ini bila ia pindah keluarga."),
    )  # fmt: skip
    paper = forms.CharField(
        max_length=160, label=_("Dasar"), help_text=_("Misalnya: surat UPTD PPA nomor 12/2026. Jangan tulis ceritanya.")
    )
    keepers = forms.TypedMultipleChoiceField(
        coerce=int, label=_("Petugas yang boleh mengetahui alamatnya"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, persons: list[tuple[int, str]], officers: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("person", persons), ("keepers", officers)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(str(key), label) for key, label in choices]


class Verdict(forms.Form):
    """What a person says of two records."""

    verdict = forms.ChoiceField(choices=[("same", ""), ("different", ""), ("unsure", "")])
    survivor = WholeField(required=False, min_value=1, max_value=2**63 - 1)
    why = forms.CharField(required=False, max_length=200)
    queue = forms.CharField(required=False, max_length=10)
    batch = WholeField(required=False, min_value=1, max_value=2**63 - 1)


class Undoing(forms.Form):
    """Why a decision is taken back, and that one knows what was changed since."""

    why = forms.CharField(required=False, max_length=200)
    knowing = forms.BooleanField(required=False)


class SoAfterAll(forms.Form):
    """Why something that looks contradictory is so."""

    why = forms.CharField(
        label=_("Mengapa ini benar?"), max_length=200,
        help_text=_("Misalnya: anak angkat, akta sudah diperiksa. Jangan tulis nama atau nomor."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


class SampleSize(forms.Form):
    """How many pairs of a batch are looked at."""

    size = WholeField(min_value=1, max_value=1000)


class Typed(forms.Form):
    """A person as far as they have been typed in; nothing of it is refused here."""

    name = forms.CharField(required=False, max_length=120)
    nik = forms.CharField(required=False, max_length=40)
    birth_date = DayField(required=False)
    happened = DayField(required=False)
    newborn = forms.CharField(required=False, max_length=1)  # born on the day that it happened
    sex = forms.CharField(required=False, max_length=1)
    mother = WholeField(required=False, min_value=1, max_value=2**63 - 1)
    mother_name = forms.CharField(required=False, max_length=120)
    kk = forms.CharField(required=False, max_length=40)
