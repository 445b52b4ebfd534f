from django.urls import path

from lontar.city.loans import pages

app_name = "loans"
urlpatterns = [
    path("dana/", pages.funds, name="funds"),
    path("dana/buka/", pages.open_fund, name="open_fund"),
    path("dana/<int:place_id>/", pages.fund, name="fund"),
    path("dana/<int:place_id>/putaran/", pages.open_round, name="open_round"),
    path("dana/<int:place_id>/hitung/", pages.count, name="count"),
    path("dana/<int:place_id>/nama/", pages.names, name="names"),
    path("dana/<int:place_id>/berita-acara/", pages.minutes, name="minutes"),
    path("dana/<int:place_id>/berita-acara/<int:key>/", pages.scan, name="scan"),
    path("dana/<int:place_id>/permohonan/", pages.apply, name="apply"),
    path("dana/permohonan/<int:key>/", pages.application, name="application"),
    path("dana/permohonan/<int:key>/putuskan/", pages.decide, name="decide"),
    path("dana/permohonan/<int:key>/cairkan/", pages.pay_out, name="pay_out"),
    path("dana/permohonan/<int:key>/tarik/", pages.withdraw, name="withdraw"),
    path("dana/pinjaman/<int:key>/", pages.loan, name="loan"),
    path("dana/pinjaman/<int:key>/angsuran/", pages.repay, name="repay"),
    path("dana/pinjaman/<int:key>/jadwal/", pages.reschedule, name="reschedule"),
    path("dana/pinjaman/<int:key>/hapus-buku/", pages.write_off, name="write_off"),
    path("dana/pinjaman/<int:key>/kembali/", pages.recover, name="recover"),
    path("dana/angsuran/<int:key>/tanda-terima/", pages.receipt, name="receipt"),
    path("dana/angsuran/<int:key>/batalkan/", pages.take_back, name="take_back"),
    path("angsuran/", pages.find, name="find"),
    path("angsuran/<str:code>/", pages.check, name="check"),
]
