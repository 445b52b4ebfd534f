"""Every part of the look on one page: it renders in both languages, and a browser and axe find nothing wrong."""

import functools
import http.server
import threading
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

import lontar
from browsing import Window
from lontar.kit import charts, formats

STATIC = Path(lontar.__file__).parent / "house/static/lontar"


class Filter(forms.Form):
    ward = forms.ChoiceField(choices=[("", "semua kelurahan"), ("1", "Oesapa")], required=False)
    name = forms.CharField(required=False, widget=forms.TextInput(attrs={"placeholder": "siapa saja"}))


class Entry(forms.Form):
    name = forms.CharField(label="Nama kepala keluarga", help_text="Seperti tertulis di kartu keluarga.")
    children = forms.IntegerField(label="Jumlah anak")
    way = forms.ChoiceField(
        label="Cara masuk",
        widget=forms.RadioSelect,
        choices=[("a", "Semua atau tidak sama sekali"), ("b", "Yang benar dulu")],
    )
    sure = forms.BooleanField(label="Saya sudah memeriksa", help_text="Tidak dapat dibatalkan.")
    file = forms.FileField(label="Berkas keluarga", required=False)


def caption(key: str, title: str, words: str, *heads: str) -> charts.Caption:
    return charts.Caption(key, title, words, heads)


def drawings() -> dict[str, object]:
    one = functools.partial(formats.number, decimals=1)
    years = [9.12, 8.7, 10.21, 9.97, 9.81, 9.61, 9.22, 8.96, 9.17, 8.61, 8.61, 8.24, None, 7.57]
    line = charts.Series("Contoh", tuple(charts.Point(2013 + i, str(2013 + i), v) for i, v in enumerate(years)))
    estimate = tuple(charts.Point(i, f"T{i}", 10.0 - i, 8.5 - i, 11.5 - i) for i in range(1, 7))
    other = charts.Series("Tetangga", tuple(charts.Point(i, f"T{i}", 5 + i / 2) for i in range(1, 7)))
    names = ["Alak", "Tuak Daun Merah", "Oesapa", "Lai Lai Bisi Kopan", "Naikoten Satu", "Sikumana", "Bello", "Penfui"]
    tiles = [
        charts.Tile(i % 4, i // 4, name, None if i == 7 else 100.0 + 37 * i, "#peta", "disembunyikan" if i == 5 else "")
        for i, name in enumerate(names)
    ]
    says = ("disembunyikan (kurang dari 5)", "belum diketahui")
    square = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}
    beside = {"type": "Polygon", "coordinates": [[[1, 0], [2, 0], [2.2, 1], [1, 1], [1, 0]]]}
    return {
        "line": charts.line_chart(
            [line], caption("garis", "Turun sejak 2022", "Persen penduduk, Maret tiap tahun.", "Tahun", "Persen"),
            write=one, write_tick=formats.number,
            target=charts.Target("Sasaran 2026: nol", ((2023, 0), (2026, 0))),
            breaks=[charts.Break(2019.5, "cara hitung baru")],
        ),
        "pair": charts.line_chart(
            [charts.Series("Kita", estimate), other],
            caption("pita", "Dengan pita ketidakpastian", "Perkiraan.", "Triwulan", "Kita", "Tetangga"), write=one,
        ),
        "bars": charts.bar_chart(
            [charts.Bar("Bantuan permakanan", 620e6, 900e6, "#batang"), charts.Bar("Pelatihan kerja", 480e6, 400e6),
             charts.Bar("Air minum", None, 100e6)],
            caption("batang", "Dibayar dari yang direncanakan", "Rupiah, 2026.", "Program", "Dibayar", "Direncanakan"),
            write=lambda value: formats.rupiah_short(int(value)), unknown="belum diketahui",
        ),
        "tiles": charts.tile_map(
            tiles, caption("peta", "Keluarga menurut kelurahan", "Setiap kelurahan sama besar.", "Kelurahan", "Keluarga"),
            write=formats.number, says=says,
        ),
        "areas": charts.area_map(
            [charts.Area("Barat", square, 4.0), charts.Area("Timur", beside, 9.0)],
            caption("wilayah", "Batas yang sebenarnya", "", "Wilayah", "Keluarga"), write=formats.number, says=says,
        ),
        "spark": charts.sparkline([3, 4, 2, 6], words="naik dari 3 ke 6"),
    }  # fmt: skip


PAGE = (Path(__file__).parent / "gallery.html").read_text()


def render(path: str = "/galeri?page=2") -> str:
    bad = Entry({"name": "", "children": "dua", "way": "x"})
    bad.is_valid()
    labels = ["Hari ini", "Keluarga", "Impor", "Program", "Penetapan", "Penyerahan", "Buku besar"]
    icons = ["home", "families", "import", "programmes", "target", "hand", "ledger"]
    navigation = [
        {"label": label, "url": "#", "icon": sign, "current": i == 1, "count": 3 * (i == 0)}
        for i, (label, sign) in enumerate(zip(labels, icons, strict=True))
    ]
    words = Filter()
    context = {
        "navigation": navigation, "made_up": True, "home_city": "Kota Kupang", "drawings": drawings(), "form": bad, "clean": Entry(),
        "user": SimpleNamespace(is_authenticated=True, name="Ester Ndun", role="Perencana"), "csp_nonce": "x",
        "request": RequestFactory().get(path),
        "words": [("Tampilkan keluarga di", words["ward"]), ("bernama", words["name"])],
        "page": Paginator(range(5234), 50).page(2), "rows": ["Yohanes Nubatonis", "Maria Manafe", "Suratmi"],
        "job": {"label": "Membaca berkas", "done": 52_000, "total": 120_000, "state": "running", "message": "Kelurahan Oesapa"},
        "happenings": [
            {"on": date(2026, 10, 3), "title": "Bantuan diserahkan", "words": "Rp 300.000"},
            {"on": date(2026, 9, 1), "title": "Dinyatakan memenuhi syarat", "words": "Putaran September"},
        ],
        "steps": [{"label": "Pilih berkas", "state": "done"}, {"label": "Periksa", "state": "now"}, {"label": "Masukkan", "state": "later"}],
        "facts": [("Kelurahan", "Oesapa"), ("RT/RW", "009/002")],
        "signers": [("Lurah", "Kupang, 22 November 2026"), ("Petugas", "Kupang, 22 November 2026")],
        "known": 7.57, "amount": 31_200_000_000, "nik": "5371031234560001",
    }  # fmt: skip
    return engines["django"].from_string(PAGE).render(context)


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_part_renders_without_inline_style_or_handler(language):
    with translation.override(language):
        page = render()
    assert "style=" not in page, "the content security policy refuses inline styles"
    assert not any(f" on{event}=" in page for event in ("click", "change", "submit", "load"))
    assert "{%" not in page
    assert ("9.750" if language == "id" else "9,750") in page


def test_coordinates_keep_their_dots_whatever_the_language():
    with translation.override("id"):
        page = render()
    charts_only = "".join(part.split("</figure>")[0] for part in page.split('<figure class="chart-box"')[1:])
    assert charts_only.count(' d="') > 30
    for path in charts_only.split(' d="')[1:]:
        drawn = path.split('"', 1)[0]
        assert "," not in drawn
        assert not any(part.count(".") > 1 for part in drawn.replace("L", " ").replace("M", " ").split())


class Quiet(http.server.SimpleHTTPRequestHandler):
    page = b""

    def do_GET(self) -> None:
        name = self.path.split("?")[0]
        body = (STATIC / name.rsplit("/", 1)[1]).read_bytes() if name.startswith("/static/lontar/") else self.page
        kinds = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
        self.send_response(200)
        self.send_header("Content-Type", kinds.get(Path(name).suffix, "text/html; charset=utf-8"))
        self.send_header("Content-Security-Policy", "default-src 'self'; img-src 'self' data:")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture(scope="module")
def address():
    with translation.override("id"):
        Quiet.page = render().encode()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/galeri"
    server.shutdown()
    server.server_close()


@pytest.mark.browser
def test_the_gallery_is_accessible_and_never_scrolls_sideways(address, chromium):
    Window(chromium.new_page(reduced_motion="reduce"), address).open("").check_everywhere("gallery")


def test_the_first_view_is_light():
    import gzip

    css = len(gzip.compress((STATIC / "lontar.css").read_bytes()))
    assert css <= 14_000
    whole = css + len(gzip.compress((STATIC / "lontar.js").read_bytes()))
    whole += len(gzip.compress((STATIC / "htmx.min.js").read_bytes())) + len(
        gzip.compress((STATIC / "icons.svg").read_bytes())
    )
    whole += (STATIC / "plus-jakarta-sans.woff2").stat().st_size + (STATIC / "ikat.svg").stat().st_size
    assert whole < 70_000, "leaves 30 kB for the page itself"
