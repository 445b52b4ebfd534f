"""Given names and family names of the peoples of Kupang and Blitar; joined at random, they mean nobody."""

# The groups of family names are those known in Kupang; which family is of which people is common knowledge,
# not a source.
FAMILY_NAMES: dict[str, tuple[str, ...]] = {
    "timor": (
        "TNUNAY", "BENU", "KASE", "NENOHAI", "BANUNAEK", "NOPE", "SONBAI", "TANEO", "LIUNOME", "SELAN",
        "BOIMAU", "NUBATONIS", "SNAE", "FALLO", "FUNAY", "NAKMOFA", "ATAUPAH", "NEONBASU", "TEFA",
        "NABUNOME", "MISSA", "LOPO", "TAEK", "SAEFATU", "OEMATAN", "NITBANI", "LAKAPU", "MANU", "BAIT",
        "KOLO", "USFINIT", "MELLA",
    ),
    "rote": (
        "MANAFE", "NDUN", "NALLE", "BESSIE", "AMALO", "PANDIE", "MOOY", "MESSAKH", "THERIK", "LENGGU",
        "SAUDALE", "FOEH", "HENUK", "FANGGIDAE", "NDOLU", "BALUKH", "HANING", "ADOE", "MALELAK", "LOUDOE",
        "BOLLA", "LUSI", "DETHAN", "ZACHARIAS", "KIUK", "TULLE", "NGGADAS", "SEUK",
    ),
    "sabu": (
        "DJAMI", "RADJA", "RIWU", "KALE", "LADO", "WADU", "HEDE", "ULY", "RIHI", "LUDJI", "DIMU", "RIWU KORE",
        "KANA", "BIRE", "TUKA", "MIRA KADJA", "HABA", "DARA", "MONE",
    ),
    "flores": (
        "DA COSTA", "DA SILVA", "PARERA", "FERNANDEZ", "DIAZ", "DA CUNHA", "LAMEN", "KEROMAN", "WERANG",
        "TOKAN", "BEDA", "LABA", "MADO", "SUBAN", "NGGORO", "JEHADUT", "NUWA", "SOGE", "WOLO", "TIBO",
        "KLEDEN",
    ),
    "alor": ("BLEGUR", "LATUPARISA", "FALEY", "MAUKAFELI", "LANMAY", "PADAMAKANI", "KAMENGMAU", "LAUTADA",
    "MALAILAK"), "tionghoa": ("LAY", "LIU", "TAN", "LIE", "ONG", "TJUNG", "WONG", "KHO", "LIM"), "jawa": (),
}  # fmt: skip

CHRISTIAN_MEN = (
    "YOHANES", "JOHANIS", "YOSEF", "YOSEPH", "MARKUS", "LUKAS", "MATEUS", "PAULUS", "PETRUS", "STEFANUS",
    "YAKOB", "YUNUS", "JUNUS", "AGUSTINUS", "ANTONIUS", "FRANSISKUS", "DANIEL", "DAUD", "SIMON", "TIMOTIUS",
    "TITUS", "MARTHEN", "MELKIANUS", "YERMIAS", "NIKODEMUS", "OKTOVIANUS", "SEMUEL", "THOMAS", "YEREMIAS",
    "ZAKARIAS", "BENYAMIN", "BERNADUS", "CHRISTIAN", "DOMINIKUS", "EDUARD", "FERDINAN", "GABRIEL", "GERSON",
    "HENDRIK", "IMANUEL", "JEFRI", "KORNELIS", "LEONARDUS", "MAXI", "NELSON", "OBED", "RAFAEL", "RIKARDUS",
    "SOLEMAN", "VINSENSIUS", "WELEM", "YANCE", "YUSAK", "ARNOLDUS", "BLASIUS", "DEFRI", "ELIAS",
    "FEBRIANUS", "GREGORIUS", "HANIS", "RIVALDO", "KEVIN",
)  # fmt: skip
CHRISTIAN_WOMEN = (
    "MARIA", "MARYA", "YULIANA", "MARTHA", "ELISABETH", "KRISTINA", "CHRISTINA", "AGUSTINA", "ANASTASIA",
    "YOHANA", "DORKAS", "ESTER", "FRANSISKA", "HANA", "IRENE", "LIDIA", "MAGDALENA", "NAOMI", "OKTOVIANA",
    "PAULINA", "RUT", "SARA", "SUSANA", "THERESIA", "VERONIKA", "WELHELMINA", "YAKOMINA", "YUNITA",
    "ADRIANA", "BERTHA", "DAMARIS", "DELFIANA", "EMILIANA", "FEBRIANI", "GRACE", "HERLINA", "INDRIANI",
    "JUNIATI", "KATARINA", "LENI", "MARGARITA", "MERI", "NOVITA", "ORANCE", "PETRONELA", "REGINA",
    "ROSALIA", "SELFIANA", "TRIVENA", "VIVI", "YASINTA", "ANGELINA", "BEATRIKS", "CICILIA", "DESI",
    "FERONIKA", "GLORIA", "IMELDA", "KLARA", "MELINDA",
)  # fmt: skip
MUSLIM_MEN = (
    "MUHAMMAD", "MUH. ALI", "MOH. SALEH", "ABDUL KARIM", "ABD. RAHMAN", "AHMAD", "IBRAHIM", "ISMAIL",
    "YUSUF", "UMAR", "HASAN", "HUSEN", "ARIFIN", "BURHAN", "FAISAL", "HAMZAH", "IDRIS", "JAMALUDIN",
    "LUKMAN", "MANSYUR", "NASIR", "RAHMAT", "SYARIF", "TAUFIK", "USMAN", "ZAINAL", "RIZKI", "FAJAR",
    "ILHAM", "AKBAR",
)  # fmt: skip
MUSLIM_WOMEN = (
    "SITI AMINAH", "ST. HAJAR", "FATIMAH", "AISYAH", "NUR HAYATI", "HALIMAH", "KHADIJAH", "MARYAM",
    "NURAINI", "RAHMAWATI", "SALMA", "ZAINAB", "ROSNA", "HASNAH", "JAMILAH", "LAILA", "MUNIRA", "NURJANAH",
    "RATNA", "SALEHA", "SUMIATI", "YUSNI", "ZULFA", "NADIA", "PUTRI", "AZIZAH",
)  # fmt: skip
JAVANESE_MEN = (
    "SUPARMAN", "SUTRISNO", "SUGENG", "SLAMET", "BAMBANG", "BUDI", "AGUS", "EKO", "DWI", "TRI", "JOKO",
    "HARTONO", "SUHARTO", "WAHYUDI", "SUROSO", "MULYONO", "PURNOMO", "SETIAWAN", "NUGROHO", "SANTOSO",
    "WIBOWO", "PRASETYO", "SUKARDI", "SUWARNO", "TUKIMIN", "PAIDI", "SARJONO", "YANTO", "HADI", "RUDI",
    "DIMAS", "BAYU", "ARIF", "IMAM",
)  # fmt: skip
JAVANESE_WOMEN = (
    "SUKINI", "SRI", "ENDANG", "SITI", "SUMARNI", "WAHYUNI", "LESTARI", "RAHAYU", "SUPRIHATIN", "TITIK",
    "WATI", "TUMINAH", "SULASTRI", "PARTINI", "MURNI", "NINGSIH", "HARTATIK", "KARTINI", "SULISTYOWATI",
    "DEWI", "RATNASARI", "RINI", "YULI", "ANIK", "ENI", "WIJI", "PUJI", "AYU", "INDAH", "FITRI", "LILIS",
    "NUR",
)  # fmt: skip

# Which list of given names: 0 Christian, 1 Muslim, 2 Javanese; men first, then women.
GIVEN_NAMES = (
    (CHRISTIAN_MEN, CHRISTIAN_WOMEN), (MUSLIM_MEN, MUSLIM_WOMEN), (JAVANESE_MEN, JAVANESE_WOMEN),
)  # fmt: skip

RELIGIONS = ("ISLAM", "KRISTEN", "KATHOLIK", "HINDU", "BUDHA", "KHONGHUCU")
# Out of a thousand families of each people: plausible for the province, not counted.
RELIGION_WEIGHTS: dict[str, tuple[int, ...]] = {
    "timor": (5, 740, 255, 0, 0, 0), "rote": (15, 955, 30, 0, 0, 0), "sabu": (10, 950, 40, 0, 0, 0),
    "flores": (110, 30, 860, 0, 0, 0), "alor": (220, 750, 30, 0, 0, 0), "jawa": (930, 40, 20, 10, 0, 0),
    "tionghoa": (30, 420, 420, 0, 100, 30),
}  # fmt: skip

# Streets of flowers and trees, which every city has and none can be found by.
STREETS = (
    "JL. FLAMBOYAN", "JL. CENDANA", "JL. KENANGA", "JL. ANGGREK", "JL. MELATI", "JL. BOUGENVILLE",
    "JL. ASAM", "JL. LONTAR", "JL. KELAPA", "JL. BERINGIN", "JL. NANGKA", "JL. MANGGA", "GANG MAWAR",
    "GANG TERATAI", "GANG PISANG", "GANG SIRIH", "GANG PINANG", "JL. RAJAWALI", "JL. MERPATI", "JL. KARANG",
    "JL. PASIR PUTIH",
)  # fmt: skip
LANDMARKS = (
    "BELAKANG GEREJA", "DEPAN SEKOLAH DASAR", "SAMPING POSYANDU", "DEKAT SUMUR UMUM", "BELAKANG PASAR",
    "DEPAN KANTOR LURAH", "UJUNG JALAN", "DEKAT TAMBAK", "SAMPING LAPANGAN", "DEKAT MENARA AIR",
)  # fmt: skip
