"""`./lontar eligibility PROGRAMME FILE`: whom a programme's rule takes, and why, for any file and without a database."""

import argparse
import json
import sys
import time
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from lontar.kit.terminal import writing
from lontar.science.trouble import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from lontar.science.eligibility.rulebook import Rule, Ruling

FAMILIES_FILES = ("keluarga.csv", "keluarga.xlsx", "keluarga.xls")
DECILES_FILE, HOUSING_FILE = "dtsen.csv", "perumahan.csv"
ANSWERS_SHOWN_MAX = 10_000
WRITES = (".csv", ".parquet", ".json")
ANSWER_WORDS = {True: "yes", False: "no", None: "unknown"}


@dataclass(frozen=True, slots=True)
class Inputs:
    """What was read: the frames, the files they came from, and how much of it could not be used."""

    families: "pl.DataFrame"
    members: "pl.DataFrame"
    files: list[str]
    errors: int
    warnings: int
    unreadable: dict[str, int]


WORDS: Final = {
    "id": {
        "family": "keluarga", "person": "orang", "qualifies": "memenuhi syarat", "does_not": "tidak memenuhi syarat",
        "undecided": "belum dapat diputuskan", "to": "sampai", "more": " atau lebih", "once": "satu kali",
        "month": "setiap bulan", "quarter": "setiap triwulan", "year": "setiap tahun",
        "wrong": "{errors} kesalahan dan {warnings} peringatan di barisnya: yang tidak terbaca tetap belum diketahui",
        "unreadable": "{cells} sel {title} tidak terbaca dan tetap belum diketahui",
    },
    "en": {
        "family": "families", "person": "persons", "qualifies": "qualify", "does_not": "do not",
        "undecided": "cannot be decided yet", "to": "to", "more": " or more", "once": "once",
        "month": "a month", "quarter": "a quarter", "year": "a year",
        "wrong": "{errors} errors and {warnings} warnings in the rows: what cannot be read stays unknown",
        "unreadable": "{cells} cells of {title} could not be read and stay unknown",
    },
}  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be asked of the command."""
    parser.add_argument("programme", help="a rule of rules/ by its name or as people call it: pkh, SEMBAKO, PBI_JKN")
    parser.add_argument("file", type=Path, help="families (header of a SIAK export), or a folder of ./lontar example")
    parser.add_argument("--on", type=_day, default=None, metavar="DATE", help="the rule and ages of this day (today)")
    parser.add_argument("--deciles", type=Path, help=f"no_kk, desil, tanggal_versi ({DECILES_FILE} beside FILE)")
    parser.add_argument("--housing", type=Path, help=f"no_kk and questions of Regsosek ({HOUSING_FILE} beside FILE)")
    parser.add_argument(
        "--facts", type=Path, action="append", default=[], metavar="FILE",
        help="a table with no_kk or nik and words of the rules (pregnant, receives_pkh ...); may be repeated",
    )  # fmt: skip
    parser.add_argument("--out", type=Path, help="write every answer with its reasons here (.csv, .parquet or .json)")
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    parser.add_argument("--language", choices=("id", "en"), default="id", help="of the answer (id)")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write YYYY-MM-DD") from wrong


def run(args: argparse.Namespace) -> int:
    """Judge the file; 0 when done, 2 when it cannot be judged."""
    try:
        return _run(args)
    except Refusal as refusal:
        print(f"lontar: {refusal}", file=sys.stderr)
        return 2


def _run(args: argparse.Namespace) -> int:
    from lontar.science.eligibility.columns import judge

    began = time.monotonic()
    if args.out and args.out.suffix.lower() not in WRITES:
        raise Refusal(
            f"{args.out.name} tidak dapat ditulis: akhirannya bukan {', '.join(WRITES)}.",
            advice="Ganti akhiran nama berkasnya.",
        )
    today = datetime.now().astimezone().date()
    ruling = _rule(args.programme).on(args.on or today)
    inputs = read_inputs(args, today=today)
    answers = judge(ruling, inputs.families, inputs.members).collect()
    answers = _named(answers, ruling, inputs, args.language)
    summary = summary_of(ruling, answers, inputs, args.language)
    summary["seconds"] = round(time.monotonic() - began, 3)
    if args.out:
        _write(answers, args.out, map(Path, inputs.files))
        summary["out"] = str(args.out)
    elif args.json and answers.height <= ANSWERS_SHOWN_MAX:
        summary["answers"] = _records(answers)
    _tell(summary, as_json=args.json, language=args.language)
    return 0


def _rule(name: str) -> "Rule":
    """A rule by its name, or by a name that people use."""
    from lontar.city.programmes import queries as programmes
    from lontar.science.eligibility.rule_file import read_rule

    wanted = _plain(name)
    for rule in programmes.folder_rules():
        if wanted in {_plain(called) for called in (rule.id, rule.name.id, *rule.also_called)}:
            return rule
    return read_rule(programmes.folder_text(name))  # refuses, and names those that there are


def _plain(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


def read_inputs(args: argparse.Namespace, *, today: date) -> Inputs:
    """Families, deciles, housing and facts as frames. Raises Refusal where a file cannot be read as a whole."""
    import polars as pl

    from lontar.engine.tables import read_book
    from lontar.science.decile_file import read_deciles
    from lontar.science.eligibility.exchange import Facts, families_of, members_of, read_facts
    from lontar.science.family_file import read_families
    from lontar.science.family_file.wards import WARDS

    path = _families_file(args.file)
    book = read_book(path)
    # Where a family lives decides nothing here, so a ward that is not known is no reason to leave it out.
    file = read_families(book.grids, pl.DataFrame(schema=WARDS), on=today, file=path.name, told=book.findings)
    found = file.findings.filter(~pl.col("kind").str.starts_with("ward_"))
    files = [str(path)]
    deciles = None
    if decile_path := _beside(path, args.deciles, DECILES_FILE):
        deciles = read_deciles(read_book(decile_path).grids, on=today, file=decile_path.name).deciles
        files.append(str(decile_path))
    tables: list[Facts] = []
    housing = _beside(path, args.housing, HOUSING_FILE)
    for table_path in [*([housing] if housing else []), *args.facts]:
        tables.append(read_facts(read_book(table_path).grids[0], file=table_path.name))
        files.append(str(table_path))
    severity = found.get_column("severity")
    return Inputs(
        families=families_of(file.families, deciles, tables),
        members=members_of(file.persons, tables),
        files=files,
        errors=int((severity == "error").sum()),
        warnings=int((severity == "warning").sum()),
        unreadable={title: count for table in tables for title, count in table.unreadable.items()},
    )


def _families_file(path: Path) -> Path:
    if not path.is_dir():
        return path
    found = next((path / name for name in FAMILIES_FILES if (path / name).is_file()), None)
    if found is None:
        raise Refusal(
            f"Di folder {path} tidak ada {FAMILIES_FILES[0]}.",
            advice="Sebutkan berkasnya, atau buat contohnya dengan ./lontar example.",
            field="file",
        )
    return found


def _beside(families: Path, named: Path | None, usual: str) -> Path | None:
    """The file that was named, or the one of the usual name beside the families."""
    if named is not None:
        return named
    usual_path = families.parent / usual
    return usual_path if usual_path.is_file() else None


def _named(answers: "pl.DataFrame", ruling: "Ruling", inputs: Inputs, language: str) -> "pl.DataFrame":
    """The answers with the row and number of who is meant, in the order of the file, and the reasons in words."""
    import polars as pl

    from lontar.science.eligibility import terms as t
    from lontar.science.eligibility.explanation import ANSWERS
    from lontar.science.eligibility.sentences import in_words

    steps = [in_words(step, language) for step in t.steps(ruling.condition)]
    wanted = list(t.wanted(ruling.condition))
    # Only what holds the answer back: what is answered the other way if it is no, the unknown if it is not decided.
    reasons = [
        pl.when((pl.col("verdict") == "does_not") & (pl.col(f"step_{n}") != wanted[n - 1]))
        .then(pl.lit(f"{step}: {ANSWERS[not wanted[n - 1]][language]}"))
        .when((pl.col("verdict") == "undecided") & pl.col(f"step_{n}").is_null())
        .then(pl.lit(f"{step}: {ANSWERS[None][language]}"))
        for n, step in enumerate(steps, 1)
    ]
    shown = [
        pl.col(f"step_{n}").replace_strict(ANSWER_WORDS, return_dtype=pl.String).alias(f"step_{n}")
        for n in range(1, len(steps) + 1)
    ]
    card = inputs.families.select("family_id", "no_kk", pl.col("sheet"), pl.col("row"))
    if "person_id" in ruling.keys:
        who = inputs.members.select("family_id", "person_id", "sheet", "row", "nik").join(
            card.select("family_id", "no_kk"), on="family_id", how="left", maintain_order="left"
        )
        named: tuple[str, ...] = ("sheet", "row", "no_kk", "nik")
    else:
        who, named = card, ("sheet", "row", "no_kk")
    joined = who.join(answers, on=list(ruling.keys), how="left", maintain_order="left")
    why = pl.concat_str(reasons, separator="; ", ignore_nulls=True).alias("reasons")
    return joined.select(*named, "verdict", "amount", "amount_most", why, *shown)


def summary_of(ruling: "Ruling", answers: "pl.DataFrame", inputs: Inputs, language: str) -> dict[str, Any]:
    """Counts by verdict and by condition, and every value of the rule with its source."""
    from lontar.science.eligibility import terms as t
    from lontar.science.eligibility.sentences import in_words

    rule = ruling.rule
    verdicts = dict(answers.get_column("verdict").value_counts().rows())
    steps = [
        {
            "number": n,
            "question": in_words(step, language),
            **{name: int((answers.get_column(f"step_{n}") == word).sum())
               for name, word in (("met", "yes"), ("not_met", "no"), ("unknown", "unknown"))},
        }
        for n, step in enumerate(t.steps(ruling.condition), 1)
    ]  # fmt: skip
    most = answers.get_column("amount_most")
    return {
        "programme": rule.id, "name": rule.name[language], "on": ruling.on.isoformat(), "version": ruling.version,
        "applies_to": rule.applies_to, "decided_by": rule.decided_by, "note": rule.note[language],
        "families": inputs.families.height, "persons": inputs.members.height,
        **{name: int(verdicts.get(name, 0)) for name in ("qualifies", "does_not", "undecided")},
        "every": rule.gives.every if ruling.amount is not None else None,
        "rupiah": int(answers.get_column("amount").sum()) if ruling.amount is not None else None,
        "rupiah_most": int(most.sum()) if ruling.amount is not None and not most.has_nulls() else None,
        "steps": steps,
        "values": [
            {"meaning": named.meaning[language], "value": _as_text(value.value), "unit": named.unit, "from": value.period.since.isoformat(),
             "until": value.period.until.isoformat() if value.period.until else None, "source": value.source,
             "confidence": value.confidence}
            for named, value in ruling.sources
        ],
        "criteria": {"from": ruling.since.period.since.isoformat(), "source": ruling.since.source,
                     "confidence": ruling.since.confidence},
        "conditions": [one.says[language] for one in ruling.conditions],
        "ends": [one.says[language] for one in ruling.ends],
        "files": inputs.files,
        "findings": {"errors": inputs.errors, "warnings": inputs.warnings, "unreadable": inputs.unreadable},
    }  # fmt: skip


def _as_text(value: Any) -> str:
    from lontar.science.eligibility import terms as t

    match value:
        case t.Ranges(ranges):
            return ", ".join(str(low) if low == high else f"{low}..{high}" for low, high in ranges)
        case t.Words(words):
            return ", ".join(words)
        case _:
            return str(value)


def _records(answers: "pl.DataFrame") -> list[dict[str, Any]]:
    return answers.to_dicts()


def _write(answers: "pl.DataFrame", out: Path, read: "Iterable[Path]") -> None:
    with writing(out, field="out", read=read):
        match out.suffix.lower():
            case ".parquet":
                answers.write_parquet(out)
            case ".json":
                out.write_text(json.dumps(_records(answers), ensure_ascii=False, indent=1), encoding="utf-8")
            case ".csv":
                answers.write_csv(out, include_bom=True)


def _tell(summary: dict[str, Any], *, as_json: bool, language: str) -> None:
    if as_json:
        print(json.dumps(summary, ensure_ascii=False, indent=1))
        return
    from lontar.science.eligibility.explanation import ANSWERS
    from lontar.science.eligibility.sentences import figure

    said = WORDS[language]

    def count(number: int) -> str:
        return figure(number, language)

    whom = said[summary["applies_to"]]
    print(f"{summary['name']}, {summary['on']} ({summary['version']})")
    read = f"{count(summary['families'])} {said['family']}, {count(summary['persons'])} {said['person']}"
    print(f"  {read}: {', '.join(summary['files'])}")
    for name in ("qualifies", "does_not", "undecided"):
        print(f"  {count(summary[name]):>9} {whom} {said[name]}")
    if summary["rupiah"] is not None:
        most = summary["rupiah_most"]
        more = said["more"] if most is None else f" {said['to']} {count(most)}" if most != summary["rupiah"] else ""
        print(f"  Rp {count(summary['rupiah'])}{more} {said[summary['every']]}")
    answers = ((ANSWERS[True], "met"), (ANSWERS[False], "not_met"), (ANSWERS[None], "unknown"))
    for step in summary["steps"]:
        told = ", ".join(f"{word[language]} {count(step[key])}" for word, key in answers)
        print(f"  {step['number']}. {step['question']}: {told}")
    wrong = summary["findings"]
    if wrong["errors"] or wrong["warnings"]:
        print(f"  {said['wrong'].format(errors=wrong['errors'], warnings=wrong['warnings'])}")
    for title, cells in wrong["unreadable"].items():
        print(f"  {said['unreadable'].format(cells=count(cells), title=title)}")
