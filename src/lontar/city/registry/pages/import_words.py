"""What the pages of an import say: states, counts and kinds of findings in plain words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from lontar.city.registry.queries import refusal_of

RUNNING = ("waiting", "running")
# state: words, colour, icon
STATES = {
    "waiting": (noop("menunggu giliran"), "quiet", "clock"),
    "running": (noop("sedang berjalan"), "info", "clock"),
    "done": (noop("selesai"), "good", "check"),
    "refused": (noop("ditolak"), "bad", "warning"),
    "failed": (noop("berhenti karena gangguan"), "bad", "warning"),
}
CHECKED = (noop("diperiksa, belum dimasukkan"), "info", "eye")
MODES = {
    "everything_or_nothing": noop("semua atau tidak sama sekali"),
    "families_without_error": noop("keluarga yang tanpa kesalahan"),
}
STEPS = {
    "reading": noop("Membaca berkas"),
    "checking": noop("Memeriksa setiap baris"),
    "matching": noop("Mencocokkan dengan yang sudah dikenal"),
    "copied": noop("Menyalin ke basis data"),
}
WRITING = noop("Menulis ke registri")
COUNTS = {
    "families": (
        ("rows", noop("Baris dibaca")), ("families_new", noop("Keluarga baru")),
        ("families_known", noop("Keluarga sudah dikenal")), ("persons_new", noop("Orang baru")),
        ("persons_changed", noop("Orang yang datanya berubah")), ("families_left", noop("Keluarga menunggu diperbaiki")),
        ("families_moved", noop("Keluarga pindah alamat")), ("persons_not_named", noop("Anggota yang tidak disebut lagi")),
        ("families_not_named", noop("Keluarga yang tidak disebut lagi")), ("families_changing", noop("Keluarga yang akan berubah")),
        ("rows_of_merged", noop("Baris dari catatan yang sudah digabung")),
    ),
    "conditions": (
        ("rows", noop("Baris dibaca")), ("families_known", noop("Keluarga sudah dikenal")),
        ("persons_known", noop("Orang sudah dikenal")), ("answers_new", noop("Jawaban baru dicatat")),
        ("families_unknown", noop("Baris yang belum dikenal")),
    ),
    "households": (
        ("rows", noop("Baris dibaca")), ("households", noop("Rumah tangga dalam berkas")),
        ("families_changed", noop("Keluarga yang rumah tangganya berubah")),
        ("households_new", noop("Rumah tangga baru")), ("families_known", noop("Keluarga sudah dikenal")),
        ("families_unknown", noop("Orang yang tidak dapat dipasangkan")), ("errors", noop("Baris salah")),
    ),
    "deciles": (
        ("rows", noop("Baris dibaca")), ("deciles_new", noop("Desil baru dicatat")),
        ("families_changed", noop("Keluarga dengan desil baru")),
        ("families_unknown", noop("Kartu yang tidak dikenal")), ("errors", noop("Baris salah")),
    ),
}  # fmt: skip
# Counts of which one at least is above nought where a file changes anything.
CHANGING = {
    "families": (
        "families_new", "families_new_card", "families_moved", "families_changing", "persons_new", "persons_changed",
        "persons_changed_family", "persons_not_named", "families_not_named", "families_left",
    ),
    "conditions": ("answers_new",),
    "deciles": ("deciles_new",),
    "households": ("families_changed",),
}  # fmt: skip
KINDS = {
    "file_refused": noop("ditolak"),
    "encoding": noop("pengodean berkas"), "line_ends": noop("ujung baris campuran"), "nul": noop("tanda NUL"),
    "shifted": noop("kolom tergeser"), "sheet_skipped": noop("lembar dilewati"),
    "sheet_hidden": noop("lembar tersembunyi"), "header_lower": noop("letak judul"),
    "header_two_rows": noop("judul dua baris"), "header_numbering": noop("baris nomor kolom"),
    "header_twice": noop("judul rangkap"), "header_again": noop("judul terulang"), "rows_blank": noop("baris kosong"),
    "about_nobody": noop("jumlah atau keterangan"),
    "merged": noop("sel gabungan"), "formula": noop("rumus"), "name_missing": noop("nama kosong"),
    "name_digits": noop("nama berangka"), "name_long": noop("nama terlalu panjang"), "text_long": noop("isian terlalu panjang"),
    "column_untitled": noop("kolom tanpa judul"), "column_unknown": noop("judul kolom tidak dikenal"), "birth_missing": noop("tanggal lahir kosong"),
    "birth_unknown": noop("tanggal lahir tidak diketahui"), "birth_spelling": noop("ejaan tanggal lahir"),
    "birth_unreadable": noop("tanggal lahir tidak terbaca"), "birth_impossible": noop("tanggal lahir mustahil"),
    "birth_future": noop("lahir di masa depan"), "age_too_high": noop("umur terlalu tinggi"),
    "gone": noop("meninggal atau pindah"), "nik_missing": noop("NIK kosong"),
    "nik_scientific": noop("NIK seperti 5,37E+15"), "nik_lost_digits": noop("NIK dibulatkan"),
    "nik_wrong_length": noop("NIK tidak 16 angka"), "nik_not_digits": noop("NIK bukan angka"),
    "nik_bad_place": noop("kode wilayah di NIK"), "nik_bad_date": noop("tanggal di NIK"),
    "nik_bad_serial": noop("nomor urut NIK"), "nik_birth_differs": noop("NIK beda tanggal lahir"),
    "nik_sex_differs": noop("NIK beda jenis kelamin"), "nik_place_differs": noop("NIK dari daerah lain"),
    "nik_twice": noop("NIK dipakai dua orang"), "two_niks": noop("satu orang dua NIK"),
    "person_repeated": noop("orang terulang"),
    "sex_missing": noop("jenis kelamin kosong"), "sex_unknown": noop("jenis kelamin tidak dikenal"),
    "relation_missing": noop("hubungan kosong"), "relation_unknown": noop("hubungan tidak dikenal"),
    "marital_unknown": noop("status kawin tidak dikenal"), "religion_unknown": noop("agama tidak dikenal"),
    "disability_unknown": noop("disabilitas tidak dikenal"), "education_unknown": noop("pendidikan tidak dikenal"),
    "position_unreadable": noop("letak tidak terbaca"), "position_half": noop("lintang atau bujur kosong"),
    "position_outside": noop("letak di luar kota"),
    "rt_unreadable": noop("RT tidak terbaca"), "rw_unreadable": noop("RW tidak terbaca"),
    "visited_unknown": noop("tanggal pendataan"), "sheet_missing": noop("lembar tidak ada"),
    "dead_known": noop("sudah meninggal di registri"),
    "condition_code": noop("jawaban tidak dikenal"), "roof_codes": noop("kode atap"),
    "condition_contradiction": noop("jawaban bertentangan"), "condition_differs": noop("jawaban rumah tangga berbeda"), "bdt_codes": noop("kode BDT 2015"),
    "person_two_families": noop("satu orang di dua keluarga"), "child_older": noop("umur anak dan orang tuanya"),
    "death_before_birth": noop("meninggal sebelum lahir"), "nik_known": noop("NIK sudah dipakai orang lain"), "kk_missing": noop("tanpa nomor KK"),
    "kk_scientific": noop("KK seperti 5,37E+15"), "kk_lost_digits": noop("KK dibulatkan"),
    "kk_wrong_length": noop("KK tidak 16 angka"), "kk_not_digits": noop("KK bukan angka"),
    "kk_bad_place": noop("kode wilayah di KK"), "kk_bad_date": noop("tanggal di KK"),
    "kk_bad_serial": noop("nomor urut KK"), "kk_two_wards": noop("satu KK di dua kelurahan"),
    "kk_two_units": noop("satu KK di dua RT"), "kk_malformed": noop("nomor KK salah"),
    "head_missing": noop("tanpa kepala keluarga"), "head_twice": noop("dua kepala keluarga"),
    "merged_row": noop("catatan sudah digabung"), "twin_family": noop("keluarga sudah jadi satu"),
    "family_large": noop("keluarga sangat besar"), "family_unknown": noop("kartu tidak dikenal"),
    "ward_missing": noop("kelurahan kosong"), "ward_unknown": noop("kelurahan tidak dikenal"),
    "ward_ambiguous": noop("nama kelurahan ganda"), "ward_code_unsure": noop("kode Kemendagri atau BPS"), "ward_not_served": noop("di luar wilayah tugas"),
    "district_differs": noop("kecamatan tidak cocok"), "decile_range": noop("desil di luar 1–10"),
    "household_nik": noop("NIK salah"), "household_number": noop("tanpa nomor rumah tangga"),
    "household_standing": noop("status hubungan"), "household_heads": noop("dua kepala rumah tangga"),
    "household_twice": noop("satu orang di dua rumah tangga"), "household_torn": noop("satu keluarga di dua rumah tangga"),
    "household_unknown": noop("NIK tidak dikenal"), "household_two_people": noop("NIK dipakai dua orang"),
    "household_wards": noop("satu rumah tangga di dua kelurahan"),
    "decile_twice": noop("dua desil"), "version_date": noop("tanggal versi"),
}  # fmt: skip


def state_of(run: Any) -> dict[str, str]:
    """The state of a run as a badge."""
    words, colour, icon = CHECKED if run.dry_run and run.state == "done" else STATES[run.state]
    return {"words": _(words), "colour": colour, "icon": icon}


def kinds(found: list[str]) -> list[tuple[str, str]]:
    """The kinds of a run's findings, in words, in the order of the words."""
    return sorted(
        ((kind, _(KINDS[kind]) if kind in KINDS else kind.replace("_", " ")) for kind in found), key=lambda k: k[1]
    )


def figures(run: Any) -> list[tuple[str, int]]:
    """The counts that matter, zeros left out after the first four."""
    if "rows" not in run.counts:
        return []
    told = [(_(label), run.counts[key]) for key, label in COUNTS[run.kind] if key in run.counts]
    return [pair for at, pair in enumerate(told) if at < 4 or pair[1]]


def changes_nothing(run: Any) -> bool:
    """Whether everything in the file stood in the registry already, so that taking it in would change nothing."""
    return run.state == "done" and not any(run.counts.get(key) for key in CHANGING[run.kind])


def outcome(run: Any) -> str:
    """One line about what came of it."""
    if run.state == "refused":
        return refusal_of(run)[0]
    parts = [f"{label} {count}" for label, count in figures(run)[1:4]]
    return ", ".join(parts)


def job(run: Any, done: int, note: str) -> dict[str, Any]:
    """The progress bar of a run."""
    state = {"waiting": "running", "running": "running", "done": "done"}.get(run.state, "failed")
    label = _("Menunggu giliran") if run.state == "waiting" else _(STEPS.get(note, WRITING))
    return {"label": label, "done": done, "total": 100 if done else None, "state": state, "message": ""}
