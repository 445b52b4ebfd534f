"""People of another make than the example city's, and copies of them spoilt in ways that its flaws do not know."""

import random
from dataclasses import dataclass, replace

import polars as pl

GIVEN_M = [
    "SUPARMAN",
    "BUDI",
    "AGUS",
    "SLAMET",
    "EKO",
    "JOKO",
    "WAHYU",
    "DEDI",
    "IMAM",
    "SUTRISNO",
    "BAMBANG",
    "HERI",
    "YUSUF",
    "AHMAD",
    "RUDI",
    "PETRUS",
    "YOHANES",
    "MARKUS",
    "DOMINGGUS",
    "THOMAS",
    "ANDREAS",
    "FERDINAN",
    "ARNOLDUS",
    "WILHELMUS",
    "SIMON",
    "RIZKY",
    "FAJAR",
    "DIMAS",
    "BAYU",
    "ALFIAN",
    "GABRIEL",
]
GIVEN_F = [
    "SITI",
    "SRI",
    "DEWI",
    "RATNA",
    "NUR",
    "WATI",
    "ENDANG",
    "KARTINI",
    "YULIANA",
    "MARIA",
    "MARTHA",
    "ORPA",
    "ADELHEID",
    "KRISTINA",
    "THERESIA",
    "FRANSISKA",
    "LIDIA",
    "RINA",
    "RINI",
    "PUTRI",
    "INTAN",
    "CHOIRUNNISA",
    "FATIMAH",
    "KHADIJAH",
    "MELATI",
    "BERTHA",
    "NOVI",
    "AGNES",
    "DORKAS",
    "WELMINCE",
    "ROSALINA",
]
SECOND = [
    "SANTOSO",
    "WIJAYA",
    "LESTARI",
    "HIDAYAT",
    "PRASETYO",
    "NINGSIH",
    "RAHAYU",
    "SAPUTRA",
    "KUSUMA",
    "ADI",
    "PUTRA",
    "INDAH",
    "JAYA",
    "UTAMI",
    "ABDULLAH",
    "HASANAH",
    "MULYANI",
    "SETIAWAN",
    "PERMATA",
    "GORETI",
    "HANDAYANI",
    "MAULANA",
]
FAMILY = (
    (
        "NALLE MESSAKH TNUNAY OEMATAN BANUNAEK DJAMI RADJA FOEH THERIK LIUNOME TAEK SERAN BRIA NAHAK LAKA SONBAY "
        "PELLOKILA MALELAK DA_SILVA FERNANDEZ BAUN TABUN KOLLO AMTIRAN"
    )
    .replace("_", " ")
    .split(" ")
)
STREETS = [
    "MELATI",
    "CENDANA",
    "AHMAD_YANI",
    "SUDIRMAN",
    "TIMOR_RAYA",
    "KENARI",
    "HATI_MULIA",
    "FLAMBOYAN",
    "PAHLAWAN",
    "ADISUCIPTO",
]


@dataclass(frozen=True)
class Person:
    truth: str
    nik: str
    no_kk: str
    nama: str
    nama_ibu: str
    lahir: tuple[int, int, int]
    jenis_kelamin: str
    kode_kelurahan: str
    rt: str
    rw: str
    alamat: str
    tanggal_lahir: str = ""


def people(families: int, seed: int) -> list[Person]:
    """Families with parents, children, twins, and now and then a grandmother; a quarter bear one name only."""
    chance = random.Random(seed)
    found: list[Person] = []
    serials: dict[str, int] = {}
    for number in range(families):
        ward = f"3505{chance.randint(1, 6):02}{1000 + chance.randint(1, 9)}"
        street = f"JL. {chance.choice(STREETS).replace('_', ' ')} NO. {chance.randint(1, 180)}"
        home = {"kode_kelurahan": ward, "rt": f"{chance.randint(1, 12):03}", "rw": f"{chance.randint(1, 6):03}",
                "alamat": street, "no_kk": f"{ward[:6]}{chance.randint(1, 28):02}{chance.randint(1, 12):02}"
                f"{chance.randint(8, 25):02}{9001 + number % 900}"}  # fmt: skip
        eastern, surname = chance.random() < 0.5, chance.choice(FAMILY)
        mother_born = chance.randint(1950, 1998)

        def name(sex: str, eastern: bool = eastern, surname: str = surname) -> str:
            given = chance.choice(GIVEN_M if sex == "L" else GIVEN_F)
            if eastern:
                middle = [chance.choice(GIVEN_M if sex == "L" else GIVEN_F)] if chance.random() < 0.5 else []
                return " ".join([given, *middle, surname])
            words = chance.choice(((), (), (1,), (1,), (1, 1)))
            return " ".join([given, *(chance.choice(SECOND) for _ in words)])

        def add(sex: str, year: int, mother: str, day: tuple[int, int] | None = None, home: dict[str, str] = home,
                ward: str = ward, name=name) -> None:  # fmt: skip
            d, m = day or (chance.randint(1, 28), chance.randint(1, 12))
            if day is None and year < 1965 and chance.random() < 0.3:
                d, m = chance.choice(((31, 12), (1, 7), (1, 1)))
            stem = f"{ward[:6]}{d + 40 * (sex == 'P'):02}{m:02}{year % 100:02}"
            serials[stem] = serials.get(stem, 9000) + 1
            written = f"{d:02}-{m:02}-{year}"
            found.append(Person(f"T{len(found)}", f"{stem}{serials[stem]}", nama=name(sex), nama_ibu=mother,
                                lahir=(d, m, year), jenis_kelamin=sex, tanggal_lahir=written, **home))  # fmt: skip

        def someone(sex: str = "P") -> str:
            return (
                f"{chance.choice(GIVEN_F)} {chance.choice(FAMILY)}" if chance.random() < 0.6 else chance.choice(GIVEN_F)
            )

        add("L", mother_born - chance.randint(-3, 8), someone())
        add("P", mother_born, someone())
        wife = found[-1].nama
        year = mother_born + chance.randint(19, 27)
        for _ in range(chance.choice((0, 1, 2, 2, 3, 4))):
            day = (chance.randint(1, 28), chance.randint(1, 12))
            for _twin in range(2 if chance.random() < 0.03 else 1):
                add(chance.choice("LP"), min(year, 2025), wife, day)
            year += chance.randint(1, 5)
        if chance.random() < 0.15:
            add("P", mother_born - chance.randint(18, 30), someone())
    return found


def slip(text: str, chance: random.Random) -> str:
    """One letter or digit wrong, missing, doubled or in another's place."""
    if len(text) < 3:
        return text
    at = chance.randrange(1, len(text) - 1)
    pool = "0123456789" if text[at].isdigit() else "AEIOUNRSTLK"
    return chance.choice((
        text[:at] + chance.choice(pool) + text[at + 1 :], text[:at] + text[at + 1 :], text[:at] + text[at] + text[at:],
        text[:at] + text[at + 1] + text[at] + text[at + 2 :],
    ))  # fmt: skip


def other_name(one: Person, chance: random.Random) -> str:
    words = one.nama.split()
    ways = ["slip", "slip", "slip", "turn", "title", "old", "plain"]
    ways += ["drop", "initial", "join"] if len(words) > 1 else ["more"]
    ways += ["married", "married"] if one.jenis_kelamin == "P" and one.lahir[2] < 2000 else []
    match chance.choice(ways):
        case "slip":
            return slip(one.nama, chance)
        case "turn":
            return ", ".join([" ".join(words[1:]), words[0]]) if len(words) > 1 else one.nama
        case "title":
            return chance.choice(("Hj. {}", "{}, S.Pd", "Drs. {}", "Alm. {}", "Ny. {}")).format(one.nama.title())
        case "old":
            for new, old in (("U", "OE"), ("J", "DJ"), ("Y", "J"), ("C", "TJ"), ("F", "V"), ("K", "CH")):
                if new in one.nama[1:]:
                    return one.nama[0] + one.nama[1:].replace(new, old, 1)
        case "drop":
            return " ".join(words[:-1])
        case "initial":
            return " ".join([words[0], *(f"{word[0]}." for word in words[1:])])
        case "join":
            return "".join(words[:2]) + " " + " ".join(words[2:])
        case "more":
            return f"{one.nama} {chance.choice(SECOND)}"
        case "married":
            return " ".join([*words[: max(1, len(words) - 1)], chance.choice(FAMILY)])
    return one.nama.title()


def spoilt(one: Person, chance: random.Random, dirt: float) -> Person:
    """A second record of the same person; `dirt` is how likely each field goes wrong."""
    d, m, y = one.lahir
    if chance.random() < dirt:
        one = replace(one, nama=other_name(one, chance))
    if chance.random() < dirt:
        stem, serial = one.nik[:12], int(one.nik[12:])
        one = replace(one, nik=chance.choice((
            "", "", "-", slip(one.nik, chance), slip(one.nik, chance), "9999999999999999", "5,37E+15",
            f"{stem}{serial + 37}", one.nik[:6] + " " + one.nik[6:],
        )))  # fmt: skip
    if chance.random() < dirt:
        d, m, y = chance.choice((
            (m, d, y) if d <= 12 else (d, m, y), (d, m, y + chance.choice((-10, -2, -1, 1, 2, 10))),
            (chance.randint(1, 28), m, y), (d, chance.randint(1, 12), y), (1, 1, y), (31, 12, y + 1), (0, 0, 0),
        ))  # fmt: skip
    form = chance.choice(("{d:02}-{m:02}-{y}", "{y}-{m:02}-{d:02}", "{d}/{m}/{y}", "{d:02}{m:02}{y}"))
    one = replace(one, tanggal_lahir=form.format(d=d, m=m, y=y) if y else "")
    if chance.random() < dirt:
        mothers = ("", slip(one.nama_ibu, chance), one.nama_ibu.split()[0], one.nama_ibu.title(), "NN")
        one = replace(one, nama_ibu=chance.choice(mothers))
    if chance.random() < dirt:
        ward = f"3505{chance.randint(1, 6):02}{1000 + chance.randint(1, 9)}"
        one = replace(one, kode_kelurahan=ward, rt=str(chance.randint(1, 12)), rw=str(chance.randint(1, 6)),
                      alamat=f"{chance.choice(STREETS).replace('_', ' ')} {chance.randint(1, 180)}",
                      no_kk=chance.choice((one.no_kk, "", f"{ward[:6]}0101259{chance.randint(100, 999)}")))  # fmt: skip
    elif chance.random() < dirt:
        one = replace(one, rt=str(int(one.rt)), rw=f"RW {int(one.rw)}", alamat=one.alamat.replace("JL. ", "Jalan "),
                      no_kk=slip(one.no_kk, chance))  # fmt: skip
    if chance.random() < dirt / 20:
        one = replace(one, jenis_kelamin="P" if one.jenis_kelamin == "L" else "L")
    return one


def town(families: int, seed: int, *, copies: float = 0.1, dirt: float = 0.3) -> pl.DataFrame:
    """Persons and spoilt copies in random order; also NIKs that two people share, and sons of their father's name."""
    chance = random.Random(seed + 1)
    persons = people(families, seed)
    for at in chance.sample(range(1, len(persons)), k=max(1, len(persons) // 300)):
        persons[at] = replace(persons[at], nik=persons[at - 1].nik)
    for at in chance.sample(range(1, len(persons)), k=max(1, len(persons) // 300)):
        if persons[at].no_kk == persons[at - 1].no_kk:
            persons[at] = replace(persons[at], nama=persons[at - 1].nama)
    for one in chance.choices(persons, k=int(len(persons) * copies)):
        persons.append(spoilt(one, chance, dirt))
    chance.shuffle(persons)
    columns = [
        "truth", "nik", "no_kk", "nama", "nama_ibu", "tanggal_lahir", "jenis_kelamin", "kode_kelurahan", "rt", "rw", "alamat",
    ]  # fmt: skip
    return pl.DataFrame([{name: getattr(one, name) for name in columns} for one in persons])
