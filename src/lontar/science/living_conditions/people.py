"""Papers, schooling, work, disability and insurance of one person: questions 411 to 431.

Chronic illness (430) is not among them: it is specific personal data (UU 27/2022), and nothing here needs it.
"""

from typing import Final

from lontar.science.living_conditions.columns import YES_NO, Column, answers

PAPERS: Final = answers(
    "0|Tidak memiliki|None", "1|Akta kelahiran|Birth certificate", "2|KIA|Child's identity card",
    "4|KTP|Identity card",
)  # fmt: skip
AT_SCHOOL: Final = answers(
    "1|Tidak/belum pernah sekolah|Never", "2|Masih sekolah|At school", "3|Tidak bersekolah lagi|Left school"
)
LEVELS: Final = (
    "1|Paket A|Package A (primary equivalent)", "2|SDLB|Special primary school", "3|SD|Primary school",
    "4|MI|Islamic primary school", "5|SPM/PDF Ula|Pesantren primary", "6|Paket B|Package B (junior equivalent)",
    "7|SMP LB|Special junior school", "8|SMP|Junior secondary", "9|MTs|Islamic junior secondary",
    "10|SPM/PDF Wustha|Pesantren junior", "11|Paket C|Package C (senior equivalent)", "12|SMLB|Special senior school",
    "13|SMA|Senior secondary", "14|MA|Islamic senior secondary", "15|SMK|Vocational senior secondary",
    "16|MAK|Islamic vocational", "17|SPM/PDF Ulya|Pesantren senior", "18|D1/D2/D3|Diploma", "19|D4/S1|Bachelor",
    "20|Profesi|Professional", "21|S2|Master", "22|S3|Doctor",
)  # fmt: skip
JOB: Final = answers(
    "1|Berusaha sendiri|Own account", "2|Berusaha dibantu buruh tidak tetap/tidak dibayar|With temporary or unpaid help",
    "3|Berusaha dibantu buruh tetap/dibayar|With paid help", "4|Buruh/karyawan/pegawai swasta|Private employee",
    "5|PNS/TNI/Polri/BUMN/BUMD/pejabat|Public employee", "6|Pekerja bebas pertanian|Casual, farm",
    "7|Pekerja bebas non-pertanian|Casual, not farm", "8|Pekerja keluarga/tidak dibayar|Unpaid family worker",
)  # fmt: skip
TURNOVER: Final = answers(
    "1|< Rp5 juta|< Rp5 million", "2|Rp5–<15 juta|Rp5–<15 million", "3|Rp15–<25 juta|Rp15–<25 million",
    "4|Rp25–<167 juta|Rp25–<167 million", "5|Rp167 juta–<1,25 miliar|Rp167 million–<1.25 billion",
    "6|Rp1,25–<4,167 miliar|Rp1.25–<4.167 billion", "7|≥ Rp4,167 miliar|≥ Rp4.167 billion",
)  # fmt: skip
NUTRITION: Final = answers(
    "1|Kurang gizi (wasting)|Wasting", "2|Kerdil (stunting)|Stunting", "3?|Tidak ada catatan|No record",
    "8?|Tidak tahu|Not known",
)  # fmt: skip
DIFFICULTY: Final = answers(
    "1|Sama sekali tidak bisa|Cannot at all", "2|Banyak kesulitan, butuh bantuan|A lot of difficulty",
    "3|Sedikit kesulitan|Some difficulty", "4|Tidak mengalami kesulitan|No difficulty",
)  # fmt: skip
CANNOT, A_LOT, SOME, NO_DIFFICULTY = 1, 2, 3, 4
DOMAINS: Final = (
    ("difficulty_seeing", "428a", "Kesulitan melihat", "Difficulty seeing"),
    ("difficulty_hearing", "428b", "Kesulitan mendengar", "Difficulty hearing"),
    ("difficulty_walking", "428c", "Kesulitan berjalan/naik tangga", "Difficulty walking or climbing"),
    ("difficulty_hands", "428d", "Kesulitan menggerakkan tangan/jari", "Difficulty using the hands"),
    ("difficulty_learning", "428e", "Kesulitan belajar", "Difficulty learning"),
    ("difficulty_behaviour", "428f", "Kesulitan mengendalikan perilaku", "Difficulty controlling behaviour"),
    ("difficulty_speech", "428g", "Kesulitan berbicara", "Difficulty communicating"),
    ("difficulty_self_care", "428h", "Kesulitan mengurus diri", "Difficulty with self-care"),
    ("difficulty_memory", "428i", "Kesulitan mengingat/berkonsentrasi", "Difficulty remembering"),
)
# The six questions of the Washington Group's short set, as Regsosek asks them.
SHORT_SET: Final = (
    "difficulty_seeing", "difficulty_hearing", "difficulty_walking", "difficulty_memory", "difficulty_self_care",
    "difficulty_speech",
)  # fmt: skip
INSURANCE: Final = answers(
    "0|Tidak memiliki|None", "1|PBI/JKN|JKN, paid by the state", "2|JKN mandiri|JKN, self-paid",
    "4|JKN pemberi kerja|JKN, by the employer", "8|Jaminan kesehatan lainnya|Another insurance",
    "99?|Lainnya|Other or not known",
)  # fmt: skip

CERTIFICATES: Final = answers(*LEVELS, "23|Tidak punya ijazah SD|No primary certificate")
WORKED: Final = YES_NO

PEOPLE: Final = (
    Column("identity_docs", "411", "papers", "Kartu identitas", "Identity papers", PAPERS, "bits", "person"),
    Column("school_participation", "412", "schooling", "Partisipasi sekolah", "Schooling", AT_SCHOOL, level="person"),
    Column("education_level", "413", "schooling", "Jenjang tertinggi", "Highest level", answers(*LEVELS), level="person"),
    Column("education_certificate", "415", "schooling", "Ijazah tertinggi", "Certificate", CERTIFICATES, level="person"),
    Column("worked_last_week", "416a", "work", "Bekerja seminggu lalu", "Worked last week", WORKED, level="person"),
    Column("job_status", "418", "work", "Kedudukan dalam pekerjaan", "Status in work", JOB, level="person"),
    Column("business_turnover", "425", "work", "Omzet usaha per bulan", "Monthly turnover", TURNOVER, level="person"),
    Column("nutrition_record", "427", "health", "Catatan gizi balita", "Nutrition record", NUTRITION, level="person"),
    *(
        Column(name, question, "disability", label, english, DIFFICULTY, level="person")
        for name, question, label, english in DOMAINS
    ),
    Column("health_insurance", "431a", "health", "Jaminan kesehatan", "Health insurance", INSURANCE, "bits", "person"),
)  # fmt: skip
