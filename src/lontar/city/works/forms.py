"""What is typed and chosen on the pages of works."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lontar.city.works.actions import Plan, Seen
from lontar.city.works.queries import Kind, Source, State, Way
from lontar.kit.amounts import DegreesField, RupiahField, WholeField
from lontar.kit.days import DayField
from lontar.kit.pictures import Position
from lontar.science.works import Planned

KIND_WORDS = {
    Kind.HOUSE: _("Rumah"), Kind.SETTLEMENT: _("Penataan permukiman kumuh"), Kind.WATER: _("Air bersih"),
    Kind.SANITATION: _("Sanitasi"), Kind.DRAIN: _("Drainase"), Kind.IRRIGATION: _("Irigasi"), Kind.ROAD: _("Jalan lingkungan"),
    Kind.OTHER: _("Bangunan lain"),
}  # fmt: skip
WAY_WORDS = {Way.CONTRACT: _("Oleh kontraktor"), Way.SELF_HELP: _("Swakelola oleh warga")}
SOURCE_WORDS = {
    Source.MINISTRY: _("Pemerintah pusat"), Source.PROVINCE: _("Provinsi"), Source.CITY: _("Kota"), Source.PARTNER: _("Mitra"),
    Source.SELF_HELP: _("Swadaya warga"),
}  # fmt: skip


def source_words(source: str) -> Any:
    """Whose money it is; of the line's own where its budget does not say it for one work."""
    return SOURCE_WORDS[Source(source)] if source else _("Menurut pagu program")


STATE_WORDS = {
    State.RUNNING: (_("berjalan"), "look", "clock"), State.HANDED_OVER: (_("diserahterimakan"), "good", "check"),
    State.STOPPED: (_("dihentikan"), "quiet", "close"),
}  # fmt: skip
TRANCHE_WORDS = {
    "asked": (_("menunggu dicairkan"), "warn", "clock"), "paid": (_("dicairkan"), "good", "check"),
    "withdrawn": (_("ditarik"), "quiet", "close"), "reversed": (_("dibatalkan"), "bad", "undo"),
}  # fmt: skip
PHOTO_READ_MAX = 8_000_001  # one byte more than is taken, so that too much is seen as too much
ROWS = 6
# With which stages the form begins; whoever plans changes them for this work.
USUAL = ((_("Titik nol, lokasi siap"), 0, 30), (_("Pondasi dan rangka"), 30, 40), (_("Dinding dan atap"), 70, 20), (_("Selesai"), 100, 10))  # fmt: skip


def _text(label: Any, *, most: int, hint: Any = "", required: bool = True, rows: int = 0) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=most, required=required, help_text=hint, widget=widget)


def _whole(label: Any, *, most: int, least: int = 0, required: bool = True, hint: Any = "") -> WholeField:
    return WholeField(
        label=label, min_value=least, max_value=most, required=required, help_text=hint,
        error_messages={"invalid": _("Tuliskan bilangan bulat.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip


def _key() -> forms.CharField:
    """By which a form that is sent twice is recognised."""
    return forms.CharField(max_length=40, widget=forms.HiddenInput, initial=lambda: uuid.uuid4().hex)


def _photo(label: Any, hint: Any) -> forms.FileField:
    return forms.FileField(
        required=False, label=label, help_text=hint,
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png", "capture": "environment"}),
    )  # fmt: skip


class Choosing(forms.Form):
    """A form whose lists of choices come from the page; what must be chosen among several is chosen by nobody else."""

    def __init__(self, *args: Any, choices: Mapping[str, Iterable[tuple[Any, Any]]], **more: Any) -> None:
        super().__init__(*args, **more)
        for name, pairs in choices.items():
            field = self._named(name)
            listed = [(str(key), words) for key, words in pairs]
            asks = field.required and len(listed) > 1 and not isinstance(field.widget, forms.RadioSelect)
            field.choices = [("", _("pilih …")), *listed] if asks else listed

    def _named(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field


class WorksForm(Choosing):
    """The sentence above the list."""

    jenis = forms.ChoiceField(required=False, label=_("Jenis"))
    keadaan = forms.ChoiceField(required=False, label=_("Keadaan"))
    wilayah = forms.TypedChoiceField(required=False, label=_("Wilayah"), coerce=int, empty_value=None)


class StagesForm(Choosing):
    """How a work is done, by whom, when, and in which stages."""

    kind = forms.ChoiceField(label=_("Jenis pekerjaan"))
    way = forms.ChoiceField(label=_("Cara pelaksanaan"), widget=forms.RadioSelect)
    builder = _text(_("Kontraktor atau kelompok warga"), most=120)
    contract = _text(_("Nomor kontrak atau rencana kerja"), most=120)
    cost = RupiahField(
        least=1, label=_("Biaya dari pagu program"), help_text=_("Rupiah bulat, seperti 185.000.000. Dijanjikan dari pagu.")
    )  # fmt: skip
    fund = forms.ChoiceField(
        required=False, label=_("Sumber dana pagu"), help_text=_("Siapa yang membayar bagian pagu pekerjaan ini.")
    )
    since = DayField(label=_("Mulai"))
    until = DayField(label=_("Rencana selesai"))
    key = _key()

    def __init__(self, *args: Any, funds: Collection[str] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        if len(funds) > 1:
            self._named("fund").choices = [("", _("pilih …")), *((one, SOURCE_WORDS[Source(one)]) for one in funds)]
        else:
            del self.fields["fund"]
        for source, words in SOURCE_WORDS.items():
            self.fields[f"other-{source}"] = RupiahField(least=1, required=False, label=words)
        for at in range(ROWS):
            name, progress, share = USUAL[at] if at < len(USUAL) else ("", None, None)
            for part, field, usual in (
                ("name", _text(_("Tahap"), most=80, required=False), name),
                ("progress", _whole(_("Kemajuan, persen"), most=100, required=False), progress),
                ("share", _whole(_("Termin, persen"), most=100, required=False), share),
            ):
                field.initial = usual
                self.fields[f"s{at}-{part}"] = field

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        return [[self[f"s{at}-{part}"] for part in ("name", "progress", "share")] for at in range(ROWS)]

    @property
    def above(self) -> list[forms.BoundField]:
        """What stands before the money of others and before the stages."""
        return [field for field in self.visible_fields() if "-" not in field.name]

    @property
    def others(self) -> list[forms.BoundField]:
        """What other sources bring."""
        return [self[f"other-{source}"] for source in SOURCE_WORDS]

    def plan(self, **values: Any) -> Plan:
        """The plan that a valid form holds."""
        given = self.cleaned_data
        stages = [
            Planned(given[f"s{at}-name"], given[f"s{at}-progress"] or 0, given[f"s{at}-share"] or 0)
            for at in range(ROWS)
            if given[f"s{at}-name"]
        ]
        same = {name: given[name] for name in ("kind", "way", "builder", "contract", "cost", "since", "until")}
        others = {str(one): given[f"other-{one}"] for one in SOURCE_WORDS if given[f"other-{one}"]}
        return Plan(**same, stages=stages, others=others, fund=given.get("fund", ""), **values)


class AreaForm(StagesForm):
    """A work for an area."""

    line = forms.TypedChoiceField(label=_("Dari program"), coerce=int)
    place = forms.TypedChoiceField(label=_("Kelurahan atau desa"), coerce=int)
    proposal = forms.TypedChoiceField(
        required=False, label=_("Menjawab usulan warga"), coerce=int, empty_value=None,
        help_text=_("Usulan yang diterima ke program ini."),
    )  # fmt: skip
    title = _text(_("Nama pekerjaan"), most=160, hint=_("Misalnya: Saluran air di RT 003. Tanpa nama orang."))
    spot = _text(_("Di mana"), most=160, hint=_("RT, RW atau jalan."))
    homes = _whole(
        _("Berapa rumah yang mendapat manfaat"), least=1, most=100_000, required=False, hint=_("Kosongkan bila belum dihitung.")
    )  # fmt: skip
    field_order = ("line", "place", "proposal", "title", "spot", "homes", "kind")


class HousesForm(StagesForm):
    """Houses for families of a decreed list."""

    families = forms.TypedMultipleChoiceField(
        label=_("Untuk keluarga"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("families", "kind")


class SeenForm(forms.Form):
    """What was seen of a stage, on a telephone."""

    before = _photo(_("Foto sebelum"), _("JPEG atau PNG, paling besar 8 MB. Tempat dan jam dihapus dari foto."))
    after = _photo(_("Foto sesudah"), _("Dari tempat yang sama dengan foto sebelum."))
    position_from_photo = forms.BooleanField(required=False, label=_("Ambil letaknya dari foto itu"))
    latitude = DegreesField(most=90, required=False, label=_("Lintang"))
    longitude = DegreesField(most=180, required=False, label=_("Bujur"))
    seen_on = DayField(label=_("Tanggal dilihat"))
    note = _text(_("Catatan"), most=500, rows=3, required=False, hint=_("Tanpa nama orang."))
    key = _key()

    def seen(self) -> Seen:
        """What a valid form holds."""
        given = self.cleaned_data
        latitude, longitude = given["latitude"], given["longitude"]
        photos = {side: given[side].read(PHOTO_READ_MAX) for side in ("before", "after") if given[side]}
        return Seen(
            seen_on=given["seen_on"], note=given["note"], position_from_photo=given["position_from_photo"],
            position=Position(latitude, longitude) if latitude is not None and longitude is not None else None, **photos,
        )  # fmt: skip


class ConfirmForm(forms.Form):
    """What the second person says."""

    photos_open = forms.BooleanField(
        required=False, label=_("Foto boleh dilihat semua orang"),
        help_text=_("Hanya bila tidak ada orang atau rumah seseorang yang dapat dikenali di foto."),
    )  # fmt: skip


class ReasonForm(forms.Form):
    """Why."""

    reason = _text(_("Alasan"), most=200, rows=3, hint=_("Tanpa nama orang."))


class AskForm(forms.Form):
    """The agency's order to pay."""

    spm_number = _text(_("Nomor SPM"), most=120, hint=_("Nomor surat perintah membayar yang ditandatangani."))


class PayForm(forms.Form):
    """The treasury's paper."""

    sp2d_number = _text(_("Nomor SP2D"), most=120)
    sp2d_on = DayField(label=_("Tanggal SP2D"))
    amount = _text(_("Jumlah menurut SP2D"), most=40, hint=_("Seperti tertulis di suratnya, sampai ke rupiahnya."))


class HandForm(forms.Form):
    """The paper by which a work is handed over."""

    number = _text(_("Nomor berita acara serah terima"), most=120)
    handed_on = DayField(label=_("Tanggal serah terima"))


class DefectForm(forms.Form):
    """What is wrong."""

    what = _text(_("Apa yang rusak atau kurang"), most=300, rows=3, hint=_("Tanpa nama orang."))
    photo = _photo(
        _("Foto kerusakannya"), _("Boleh kosong. JPEG atau PNG, paling besar 8 MB. Tempat dan jam dihapus dari foto.")
    )
    key = _key()


class MendForm(forms.Form):
    """How it was mended."""

    note = _text(_("Bagaimana diperbaiki"), most=300, rows=3, hint=_("Tanpa nama orang."))
    photo = _photo(
        _("Foto sesudah diperbaiki"),
        _("Boleh kosong. JPEG atau PNG, paling besar 8 MB. Tempat dan jam dihapus dari foto."),
    )
