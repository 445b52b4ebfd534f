"""The region that the example city imitates: its wards, and the figures to be reproduced."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Ward:
    """A kelurahan or desa: code as in 53.71.03.1010, and the spellings under which it is met."""

    code: str
    name: str
    district: str
    weight: int
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """A district outside the city from which people moved in, with the name that stands as birthplace."""

    district_code: str
    birthplace: str


@dataclass(frozen=True, slots=True)
class Targets:
    """The published figures that the made-up consumption reproduces; each with where it comes from."""

    line: int
    poverty_rate: float
    poverty_gap: float
    gini: float
    sources: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Region:
    """A city or regency, ready to be filled with people who do not exist."""

    code: str
    name: str
    wards: tuple[Ward, ...]
    origins: tuple[Origin, ...]
    targets: Targets
    peoples: tuple[tuple[str, int], ...]

    @property
    def birthplace(self) -> str:
        """How the region is written as a birthplace: KUPANG for Kota Kupang."""
        return self.name.upper().removeprefix("KOTA ").removeprefix("KABUPATEN ")


# BPS figures as carried by the press named; the city's own line is not published, so a stand-in is labelled.
_KUPANG = Targets(
    line=666_633,
    poverty_rate=7.57,
    poverty_gap=1.658,
    gini=0.305,
    sources={
        "line": "garis kemiskinan perkotaan NTT, Maret 2025 (BPS dalam beritabuana.co, 25-07-2025); "
        "pengganti, karena garis kemiskinan Kota Kupang sendiri belum diketahui",
        "poverty_rate": "P0 Kota Kupang, Maret 2025 (BPS dalam databoks.katadata.co.id)",
        "poverty_gap": "P1 Kota Kupang, Maret 2021, terakhir yang diketahui "
        "(BPS dalam timexkupang.fajar.co.id, 20-06-2022)",
        "gini": "Rasio Gini Kota Kupang, Maret 2021, terakhir yang diketahui "
        "(BPS dalam timexkupang.fajar.co.id, 20-06-2022)",
    },
)
_ASSUMED = "anggapan untuk kota contoh; angka wilayah ini belum diketahui"
_BLITAR_CITY = Targets(
    line=625_337,
    poverty_rate=6.60,
    poverty_gap=1.0,
    gini=0.32,
    sources={
        "line": "garis kemiskinan Kota Blitar, Maret 2025 (BPS dalam kabarbaik.co, 17-09-2025)",
        "poverty_rate": "P0 Kota Blitar, Maret 2025 (BPS dalam kabarbaik.co, 17-09-2025)",
        "poverty_gap": _ASSUMED,
        "gini": _ASSUMED,
    },
)
_BLITAR_REGENCY = Targets(
    line=625_337,
    poverty_rate=7.57,
    poverty_gap=1.1,
    gini=0.32,
    sources={
        "line": "garis kemiskinan Kota Blitar, Maret 2025, sebagai pengganti; "
        "garis Kabupaten Blitar sendiri belum diketahui",
        "poverty_rate": "P0 Kabupaten Blitar, Maret 2025 (BPS dalam insanimedia.id, 18-09-2025)",
        "poverty_gap": _ASSUMED,
        "gini": _ASSUMED,
    },
)
_NATION = Targets(
    line=609_160,
    poverty_rate=8.47,
    poverty_gap=1.3,
    gini=0.34,
    sources={
        "line": "garis kemiskinan Indonesia, Maret 2025 (BPS), sebagai pengganti",
        "poverty_rate": "P0 Indonesia, Maret 2025 (BPS), sebagai pengganti",
        "poverty_gap": _ASSUMED,
        "gini": _ASSUMED,
    },
)
_TARGETS = {"53.71": _KUPANG, "35.72": _BLITAR_CITY, "35.05": _BLITAR_REGENCY}

# Shares of the peoples in a thousand families: plausible, not counted anywhere.
_EAST = (
    ("timor", 290),
    ("rote", 220),
    ("sabu", 150),
    ("flores", 150),
    ("alor", 70),
    ("jawa", 80),
    ("tionghoa", 40),
)
_JAVA = (("jawa", 970), ("tionghoa", 30))

# How many families live where, in comparison: made up from what is known of the city, for no count was found.
_KUPANG_WEIGHTS = {
    "53.71.03.1010": 62, "53.71.02.1008": 40, "53.71.04.1010": 36, "53.71.02.1003": 20, "53.71.03.1001": 34,
    "53.71.04.1001": 32, "53.71.04.1009": 34, "53.71.04.1011": 28, "53.71.02.1001": 36, "53.71.02.1002": 26,
    "53.71.02.1007": 24, "53.71.02.1005": 16, "53.71.02.1004": 10, "53.71.02.1006": 10, "53.71.02.1009": 14,
    "53.71.03.1011": 24, "53.71.03.1014": 28, "53.71.03.1015": 16, "53.71.04.1008": 14, "53.71.04.1013": 22,
    "53.71.04.1014": 22, "53.71.01.1001": 20, "53.71.01.1008": 22, "53.71.01.1012": 20, "53.71.01.1006": 18,
    "53.71.01.1010": 10, "53.71.01.1011": 7, "53.71.01.1009": 9, "53.71.05.1001": 22, "53.71.05.1004": 22,
    "53.71.05.1003": 18, "53.71.05.1002": 14, "53.71.05.1006": 14, "53.71.06.1009": 18, "53.71.06.1007": 12,
}  # fmt: skip
# Spellings met in "Kota Kupang dalam Angka 2017" and the press (nttonlinenow 2018, Antara 2025, inihari.co).
_KUPANG_ALIASES = {
    "53.71.01.1002": ("NBS",),
    "53.71.01.1003": ("NBD", "NUNBAUN DELA"),
    "53.71.01.1009": ("BATUPLAT",),
    "53.71.01.1010": ("MANULAI 2", "MANULAI DUA"),
    "53.71.01.1012": ("PENKASE-OELETA", "PENSAKE OELETA"),
    "53.71.02.1005": ("BELO",),
    "53.71.03.1010": ("OESAPA INDUK",),
    "53.71.04.1013": ("KAYUPUTIH",),
    "53.71.04.1014": ("TDM",),
    "53.71.05.1002": ("BAKUNASE II", "BAKUNASE 2"),
    "53.71.05.1004": ("NAIKOTEN I", "NAIKOTEN 1"),
    "53.71.05.1005": ("NAIKOTEN II", "NAIKOTEN 2"),
    "53.71.06.1001": ("AIR MATA",),
    "53.71.06.1002": ("LLBK", "LAI-LAI BISI KOPAN"),
    "53.71.06.1005": ("TODEKISAR",),
}


def region(code: str, name: str, wards: list[tuple[str, str, str]], origins: list[tuple[str, str]]) -> Region:
    """A region from its wards (code, name, district's name) and the districts people moved in from.

    >>> place = region("53.71", "Kota Kupang", [("53.71.03.1010", "Oesapa", "Kelapa Lima")], [])
    >>> place.birthplace, place.wards[0].aliases, place.targets.poverty_rate
    ('KUPANG', ('OESAPA INDUK',), 7.57)
    """
    return Region(
        code=code,
        name=name,
        wards=tuple(
            Ward(
                ward,
                called,
                district,
                _KUPANG_WEIGHTS.get(ward, 8 + int(ward[-1]) % 4),
                _KUPANG_ALIASES.get(ward, ()),
            )
            for ward, called, district in sorted(wards)
        ),
        origins=tuple(Origin(district, place) for district, place in sorted(origins)),
        targets=_TARGETS.get(code, _NATION),
        peoples=_EAST if code.startswith("53") else _JAVA,
    )
