"""What is asked about an event of people's lives: the day, the paper, and the few things that this event needs."""

import re
import uuid
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from lontar.city.registry.actions import PAPERS, SCAN_BYTES_MAX
from lontar.city.registry.queries.spoken import MARITAL, RELATIONS
from lontar.kit.days import DayField

LOCAL: Final = re.compile(r"^\s*[KkPp]?-?0*(\d{1,12})\s*$")
PAPER_WORDS: Final = {
    "birth_certificate": _("Akta kelahiran"), "death_certificate": _("Akta kematian"),
    "death_letter": _("Surat keterangan kematian"), "move_letter": _("Surat pindah (SKPWNI)"),
    "marriage": _("Akta atau buku nikah"), "divorce": _("Akta cerai"), "court": _("Putusan pengadilan"),
    "family_card": _("Kartu keluarga"), "id_card": _("KTP atau KIA"), "rt_letter": _("Surat keterangan RT atau lurah"),
    "field_check": _("Pemeriksaan di rumah"), "none": _("Belum ada dokumen"),
}  # fmt: skip
# Which paper is usual for an event, so that it need not be looked for.
USUAL: Final = {
    "born": "birth_certificate", "died": "death_certificate", "moved_out": "move_letter", "split": "family_card",
    "person_moved_out": "move_letter", "person_moved_in": "move_letter", "family_moved_in": "move_letter",
    "family_returned": "move_letter", "married": "marriage", "divorced": "divorce", "card_changed": "family_card",
    "head_changed": "family_card", "joined": "family_card", "corrected": "birth_certificate", "nik_given": "id_card",
}  # fmt: skip
# Those that may bring somebody whom nobody has recorded yet.
NEWCOMERS: Final = ("born", "person_moved_in", "family_moved_in")
# The questions of each event beside the day and the paper.
ASKED: Final[Mapping[str, tuple[str, ...]]] = {
    "born": ("name", "sex", "birth_place", "mother", "father_name", "nik", "no_nik_reason"),
    "died": ("person", "heir"),
    "moved_house": ("place", "rt", "rw", "address"),
    "moved_out": ("to", "where"),
    "person_moved_out": ("person", "to", "where", "heir"),
    "person_moved_in": (
        "known", "name", "sex", "birth_date", "relation", "nik", "no_nik_reason", "birth_place", "mother_name", "father_name",
        "came_from",
    ),
    "married": ("person", "spouse_number", "together", "card", "place", "rt", "rw", "address"),
    "divorced": ("person", "spouse", "apart", "along", "card", "place", "rt", "rw", "address"),
    "split": ("members", "heir", "card", "place", "rt", "rw", "address"),
    "joined": ("into", "everyone"),
    "head_changed": ("person",),
    "card_changed": ("card",),
    "corrected": ("person", "name", "birth_date", "sex", "marital_status"),
    "nik_given": ("person", "nik"),
    "kitchen_shared": ("into",),
    "kitchen_left": (),
    "family_returned": ("place", "rt", "rw", "address", "came_from"),
    "family_moved_in": (
        "name", "sex", "birth_date", "nik", "no_nik_reason", "birth_place", "card", "place", "rt", "rw", "address",
        "came_from",
    ),
}  # fmt: skip
NEEDED: Final = {
    "born": ("name", "sex"), "died": ("person",), "moved_house": ("place",), "moved_out": ("to",),
    "person_moved_out": ("person", "to"), "person_moved_in": ("name", "sex", "relation"),
    "married": ("person", "spouse_number", "together"), "divorced": ("person", "spouse", "apart"), "joined": ("into",),
    "head_changed": ("person",), "card_changed": ("card",), "corrected": ("person",), "nik_given": ("person", "nik"),
    "kitchen_shared": ("into",), "family_returned": ("place",), "family_moved_in": ("name", "sex", "place"),
}  # fmt: skip


def _text(label: Any, *, most: int = 120, hint: Any = "", **attrs: Any) -> forms.CharField:
    return forms.CharField(
        required=False, max_length=most, label=label, help_text=hint,
        widget=forms.TextInput(attrs={"autocomplete": "off", **attrs}),
    )  # fmt: skip


def _day(label: Any, *, required: bool = False, hint: Any = "") -> DayField:
    more = {"help_text": hint} if hint else {}
    return DayField(required=required, label=label, **more)


def _number(label: Any, hint: Any) -> forms.CharField:
    return _text(label, most=24, hint=hint, inputmode="numeric", size=20)


class EventForm(forms.Form):
    """One page for one event; `members` are (key, label) of those who can be chosen."""

    def __init__(
        self, kind: str, *args: Any, members: list[tuple[int, str]], wards: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.members = members
        made = self._possible(members, wards)
        for name in ASKED[kind]:
            if name in ("members", "everyone"):
                for key, label in members:
                    self.fields[f"member_{key}"] = self._relation(label, stays=name == "members")
                continue
            self.fields[name] = made[name]
            self.fields[name].required = name in NEEDED.get(kind, ())
            if name == "place" and self.fields[name].required:  # whoever moves does not stay in the same house
                self.fields[name].choices = [("", _("Pilih")), *((str(key), label) for key, label in wards)]  # type: ignore[attr-defined]  # it is a choice
        self._common()

    def _possible(self, members: list[tuple[int, str]], wards: list[tuple[int, str]]) -> dict[str, forms.Field]:
        return self._of_members(members) | self._of_newcomers() | self._of_homes(wards)

    def _of_members(self, members: list[tuple[int, str]]) -> dict[str, forms.Field]:
        people = [("", _("Pilih"))] + [(str(key), label) for key, label in members]
        nobody = [("", _("tidak ada, atau belum diketahui")), *people[1:]]
        return {
            "person": forms.ChoiceField(label=_("Siapa?"), choices=people),
            "heir": forms.ChoiceField(
                label=_("Kepala keluarga sesudahnya"), choices=nobody,
                help_text=_("Isi bila yang pergi atau meninggal kepala keluarga."),
            ),
            "spouse": forms.ChoiceField(label=_("Suami atau istrinya"), choices=people),
            "mother": forms.ChoiceField(label=_("Ibu"), choices=nobody),
            "along": forms.MultipleChoiceField(
                label=_("Ikut pergi"), choices=people[1:], widget=forms.CheckboxSelectMultiple,
                help_text=_("Misalnya anak yang ikut."),
            ),
            "spouse_number": _text(
                _("Menikah dengan"), most=24, hint=_("Nomor lokal (P-0000123) atau NIK, seperti di halaman keluarganya.")
            ),
            "together": forms.ChoiceField(
                label=_("Tinggal bersama di"), widget=forms.RadioSelect, initial="new",
                choices=[
                    ("new", _("keluarga baru, dengan kartu sendiri")), ("here", _("keluarga ini")),
                    ("there", _("keluarga pasangannya")),
                ],
            ),
            "apart": forms.ChoiceField(
                label=_("Sesudah cerai"), widget=forms.RadioSelect, initial="new",
                choices=[
                    ("new", _("yang dipilih di atas menjadi keluarga sendiri")),
                    ("stay", _("keduanya masih dalam satu kartu")),
                ],
            ),
            "into": _text(_("Keluarga yang dituju"), most=24, hint=_("Nomor lokal (K-0000123) atau nomor KK.")),
        }  # fmt: skip

    def _of_newcomers(self) -> dict[str, forms.Field]:
        return {
            "known": _text(
                _("Pernah tercatat di sini?"), most=24,
                hint=_("Isi nomor lokalnya (P-0000123) atau NIK; nama dan lainnya tidak perlu diisi lagi."),
            ),
            "name": _text(_("Nama"), hint=_("Seperti di dokumen, tanpa gelar.")),
            "sex": forms.ChoiceField(
                label=_("Jenis kelamin"), widget=forms.RadioSelect, choices=[("L", _("laki-laki")), ("P", _("perempuan"))]
            ),
            "birth_date": _day(_("Tanggal lahir")),
            "birth_place": _text(_("Tempat lahir"), most=80),
            "relation": forms.ChoiceField(
                label=_("Hubungan dengan kepala keluarga"),
                choices=[("", _("Pilih")), *(pair for pair in RELATIONS.items() if pair[0] != "head")],
            ),
            "nik": _number("NIK", _("16 angka; kosongkan bila belum punya.")),
            "no_nik_reason": _text(
                _("Alasan belum punya NIK"), most=80, hint=_("Misalnya: bayi baru lahir, belum merekam KTP, dokumen hilang.")
            ),
            "marital_status": forms.ChoiceField(
                label=_("Status kawin"),
                choices=[("", _("tidak berubah")), *MARITAL.items()],
            ),
            "mother_name": _text(_("Nama ibu")),
            "father_name": _text(_("Nama ayah")),
        }  # fmt: skip

    def _of_homes(self, wards: list[tuple[int, str]]) -> dict[str, forms.Field]:
        return {
            "came_from": _text(_("Datang dari"), hint=_("Kota atau kabupaten, atau negara.")),
            "to": forms.ChoiceField(
                label=_("Ke mana?"), widget=forms.RadioSelect,
                choices=[("country", _("daerah lain di Indonesia")), ("abroad", _("luar negeri"))],
            ),
            "where": _text(_("Tempat tujuan"), hint=_("Kota atau kabupaten, atau negara, bila diketahui.")),
            "card": _number(_("Nomor KK"), _("16 angka; kosongkan bila belum terbit.")),
            "place": forms.ChoiceField(
                label=_("Kelurahan"), choices=[("", _("tetap di rumah yang sama"))] + [(str(k), n) for k, n in wards]
            ),
            "rt": _text("RT", most=3, inputmode="numeric", size=3),
            "rw": _text("RW", most=3, inputmode="numeric", size=3),
            "address": _text(_("Alamat"), most=200, hint=_("Jalan, gang, nomor, atau patokan.")),
        }  # fmt: skip

    def _relation(self, label: str, *, stays: bool) -> forms.Field:
        first: list[tuple[str, Any]] = [("", _("tetap di keluarga ini"))] if stays else [("", _("Pilih"))]
        words = [pair for pair in RELATIONS.items() if stays or pair[0] != "head"]
        return forms.ChoiceField(required=not stays, label=label, choices=first + words)

    def _common(self) -> None:
        self.fields["happened"] = _day(_("Tanggal kejadian"), required=True)
        self.fields["paper"] = forms.ChoiceField(
            label=_("Dasarnya"),
            choices=[(kind, PAPER_WORDS[kind]) for kind in PAPERS],
            initial=USUAL.get(self.kind, "rt_letter"),
        )
        self.fields["paper_number"] = _text(_("Nomor dokumen"), most=80)
        self.fields["paper_issued"] = _day(_("Tanggal dokumen"))
        self.fields["reason"] = _text(_("Alasan atau keterangan"), most=300, hint=_("Wajib bila belum ada dokumen."))
        self.fields["scan"] = forms.FileField(
            required=False, label=_("Pindaian atau foto dokumen"),
            help_text=_("JPEG, PNG atau PDF, paling besar 5 MB. Tempat dan jam dihapus dari foto."),
            widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
        )  # fmt: skip
        if self.kind in NEWCOMERS:  # asked only where somebody like them is known
            self.fields["another"] = forms.BooleanField(
                required=False, label=_("Ini orang lain; catat sebagai orang baru")
            )
        self.fields["key"] = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)

    def clean(self) -> dict[str, Any]:
        """Of somebody who is known only the relation is asked."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("known"):
            for name in ("name", "sex"):
                self.errors.pop(name, None)
        return given

    def scan_bytes(self) -> bytes | None:
        """One byte more than is taken, so that too much is seen as too much."""
        given = self.cleaned_data.get("scan")
        return bytes(given.read(SCAN_BYTES_MAX + 1)) if given else None

    def relations(self) -> dict[int, str]:
        """What each chosen member becomes."""
        told = ((key, self.cleaned_data.get(f"member_{key}", "")) for key, _label in self.members)
        return {key: relation for key, relation in told if relation}

    def chosen(self, name: str) -> int | None:
        value = self.cleaned_data.get(name)
        return int(value) if value else None


class WrongEvent(forms.Form):
    """Why an event was wrong."""

    why = forms.CharField(
        label=_("Mengapa peristiwa ini keliru?"), max_length=200,
        help_text=_("Misalnya: salah orang, salah tanggal. Jangan tulis nama atau nomor."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
