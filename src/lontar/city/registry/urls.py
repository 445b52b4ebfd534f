from django.urls import path

from lontar.city.registry import pages

app_name = "registry"
urlpatterns = [
    path("", pages.families, name="families"),
    path("unduh.csv", pages.export, name="export"),
    path("perlihatkan/", pages.unmask, name="unmask"),
    path("tutup/", pages.mask, name="mask"),
    path("nomor/nik/<int:key>/", pages.reveal, {"kind": "nik"}, name="reveal_nik"),
    path("nomor/kk/<int:key>/", pages.reveal, {"kind": "kk"}, name="reveal_kk"),
    path("lindungi/<int:key>/", pages.raise_shield, name="raise_shield"),
    path("terlindung/<int:key>/", pages.shield, name="shield"),
    path("impor/", pages.imports, name="imports"),
    path("impor/baru/", pages.bring, name="bring"),
    path("impor/<int:key>/", pages.run, name="run"),
    path("impor/<int:key>/kemajuan/", pages.progress, name="progress"),
    path("impor/<int:key>/masukkan/", pages.proceed, name="proceed"),
    path("impor/susunan/", pages.layouts, name="layouts"),
    path("impor/susunan/baru/", pages.new_layout, name="new_layout"),
    path("impor/susunan/simpan/", pages.save_layout, name="save_layout"),
    path("impor/susunan/<slug:name>/", pages.retire_layout, name="retire_layout"),
    path("impor/<int:key>/perubahan/", pages.changes, name="changes"),
    path("tidak-disebut/", pages.absent, name="absent"),
    path("tidak-disebut/<int:key>/", pages.settle_absence, name="settle_absence"),
    path("impor/<int:key>/temuan.<slug:form>", pages.findings, name="findings"),
    path("impor/<int:key>/perbaikan.<slug:form>", pages.worklist, name="worklist"),
    path("<int:key>/", pages.family, name="family"),
]
