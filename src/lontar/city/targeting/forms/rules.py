"""What is filled in to write a rule: its criteria in the small language, since when, from which source."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from lontar.city.programmes.actions import Draft
from lontar.kit.amounts import RupiahField
from lontar.kit.days import DayField
from lontar.kit.pasting import PastedField
from lontar.science.eligibility.rule_writing import Version, in_force, one_amount, with_version, written
from lontar.science.eligibility.rulebook import (
    Confidence,
    DatedCondition,
    Decider,
    Every,
    Gives,
    Period,
    Rule,
    Subject,
)
from lontar.science.eligibility.vocabulary import Spoken

CONFIDENCES = {"read": _("sumbernya sudah saya baca"), "believed": _("belum saya baca, hanya diketahui")}
EVERY = {"once": _("satu kali"), "month": _("setiap bulan"), "quarter": _("setiap triwulan"), "year": _("setiap tahun")}
DECIDERS = {"city": _("kota"), "province": _("provinsi"), "ministry": _("kementerian"), "bank": _("bank")}
SUBJECTS = {"family": _("keluarga"), "person": _("orang")}
_CODE = {"rows": 6, "class": "code", "spellcheck": "false", "autocapitalize": "off"}


def _why() -> forms.CharField:
    return forms.CharField(
        label=_("Apa yang berubah dan mengapa"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Dibaca oleh orang kedua sebelum menerbitkan, dan tetap tercatat."),
    )  # fmt: skip


def _cases() -> forms.CharField:
    return PastedField(
        label=_("Contoh uji"), required=False, max_length=60_000, widget=forms.Textarea(attrs=_CODE),
        help_text=_("Keluarga karangan, sebuah hari, dan jawaban yang Anda harapkan. Dijalankan sebelum aturan diterbitkan."),
    )  # fmt: skip


class VersionForm(forms.Form):
    """Criteria from a day on; of a rule that is not there yet also what it is called, decides and gives."""

    name = forms.CharField(label=_("Nama aturan"), max_length=120)
    applies_to = forms.ChoiceField(label=_("Yang dinilai"), choices=list(SUBJECTS.items()))
    decided_by = forms.ChoiceField(label=_("Yang memutuskan"), choices=list(DECIDERS.items()))
    when = PastedField(
        label=_("Siapa yang memenuhi syarat"), max_length=20_000, widget=forms.Textarea(attrs=_CODE),
        help_text=_("Misalnya: decile in 1..4 and some member (age >= 60). Kata yang dikenal ada di bawah."),
    )  # fmt: skip
    since = DayField(label=_("Berlaku sejak"), help_text=_("Syarat sebelumnya berakhir sehari sebelum hari ini."))
    source = forms.CharField(
        label=_("Sumber"), max_length=300, help_text=_("Peraturan, pasal dan tanggalnya."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    confidence = forms.ChoiceField(label=_("Sumber itu"), choices=list(CONFIDENCES.items()), widget=forms.RadioSelect)
    every = forms.ChoiceField(label=_("Diberikan"), choices=list(EVERY.items()))
    amount = RupiahField(required=False, least=1, most=10**12, label=_("Besar bantuan, rupiah"))
    what = forms.CharField(required=False, max_length=200, label=_("Atau yang diberikan, bila bukan rupiah"))
    why = _why()
    cases = _cases()

    def __init__(
        self, *args: Any, base: Rule | None, redone: bool = False, counts: Rule | None = None, **kwargs: Any
    ) -> None:
        self.base, self.counts = base, counts
        # A draft's own version is written anew, also when its day moves; else a further one is added.
        self.instead_of = in_force(base).since if base is not None and redone else None
        if base is not None:
            kwargs["initial"] = _filled(base, redone=redone) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        for field in ("name", "applies_to", "decided_by", "every", "what") if base else ():
            del self.fields[field]
        if base is not None and not one_amount(base):
            del self.fields["amount"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.base is None and not given.get("amount") and not given.get("what") and "amount" not in self.errors:
            self.add_error("amount", _("Isi besar bantuan, atau apa yang diberikan."))
        return given

    def draft(self, rule_id: str, sub_activity: str = "") -> Draft:
        """The whole text that follows from what was filled in. Raises Refusal."""
        given = self.cleaned_data
        version = Version(
            given["when"].replace("\r\n", "\n").strip(), given["since"], " ".join(given["source"].split()),
            cast(Confidence, given["confidence"]), given.get("amount"),
        )  # fmt: skip
        base = self.base or self._new(rule_id, sub_activity, version)
        rule = with_version(base, version, instead_of=self.instead_of, before=self.counts)
        return Draft(written(rule), given["why"], given["cases"].replace("\r\n", "\n"))

    def _new(self, rule_id: str, sub_activity: str, version: Version) -> Rule:
        given = self.cleaned_data
        name, what = " ".join(given["name"].split()), " ".join(given["what"].split())
        who = DatedCondition(version.when, Period(version.since), version.source, version.confidence, 1)
        decider = cast(Decider, given["decided_by"])
        return Rule(
            id=rule_id, name=Spoken(name, name), decided_by=decider, paid_by=decider, sub_activity=sub_activity,
            note=Spoken("", ""), values=(), who=(who,),
            gives=Gives("", (), "", cast(Every, given["every"]), Spoken(what, what), 1), text="",
            applies_to=cast(Subject, given["applies_to"]),
        )  # fmt: skip


def _filled(base: Rule, *, redone: bool) -> dict[str, Any]:
    """The version to go on from; of a further one the day and the source are new, and so they are asked."""
    now = in_force(base)
    if not redone:
        return {"when": now.when, "amount": now.amount}
    confidence = "believed" if now.confidence == "made_up" else now.confidence
    return {"when": now.when, "since": now.since, "source": now.source, "confidence": confidence, "amount": now.amount}


class WholeFileForm(forms.Form):
    """The rule's whole text, for whoever needs values with versions, components or duties."""

    text = PastedField(
        label=_("Seluruh berkas aturan"), max_length=65_536, strip=False,
        widget=forms.Textarea(attrs={**_CODE, "rows": 28}),
        help_text=_("Bentuk yang sama dengan berkas di folder rules; kesalahan disebut dengan barisnya."),
    )  # fmt: skip
    why = _why()
    cases = _cases()

    def draft(self) -> Draft:
        given = self.cleaned_data
        return Draft(*(given[name].replace("\r\n", "\n") for name in ("text", "why", "cases")))


class DropForm(forms.Form):
    """Why a draft is put away."""

    reason = forms.CharField(label=_("Alasan"), max_length=300, widget=forms.TextInput(attrs={"autocomplete": "off"}))


__all__ = ["CONFIDENCES", "DECIDERS", "EVERY", "SUBJECTS", "DropForm", "VersionForm", "WholeFileForm"]
