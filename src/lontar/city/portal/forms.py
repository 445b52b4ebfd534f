"""What a planner types in to publish or to quote, and what anybody tells the finder."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lontar.kit.amounts import RupiahField, WholeField
from lontar.science.eligibility.hearsay import LAST_MONTH, MONTHS, Told
from lontar.science.eligibility.vocabulary import Field
from lontar.science.eligibility.words import VOCABULARY
from lontar.science.poverty_figures import LINE, POOR, RATE, TARGET


class Edition(forms.Form):
    """The month to publish; a month that is out already asks for a reason."""

    period = forms.RegexField(
        r"^20\d{2}-(0[1-9]|1[0-2])$",
        label=_("Bulan"),
        help_text=_("Tahun dan bulan, misalnya 2026-11."),
        error_messages={"invalid": _("Ketikkan tahun dan bulan, misalnya 2026-11.")},
    )
    reason = forms.CharField(
        label=_("Alasan pembetulan"),
        help_text=_("Hanya bila bulan ini sudah pernah diterbitkan. Semua orang dapat membacanya."),
        max_length=200,
        required=False,
    )

    def __init__(self, data: Any = None, *, on: date) -> None:
        super().__init__(data, initial={"period": f"{on:%Y-%m}"})


INDICATORS: dict[str, Any] = {
    RATE: _("Persentase penduduk miskin"),
    POOR: _("Jumlah penduduk miskin"),
    LINE: _("Garis kemiskinan"),
    TARGET: _("Sasaran persentase penduduk miskin"),
}


class FigureForm(forms.Form):
    """One figure as BPS or the city's plan tells it."""

    indicator = forms.ChoiceField(label=_("Angka"), choices=[("", _("pilih …")), *INDICATORS.items()])
    period = forms.CharField(
        label=_("Tahun, atau bulan dan tahun"), max_length=30,
        help_text=_("Misalnya Maret 2025. Untuk sasaran: tahun yang dituju."),
    )  # fmt: skip
    value = forms.CharField(
        label=_("Nilai"), max_length=30, widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text=_("Persen (7,57), orang (40.380, bukan ribuan), atau rupiah per orang sebulan (625.337)."),
    )  # fmt: skip
    source = forms.CharField(
        label=_("Sumber"), max_length=200,
        help_text=_("Siapa yang menerbitkannya dan di mana. Semua orang dapat membacanya."),
    )  # fmt: skip


class FigureFileForm(forms.Form):
    """Many figures at once."""

    file = forms.FileField(
        label=_("Berkas"),
        help_text=_("CSV, XLSX atau XLS dengan kolom Indikator, Periode, Nilai dan Sumber, paling besar 2 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.xls"}),
    )
    dry_run = forms.BooleanField(required=False, initial=True, label=_("Periksa saja, jangan simpan"))


class Withdrawal(forms.Form):
    """Why a figure is not shown any more."""

    reason = forms.CharField(label=_("Alasan"), max_length=200, help_text=_("Apa yang salah dengan angka itu."))


SIZE_MOST = 15
UNITS = {"rupiah": "rupiah", "months": _("bulan"), "years": _("tahun"), "percent": _("persen"), "persons": _("orang")}
_UNKNOWN = ("", _("tidak tahu"))
_NUMERIC = {"inputmode": "numeric", "autocomplete": "off", "size": 4}


@dataclass(frozen=True, slots=True)
class WordsAsked:
    """The words that are asked about the family, and those about single members, each with whose it is, from 1."""

    family: frozenset[str] = frozenset()
    member: frozenset[tuple[int, str]] = frozenset()

    @classmethod
    def of(cls, data: Iterable[str]) -> "WordsAsked":
        """Those that a form which was sent has asked for; whatever is no word of ours is passed over."""
        family = {name[2:] for name in data if name.startswith("f_")} & _words_of("family")
        words = _words_of("member") | {MONTHS.name}
        pairs = (re.fullmatch(r"m([1-9]\d?)_(\w+)", name) for name in data)
        member = {(int(found[1]), found[2]) for found in pairs if found and found[2] in words}
        return cls(frozenset(family), frozenset(member))

    def __or__(self, other: "WordsAsked") -> "WordsAsked":
        return WordsAsked(self.family | other.family, self.member | other.member)


def _words_of(owner: str) -> set[str]:
    return {name for name, word in VOCABULARY.items() if word.owner == owner}


class FinderForm(forms.Form):
    """A family as somebody tells of it: how many they are, each one's age and sex, then only what a rule still asks."""

    size = WholeField(
        label=_("Berapa orang dalam keluarga Anda?"), min_value=1, max_value=SIZE_MOST,
        widget=forms.TextInput(attrs=_NUMERIC), help_text=_("Semua yang ada di kartu keluarga, termasuk Anda."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, words: WordsAsked) -> None:
        super().__init__(data)
        self.words = words
        self.told = _size_of(data)
        self.tells_members = any(re.fullmatch(r"m\d{1,2}_years", name) for name in data or ())
        if not self.told:
            return
        for name in sorted(words.family | {"decile"}, key=lambda one: (one != "decile", one)):
            self.fields[f"f_{name}"] = _asked(VOCABULARY[name])
        for n in range(1, self.told + 1):
            self.fields[f"m{n}_years"] = _whole(_("Umur, tahun"), 130)
            self.fields[f"m{n}_sex"] = _asked(VOCABULARY["sex"])
            for name in sorted(self._words_about(n)):
                self.fields[f"m{n}_{name}"] = (
                    _whole(_("Berapa bulan di atas umur itu?"), LAST_MONTH)
                    if name == MONTHS.name
                    else _asked(VOCABULARY[name])
                )

    def _words_about(self, n: int) -> set[str]:
        """What is asked about one member beside age and sex."""
        return {name for whose, name in self.words.member if whose == n} - {"sex"}

    def fields_of(self, words: WordsAsked) -> list[str]:
        """The fields of some words, the family's first."""
        members = sorted(pair for pair in words.member if pair[0] <= self.told)
        return [f"f_{name}" for name in sorted(words.family)] + [f"m{n}_{name}" for n, name in members]

    def family_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("f_")]

    def member_fields(self) -> list[list[Any]]:
        return [[self[name] for name in self.fields if name.startswith(f"m{n}_")] for n in range(1, self.told + 1)]

    def family(self) -> dict[str, Any]:
        return _values({name[2:]: value for name, value in self.cleaned_data.items() if name.startswith("f_")})

    def members(self) -> list[Told]:
        """The members as they were told."""
        given = self.cleaned_data
        return [
            Told(
                given[f"m{n}_years"], given.get(f"m{n}_{MONTHS.name}"),
                _values({name: given[f"m{n}_{name}"] for name in {"sex", *self._words_about(n)} - {MONTHS.name}}),
            )
            for n in range(1, self.told + 1)
        ]  # fmt: skip


def _size_of(data: Any) -> int:
    text = str(data.get("size", "")).strip() if data else ""
    return int(text) if text.isdecimal() and len(text) < 3 and 1 <= int(text) <= SIZE_MOST else 0


def _whole(label: Any, most: int) -> WholeField:
    return WholeField(label=label, min_value=0, max_value=most, required=False, widget=forms.TextInput(attrs=_NUMERIC))


def _asked(word: Field) -> forms.Field:
    """A question about one word: its answers, with not knowing as the first of them."""
    spoken = "en" if (get_language() or "id").startswith("en") else "id"
    label = word.label[spoken]
    label = label[:1].upper() + label[1:]
    match word.kind:
        case "number" if word.name == "decile":
            choices = [(str(n), str(n)) for n in range(1, 11)]
        case "number":
            label = f"{label} ({UNITS.get(word.unit, word.unit)})"
            low, high = word.bounds
            if word.unit == "rupiah":
                return RupiahField(label=label, least=low, most=high, required=False)
            return WholeField(label=label, min_value=low, max_value=high, required=False)
        case "choice":
            choices = [(name, said[spoken]) for name, said in word.choices.items()]
        case _:
            choices = [("yes", str(_("ya"))), ("no", str(_("tidak")))]
    return forms.ChoiceField(label=label, choices=[_UNKNOWN, *choices], required=False)


def _values(given: dict[str, Any]) -> dict[str, Any]:
    """What was answered, as the rules read it; what nobody answered is not there."""
    found: dict[str, Any] = {}
    for name, value in given.items():
        if value in (None, ""):
            continue
        kind = VOCABULARY[name].kind
        found[name] = value == "yes" if kind == "flag" else int(value) if kind == "number" else value
    return found
