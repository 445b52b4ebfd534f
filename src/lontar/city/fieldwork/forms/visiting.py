"""The form that is filled at the door, and the one of the second person."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lontar.city.fieldwork.actions import Found, Newcomer, Presence
from lontar.city.fieldwork.forms.planning import day_field
from lontar.kit.amounts import DegreesField, WholeField
from lontar.kit.pictures import Position
from lontar.science.living_conditions import COLUMNS, FAMILY

NEW_ROWS: Final = 3
PHOTO_READ_MAX: Final = 8_000_001  # one byte more than is taken, so that too much is seen as too much
OUTCOMES: Final = [
    ("found", _("Ditemui di rumah")), ("not_found", _("Tidak ditemukan")),
    ("moved_country", _("Pindah di dalam negeri")), ("moved_abroad", _("Pindah ke luar negeri")),
    ("died", _("Meninggal semua")), ("refused", _("Menolak didata")),
]  # fmt: skip
DESERVES: Final = [
    ("yes", _("Ya, layak")), ("no", _("Tidak layak")), ("unsure", _("Ragu, perlu dilihat lagi")),
]  # fmt: skip
PRESENCES: Final = [
    ("here", _("Tinggal di sini")), ("died", _("Meninggal")), ("moved_country", _("Pindah di dalam negeri")),
    ("moved_abroad", _("Pindah ke luar negeri")), ("not_found", _("Tidak ada kabar")),
]  # fmt: skip
RELATIONS: Final = [
    ("child", _("Anak")), ("grandchild", _("Cucu")), ("spouse", _("Istri atau suami")), ("parent", _("Orang tua")),
    ("child_in_law", _("Menantu")), ("parent_in_law", _("Mertua")), ("relative", _("Famili lain")), ("other", _("Lainnya")),
]  # fmt: skip
GROUPS: Final = {
    "house": _("Rumah"), "water": _("Air"), "energy": _("Listrik dan dapur"), "sanitation": _("Jamban"),
    "assets": _("Harta"), "livestock": _("Ternak"), "services": _("Internet dan rekening"), "aid": _("Bantuan yang diterima"),
}  # fmt: skip
# What a visitor asks of each person; the rest of the questions about persons comes from files.
OF_PERSONS: Final = (
    "worked_last_week", "job_status", "school_participation", "identity_docs", "difficulty_seeing",
    "difficulty_hearing", "difficulty_walking", "difficulty_memory", "difficulty_self_care", "difficulty_speech",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Someone:
    """A member as the form asks about them: their number, and their name as it may be shown."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Part:
    """Some fields of the form under one heading."""

    title: Any
    fields: list[BoundField]
    more: tuple["Part", ...] = ()
    filled: bool = False


class VisitForm(forms.Form):
    """What was met, how they live, who is there; built for one family."""

    outcome = forms.ChoiceField(label=_("Apa yang Anda temui?"), choices=OUTCOMES, widget=forms.RadioSelect)
    happened = day_field(
        _("Sejak kapan?"), _("Tanggal pindah atau meninggal. Bila tidak pasti, tulis perkiraan keluarga atau RT.")
    )
    where = forms.CharField(
        required=False, max_length=120, label=_("Ke mana?"), help_text=_("Kota, kabupaten atau negara.")
    )
    deserves = forms.ChoiceField(
        required=False, label=_("Menurut yang Anda lihat, layakkah keluarga ini tetap di daftar?"), choices=DESERVES,
        widget=forms.RadioSelect,
    )  # fmt: skip
    visited_on = day_field(_("Tanggal kunjungan"))
    note = forms.CharField(required=False, max_length=500, label=_("Catatan"), widget=forms.Textarea(attrs={"rows": 3}))
    photo = forms.FileField(
        required=False, label=_("Foto rumah"),
        help_text=_("JPEG atau PNG, paling besar 8 MB. Tempat dan jam dihapus dari foto. Mintalah izin penghuni."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png", "capture": "environment"}),
    )  # fmt: skip
    position_from_photo = forms.BooleanField(required=False, label=_("Ambil letak rumah dari foto itu"))
    latitude = DegreesField(most=90, required=False, label=_("Lintang"))
    longitude = DegreesField(most=180, required=False, label=_("Bujur"))
    accuracy = forms.FloatField(required=False, min_value=0, max_value=100_000, widget=forms.HiddenInput)
    # Made when the form is shown, so that a form sent twice reports once and is answered alike.
    key = forms.CharField(max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args: Any, members: Sequence[Someone], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = list(members)
        self.fields["happened"].required = False
        for name in FAMILY:
            self.fields[name] = _question(name)
        for one in self.members:
            prefix = f"m{one.id}-"
            self.fields[f"{prefix}presence"] = forms.ChoiceField(
                required=False, label=one.name, choices=[("", _("belum ditanyakan")), *PRESENCES]
            )
            self.fields[f"{prefix}happened"] = day_field(_("Sejak kapan?"))
            self.fields[f"{prefix}happened"].required = False
            self.fields[f"{prefix}where"] = forms.CharField(required=False, max_length=120, label=_("Ke mana?"))
            for name in OF_PERSONS:
                self.fields[f"{prefix}{name}"] = _question(name)
        for at in range(NEW_ROWS):
            self.fields[f"n{at}-name"] = forms.CharField(
                required=False, max_length=120, label=_("Nama"), widget=forms.TextInput(attrs={"autocomplete": "off"})
            )
            self.fields[f"n{at}-how"] = forms.ChoiceField(
                required=False,
                label=_("Bagaimana"),
                choices=[("born", _("lahir di sini")), ("joined", _("pindah masuk"))],
            )
            self.fields[f"n{at}-happened"] = day_field(_("Sejak kapan?"))
            self.fields[f"n{at}-birth_date"] = day_field(_("Tanggal lahir"))
            self.fields[f"n{at}-sex"] = forms.ChoiceField(
                required=False,
                label=_("Jenis kelamin"),
                choices=[("", _("belum diketahui")), ("L", _("laki-laki")), ("P", _("perempuan"))],
            )
            self.fields[f"n{at}-relation"] = forms.ChoiceField(
                required=False, label=_("Hubungan dengan kepala keluarga"), choices=RELATIONS
            )
            for name in ("happened", "birth_date"):
                self.fields[f"n{at}-{name}"].required = False

    def clean(self) -> dict[str, Any]:
        """Half a position is none, and nobody should believe that it was kept."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for name, other in (("latitude", "longitude"), ("longitude", "latitude")):
            if name not in self.errors and given.get(name) is None and given.get(other) is not None:
                self.add_error(name, _("Isi keduanya, atau kosongkan keduanya."))
        return given

    def parts(self) -> Iterator[Part]:
        """The family's questions by group; those that are seen at a glance first."""
        for group, title in GROUPS.items():
            names = [name for name in FAMILY if COLUMNS[name].group == group]
            yield Part(title, [self[name] for name in names], filled=any(self[name].errors for name in names))

    def people(self) -> Iterator[dict[str, Any]]:
        """Each member with their questions."""
        for one in self.members:
            prefix = f"m{one.id}-"
            yield {
                "name": one.name, "presence": self[f"{prefix}presence"], "happened": self[f"{prefix}happened"],
                "where": self[f"{prefix}where"], "more": [self[f"{prefix}{name}"] for name in OF_PERSONS],
                "when": f"m{one.id}-presence=died|moved_country|moved_abroad", "moved": f"m{one.id}-presence=moved_country|moved_abroad",
            }  # fmt: skip

    def newcomers(self) -> Iterator[list[BoundField]]:
        """The empty lines for people who are new."""
        for at in range(NEW_ROWS):
            yield [self[f"n{at}-{name}"] for name in ("name", "how", "happened", "birth_date", "sex", "relation")]


def _question(name: str) -> forms.Field:
    column, language = COLUMNS[name], get_language() or "id"
    if column.kind == "number":
        return WholeField(
            required=False, label=column.label(language), min_value=column.least, max_value=column.most,
            help_text=column.unit.words(language), widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        )  # fmt: skip
    if column.kind == "bits":
        sums = [0, *range(1, sum(column.bits) + 1)]
        choices = [(str(value), column.meaning(value, language)) for value in sums]
    else:
        choices = [(str(code), answer.words(language)) for code, answer in column.answers.items()]
    return forms.ChoiceField(
        required=False, label=column.label(language), choices=[("", _("belum diketahui")), *choices]
    )


def found_of(given: Mapping[str, Any], members: Sequence[Someone]) -> Found:
    """The report that a valid form holds."""
    latitude, longitude = given.get("latitude"), given.get("longitude")
    photo = given.get("photo")
    return Found(
        outcome=given["outcome"],
        visited_on=given["visited_on"],
        deserves=given["deserves"] if given["outcome"] == "found" else "",
        columns={name: given[name] for name in FAMILY if given.get(name) not in (None, "")},
        members=list(_presences(given, members)),
        newcomers=list(_newcomers(given)),
        happened=given.get("happened"),
        where=given.get("where", ""),
        note=given.get("note", "").strip(),
        photo=photo.read(PHOTO_READ_MAX) if photo else None,
        position=Position(latitude, longitude) if latitude is not None and longitude is not None else None,
        accuracy=given.get("accuracy"),
        position_from_photo=given.get("position_from_photo", False),
    )


def _presences(given: Mapping[str, Any], members: Sequence[Someone]) -> Iterator[Presence]:
    for one in members:
        prefix = f"m{one.id}-"
        columns = {
            name: given[f"{prefix}{name}"] for name in OF_PERSONS if given.get(f"{prefix}{name}") not in (None, "")
        }
        presence = given.get(f"{prefix}presence") or ("here" if columns else "")
        if presence:
            yield Presence(one.id, presence, given.get(f"{prefix}happened"), given.get(f"{prefix}where", ""), columns)


def _newcomers(given: Mapping[str, Any]) -> Iterator[Newcomer]:
    for at in range(NEW_ROWS):
        if name := given.get(f"n{at}-name", "").strip():
            born, birth_date = given[f"n{at}-how"] == "born", given[f"n{at}-birth_date"]
            # Whoever was born here came on the day of the birth.
            happened = (birth_date if born else None) or given[f"n{at}-happened"]
            yield Newcomer(name, born, happened, given[f"n{at}-sex"], birth_date, given[f"n{at}-relation"])


class DecideForm(forms.Form):
    """What the second person says of a change."""

    heir = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=None, label=_("Kepala keluarga yang baru"),
        help_text=_("Hanya bila yang meninggal atau pindah adalah kepala keluarga."),
    )  # fmt: skip
    reason = forms.CharField(
        required=False, max_length=300, label=_("Alasan menolak"), widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Diisi hanya bila perubahan ini tidak benar."),
    )  # fmt: skip

    def __init__(self, *args: Any, heirs: Sequence[Someone], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["heir"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("tidak berubah")), *((str(one.id), one.name) for one in heirs)]
