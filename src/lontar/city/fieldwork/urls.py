from django.urls import path

from lontar.city.fieldwork import pages

app_name = "fieldwork"
urlpatterns = [
    path("", pages.mine, name="mine"),
    path("kunjungan/<int:key>/", pages.visit, name="visit"),
    path("kunjungan/<int:key>/lapor/", pages.report, name="report"),
    path("kunjungan/<int:key>/foto/", pages.photo, name="photo"),
    path("kampanye/", pages.campaigns, name="campaigns"),
    path("kampanye/baru/", pages.begin, name="begin"),
    path("kampanye/daftar/", pages.bring_roster, name="roster"),
    path("kampanye/<int:key>/", pages.campaign, name="campaign"),
    path("kampanye/<int:key>/kunjungan/", pages.visits, name="visits"),
    path("kampanye/<int:key>/alihkan/", pages.assign, name="assign"),
    path("kampanye/<int:key>/cetak/", pages.paper, name="paper"),
    path("kampanye/<int:key>/buku-kerja.xlsx", pages.workbook, name="workbook"),
    path("kampanye/<int:key>/buku-kerja/", pages.bring_sheet, name="bring_sheet"),
    path("kampanye/<int:key>/buku-kerja/<int:sheet>/", pages.sheet, name="sheet"),
    path("kampanye/<int:key>/keputusan/", pages.record_decree, name="decree"),
    path("kampanye/<int:key>/tutup/", pages.close, name="close"),
    path("perubahan/", pages.changes, name="changes"),
    path("perubahan/<int:key>/", pages.decide, name="decide"),
    path("dua-kunjungan/", pages.pairs, name="pairs"),
    path("dua-kunjungan/<int:key>/", pages.settle, name="settle"),
    path("berbeda-pendapat/", pages.doubts, name="doubts"),
]
