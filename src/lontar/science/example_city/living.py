"""What people do: highest schooling, work and disability, as SIAK words them."""

from dataclasses import dataclass

import numpy as np

from lontar.science.example_city import kin
from lontar.science.example_city.dice import Bools, Dice, Floats, Ints

SCHOOLING = (
    "TIDAK / BELUM SEKOLAH", "BELUM TAMAT SD/SEDERAJAT", "TAMAT SD / SEDERAJAT", "SLTP/SEDERAJAT",
    "SLTA / SEDERAJAT", "DIPLOMA I / II", "AKADEMI/ DIPLOMA III/S. MUDA", "DIPLOMA IV/ STRATA I",
    "STRATA II",
)  # fmt: skip
NEVER, UNFINISHED, PRIMARY, JUNIOR, SENIOR, DIPLOMA_1, DIPLOMA_3, DEGREE, MASTER = range(9)
WORK = (
    "BELUM/TIDAK BEKERJA", "MENGURUS RUMAH TANGGA", "PELAJAR/MAHASISWA", "PENSIUNAN",
    "PEGAWAI NEGERI SIPIL (PNS)", "TENTARA NASIONAL INDONESIA (TNI)", "KEPOLISIAN RI (POLRI)",
    "PERDAGANGAN", "PETANI/PEKEBUN", "NELAYAN/PERIKANAN", "KONSTRUKSI", "TRANSPORTASI", "KARYAWAN SWASTA",
    "KARYAWAN HONORER", "BURUH HARIAN LEPAS", "PEMBANTU RUMAH TANGGA", "TUKANG BATU", "TUKANG JAHIT",
    "SOPIR", "GURU", "PERAWAT", "WIRASWASTA", "PENDETA",
)  # fmt: skip
NONE, HOME, STUDENT, PENSIONER = range(4)
# What each work means for a family's living, in units of one standard deviation's tenth.
WORK_WORTH = np.array(
    [-5, -2, 0, 5, 9, 8, 8, 1, -5, -5, -3, -1, 3, 0, -7, -6, -3, -2, 0, 6, 5, 3, 4], dtype=np.int64
)  # fmt: skip
# Work of men and women of working age by schooling: to SD, SLTP, SLTA, above; weights in the order of WORK.
_MEN = (
    (4, 0, 0, 0, 0, 0, 0, 8, 16, 12, 14, 10, 5, 1, 22, 1, 12, 1, 8, 0, 0, 8, 0),
    (4, 0, 0, 0, 1, 0, 0, 9, 9, 8, 13, 12, 10, 2, 18, 1, 9, 1, 12, 0, 0, 12, 0),
    (7, 0, 0, 0, 9, 3, 4, 9, 3, 3, 7, 8, 24, 7, 7, 0, 3, 1, 8, 0, 0, 20, 0),
    (6, 0, 0, 0, 38, 2, 2, 4, 1, 0, 2, 1, 20, 9, 1, 0, 0, 0, 0, 12, 2, 10, 3),
)  # fmt: skip
_WOMEN = (
    (5, 54, 0, 0, 0, 0, 0, 14, 9, 1, 0, 0, 3, 0, 4, 8, 0, 3, 0, 0, 0, 6, 0),
    (5, 55, 0, 0, 0, 0, 0, 14, 5, 0, 0, 0, 6, 1, 3, 7, 0, 3, 0, 0, 0, 8, 0),
    (9, 45, 0, 0, 6, 0, 1, 10, 1, 0, 0, 0, 17, 6, 1, 2, 0, 1, 0, 0, 0, 9, 0),
    (8, 14, 0, 0, 30, 0, 0, 4, 0, 0, 0, 0, 14, 11, 0, 0, 0, 0, 0, 19, 9, 6, 2),
)  # fmt: skip
# Cumulative shares of schooling among the grown, by age: to 39, to 59, older.
_GROWN = np.array([
    [0.004, 0.025, 0.11, 0.22, 0.73, 0.735, 0.79, 0.98, 1.0],
    [0.012, 0.05, 0.22, 0.35, 0.77, 0.78, 0.83, 0.98, 1.0],
    [0.09, 0.20, 0.53, 0.66, 0.89, 0.90, 0.93, 0.99, 1.0],
])  # fmt: skip
DISABILITY = (
    "TIDAK CACAT", "CACAT FISIK", "CACAT NETRA/BUTA", "CACAT RUNGU/WICARA", "CACAT MENTAL/JIWA",
    "CACAT FISIK DAN MENTAL", "CACAT LAINNYA",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Living:
    """Positions in SCHOOLING, WORK and DISABILITY for each person."""

    schooling: Ints
    work: Ints
    disability: Ints


def living(members: kin.Members, dice: Dice) -> Living:
    """Schooling runs in families: half of the grown share their family's luck, the others have their own."""
    size = len(members.age)
    families = int(members.family[-1]) + 1 if size else 0
    shared = dice.uniform("schooling/family", families)[members.family]
    luck = np.where(dice.chance("schooling/shared", size, 0.55), shared, dice.uniform("schooling/own", size))
    schooling = _schooling(members.age, luck, dice)
    disability = _disability(members.age, dice)
    return Living(schooling, _work(members, schooling, disability, dice), disability)


def _schooling(age: Ints, luck: Floats, dice: Dice) -> Ints:
    cohort = np.where(age < 40, 0, np.where(age < 60, 1, 2))
    reached = (_GROWN[cohort] <= luck[:, None]).sum(axis=1)
    # Too young for a certificate: what the age allows caps what the luck gives.
    allowed = np.searchsorted(np.array([6, 13, 16, 19, 22, 23, 26]), age, side="right")
    cap = np.array([NEVER, UNFINISHED, PRIMARY, JUNIOR, SENIOR, DIPLOMA_3, DEGREE, MASTER])[allowed]
    late = dice.chance("schooling/late", len(age), 0.12) & (age >= 13) & (age < 19)
    school_age = np.where(late, np.maximum(cap - 1, UNFINISHED), cap)
    return np.where(age < 19, school_age, np.minimum(reached, cap)).astype(np.int64)


def _work(members: kin.Members, schooling: Ints, disability: Ints, dice: Dice) -> Ints:
    age, size = members.age, len(members.age)
    level = np.searchsorted(np.array([JUNIOR, SENIOR, DIPLOMA_1]), schooling, side="right").astype(np.int64)
    drawn = dice.pick_by("work", level + 4 * members.sex, _MEN + _WOMEN)
    study = (age < 26) & (schooling >= SENIOR) & dice.chance("work/studies", size, 0.6)
    study &= (members.relation != kin.WIFE) & (members.relation != kin.HUSBAND) & (members.kind != kin.FATHER)
    study &= (members.relation != kin.HEAD) | (members.kind == kin.ALONE)
    work = np.where((age < 25) & ~study & dice.chance("work/seeks", size, 0.35), NONE, drawn)
    work = np.where((age >= 60) & (schooling >= SENIOR) & dice.chance("work/pension", size, 0.55), PENSIONER, work)
    work = np.where((age >= 70) & dice.chance("work/rests", size, 0.7) & (work != PENSIONER), NONE, work)
    work = np.where((disability > 0) & dice.chance("work/cannot", size, 0.6), NONE, work)
    at_school = (age >= 6) & (age < 19) & dice.chance("work/at school", size, np.where(age < 16, 0.975, 0.87))
    work = np.where(study | at_school, STUDENT, work)
    return np.where((age < 6) | ((age < 15) & ~at_school), NONE, work).astype(np.int64)


def _disability(age: Ints, dice: Dice) -> Ints:
    share = np.where(age < 18, 0.006, np.where(age < 60, 0.012, np.where(age < 75, 0.04, 0.09)))
    kind = 1 + dice.pick("disability/kind", len(age), (42, 14, 15, 14, 5, 10))
    return np.where(dice.chance("disability", len(age), share), kind, 0).astype(np.int64)


def degrees(schooling: Ints) -> Bools:
    """Who finished a degree."""
    finished: Bools = schooling >= DEGREE
    return finished
