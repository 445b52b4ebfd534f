"""Our sources and periods as we believe them; each city checks them and puts a name to it."""

from django.db import migrations

RULES = (
    ("left-the-city", "Orang yang pindah atau meninggal", "erase_after", 60, "UU 27/2022 ps. 16 (2) g dan 43: tidak diperlukan lagi. Lamanya perkiraan [K]; tetapkan dalam JRA kota."),
    ("proof-of-money", "Bukti pengeluaran dan penyerahan bantuan", "keep_until", 120, "UU 43/2009 tentang Kearsipan dan jadwal retensi arsip keuangan: 10 tahun [K]."),
    ("import-worklists", "Baris impor yang menunggu diperbaiki", "erase_after", 3, "UU 27/2022 ps. 16 (2): sebatas tujuan. Lamanya pilihan kami."),
    ("journal", "Jurnal kegiatan dan siapa melihat apa", "keep_until", 60, "UU 27/2022 ps. 31 (perekaman) dan 46; lamanya perkiraan [K]."),
)
PUBLIC = "UU 27/2022 ps. 20 (2) e: tugas dalam rangka kepentingan umum, pelayanan publik [K]; "
SOURCES = (
    ("siak", "Data kependudukan (SIAK, Dukcapil)", "Mengetahui siapa tinggal di sini, satu kali, agar bantuan tepat.", "public_duty", PUBLIC + "UU 24/2013 ps. 58 dan 79: pemanfaatan dengan hak akses.", "semua penduduk terdaftar", "NIK, nomor KK, nama, tanggal lahir, jenis kelamin, hubungan keluarga, orang tua, pekerjaan, alamat", True, "petugas wilayah menurut perannya", "left-the-city"),
    ("dtsen", "Desil DTSEN", "Mengurutkan keluarga menurut kesejahteraan; diputuskan manusia, tidak oleh desil saja.", "public_duty", PUBLIC + "Inpres 4/2025 tentang DTSEN [K].", "keluarga terdaftar", "nomor KK, desil, tanggal versi", True, "perencana, operator, petugas wilayah", "left-the-city"),
    ("regsosek", "Regsosek 2022, BDT 2015, SIKS-NG", "Kondisi hidup untuk menilai kebutuhan dan memeriksa daftar.", "public_duty", PUBLIC + "Perpres 39/2019 Satu Data [K].", "keluarga yang didata", "perumahan, aset, pekerjaan, pendidikan, kesulitan fungsi (disabilitas)", True, "perencana, operator, petugas wilayah dan lapangan", "left-the-city"),
    ("field-checks", "Pemeriksaan di rumah (verval)", "Memastikan siapa yang masih tinggal dan bagaimana hidupnya.", "public_duty", PUBLIC + "Permensos tentang verifikasi dan validasi [K]. Foto: persetujuan.", "keluarga yang dikunjungi", "hasil kunjungan, foto rumah, koordinat", True, "petugas lapangan dan wilayah", "left-the-city"),
    ("decisions", "Penetapan dan penyaluran bantuan", "Menetapkan, menyerahkan dan mempertanggungjawabkan bantuan.", "legal_duty", "UU 27/2022 ps. 20 (2) c: kewajiban hukum; UU 17/2003 dan PP 12/2019 pengelolaan keuangan daerah [K].", "keluarga yang dinilai atau menerima", "keputusan dan alasannya, rupiah, penerima, bukti (tanda tangan, foto)", True, "perencana, operator, petugas wilayah, inspektur (tertutup)", "proof-of-money"),
    ("partners", "Rujukan kepada mitra", "Menolong keluarga lewat lembaga yang mereka setujui.", "consent", "UU 27/2022 ps. 20 (2) a dan 22: persetujuan tertulis atau terekam, dapat ditarik.", "orang yang menyetujui dan keluarganya", "nama, susunan keluarga, alamat; tanpa NIK, tanpa desil", False, "mitra yang dirujuk saja", "left-the-city"),
    ("requests", "Permintaan orang tentang data dirinya", "Menjawab hak subjek data dalam 3×24 jam.", "legal_duty", "UU 27/2022 ps. 5–13, 30–32, 40–41.", "orang yang meminta", "isi permintaan dan jawaban", False, "petugas yang menerima, perencana", "journal"),
    ("journal", "Jurnal dan catatan siapa melihat apa", "Membuktikan siapa melakukan dan melihat apa.", "legal_duty", "UU 27/2022 ps. 31, 35–39 (keamanan) dan 46 [K].", "petugas; keluarga sebagai nomor", "petugas, waktu, tindakan, keperluan, nomor keluarga", False, "administrator, inspektur; orangnya sendiri", "journal"),
    ("officers", "Akun petugas", "Memberi akses menurut tugas dan mencabutnya.", "public_duty", PUBLIC + "Perpres 95/2018 SPBE [K].", "petugas", "nama, nama masuk, peran, instansi, wilayah", False, "administrator, inspektur", "journal"),
)
MEASURES = (
    "Nomor disandikan (AES-GCM) dan kuncinya dapat diganti; nama ditutup sampai ada keperluan; tembok wilayah di basis "
    "data; setiap pembukaan, unduhan dan bacaan program dicatat."
)


def sow(registry, schema_editor):
    database = schema_editor.connection.alias
    Rule, Processing = registry.get_model("privacy", "RetentionRule"), registry.get_model("privacy", "Processing")
    rules = {
        code: Rule.objects.using(database).create(code=code, name=name, effect=effect, months=months, law=law)
        for code, name, effect, months, law in RULES
    }
    for code, name, purpose, basis, law, persons, data, specific, recipients, rule in SOURCES:
        Processing.objects.using(database).create(
            code=code, name=name, purpose=purpose, basis=basis, law=law, persons=persons, data=data, specific=specific,
            recipients=recipients, measures=MEASURES, retention=rules[rule],
        )


class Migration(migrations.Migration):
    dependencies = [("privacy", "0005_partners_and_erasing")]
    operations = [migrations.RunPython(sow, migrations.RunPython.noop)]
