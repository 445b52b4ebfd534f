"""Questions to the journal."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lontar.city.journal.models import JournalLine

# What each verb and each kind of subject is called on a screen. The verbs are the rooms' own; here they are only read.
VERBS: dict[str, Any] = {
    "add_agency_alias": _("Nama lain lembaga dicatat"),
    "add_alias": _("Nama lain wilayah dicatat"),
    "add_line": _("Baris program ditambahkan"),
    "answer_proposal": _("Usulan warga dijawab"),
    "answer_request": _("Permintaan tentang data diri dijawab"),
    "appoint": _("Petugas diangkat"),
    "approve_round": _("Penetapan disetujui"),
    "assign_visits": _("Kunjungan dialihkan"),
    "begin_batch": _("Contoh acak catatan ganda diambil"),
    "begin_import": _("Impor dimulai"),
    "born": _("Kelahiran dicatat"),
    "begin_search": _("Pencarian catatan ganda diminta"),
    "call_meeting": _("Musyawarah dipanggil"),
    "cancel": _("Hak dibatalkan"),
    "card_changed": _("Nomor kartu keluarga diganti"),
    "change_keepers": _("Petugas yang mengetahui alamat terlindung diubah"),
    "change_officer": _("Petugas diubah"),
    "check_budgets": _("Berkas anggaran diperiksa"),
    "check_rule": _("Masa simpan diperiksa"),
    "choose_home": _("Kota ditentukan"),
    "close_campaign": _("Kampanye ditutup"),
    "close_meeting": _("Musyawarah ditutup"),
    "close_period": _("Bulan buku ditutup"),
    "confirm_change": _("Perubahan disahkan orang kedua"),
    "corrected": _("Data orang dibetulkan"),
    "died": _("Kematian dicatat"),
    "confirm_batch": _("Catatan ganda disahkan bersama"),
    "decide_pair": _("Catatan ganda diputuskan"),
    "dismiss": _("Petugas diberhentikan"),
    "dismiss_change": _("Perubahan dinyatakan tidak benar"),
    "divorced": _("Perceraian dicatat"),
    "end_agreement": _("Perjanjian diakhiri"),
    "end_consent": _("Persetujuan ditarik"),
    "end_referral": _("Rujukan diakhiri"),
    "ensure_agency": _("Instansi dicatat"),
    "ensure_terminal": _("Terminal disiapkan"),
    "entitle": _("Hak dibuat"),
    "erase_person": _("Data orang dihapus"),
    "export_families": _("Daftar keluarga diunduh"),
    "family_moved_in": _("Kedatangan keluarga dicatat"),
    "family_moved_out": _("Kepindahan keluarga dicatat"),
    "family_returned": _("Kembalinya keluarga dicatat"),
    "finish_batch": _("Catatan ganda digabung bersama"),
    "give_document": _("Salinan data diri diberikan"),
    "give_password": _("Kata sandi baru diberikan"),
    "hand_over": _("Bantuan diserahkan"),
    "head_changed": _("Pergantian kepala keluarga dicatat"),
    "hold_meeting": _("Notulen musyawarah ditulis"),
    "import_boundaries": _("Batas wilayah diimpor"),
    "import_conditions": _("Keadaan hidup diimpor"),
    "issue_token": _("Token dibuat"),
    "keep_budget_layout": _("Susunan kolom anggaran disimpan"),
    "leave_batch": _("Contoh acak ditinggalkan"),
    "look_for_contradictions": _("Pertentangan data dicari"),
    "settle_contradiction": _("Pertentangan data dinyatakan benar"),
    "lift_shield": _("Perlindungan alamat diakhiri"),
    "joined": _("Penggabungan keluarga dicatat"),
    "keep_roster": _("Daftar keluarga disimpan"),
    "kitchen_left": _("Rumah tangga sendiri dicatat"),
    "kitchen_shared": _("Rumah tangga bersama dicatat"),
    "link_codes": _("Kode antar tahun dihubungkan"),
    "load_aliases": _("Nama lain wilayah dimuat"),
    "load_catalogue": _("Katalog program dimuat"),
    "load_region": _("Wilayah dimuat"),
    "married": _("Pernikahan dicatat"),
    "moved_house": _("Pindah rumah dicatat"),
    "nik_given": _("NIK dicatat"),
    "observe_conditions": _("Keadaan hidup dicatat"),
    "open_accounts": _("Rekening buku dibuka"),
    "open_campaign": _("Kampanye pemeriksaan dimulai"),
    "open_round": _("Penetapan dibuka"),
    "person_moved_in": _("Kedatangan orang dicatat"),
    "person_moved_out": _("Kepindahan orang dicatat"),
    "propose": _("Usulan warga dicatat"),
    "publish": _("Keadaan diterbitkan"),
    "put_before": _("Pertanyaan musyawarah ditambahkan"),
    "record_agreement": _("Perjanjian dicatat"),
    "record_decree": _("Keputusan dicatat"),
    "receive_request": _("Permintaan tentang data diri diterima"),
    "record_consent": _("Persetujuan dicatat"),
    "record_output": _("Hasil program dicatat"),
    "record_realisation": _("Realisasi dicatat"),
    "record_votes": _("Suara untuk usulan dicatat"),
    "refer": _("Keluarga dirujuk ke mitra"),
    "reinstate": _("Petugas diaktifkan lagi"),
    "reject_round": _("Penetapan ditolak"),
    "report_visit": _("Kunjungan dilaporkan"),
    "reset_second_factor": _("Pengaman kedua dihapus"),
    "retire_budget_layout": _("Susunan kolom anggaran dihentikan"),
    "retire_key": _("Kunci lama dicabut"),
    "retire_profile": _("Susunan kolom tidak dipakai lagi"),
    "reveal_number": _("NIK atau nomor KK diperlihatkan"),
    "reverse": _("Pembukuan dibalik"),
    "revoke_token": _("Token dicabut"),
    "rotate_key": _("Kunci penyandian diganti"),
    "save_profile": _("Susunan kolom disimpan"),
    "score_round": _("Penetapan dinilai"),
    "search_duplicates": _("Catatan ganda dicari"),
    "see_family": _("Keluarga dilihat dengan nama"),
    "see_paper": _("Berita acara dibuka"),
    "see_scan": _("Pindaian dokumen dibuka"),
    "set_budget": _("Pagu dicatat"),
    "settle_recipient": _("Baris penerima dicocokkan"),
    "shield_address": _("Alamat dilindungi"),
    "settle_absence": _("Yang tidak disebut lagi diperiksa"),
    "settle_visits": _("Dua kunjungan diputuskan"),
    "sign_checkpoint": _("Log ditandatangani"),
    "split": _("Pemecahan keluarga dicatat"),
    "tag_line": _("Baris program diubah"),
    "take_in_budgets": _("Berkas anggaran dimasukkan"),
    "take_in_recipients": _("Daftar penerima dimasukkan"),
    "take_numbers": _("Daftar dengan NIK dan nomor KK diunduh"),
    "take_in_sheet": _("Buku kerja kunjungan dimasukkan"),
    "take_password_as_own": _("Kata sandi sendiri dipilih"),
    "take_worklist": _("Daftar perbaikan diambil"),
    "undo_decision": _("Keputusan catatan ganda diurungkan"),
    "amend_round": _("Daftar penetapan diubah musyawarah"),
    "decree_round": _("Surat penetapan dicatat"),
    "hand_in_round": _("Daftar penetapan dikirim"),
    "note_check": _("Pemeriksaan lapangan dicatat"),
    "reopen_meeting": _("Musyawarah dibuka lagi"),
    "save_layout": _("Susunan kolom kementerian disimpan"),
    "take_answers": _("Jawaban atas usulan dimasukkan"),
    "take_back_step": _("Langkah penetapan ditarik kembali"),
    "withdraw_amendment": _("Perubahan musyawarah ditarik kembali"),
    "answer_objection": _("Keberatan dijawab"),
    "nominate": _("Keluarga diusulkan"),
    "receive_objection": _("Keberatan diterima"),
    "settle_nomination": _("Usulan keluarga diselesaikan"),
    "undo_event": _("Peristiwa yang keliru dibatalkan"),
    "unmask": _("Nama dibuka"),
    "withdraw_list": _("Daftar penerima ditarik"),
}
KINDS: dict[str, Any] = {
    "access.agency": _("instansi"),
    "access.apitoken": _("token"),
    "access.officer": _("petugas"),
    "community.meeting": _("musyawarah"),
    "community.proposal": _("usulan"),
    "delivery.entitlement": _("hak"),
    "delivery.handover": _("penyerahan"),
    "fieldwork.campaign": _("kampanye"),
    "fieldwork.change": _("perubahan"),
    "fieldwork.roster": _("daftar keluarga"),
    "fieldwork.visit": _("kunjungan"),
    "ledger.account": _("rekening"),
    "ledger.checkpoint": _("tanda tangan log"),
    "ledger.closedperiod": _("bulan buku"),
    "ledger.entry": _("pembukuan"),
    "places.place": _("wilayah"),
    "portal.snapshot": _("terbitan"),
    "privacy.consent": _("persetujuan"),
    "privacy.erasure": _("penghapusan"),
    "privacy.personrequest": _("permintaan data diri"),
    "privacy.retentionrule": _("masa simpan"),
    "privacy.sealingkey": _("kunci penyandian"),
    "programmes.agreement": _("perjanjian"),
    "programmes.budgetfile": _("berkas anggaran"),
    "programmes.budgetlayout": _("susunan kolom anggaran"),
    "programmes.codelink": _("hubungan kode"),
    "programmes.line": _("lini bantuan"),
    "programmes.budget": _("pagu"),
    "programmes.realisation": _("realisasi"),
    "programmes.recipientlist": _("daftar penerima"),
    "programmes.subactivity": _("subkegiatan"),
    "registry.batch": _("contoh acak"),
    "registry.family": _("keluarga"),
    "registry.importrun": _("impor"),
    "registry.importprofile": _("susunan kolom"),
    "registry.lifeevent": _("peristiwa"),
    "registry.pair": _("pasangan catatan"),
    "registry.person": _("penduduk"),
    "registry.search": _("pencarian catatan ganda"),
    "targeting.layout": _("susunan kolom kementerian"),
    "targeting.nomination": _("usulan keluarga"),
    "targeting.objection": _("keberatan"),
    "targeting.round": _("penetapan"),
}
# What the details of a verb are called; the API gives them as they are written.
DETAILS: dict[str, Any] = {
    "accepted": _("diterima"),
    "accounts": _("rekening"),
    "after": _("sesudahnya"),
    "agency": _("instansi"),
    "alias": _("nama lain"),
    "amount": _("jumlah"),
    "answers": _("jawaban"),
    "balances_sha256": _("sidik saldo"),
    "before": _("sebelumnya"),
    "budget": _("pagu"),
    "changed": _("berubah"),
    "changes": _("perubahan"),
    "changes_waiting": _("perubahan yang menunggu"),
    "code": _("kode"),
    "columns": _("kolom"),
    "criteria": _("ukuran"),
    "day": _("hari"),
    "days": _("hari"),
    "document": _("surat"),
    "dry_run": _("hanya diperiksa"),
    "due": _("tenggat"),
    "empty": _("kosong"),
    "entitlement": _("hak"),
    "errors": _("kesalahan"),
    "event": _("peristiwa"),
    "events": _("peristiwa"),
    "families": _("keluarga"),
    "families_left": _("keluarga yang ditinggal"),
    "family": _("keluarga"),
    "field": _("bidang"),
    "file": _("berkas"),
    "final_sha256": _("sidik daftar akhir"),
    "files": _("berkas"),
    "first": _("yang pertama"),
    "fund": _("sumber dana"),
    "gone": _("hilang"),
    "happened": _("terjadi"),
    "held_on": _("diadakan"),
    "import": _("impor"),
    "inputs_sha256": _("sidik masukan"),
    "instead_of": _("menggantikan"),
    "keepers": _("petugas yang tahu"),
    "kind": _("jenis"),
    "label": _("nama"),
    "last": _("yang terakhir"),
    "late": _("terlambat"),
    "layout": _("susunan kolom"),
    "left": _("tersisa"),
    "left_by_ward": _("sisa menurut kelurahan"),
    "left_open": _("dibiarkan terbuka"),
    "left_shielded": _("dibiarkan karena alamatnya dilindungi"),
    "line": _("lini bantuan"),
    "list": _("daftar"),
    "list_sha256": _("sidik daftar"),
    "look": _("perlu dilihat"),
    "looked": _("dilihat"),
    "made_up": _("contoh"),
    "matched": _("dikenal"),
    "members": _("anggota"),
    "merged": _("digabung"),
    "minutes": _("menit"),
    "mode": _("cara"),
    "months": _("bulan"),
    "most_wrong": _("paling banyak keliru"),
    "name": _("nama"),
    "named": _("dengan nama"),
    "new": _("baru"),
    "number": _("nomor"),
    "officer": _("petugas"),
    "on": _("pada"),
    "outcome": _("hasil"),
    "pairs": _("pasangan"),
    "paper": _("surat"),
    "people": _("orang"),
    "percent": _("persen"),
    "period": _("masa"),
    "person": _("orang"),
    "persons": _("orang"),
    "photo": _("foto"),
    "places": _("wilayah"),
    "programme": _("program"),
    "proof": _("bukti"),
    "purpose": _("keperluan"),
    "quarter": _("triwulan"),
    "quota": _("kuota"),
    "recorded_by": _("dicatat oleh"),
    "records": _("catatan"),
    "referrals": _("rujukan"),
    "revision": _("perubahan ke"),
    "role": _("peran"),
    "root": _("akar"),
    "round": _("penetapan"),
    "row": _("baris"),
    "rows": _("baris"),
    "rule": _("aturan"),
    "rupiah": _("rupiah"),
    "same": _("sama"),
    "sample": _("contoh acak"),
    "second": _("yang kedua"),
    "seed": _("benih undian"),
    "seen": _("yang dilihat"),
    "sha256": _("sidik berkas"),
    "shielded": _("tidak ikut karena alamatnya dilindungi"),
    "signed_on": _("ditandatangani"),
    "size": _("banyaknya"),
    "skipped": _("dilewati"),
    "source": _("sumber"),
    "stage": _("tahap"),
    "stands": _("berlaku"),
    "state": _("keadaan"),
    "steps": _("langkah"),
    "taken": _("dimasukkan"),
    "turn": _("kunjungan ke"),
    "unchanged": _("tetap"),
    "until": _("sampai"),
    "upheld": _("dibenarkan"),
    "username": _("nama masuk"),
    "verdict": _("putusan"),
    "version": _("versi"),
    "visits": _("kunjungan"),
    "votes": _("suara"),
    "wards": _("kelurahan atau desa"),
    "warnings": _("peringatan"),
    "way": _("lewat"),
    "without_officer": _("tanpa petugas"),
    "wrong": _("keliru"),
    "year": _("tahun"),
}


def told(verb: str) -> str:
    """What a verb is called on a screen."""
    return str(VERBS.get(verb) or verb.replace("_", " "))


def told_kind(kind: str) -> str:
    """What the kind of a subject is called on a screen."""
    return str(KINDS.get(kind) or kind.rpartition(".")[2])


def told_detail(key: str) -> str:
    """What a detail of a verb is called on a screen."""
    return str(DETAILS.get(key) or key.replace("_", " "))


def verbs() -> list[str]:
    """The verbs that can be asked for."""
    return list(VERBS)


def lines(
    *, verb: str = "", actor: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[JournalLine]:
    """The lines that the acting officer's places let through, the newest first; `actor` is an id or part of a name."""
    found = JournalLine.objects.order_by("-id")
    if verb:
        found = found.filter(verb=verb)
    if actor:
        found = found.filter(Q(actor_id=actor) | Q(actor_name__icontains=actor))
    if since:
        found = found.filter(on__gte=since)
    return found.filter(on__lte=until) if until else found


def lines_about(kind: str, key: Any) -> QuerySet[JournalLine]:
    return lines().filter(subject_kind=kind, subject_id=str(key))


@dataclass(frozen=True, slots=True)
class Seen:
    """One seeing: who saw how many families, how, with or without names; `families` are their keys as ranges."""

    id: int
    at: datetime
    on: date
    way: str
    named: bool
    purpose: str
    actor_id: str
    actor_name: str
    actor_role: str
    count: int
    families: list[tuple[int, int]]


SEEN = """
    SELECT id, at, "on", way, named, purpose, actor_id, actor_name, actor_role, count,
        ARRAY(SELECT ARRAY[lower(one), upper(one) - 1] FROM unnest(families) AS one)
    FROM journal_sighting
    WHERE "on" BETWEEN %(since)s AND %(until)s AND (%(actor)s = '' OR actor_id = %(actor)s) ORDER BY id
"""


def seen_between(since: date, until: date, *, actor: str = "") -> list[Seen]:
    """Who saw whom from one day to another, both included, as far as the acting officer may know; oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(SEEN, {"since": since, "until": until, "actor": actor})
        return [_as_seen(row) for row in cursor.fetchall()]


def _as_seen(row: tuple[Any, ...]) -> Seen:
    key, at, on, way, named, purpose, actor_id, actor_name, actor_role, count, families = row
    ranges = [(low, high) for low, high in families]
    return Seen(key, at, on, way, named, purpose, actor_id, actor_name, actor_role, count, ranges)
