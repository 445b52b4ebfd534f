from django.urls import path

from lontar.city.targeting import pages

app_name = "targeting"
urlpatterns = [
    path("", pages.rounds, name="rounds"),
    path("buka/", pages.open_round, name="open"),
    path("belum-diputuskan/", pages.undecided, name="undecided"),
    path("lama/", pages.delays, name="delays"),
    path("susunan/", pages.layouts, name="layouts"),
    path("<int:key>/", pages.round_page, name="round"),
    path("<int:key>/hitung/", pages.score, name="score"),
    path("<int:key>/musyawarah/", pages.meetings, name="meetings"),
    path("<int:key>/musyawarah/<int:place_id>/", pages.meeting, name="meeting"),
    path("<int:key>/musyawarah/<int:place_id>/lembar/", pages.meeting_sheet, name="meeting_sheet"),
    path("<int:key>/musyawarah/<int:place_id>/ubah/", pages.amend, name="amend"),
    path("<int:key>/perubahan/<int:amendment_id>/tarik/", pages.withdraw, name="withdraw"),
    path("<int:key>/berita-acara/<int:step_id>/", pages.minutes_scan, name="minutes_scan"),
    path("<int:key>/berita-acara/<int:step_id>/buka-lagi/", pages.reopen, name="reopen"),
    path("<int:key>/periksa/", pages.check_at_home, name="check_at_home"),
    path("<int:key>/lapangan/", pages.check, name="check"),
    path("<int:key>/setujui/", pages.approve, name="approve"),
    path("<int:key>/tolak/", pages.reject, name="reject"),
    path("<int:key>/tarik-kembali/", pages.take_back, name="take_back"),
    path("<int:key>/surat/", pages.decree, name="decree"),
    path("<int:key>/keputusan/<str:annex>/", pages.decree_paper, name="decree_paper"),
    path("<int:key>/undian/", pages.draw, name="draw"),
    path("<int:key>/kirim/", pages.hand_in, name="hand_in"),
    path("<int:key>/jawaban/", pages.answers, name="answers"),
    path("<int:key>/keluarga/", pages.decisions, name="decisions"),
    path("<int:key>/keluarga/<int:family_id>/", pages.explanation, name="explanation"),
]
