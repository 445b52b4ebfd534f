from django.urls import path

from lontar.city.portal import pages

app_name = "portal"
urlpatterns = [
    path("", pages.home, name="home"),
    path("uang/", pages.money, name="money"),
    path("wilayah/<int:ward_id>/", pages.ward, name="ward"),
    path("arsip/", pages.archive, name="archive"),
    path("cara-menghitung/", pages.method, name="method"),
    path("data/<str:period>/<int:revision>.<str:form>", pages.data, name="data"),
    path("meja/terbitan/", pages.editions, name="editions"),
]
