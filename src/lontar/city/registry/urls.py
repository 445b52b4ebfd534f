from django.urls import path

from lontar.city.registry import pages

app_name = "registry"
urlpatterns = [
    path("", pages.families, name="families"),
    path("unduh.csv", pages.export, name="export"),
    path("perlihatkan/", pages.unmask, name="unmask"),
    path("tutup/", pages.mask, name="mask"),
    path("<int:key>/", pages.family, name="family"),
]
