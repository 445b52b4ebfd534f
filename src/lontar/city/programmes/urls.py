from django.urls import path

from lontar.city.programmes import pages

app_name = "programmes"
urlpatterns = [
    path("", pages.catalogue, name="catalogue"),
    path("muat/", pages.load, name="load"),
    path("<int:key>/", pages.line, name="line"),
    path("<int:key>/pagu/", pages.budget, name="budget"),
    path("<int:key>/realisasi/", pages.realisation, name="realisation"),
]
