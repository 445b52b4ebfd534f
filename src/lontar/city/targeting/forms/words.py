"""What a round's states, answers and standings are called on a screen, with colour and sign."""

from django.utils.translation import gettext_lazy as _

VERDICTS = {
    "qualifies": _("memenuhi syarat"),
    "does_not": _("tidak memenuhi syarat"),
    "undecided": _("belum dapat diputuskan"),
}
STANDINGS = {
    "chosen": _("terpilih"),
    "waiting": _("daftar tunggu"),
    "struck": _("dicoret"),
    "added": _("ditambahkan musyawarah"),
}
STATES = {
    "opened": _("dibuka, belum dihitung"),
    "scored": _("dibekukan, dibahas di musyawarah"),
    "met": _("selesai dibahas, diperiksa di lapangan"),
    "checked": _("menunggu persetujuan dua orang"),
    "approved": _("disetujui, menunggu surat"),
    "decreed": _("ditetapkan dengan surat"),
    "exported": _("dikirim, menunggu jawaban"),
    "answered": _("dijawab"),
    "rejected": _("ditolak"),
}
STEPS = {
    "meeting": _("Musyawarah"),
    "check": _("Pemeriksaan lapangan"),
    "approval": _("Persetujuan pertama"),
    "second": _("Persetujuan kedua"),
    "decree": _("Surat keputusan atau usulan"),
    "export": _("Pengiriman usulan"),
    "answer": _("Jawaban atas usulan"),
}
AMENDMENTS = {"add": _("ditambahkan"), "strike": _("dicoret")}
FIELDS = {
    "running": _("nomor urut"), "local_number": _("nomor lokal keluarga"), "kk": _("nomor KK"),
    "nik": _("NIK kepala keluarga"), "head": _("nama kepala keluarga"), "province": _("provinsi"),
    "city": _("kota atau kabupaten"), "district": _("kecamatan"), "ward": _("kelurahan atau desa"),
    "ward_code": _("kode kelurahan"), "rw": _("RW"), "rt": _("RT"), "decile": _("desil"),
    "rank": _("urutan"), "amount": _("rupiah"), "period": _("periode"), "programme": _("program"),
    "paper_number": _("nomor surat"),
}  # fmt: skip
# What whoever decides outside the city has answered to a proposal.
ANSWERED = {
    "accepted": _("usulan diterima"), "refused": _("usulan ditolak"), "unanswered": _("usulan menunggu jawaban"),
}  # fmt: skip
ANSWERED_LOOKS = {"accepted": ("good", "check"), "refused": ("bad", "close"), "unanswered": ("warn", "clock")}
OUTCOMES = {
    "": _("menurut aturannya"),
    "entitles": _("keputusan kota: keluarga menjadi berhak"),
    "proposes": _("usulan: kementerian atau provinsi yang memutuskan"),
}
CRITERIA = {
    "decile": _("desil DTSEN, yang terendah dahulu"),
    "disabled": _("penyandang disabilitas, yang terbanyak dahulu"),
    "elderly": _("lansia 60 tahun ke atas, yang terbanyak dahulu"),
    "small_children": _("anak di bawah 6 tahun, yang terbanyak dahulu"),
    "size": _("anggota keluarga, yang terbanyak dahulu"),
    "score": _("skor kesejahteraan lokal, yang terendah dahulu (indikatif, bukan desil DTSEN)"),
}
# For `badge`: a colour and a sign beside the word.
STATE_LOOKS = {
    "opened": ("quiet", "clock"), "scored": ("warn", "clock"), "met": ("warn", "clock"), "checked": ("warn", "clock"),
    "approved": ("info", "check"), "decreed": ("good", "check"), "exported": ("info", "clock"),
    "answered": ("good", "check"), "rejected": ("bad", "close"),
}  # fmt: skip
VERDICT_LOOKS = {"qualifies": ("good", "check"), "does_not": ("quiet", "close"), "undecided": ("warn", "warning")}
STANDING_LOOKS = {
    "chosen": ("good", "check"),
    "waiting": ("warn", "clock"),
    "struck": ("bad", "close"),
    "added": ("info", "plus"),
}
