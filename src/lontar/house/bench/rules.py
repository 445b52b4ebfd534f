"""The programmes' rules over a million families, beside the same conditions written by hand in Polars."""

import time
from datetime import date
from typing import Any, Final

import numpy as np
import polars as pl

from lontar.house.bench.figures import Figure, peak_mib
from lontar.house.environment import ROOT
from lontar.science.eligibility.columns import DOES_NOT, QUALIFIES, UNDECIDED, judge
from lontar.science.eligibility.explanation import tell
from lontar.science.eligibility.outlook import outlook
from lontar.science.eligibility.rule_file import read_rule
from lontar.science.eligibility.rulebook import Ruling
from lontar.science.eligibility.vocabulary import Field
from lontar.science.eligibility.words import VOCABULARY

ON: Final = date(2026, 11, 22)
FAMILIES: Final = 1_000_000
MEMBERS_EACH: Final = 3.8
# Only aid in force is judged; this one was paid in the last quarter of 2025.
DAYS: Final = {"blt-kesra": date(2025, 11, 22)}
SIXTEEN: Final = (
    "blt-kesra", "bsps", "fakir-miskin", "kip-kuliah", "kube", "kur", "mekaar", "pbi-jkn", "pem", "pip", "pkh", "pkh-plus",
    "pmt", "rastrada-blitar", "sembako", "uep",
)  # fmt: skip
SECONDS_MAX, MIB_MAX, TIMES_MAX = 10.0, 4_096.0, 3.0
ONE_MS_MAX, EXPLAINED = 20.0, 200


def rulings() -> dict[str, Ruling]:
    """The sixteen national and local programmes, each on a day on which it was in force."""
    texts = {name: (ROOT / "rules" / f"{name}.yaml").read_text(encoding="utf-8") for name in SIXTEEN}
    return {name: read_rule(text).on(DAYS.get(name, ON)) for name, text in texts.items()}


def made_up(families: int, seed: int = 1) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Families and members with every word that a rule may ask, a twentieth of each unknown."""
    dice = np.random.default_rng(seed)
    sizes = np.clip(dice.poisson(MEMBERS_EACH - 1, families) + 1, 1, 12)
    of_families = {"family_id": pl.int_range(families, eager=True)}
    of_members = {
        "family_id": pl.Series(np.repeat(np.arange(families), sizes)),
        "person_id": pl.int_range(int(sizes.sum()), eager=True),
    }
    for field in VOCABULARY.values():
        where, rows = (of_families, families) if field.owner == "family" else (of_members, int(sizes.sum()))
        name = field.years_of or field.months_of or field.name
        if name not in where:
            where[name] = _column(field, name, rows, dice)
    return pl.DataFrame(of_families), pl.DataFrame(of_members)


def _column(field: Field, name: str, rows: int, dice: np.random.Generator) -> pl.Series:
    known = pl.Series(dice.random(rows) >= 0.05)
    if field.years_of or field.months_of or field.kind == "date":
        days = pl.Series(name, dice.integers(0, 85 * 365, rows), pl.Int32)
        told = ((ON - date(1970, 1, 1)).days - days).cast(pl.Date)
    elif field.kind == "choice":
        told = pl.Series(name, dice.choice(np.array(list(field.choices)), rows))
    elif field.kind == "flag":
        told = pl.Series(name, dice.random(rows) < 0.3)
    else:
        low, high = field.bounds
        told = pl.Series(name, dice.integers(low, min(high, 10**7), rows, endpoint=True))
    return pl.select(pl.when(known).then(told).alias(name)).to_series()


def by_rule(ruling: Ruling, families: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Every verdict with its amount and the answer to each condition."""
    told: pl.DataFrame = judge(ruling, families.lazy(), members.lazy()).collect()
    return told


def by_hand(families: pl.DataFrame, members: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The same verdicts as somebody writes them who knows Polars and these sixteen programmes; no reasons, no rupiah."""
    people, of_family = _people(members), families.lazy()
    together = people.join(of_family, on="family_id", how="left")
    some = of_family.join(_some(people), on="family_id", how="left")
    unknown = pl.lit(None, pl.Boolean)
    decile = pl.col("decile")
    rough_floor = pl.col("floor_material").is_in(["earth", "cement"])
    rough_wall = pl.col("wall_material").is_in(["plastered_bamboo", "board", "woven_bamboo", "logs", "bamboo"])
    dark = (pl.col("lighting") == "not_electric") | (pl.col("power_rating") == "va_450")
    destitute = (
        pl.col("no_shelter") | pl.col("head_without_work") | pl.col("food_worry") | (pl.col("food_share") > 70)
        | ~pl.col("clothes_bought") | rough_floor | rough_wall | (pl.col("toilet_facility") != "own") | dark
    )  # fmt: skip
    titled = (pl.col("land_title") != "none") & (pl.col("dwelling_tenure") == "owned")
    unfit = pl.col("house_unfit") & titled & (pl.col("asset_other_house") == "no") & pl.col("willing_to_build")
    for_families = {
        "sembako": decile.is_between(1, 4), "blt-kesra": decile.is_between(1, 4),
        "bsps": unfit & ~pl.col("housing_aid_before") & unknown, "fakir-miskin": destitute & unknown,
        "kube": decile.is_between(1, 2) & pl.col("grouped"), "rastrada-blitar": unknown, "uep": unknown,
        "pkh": decile.is_between(1, 4) & pl.col("component") & ~pl.col("servant"),
    }  # fmt: skip
    poor = pl.col("kip_holder") | pl.col("receives_pkh") | pl.col("receives_sembako")
    student = (
        poor | decile.is_between(1, 4) | (pl.col("income") <= 4_000_000) | (pl.col("income_per_member") <= 750_000)
    )
    pupil = (
        poor
        | pl.col("in_dtsen")
        | pl.col("orphan")
        | pl.col("hit_by_disaster")
        | pl.col("back_at_school")
        | pl.col("disabled")
    )
    thin = pl.col("age_months").is_between(6, 59) & pl.col("nutrition").is_in(["faltering", "underweight", "wasted"])
    mother = pl.col("woman") & pl.col("pregnant") & ((pl.col("arm_mm") < 235) | (pl.col("bmi_tenths") < 185))
    months = pl.col("business_months")
    for_persons = {
        "kip-kuliah": (pl.col("graduated") <= 2) & pl.col("accepted_at_university") & student,
        "kur": (months >= 6) | (pl.col("business_training") & (months >= 3)),
        "mekaar": pl.col("woman") & pl.col("in_group") & unknown, "pbi-jkn": decile.is_between(1, 5),
        "pem": (months >= 1) & unknown, "pip": pl.col("pupil") & pupil & pl.col("proposed_by_school"),
        "pkh-plus": (pl.col("age") >= 70) & pl.col("receives_pkh"), "pmt": thin | mother,
    }  # fmt: skip
    judged = {name: _verdicts(some, met, "family_id") for name, met in for_families.items()}
    return judged | {name: _verdicts(together, met, "family_id", "person_id") for name, met in for_persons.items()}


def _people(members: pl.DataFrame) -> pl.LazyFrame:
    age = _years("birth_date")
    whole = (ON.year - pl.col("birth_date").dt.year()) * 12 + ON.month - pl.col("birth_date").dt.month()
    months = whole - (pl.col("birth_date").dt.day() > ON.day).cast(pl.Int32)
    at_school = pl.col("school").is_in(["primary", "lower_secondary", "upper_secondary"])
    return (
        members.lazy()
        .with_columns(
            age=age, age_months=months, graduated=_years("graduated_on"), woman=pl.col("sex") == "P",
        )
        .with_columns(pupil=pl.col("age").is_between(6, 21) & at_school)
    )  # fmt: skip


def _years(column: str) -> pl.Expr:
    day = pl.col(column)
    later = (day.dt.month() > ON.month) | ((day.dt.month() == ON.month) & (day.dt.day() > ON.day))
    return ON.year - day.dt.year() - later.cast(pl.Int32)


def _some(people: pl.LazyFrame) -> pl.LazyFrame:
    """What at least one member is, by family; unknown where nobody is known to be and somebody might."""
    perhaps = (pl.col("age") >= 60) & pl.lit(None, pl.Boolean)
    component = (
        (pl.col("woman") & pl.col("age").is_between(10, 54) & pl.col("pregnant")) | pl.col("age").is_between(0, 6)
        | pl.col("pupil") | (pl.col("age") >= 70) | perhaps | pl.col("severe_disability")
    )  # fmt: skip
    asked = {
        "component": component, "servant": pl.col("public_servant"), "grouped": pl.col("in_group"),
        "head_without_work": (pl.col("relation") == "head") & ~pl.col("works"),
    }  # fmt: skip
    return people.group_by("family_id").agg(**{name: met.any(ignore_nulls=False) for name, met in asked.items()})


_VERDICT: Final = pl.Enum([QUALIFIES, DOES_NOT, UNDECIDED])


def _verdicts(frame: pl.LazyFrame, met: pl.Expr, *keys: str) -> pl.DataFrame:
    yes, no, unknown = (pl.lit(word, _VERDICT) for word in (QUALIFIES, DOES_NOT, UNDECIDED))
    verdict = pl.when(met).then(yes).when(~met).then(no).otherwise(unknown)
    return frame.select(*keys, verdict=verdict).collect()


def one_family(found: dict[str, Ruling], of_families: pl.DataFrame, of_members: pl.DataFrame) -> list[float]:
    """Milliseconds for all sixteen programmes read step by step and told in sentences, for each of some families."""
    few = of_families.head(EXPLAINED)
    theirs = of_members.join(few.select("family_id"), on="family_id", how="semi").partition_by(
        "family_id", as_dict=True
    )
    took = []
    for family in few.to_dicts():
        members = theirs[(family["family_id"],)].to_dicts()
        began = time.perf_counter()
        for ruling in found.values():
            if (best := outlook(ruling, family, members)) is not None:
                tell(best.reading, "id")
        took.append((time.perf_counter() - began) * 1_000)
    return sorted(took)


def rules(files: Any, families: int) -> list[Figure]:
    """All sixteen programmes over a million families, reasons included, and the same by hand."""
    found = rulings()
    of_families, of_members = made_up(FAMILIES)
    by_rule(found["sembako"], of_families.head(1_000), of_members.head(1_000))  # the engine is awake
    began = time.perf_counter()
    answers = sum(frame.height for frame in (by_rule(one, of_families, of_members) for one in found.values()))
    ours = time.perf_counter() - began
    peak = peak_mib()
    began = time.perf_counter()
    by_hand(of_families, of_members)
    theirs = time.perf_counter() - began
    one = one_family(found, of_families, of_members)
    note = f"{len(found)} rules, {FAMILIES:,} families, {of_members.height:,} members: {answers:,} answers with amounts and reasons."
    return [
        Figure("rules.seconds", "Sixteen programmes over a million families", ours, "s", SECONDS_MAX, "at_most", note),
        Figure("rules.memory", "Memory for it", peak, "MiB", MIB_MAX, "at_most", "Peak of the process, the frames included."),
        Figure("rules.ratio", "Against the same conditions by hand in Polars", ours / theirs, "times", TIMES_MAX, "at_most",
               "By hand: verdicts only, neither reasons nor rupiah.", {"our seconds": ours, "their seconds": theirs}),
        Figure("rules.one", "One family with all its explanations, 95 of 100", one[int(len(one) * 0.95)], "ms", ONE_MS_MAX,
               "at_most", f"{len(found)} programmes read step by step, those about persons for each member, and the answer of each told "
               f"in sentences; {len(one)} families.", {"median ms": one[len(one) // 2], "slowest ms": one[-1]}),
    ]  # fmt: skip
