"""The figures of poverty that BPS and the city's plan publish: what each may be, and how people write it in a file."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from lontar.science.dates import MONTHS
from lontar.science.family_file.columns import plain_title
from lontar.science.grid import Grid
from lontar.science.rupiah_text import rupiah_in
from lontar.science.titled_rows import titled_rows
from lontar.science.trouble import Finding, Refusal, Source, words

RATE: Final = "poverty_rate"
POOR: Final = "poor_population"
LINE: Final = "poverty_line"
TARGET: Final = "poverty_rate_target"
YEAR_FIRST, YEAR_LAST = 1976, 2045
"""BPS counts the poor since 1976; no plan in force looks further than the long-term one of 2045."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a figure is counted in, and between which bounds it can be true at all."""

    unit: str
    low: Decimal
    high: Decimal
    decimals: int
    called: tuple[str, ...]


KINDS: Final = {
    RATE: Kind("percent", Decimal(0), Decimal(100), 2,
               ("persentase penduduk miskin", "tingkat kemiskinan", "p0", "angka kemiskinan")),
    POOR: Kind("persons", Decimal(1_000), Decimal(5_000_000), 0,
               ("jumlah penduduk miskin", "penduduk miskin", "orang miskin")),
    LINE: Kind("rupiah_per_person_month", Decimal(50_000), Decimal(5_000_000), 0, ("garis kemiskinan", "gk")),
    TARGET: Kind("percent", Decimal(0), Decimal(100), 2,
                 ("sasaran persentase penduduk miskin", "sasaran", "target", "target kemiskinan")),
}  # fmt: skip
BY_NAME: Final = {plain_title(name): key for key, kind in KINDS.items() for name in (key, *kind.called)}
TITLES: Final = {
    "indicator": ("indicator", "Indikator", "Angka"),
    "period": ("period", "Periode", "Bulan", "Tahun", "Bulan dan tahun"),
    "value": ("value", "Nilai", "Besar"),
    "source": ("source", "Sumber"),
    "region_code": ("region_code", "Kode wilayah"),
}
NEEDED: Final = ("indicator", "period", "value", "source")
SOURCE_CHARS_MAX: Final = 200

_PERCENT: Final = re.compile(r"\d{1,3}(?:[.,]\d+)?")
_NUMBERS: Final = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2}))?|(?P<first>\d{1,2})[/-](?P<last>\d{4})")


@dataclass(frozen=True, slots=True)
class Given:
    """One figure as somebody brings it: percent, persons, or rupiah a head and month; its period a year or year-month."""

    indicator: str
    period: str
    value: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class FigureFile:
    """What a file says; with an error nothing of it is to be used."""

    figures: list[Given]
    findings: list[Finding]
    rows_read: int

    @property
    def has_errors(self) -> bool:
        return any(finding.severity == "error" for finding in self.findings)


def period_of(text: str) -> str:
    """A year, or a year and month, as `2025` or `2025-03`; raises Refusal.

    >>> period_of("Maret 2025"), period_of("03/2025"), period_of("2025-03"), period_of("2025")
    ('2025-03', '2025-03', '2025-03', '2025')
    """
    plain = " ".join(text.strip().lower().split())
    name, _blank, year_text = plain.rpartition(" ")
    found = _NUMBERS.fullmatch(plain)
    if name in MONTHS and re.fullmatch(r"\d{4}", year_text):
        year, month = int(year_text), MONTHS[name]
    elif found:
        year, month = int(found["year"] or found["last"]), int(found["month"] or found["first"] or 0)
        if month == 0 and (found["month"] or found["first"]):
            month = 13
    else:
        year, month = 0, 0
    if not YEAR_FIRST <= year <= YEAR_LAST or month > 12:
        raise Refusal(
            words("“%(text)s” bukan tahun atau bulan."), advice=words("Tulis misalnya 2025 atau Maret 2025."),
            field="period", values={"text": text[:30]},
        )  # fmt: skip
    return f"{year}-{month:02}" if month else str(year)


def value_of(indicator: str, text: str) -> Decimal:
    """The number as the field writes it, within what can be true; raises Refusal.

    >>> value_of(RATE, "7,57%"), value_of(POOR, "40.380"), value_of(LINE, "Rp 625.337")
    (Decimal('7.57'), Decimal('40380'), Decimal('625337'))
    """
    kind = KINDS[indicator]
    bare = re.sub(r"^rp\.?\s*|\s*(%|persen|orang|jiwa)$", "", text.strip().lower().replace("\u00a0", " "))
    if kind.decimals:
        if not _PERCENT.fullmatch(bare):
            raise _not_a_number(text, words("Tulis persen, misalnya 7,57."))
        value = Decimal(bare.replace(",", ".")).quantize(Decimal("0.01"))
    else:
        thousands = indicator == POOR and re.fullmatch(r"\d{1,4}[.,]\d{1,2}(\s*ribu)?", bare)
        if thousands or (bare.isdigit() and int(bare) < kind.low and indicator == POOR):
            raise Refusal(
                words("“%(text)s” tampaknya dalam ribuan orang, seperti di tabel BPS."),
                advice=words("Tulis orangnya, misalnya 40.380."), field="value", values={"text": text[:30]},
            )  # fmt: skip
        if (whole := rupiah_in(bare)) is None:  # the same spellings, whatever is counted
            raise _not_a_number(text, words("Tulis bilangan bulat, misalnya 625.337."))
        value = Decimal(whole)
    if not kind.low <= value <= kind.high:
        raise Refusal(
            words("“%(text)s” tidak mungkin: paling sedikit %(low)s, paling banyak %(high)s."),
            advice=words("Periksa satuannya."), field="value",
            values={"text": text[:30], "low": f"{kind.low:,}".replace(",", "."), "high": f"{kind.high:,}".replace(",", ".")},
        )  # fmt: skip
    return value


def _not_a_number(text: str, advice: str) -> Refusal:
    return Refusal(words("“%(text)s” bukan angkanya."), advice=advice, field="value", values={"text": text[:30]})


def checked(indicator: str, period: str, value: str, source: str, *, on: date) -> Given:
    """One figure in its parts; raises Refusal that names the part. What was measured lies before `on`; a target may not."""
    name = BY_NAME.get(plain_title(indicator))
    if name is None:
        raise Refusal(
            words("“%(text)s” bukan angka yang ditampilkan halaman kota."),
            advice=words("Pakailah salah satu: poverty_rate, poor_population, poverty_line, poverty_rate_target."),
            field="indicator", values={"text": indicator[:40]},
        )  # fmt: skip
    when = period_of(period)
    if name != TARGET and when > (f"{on:%Y-%m}" if "-" in when else f"{on:%Y}"):
        raise Refusal(
            words("%(text)s belum berlalu."), advice=words("Yang belum diukur hanya dapat menjadi sasaran."),
            field="period", values={"text": period[:30]},
        )  # fmt: skip
    told = " ".join(source.split())
    if not told:
        raise Refusal(
            words("Sumbernya belum ditulis."), field="source",
            advice=words("Tulis siapa yang menerbitkannya dan di mana, misalnya: BPS Kota Kupang, tabel 4.6, Juli 2025."),
        )  # fmt: skip
    return Given(name, when, value_of(name, value), told[:SOURCE_CHARS_MAX])


def read_figures(grids: Iterable[Grid], *, code: str, on: date, file: str = "") -> FigureFile:
    """Every row below the header of every sheet; raises Refusal where no sheet has one. `code` is the city's own."""
    figures: dict[tuple[str, str], Given] = {}
    findings: list[Finding] = []
    read, headed = 0, False
    for grid in grids:
        rows = titled_rows(grid, TITLES, NEEDED)
        headed = headed or rows is not None
        for row, texts in rows or ():
            if not texts:
                continue
            read += 1
            source = Source(file, grid.sheet, row)
            told = texts.get("region_code", code)
            if re.sub(r"\D", "", told) != re.sub(r"\D", "", code):
                message = words("Baris ini tentang wilayah lain (%(code)s); dilewati.")
                findings.append(Finding("warning", message, source, "other_region", {"code": told[:20]}))
                continue
            try:
                given = checked(*(texts.get(key, "") for key in NEEDED), on=on)
            except Refusal as refusal:
                findings.append(_as_error(refusal, source))
                continue
            known = figures.setdefault((given.indicator, given.period), given)
            if known.value != given.value:
                message = words("Angka dan masa yang sama sudah ada di berkas ini dengan nilai lain. Hapus yang salah.")
                findings.append(Finding("error", message, source, "twice"))
    if not headed:
        raise Refusal(
            words("Judul kolomnya tidak ditemukan."),
            advice=words("Yang diperlukan: Indikator, Periode, Nilai, Sumber."), field="file",
        )  # fmt: skip
    return FigureFile(list(figures.values()), findings, read)


def _as_error(refusal: Refusal, source: Source) -> Finding:
    column = TITLES[refusal.field][1] if refusal.field in TITLES else ""
    template = "\n".join(filter(None, (refusal.template, refusal.advice_template)))
    where = Source(source.file, source.sheet, source.row, column)
    return Finding("error", template, where, refusal.field, refusal.values)
