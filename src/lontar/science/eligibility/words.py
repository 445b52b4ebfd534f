"""Every word a rule may use about a family or one of its members: what it means, its unit, its plausible bounds."""

from lontar.science.eligibility.vocabulary import Field, Owner, Spoken, Vocabulary
from lontar.science.living_conditions import COLUMNS

RELATIONS = {
    "head": Spoken("kepala keluarga", "head of the family"),
    "spouse": Spoken("suami atau istri", "spouse"),
    "child": Spoken("anak", "child"),
    "child_in_law": Spoken("menantu", "child-in-law"),
    "grandchild": Spoken("cucu", "grandchild"),
    "parent": Spoken("orang tua", "parent"),
    "parent_in_law": Spoken("mertua", "parent-in-law"),
    "relative": Spoken("famili lain", "relative"),
    "helper": Spoken("pembantu", "helper"),
    "other": Spoken("lainnya", "other"),
}
# As on the family card: L is a man or boy, P a woman or girl.
SEXES = {"L": Spoken("laki-laki", "male"), "P": Spoken("perempuan", "female")}
SCHOOLS = {
    "none": Spoken("tidak bersekolah", "not at school"),
    "primary": Spoken("SD, MI atau Paket A", "primary school"),
    "lower_secondary": Spoken("SMP, MTs atau Paket B", "lower secondary school"),
    "upper_secondary": Spoken("SMA, SMK, MA atau Paket C", "upper secondary school"),
    "higher": Spoken("perguruan tinggi", "higher education"),
}
NUTRITION = {
    "normal": Spoken("gizi baik", "normal"),
    "faltering": Spoken("berat badan tidak naik (T)", "weight faltering"),
    "underweight": Spoken("berat badan kurang", "underweight"),
    "wasted": Spoken("gizi kurang", "wasted"),
    "severely_wasted": Spoken("gizi buruk", "severely wasted"),
}
# The answers of Regsosek 2022-K in the order of their codes, each by one word.
HOUSING = {
    "dwelling_tenure": "owned rented rent_free official other",
    "land_title": "own_certificate other_name_agreed other_name other_certificate letter none",
    "floor_material": "marble ceramic parquet tile wood cement bamboo earth other",
    "wall_material": "masonry plastered_bamboo board woven_bamboo logs bamboo other",
    "lighting": "metered unmetered other_electricity not_electric",
    "power_rating": "va_450 va_900 va_1300 va_2200 above_2200",
    "toilet_facility": "own shared communal public not_used none",
    "asset_other_house": "yes no",
}


def _flag(name: str, owner: Owner, indonesian: str, english: str) -> Field:
    return Field(name, owner, "flag", Spoken(indonesian, english))


def _housing(name: str) -> Field:
    """A question of Regsosek as a word of the rules: its labels and meanings are those of the form."""
    column = COLUMNS[name]
    codes = dict(zip(column.answers, HOUSING[name].split(), strict=True))
    choices = {word: _plain(column.answers[code].id, column.answers[code].en) for code, word in codes.items()}
    return Field(name, "family", "choice", _plain(column.label_id, column.label_en), choices=choices, codes=codes)


def _plain(indonesian: str, english: str) -> Spoken:
    """Labels as they stand within a sentence."""
    return Spoken(*(text if text[:2].isupper() else text[:1].lower() + text[1:] for text in (indonesian, english)))


_FAMILY = (
    Field(
        "decile", "family", "number", Spoken("desil DTSEN", "DTSEN decile"), "decile", (1, 10),
        dated_by="decile_on", sourced_by="decile_source",
    ),
    Field("decile_on", "family", "date", Spoken("tanggal desil", "date of the decile")),
    Field("size", "family", "number", Spoken("jumlah anggota", "number of members"), "persons", (1, 60)),
    *(_housing(name) for name in HOUSING),
    Field("food_share", "family", "number", Spoken("bagian belanja untuk makanan", "share of spending on food"), "percent", (0, 100)),
    Field("income", "family", "number", Spoken("pendapatan keluarga sebulan", "income of the family in a month"), "rupiah", (0, 10**10)),
    Field("income_per_member", "family", "number", Spoken("pendapatan sebulan tiap anggota", "monthly income for each member"), "rupiah", (0, 10**10)),
    _flag("no_shelter", "family", "tidak mempunyai tempat berteduh tetap", "no fixed shelter"),
    _flag("food_worry", "family", "khawatir atau pernah tidak makan setahun terakhir", "worried about or went without food in a year"),
    _flag("clothes_bought", "family", "ada belanja pakaian setahun terakhir", "spending on clothes in a year"),
    _flag("house_unfit", "family", "rumah tidak layak huni", "house unfit for living"),
    _flag("willing_to_build", "family", "bersedia berswadaya", "willing to take part in the work"),
    _flag("housing_aid_before", "family", "pernah menerima bantuan rumah dalam sepuluh tahun", "housing aid within ten years"),
    _flag("in_dtsen", "family", "tercatat di DTSEN", "listed in DTSEN"),
    _flag("receives_pkh", "family", "penerima PKH", "receives PKH"),
    _flag("receives_sembako", "family", "penerima Program Sembako", "receives staple-food assistance"),
    _flag("hit_by_disaster", "family", "terdampak bencana", "hit by a disaster"),
)  # fmt: skip
_MEMBER = (
    Field("age", "member", "number", Spoken("umur", "age"), "years", (0, 130), years_of="birth_date"),
    Field(
        "age_months", "member", "number", Spoken("umur dalam bulan", "age in months"), "months", (0, 1571),
        months_of="birth_date",
    ),
    Field("birth_date", "member", "date", Spoken("tanggal lahir", "birth date")),
    Field("sex", "member", "choice", Spoken("jenis kelamin", "sex"), choices=SEXES),
    Field("relation", "member", "choice", Spoken("hubungan keluarga", "relation"), choices=RELATIONS),
    _flag("disabled", "member", "disabilitas", "disability"),
    _flag("severe_disability", "member", "disabilitas berat", "severe disability"),
    _flag("pregnant", "member", "hamil atau nifas", "pregnant or newly delivered"),
    Field("school", "member", "choice", Spoken("sekolah yang diikuti", "school attended"), choices=SCHOOLS),
    _flag("works", "member", "bekerja", "works"),
    _flag("public_servant", "member", "ASN, TNI atau Polri", "civil servant, soldier or police officer"),
    _flag("orphan", "member", "yatim, piatu atau yatim piatu", "orphan"),
    _flag("back_at_school", "member", "kembali bersekolah setelah putus sekolah", "back at school after dropping out"),
    _flag("kip_holder", "member", "pemegang KIP", "holds a KIP card"),
    _flag("proposed_by_school", "member", "diusulkan sekolah atau dinas (layak PIP)", "proposed by the school or office"),
    Field(
        "years_since_graduation", "member", "number",
        Spoken("tahun sejak lulus SMA atau sederajat", "years since leaving upper secondary school"), "years", (0, 100),
        years_of="graduated_on",
    ),
    _flag("accepted_at_university", "member", "diterima di program studi terakreditasi", "accepted at an accredited programme"),
    _flag("health_insured", "member", "mempunyai jaminan kesehatan", "has health insurance"),
    Field("business_months", "member", "number", Spoken("lama usaha berjalan", "age of the business"), "months", (0, 1200)),
    _flag("business_training", "member", "pernah mengikuti pelatihan usaha", "had a business training"),
    _flag("in_group", "member", "anggota kelompok usaha", "member of a business group"),
    Field("nutrition", "member", "choice", Spoken("status gizi", "nutrition"), choices=NUTRITION),
    Field("arm_mm", "member", "number", Spoken("lingkar lengan atas", "upper arm circumference"), "millimetres", (50, 800)),
    Field("bmi_tenths", "member", "number", Spoken("IMT kali sepuluh", "body mass index times ten"), "", (50, 1000)),
)  # fmt: skip
VOCABULARY: Vocabulary = {word.name: word for word in (*_FAMILY, *_MEMBER)}
