"""Importing as Maria does it: a file chosen, checked, taken in, on a telephone and on a desk."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from browsing import DESK, PHONE
from lontar.city.registry import jobs
from spreadsheets import MARIA, PETRUS, YOHANES, as_xlsx, cells

pytestmark = pytest.mark.browser
PEOPLE = [
    MARIA, YOHANES, PETRUS | {"Desa/Kel": "Osapa", "Kecamatan": "Kelapa Lima"},
    MARIA | {"Nomor KK": "", "NIK": "5,37E+15", "Nama Penduduk": "YULIANA NDUN"},
    MARIA | {"Nomor KK": "5371030101260009", "NIK": "5371036008850009", "Nama Penduduk": "SALOMI RADJA",
             "Tanggal Lahir": "31/02/1985"},
]  # fmt: skip


def do_jobs():
    for job in ProcrastinateJob.objects.filter(task_name="registry.import"):
        jobs.work_off_import(**job.args)


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_file_is_checked_and_then_taken_in(window, maria, tmp_path, width):
    path = as_xlsx(tmp_path / "oesapa.xlsx", cells(*PEOPLE))
    seen = window(width, who=maria).open("/keluarga/impor/")
    page = seen.page
    seen.check_everywhere("imports-empty", widths=(width,))
    page.click("text=Impor berkas")
    seen.check_everywhere("bring", widths=(width,))
    page.set_input_files("input[type=file]", str(path))
    page.click("text=Unggah berkas")
    page.wait_for_selector("progress")
    seen.check_everywhere("running", widths=(width,))
    do_jobs()
    # The bar asks by itself and the page comes new when the work is done.
    page.wait_for_selector("text=Belum ada yang dimasukkan")
    seen.check_everywhere("checked", widths=(width,))
    page.click("button:has-text('Masukkan 2 keluarga')")
    page.wait_for_selector("progress")
    do_jobs()
    page.wait_for_selector("text=2 keluarga menunggu diperbaiki")
    seen.check_everywhere("run", widths=(width,))
    seen.open("/keluarga/impor/").check_everywhere("imports", widths=(width,))


def test_without_script_a_file_goes_in_all_the_same(window, maria, tmp_path):
    path = as_xlsx(tmp_path / "oesapa.xlsx", cells(*PEOPLE[:2]))
    page = window(PHONE, who=maria, script=False).open("/keluarga/impor/baru/").page
    page.set_input_files("input[type=file]", str(path))
    page.click("text=Unggah berkas")
    assert "Muat ulang halaman ini" in page.inner_text("noscript, main")
    do_jobs()
    page.reload()
    assert page.is_visible("button:has-text('Masukkan 1 keluarga')")
