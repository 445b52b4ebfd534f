from django.urls import path

from lontar.city.delivery import pages

app_name = "delivery"
urlpatterns = [
    path("program/angka/", pages.reach, name="reach"),
    path("penyaluran/", pages.entitlements, name="entitlements"),
    path("penyaluran/daftar/", pages.distribution_list, name="distribution_list"),
    path("penyaluran/<int:key>/", pages.entitlement, name="entitlement"),
    path("penyaluran/<int:key>/serahkan/", pages.hand_over, name="hand_over"),
    path("penyaluran/<int:key>/tanda-terima/", pages.receipt, name="receipt"),
    path("penyaluran/<int:key>/bukti/", pages.proof, name="proof"),
    path("penyaluran/<int:key>/batalkan/", pages.cancel, name="cancel"),
    path("tanda-terima/", pages.find, name="find"),
    path("tanda-terima/<str:code>/", pages.check, name="check"),
    path("tanda-terima/<str:code>/bukti.json", pages.receipt_proof, name="receipt_proof"),
]
