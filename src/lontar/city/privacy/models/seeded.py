"""What the record of processing says before a city has written its own: the words, so that they have their English."""

from typing import Final

from django.utils.translation import gettext_noop as noop

SEEDED: Final = (
    noop(
        "Nomor disandikan (AES-GCM) dan kuncinya dapat diganti; nama ditutup sampai ada keperluan; tembok wilayah di basis data; setiap pembukaan, unduhan dan bacaan program dicatat."
    ),
    noop("Orang yang pindah atau meninggal"),
    noop("UU 27/2022 ps. 16 (2) g dan 43: tidak diperlukan lagi. Lamanya perkiraan [K]; tetapkan dalam JRA kota."),
    noop("Bukti pengeluaran dan penyerahan bantuan"),
    noop("UU 43/2009 tentang Kearsipan dan jadwal retensi arsip keuangan: 10 tahun [K]."),
    noop("Baris impor yang menunggu diperbaiki"),
    noop("UU 27/2022 ps. 16 (2): sebatas tujuan. Lamanya pilihan kami."),
    noop("Jurnal kegiatan dan siapa melihat apa"),
    noop("UU 27/2022 ps. 31 (perekaman) dan 46; lamanya perkiraan [K]."),
    noop("Data kependudukan (SIAK, Dukcapil)"),
    noop("Mengetahui siapa tinggal di sini, satu kali, agar bantuan tepat."),
    noop(
        "UU 27/2022 ps. 20 (2) e: tugas dalam rangka kepentingan umum, pelayanan publik [K]; UU 24/2013 ps. 58 dan 79: pemanfaatan dengan hak akses."
    ),
    noop("semua penduduk terdaftar"),
    noop("NIK, nomor KK, nama, tanggal lahir, jenis kelamin, hubungan keluarga, orang tua, pekerjaan, alamat"),
    noop("petugas wilayah menurut perannya"),
    noop("Desil DTSEN"),
    noop("Mengurutkan keluarga menurut kesejahteraan; diputuskan manusia, tidak oleh desil saja."),
    noop(
        "UU 27/2022 ps. 20 (2) e: tugas dalam rangka kepentingan umum, pelayanan publik [K]; Inpres 4/2025 tentang DTSEN [K]."
    ),
    noop("keluarga terdaftar"),
    noop("nomor KK, desil, tanggal versi"),
    noop("perencana, operator, petugas wilayah"),
    noop("Regsosek 2022, BDT 2015, SIKS-NG"),
    noop("Kondisi hidup untuk menilai kebutuhan dan memeriksa daftar."),
    noop(
        "UU 27/2022 ps. 20 (2) e: tugas dalam rangka kepentingan umum, pelayanan publik [K]; Perpres 39/2019 Satu Data [K]."
    ),
    noop("keluarga yang didata"),
    noop("perumahan, aset, pekerjaan, pendidikan, kesulitan fungsi (disabilitas)"),
    noop("perencana, operator, petugas wilayah dan lapangan"),
    noop("Pemeriksaan di rumah (verval)"),
    noop("Memastikan siapa yang masih tinggal dan bagaimana hidupnya."),
    noop(
        "UU 27/2022 ps. 20 (2) e: tugas dalam rangka kepentingan umum, pelayanan publik [K]; Permensos tentang verifikasi dan validasi [K]. Foto: persetujuan."
    ),
    noop("keluarga yang dikunjungi"),
    noop("hasil kunjungan, foto rumah, koordinat"),
    noop("petugas lapangan dan wilayah"),
    noop("Penetapan dan penyaluran bantuan"),
    noop("Menetapkan, menyerahkan dan mempertanggungjawabkan bantuan."),
    noop("UU 27/2022 ps. 20 (2) c: kewajiban hukum; UU 17/2003 dan PP 12/2019 pengelolaan keuangan daerah [K]."),
    noop("keluarga yang dinilai atau menerima"),
    noop("keputusan dan alasannya, rupiah, penerima, bukti (tanda tangan, foto)"),
    noop("perencana, operator, petugas wilayah, inspektur (tertutup)"),
    noop("Rujukan kepada mitra"),
    noop("Menolong keluarga lewat lembaga yang mereka setujui."),
    noop("UU 27/2022 ps. 20 (2) a dan 22: persetujuan tertulis atau terekam, dapat ditarik."),
    noop("orang yang menyetujui dan keluarganya"),
    noop("nama, susunan keluarga, alamat; tanpa NIK, tanpa desil"),
    noop("mitra yang dirujuk saja"),
    noop("Permintaan orang tentang data dirinya"),
    noop("Menjawab hak subjek data dalam 3×24 jam."),
    noop("UU 27/2022 ps. 5–13, 30–32, 40–41."),
    noop("orang yang meminta"),
    noop("isi permintaan dan jawaban"),
    noop("petugas yang menerima, perencana"),
    noop("Jurnal dan catatan siapa melihat apa"),
    noop("Membuktikan siapa melakukan dan melihat apa."),
    noop("UU 27/2022 ps. 31, 35–39 (keamanan) dan 46 [K]."),
    noop("petugas; keluarga sebagai nomor"),
    noop("petugas, waktu, tindakan, keperluan, nomor keluarga"),
    noop("administrator, inspektur; orangnya sendiri"),
    noop("Akun petugas"),
    noop("Memberi akses menurut tugas dan mencabutnya."),
    noop(
        "UU 27/2022 ps. 20 (2) e: tugas dalam rangka kepentingan umum, pelayanan publik [K]; Perpres 95/2018 SPBE [K]."
    ),
    noop("petugas"),
    noop("nama, nama masuk, peran, instansi, wilayah"),
    noop("administrator, inspektur"),
    noop("Dana bergulir kelurahan (PEM)"),
    noop("Memutuskan, mencairkan dan menagih pinjaman usaha, dan mengetahui siapa sudah meminjam."),
    noop("UU 27/2022 ps. 20 (2) b: perjanjian dengan peminjam [K]."),
    noop("peminjam, anggota kelompok dan penjamin"),
    noop("permohonan, usaha, pinjaman, angsuran, tunggakan, berita acara"),
    noop("perencana dan pengurus dana kelurahan; kelurahan lain hanya tahu bahwa ada pinjaman"),
    noop("Rekening dan perintah bayar"),
    noop("Membayarkan bantuan ke rekening penerima dan mencocokkan hasilnya."),
    noop("UU 27/2022 ps. 20 (2) c: kewajiban hukum; PP 12/2019 pengelolaan keuangan daerah [K]."),
    noop("keluarga yang menerima bantuan uang"),
    noop("nomor rekening, jumlah, hasil pembayaran"),
    noop("operator, perencana, bank atau pos yang membayar"),
    noop("Musyawarah dan usulan warga"),
    noop("Mencatat siapa hadir, apa yang diusulkan dan apa jawabannya."),
    noop(
        "UU 27/2022 ps. 20 (2) e: tugas dalam rangka kepentingan umum, pelayanan publik [K]; UU 25/2004 perencanaan pembangunan [K]."
    ),
    noop("peserta musyawarah dan pengusul"),
    noop("nama dan tanda tangan di daftar hadir, usulan, jumlah suara"),
    noop("perencana, petugas wilayah; umum hanya melihat usulan tanpa nama"),
)
