"""Whether values of living conditions are answers, and whether they agree with each other."""

from collections.abc import Mapping
from typing import Final

from lontar.science.living_conditions.columns import NO, YES, Level
from lontar.science.living_conditions.listing import COLUMNS
from lontar.science.living_conditions.people import A_LOT, SHORT_SET
from lontar.science.trouble import NOTHING, Finding, Source, Values, words

NO_TOILET, PLN_METERED, NOT_ELECTRIC, OWNED, NEVER_AT_SCHOOL = 6, 1, 4, 1, 1
NO_ANSWER: Final = words("%(label)s: “%(shown)s” bukan kode jawaban (%(codes)s). Perbaiki atau kosongkan.")
NOT_A_NUMBER: Final = words(
    "%(label)s: “%(shown)s” bukan angka dari %(least)s sampai %(most)s. Perbaiki atau kosongkan."
)
UNKNOWN_COLUMN: Final = words("Kolom %(name)s tidak dikenal di sini.")
CLOSET_WITHOUT_TOILET: Final = words(
    "Jenis kloset terisi, padahal fasilitas buang air besar tidak ada. Periksa keduanya."
)
POWER_WITHOUT_METER: Final = words(
    "Daya terpasang terisi, padahal listriknya bukan PLN dengan meteran. Periksa keduanya."
)
TITLE_WITHOUT_OWNING: Final = words(
    "Bukti kepemilikan tanah terisi, padahal bangunan bukan milik sendiri. Periksa keduanya."
)
MACHINE_WITHOUT_POWER: Final = words("%(label)s ada, padahal rumah tanpa listrik. Periksa keduanya.")
JOB_WITHOUT_WORK: Final = words(
    "Kedudukan dalam pekerjaan terisi, padahal seminggu lalu tidak bekerja. Periksa keduanya."
)
LEVEL_WITHOUT_SCHOOL: Final = words("Jenjang pendidikan terisi, padahal tidak pernah sekolah. Periksa keduanya.")
NEEDS_POWER: Final = ("asset_refrigerator", "asset_air_conditioner", "asset_water_heater")


def checked(columns: Mapping[str, object], level: Level) -> tuple[dict[str, int], list[Finding]]:
    """The values that are answers, and a finding for each that is not; what is no answer stays unknown.

    >>> checked({"floor_material": " 08", "floor_area": "", "lighting": None}, "family")
    ({'floor_material': 8}, [])
    >>> kept, findings = checked({"floor_material": 77}, "family")
    >>> kept, [one.kind for one in findings]
    ({}, ['condition_code'])
    """
    kept: dict[str, int] = {}
    findings: list[Finding] = []
    for name, given in columns.items():
        if given is None or not str(given).strip():
            continue
        column = COLUMNS.get(name)
        if column is None or column.level != level:
            findings.append(_finding(name, "condition_column", UNKNOWN_COLUMN, {"name": name}))
            continue
        value = _whole(given)
        if value is not None and column.allows(value):
            kept[name] = value
        else:
            findings.append(_wrong(name, given))
    return kept, findings


def _wrong(name: str, given: object) -> Finding:
    column = COLUMNS[name]
    values: dict[str, object] = {"label": column.label_id, "shown": str(given).strip()[:40]}
    if column.kind == "number":
        values |= {"least": column.least, "most": column.most}
        return _finding(name, "condition_code", NOT_A_NUMBER, values)
    values["codes"] = ", ".join(str(code) for code in column.answers)
    return _finding(name, "condition_code", NO_ANSWER, values)


def _whole(given: object) -> int | None:
    """The whole number that was written, however a spreadsheet wrote it."""
    if isinstance(given, bool):
        return None
    text = str(given).strip().removesuffix(".0")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else None


def _finding(name: str, kind: str, template: str, values: Values = NOTHING) -> Finding:
    return Finding("warning", template, Source(column=name), kind, values)


def contradictions(columns: Mapping[str, int]) -> list[Finding]:
    """Pairs of answers that cannot both be true, as warnings; nothing is corrected.

    >>> [one.source.column for one in contradictions({"toilet_facility": 6, "closet_type": 1})]
    ['closet_type']
    """
    known = dict(columns)
    found: list[tuple[str, str]] = []
    if known.get("toilet_facility") == NO_TOILET and "closet_type" in known:
        found.append(("closet_type", CLOSET_WITHOUT_TOILET))
    if known.get("lighting", PLN_METERED) != PLN_METERED and "power_rating" in known:
        found.append(("power_rating", POWER_WITHOUT_METER))
    if known.get("dwelling_tenure", OWNED) != OWNED and "land_title" in known:
        found.append(("land_title", TITLE_WITHOUT_OWNING))
    if known.get("lighting") == NOT_ELECTRIC:
        found += [(name, MACHINE_WITHOUT_POWER) for name in NEEDS_POWER if known.get(name) == YES]
    if known.get("worked_last_week") == NO and "job_status" in known:
        found.append(("job_status", JOB_WITHOUT_WORK))
    if known.get("school_participation") == NEVER_AT_SCHOOL and "education_level" in known:
        found.append(("education_level", LEVEL_WITHOUT_SCHOOL))
    return [
        _finding(name, "condition_contradiction", template, {"label": COLUMNS[name].label_id})
        for name, template in found
    ]


def difficulty(columns: Mapping[str, int]) -> bool | None:
    """Disability by the Washington Group's short set: a lot of difficulty, or cannot at all, in one of six domains.

    Source: Washington Group on Disability Statistics, short set on functioning, recommended cut-off. Regsosek counts
    1 = cannot at all to 4 = no difficulty. None while nothing points to it and not all six were asked.

    >>> difficulty({"difficulty_seeing": 2}), difficulty({"difficulty_seeing": 4}), difficulty({})
    (True, None, None)
    """
    asked = [columns[name] for name in SHORT_SET if name in columns]
    if any(value <= A_LOT for value in asked):
        return True
    return False if len(asked) == len(SHORT_SET) else None
