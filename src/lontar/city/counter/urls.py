from django.urls import path

from lontar.city.counter import pages

app_name = "counter"
urlpatterns = [
    path("", pages.desk, name="desk"),
    path("urusan/", pages.errands, name="errands"),
    path("urusan/<int:key>/", pages.errand, name="errand"),
    path("urusan/<int:key>/slip/", pages.slip, name="slip"),
    path("keluarga/<int:family_id>/", pages.family, name="family"),
    path("keluarga/<int:family_id>/surat/", pages.letter, name="letter"),
    path("keluarga/<int:family_id>/jaminan/", pages.reactivate, name="reactivate"),
    path("keluarga/<int:family_id>/rujuk/", pages.refer, name="refer"),
]
