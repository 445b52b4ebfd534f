from django.urls import path

from lontar.city.community import pages

app_name = "community"
urlpatterns = [
    path("meja/musyawarah/", pages.meetings, name="meetings"),
    path("meja/musyawarah/panggil/", pages.call, name="call"),
    path("meja/musyawarah/<int:key>/", pages.meeting, name="meeting"),
    path("meja/musyawarah/<int:key>/acara/", pages.put_before, name="put_before"),
    path("meja/musyawarah/<int:key>/notulen/", pages.minutes, name="minutes"),
    path("meja/musyawarah/<int:key>/tutup/", pages.close, name="close"),
    path("meja/musyawarah/<int:key>/lembar/", pages.sheet, name="sheet"),
    path("meja/musyawarah/<int:key>/berita-acara/", pages.paper, name="paper"),
    path("meja/usulan/", pages.proposals, name="proposals"),
    path("meja/usulan/tulis/", pages.propose, name="propose"),
    path("meja/usulan/<int:key>/", pages.proposal, name="proposal"),
    path("meja/usulan/<int:key>/suara/", pages.votes, name="votes"),
    path("usulan/", pages.public_proposals, name="public_proposals"),
    path("usulan/<str:code>/", pages.public_ward, name="public_ward"),
]
