"""Why a condition is refused, and what mends it: sentences that every screen shows in its own language."""

from typing import Final

from lontar.science.trouble import words

Why = tuple[str, str]

EMPTY: Final[Why] = (
    words("Syarat kosong: aturan tanpa syarat akan mengenai semua keluarga."),
    words("Tuliskan paling sedikit satu syarat, misalnya decile in 1..4."),
)
AWAITED: Final[Why] = (
    words("Di sini ditunggu “%(text)s”, bukan “%(found)s”."),
    words("Tambahkan “%(text)s”."),
)
UNREADABLE: Final[Why] = (
    words("“%(text)s” tidak dapat dibaca di sini."),
    words("Hubungkan dua syarat dengan and atau or, dan tutup semua kurung."),
)
TOO_LONG: Final[Why] = (
    words("Aturan ini lebih dari %(most)s bagian."),
    words("Pakailah rentang atau himpunan, misalnya in 1..4."),
)
TOO_DEEP: Final[Why] = (
    words("Kurung lebih dari %(most)s lapis."),
    words("Tulislah syarat lebih datar."),
)
NO_COLUMN: Final[Why] = (
    words("Kolom “%(text)s” tidak dikenal."),
    words("Yang dikenal: %(known)s."),
)
OF_MEMBERS: Final[Why] = (
    words("“%(text)s” adalah keterangan anggota, bukan keluarga."),
    words("Tulislah some member (%(text)s …), every member (…) atau count(…)."),
)
OF_FAMILIES: Final[Why] = (
    words("“%(text)s” adalah keterangan keluarga; di sini anggota yang ditanya."),
    words("Tulislah syarat keluarga di luar kurung anggota, dihubungkan dengan and."),
)
NO_SIGN: Final[Why] = (
    words("Setelah %(name)s ditunggu < <= = != >= atau >."),
    words("Contoh: birth_date >= 2020-01-01."),
)
NO_DATE: Final[Why] = (
    words("“%(text)s” bukan tanggal."),
    words("Tulislah tanggal sebagai TTTT-BB-HH."),
)
NO_EQUALS: Final[Why] = (
    words("Setelah %(name)s ditunggu = , != atau in."),
    words("Contoh: %(name)s in {…}."),
)
EVERY_CHOICE: Final[Why] = (
    words("Himpunan ini memuat semua pilihan %(name)s."),
    words("Hapus syarat ini."),
)
NO_WORD: Final[Why] = (
    words("Di sini ditunggu sebuah kata."),
    words("Contoh: sex = P."),
)
BACKWARDS: Final[Why] = (
    words("Rentang %(low)s..%(high)s terbalik dan kosong."),
    words("Tulislah %(high)s..%(low)s."),
)
NO_WHOLE: Final[Why] = (
    words("Di sini ditunggu angka bulat, bukan “%(text)s”."),
    words("Contoh: decile in 1..4."),
)
NO_START: Final[Why] = (
    words("“%(found)s” tidak dapat dibaca di sini."),
    words("Di sini ditunggu nama kolom atau angka."),
)
WITHIN_MEMBERS: Final[Why] = (
    words("Pertanyaan tentang anggota di dalam pertanyaan tentang anggota."),
    words("Pisahkan dengan and."),
)
VALUE_NO_NUMBER: Final[Why] = (
    words("Nilai “%(text)s” bukan angka."),
    words("Pakailah setelah in, atau di samping tanggal."),
)
NO_NUMBER: Final[Why] = (
    words("“%(text)s” bukan angka."),
    words("Bandingkan langsung, misalnya sex = P."),
)
NO_CONDITION: Final[Why] = (
    words("Di sini ditunggu syarat, bukan angka."),
    words("Bandingkan, misalnya size >= 3."),
)
A_CONDITION: Final[Why] = (
    words("Di sini ditunggu angka, bukan syarat."),
    words("Hitung anggota dengan count(…)."),
)
MEANT: Final[Why] = (
    words("Kolom “%(text)s” tidak dikenal."),
    words("Maksud Anda %(near)s?"),
)
NO_SUCH_DAY: Final[Why] = (
    words("Tanggal %(text)s tidak ada."),
    words("Tulislah tanggal sebagai TTTT-BB-HH."),
)
NO_CHOICE: Final[Why] = (
    words("“%(word)s” bukan pilihan %(name)s."),
    words("Pilihannya: %(known)s."),
)
NOT_FIXED: Final[Why] = (
    words("Perkalian dan pembagian hanya dengan angka tetap."),
    words("Kalikan dengan angka atau nilai bernama."),
)
BY_NOTHING: Final[Why] = (
    words("Pembagian dengan nol atau angka negatif."),
    words("Bagilah dengan angka lebih dari nol."),
)
ENDED: Final[Why] = (
    words("Syarat berakhir sebelum “%(text)s”."),
    words("Tambahkan “%(text)s”."),
)
ENDED_EARLY: Final[Why] = (
    words("Syarat berakhir terlalu cepat."),
    words("Di sini ditunggu nama kolom atau angka."),
)
