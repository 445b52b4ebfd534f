"""What may be typed into the pages of privacy."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lontar.city.privacy.models import PersonRequest
from lontar.city.privacy.models.kept import BASES
from lontar.kit.amounts import WholeField
from lontar.kit.days import DayField

LONG = forms.Textarea(attrs={"rows": 3})
KINDS = {
    "access": _("Salinan semua data tentang dirinya"),
    "rectification": _("Pembetulan data yang salah"),
    "objection": _("Keberatan atas keputusan yang disusun mesin"),
    "withdrawal": _("Penarikan persetujuan kepada mitra"),
    "erasure": _("Penghapusan"),
}


# The papers that show how a name, a birth or a NIK is written.
PAPERS = {
    "birth_certificate": _("Akta kelahiran"),
    "family_card": _("Kartu keluarga"),
    "id_card": _("KTP atau KIA"),
    "court": _("Putusan pengadilan"),
    "rt_letter": _("Surat keterangan RT atau lurah"),
}


class FindPerson(forms.Form):
    """Who stands at the desk."""

    words = forms.CharField(
        required=False, max_length=120, label=_("Nama, NIK, nomor KK atau nomor lokal"),
        widget=forms.TextInput(attrs={"type": "search", "size": 22, "autocomplete": "off"}),
    )  # fmt: skip


class NewRequest(forms.Form):
    """What a person asks, in their words, and how we know that it is they."""

    kind = forms.ChoiceField(
        label=_("Apa yang diminta?"), widget=forms.RadioSelect, choices=[(kind.value, KINDS[kind.value]) for kind in PersonRequest.Kind]
    )  # fmt: skip
    words = forms.CharField(
        max_length=2000, label=_("Permintaannya"), widget=LONG,
        help_text=_("Dengan kata-kata orang itu. Misalnya: tanggal lahir saya 5 Februari 1990, bukan 2 Mei."),
    )  # fmt: skip
    known_by = forms.CharField(
        max_length=160, label=_("Bagaimana Anda tahu siapa yang meminta?"),
        help_text=_("Misalnya: KTP diperlihatkan; atau: dikenal ketua RT 003. Wakil membawa surat kuasa."),
    )  # fmt: skip
    wanted_name = forms.CharField(
        required=False, max_length=120, label=_("Nama yang benar"), help_text=_("Hanya untuk pembetulan nama.")
    )
    wanted_birth_date = DayField(label=_("Tanggal lahir yang benar"), required=False)

    def given(self) -> dict[str, Any]:
        """As `receive_request` takes it; what is wanted only of a rectification."""
        values = dict(self.cleaned_data)
        name, born = values.pop("wanted_name"), values.pop("wanted_birth_date")
        wanted = {"name": name, "birth_date": born.isoformat() if born else ""}
        return values | {"wanted": {k: v for k, v in wanted.items() if v and values["kind"] == "rectification"}}


class Answer(forms.Form):
    """What became of a request."""

    done = forms.ChoiceField(
        label=_("Hasilnya"), widget=forms.RadioSelect, choices=[("yes", _("Dipenuhi")), ("no", _("Ditolak menurut hukum"))]
    )  # fmt: skip
    answer = forms.CharField(
        max_length=2000, label=_("Jawaban kepada orang itu"), widget=LONG,
        help_text=_("Apa yang dilakukan, atau alasan dan dasar hukum penolakannya."),
    )  # fmt: skip


class Rectify(Answer):
    """The answer to a rectification: what the record should say, by which paper; or which event said it already."""

    name = forms.CharField(required=False, max_length=120, label=_("Nama yang benar"))
    birth_date = DayField(label=_("Tanggal lahir yang benar"), required=False)
    nik = forms.CharField(
        required=False, max_length=20, label=_("NIK"), help_text=_("Hanya bila orang ini belum punya NIK yang sah."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    paper = forms.ChoiceField(required=False, label=_("Menurut dokumen"), choices=[("", "–"), *PAPERS.items()])
    paper_number = forms.CharField(required=False, max_length=80, label=_("Nomor dokumen"))
    event = forms.ChoiceField(
        required=False, label=_("Atau sudah dicatat sebagai"),
        help_text=_("Untuk alamat, hubungan keluarga atau nomor KK: catat peristiwanya dulu di halaman keluarga."),
    )  # fmt: skip

    def __init__(self, *args: Any, events: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["event"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "–"), *events]


class NewConsent(forms.Form):
    """Consent to one partner, and what the family is referred for."""

    agency = forms.ChoiceField(label=_("Mitra"))
    purpose = forms.CharField(
        max_length=300, label=_("Untuk apa mitra boleh mengenal keluarga ini?"), help_text=_("Misalnya: pelatihan menjahit.")
    )  # fmt: skip
    proof = forms.CharField(
        max_length=200, label=_("Bukti persetujuan"), help_text=_("Nomor surat yang ditandatangani, atau nama saksi.")
    )
    given_on = DayField(label=_("Tanggal persetujuan"))

    def __init__(self, *args: Any, agencies: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = agencies


class Period(forms.Form):
    """From which day to which one looks back."""

    since = DayField(label=_("Sejak"), size=10)
    until = DayField(label=_("Sampai"), size=10)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("since") and given.get("until") and given["until"] < given["since"]:
            self.add_error("until", _("Hari terakhir sebelum hari pertama."))
        return given


class WithReason(forms.Form):
    """Why something is erased."""

    reason = forms.CharField(max_length=300, label=_("Alasan"), help_text=_("Tertulis di jurnal."))


class Confirmed(forms.Form):
    """Why a source is held and by which right, as somebody signs it."""

    purpose = forms.CharField(max_length=500, label=_("Untuk apa data ini disimpan?"), widget=LONG)
    basis = forms.ChoiceField(
        label=_("Dasar menurut UU 27/2022 pasal 20"), widget=forms.RadioSelect, choices=list(BASES.items())
    )
    law = forms.CharField(
        max_length=1000, label=_("Peraturan dan pasalnya"), widget=LONG,
        help_text=_("Misalnya: UU 24/2013 pasal 58 dan 79; perjanjian kerja sama nomor 12/2026."),
    )  # fmt: skip


class Checked(forms.Form):
    """A period that somebody has looked up."""

    months = WholeField(min_value=1, max_value=600, label=_("Lamanya dalam bulan"))
    law = forms.CharField(max_length=500, label=_("Dasar hukum"), widget=LONG)
