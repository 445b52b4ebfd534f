from django.urls import path

from lontar.city.programmes import pages

app_name = "programmes"
urlpatterns = [
    path("", pages.catalogue, name="catalogue"),
    path("muat/", pages.load, name="load"),
    path("tambah/", pages.add, name="add"),
    path("lembaga/", pages.agencies, name="agencies"),
    path("lembaga/tambah/", pages.new_agency, name="new_agency"),
    path("lembaga/<slug:code>/", pages.agency, name="agency"),
    path("lembaga/<slug:code>/nama/", pages.rename, name="rename"),
    path("lembaga/<slug:code>/perjanjian/", pages.agree, name="agree"),
    path("perjanjian/<int:key>/akhiri/", pages.end, name="end"),
    path("kode/<str:code>/", pages.code, name="code"),
    path("anggaran/", pages.budget_files, name="budget_files"),
    path("anggaran/susunan/", pages.budget_layout, name="budget_layout"),
    path("anggaran/susunan/<slug:name>/hentikan/", pages.retire_layout, name="retire_layout"),
    path("anggaran/<int:key>/", pages.budget_file, name="budget_file"),
    path("anggaran/<int:key>/masukkan/", pages.take_in, name="take_in"),
    path("penerima/", pages.recipients, name="recipients"),
    path("penerima/<int:key>/", pages.recipient_list, name="recipient_list"),
    path("penerima/<int:key>/tarik/", pages.withdraw, name="withdraw"),
    path("penerima/baris/<int:key>/", pages.settle, name="settle"),
    path("diterima/<int:family_id>/", pages.received, name="received"),
    path("usulan/<int:key>/jawab/", pages.answer, name="answer"),
    path("<int:key>/", pages.line, name="line"),
    path("<int:key>/ubah/", pages.tag, name="tag"),
    path("<int:key>/pagu/", pages.budget, name="budget"),
    path("<int:key>/realisasi/", pages.realisation, name="realisation"),
    path("<int:key>/hasil/", pages.output, name="output"),
]
