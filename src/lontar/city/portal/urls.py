from django.urls import path

from lontar.city.portal import pages

app_name = "portal"
urlpatterns = [
    path("", pages.home, name="home"),
    path("uang/", pages.money, name="money"),
    path("wilayah/<int:ward_id>/", pages.ward, name="ward"),
    path("bantuan/", pages.finder, name="finder"),
    path("arsip/", pages.archive, name="archive"),
    path("cara-menghitung/", pages.method, name="method"),
    path("data/<str:period>/<int:revision>.<str:form>", pages.data, name="data"),
    path("log/", pages.log, name="log"),
    path("log/checkpoint", pages.newest, name="newest_checkpoint"),
    path("log/checkpoint/<int:size>", pages.checkpoint, name="checkpoint"),
    path("log/saksi/<int:key>", pages.kept, name="kept"),
    path("log/pertumbuhan", pages.growth, name="growth"),
    path("log/lontar_proof.py", pages.program, name="proof_program"),
    path("meja/terbitan/", pages.editions, name="editions"),
    path("meja/terbitan/angka/", pages.figures, name="figures"),
    path("meja/terbitan/angka/<int:key>/tarik/", pages.withdraw_figure, name="withdraw_figure"),
]
