from django.urls import path

from lontar.city.places import pages

app_name = "places"
urlpatterns = [
    path("", pages.city, name="city"),
    path("batas/", pages.boundaries, name="boundaries"),
    path("kode-bps/", pages.crosswalk, name="crosswalk"),
    path("<str:code>/", pages.place, name="place"),
]
