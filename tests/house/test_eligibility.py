"""Whom a rule takes, for any file, from the terminal and without a database."""

import argparse
import csv
import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from lontar.house import eligibility
from lontar.science.eligibility.derived import with_card_words, with_list_words
from lontar.science.eligibility.exchange import members_of, read_facts
from lontar.science.grid import ROW, Grid
from lontar.science.trouble import Refusal

VILLAGE = Path(__file__).parents[2] / "examples" / "kota-kecil"


def ask(capsys, *arguments):
    parser = argparse.ArgumentParser()
    eligibility.add_arguments(parser)
    status = eligibility.run(parser.parse_args([*map(str, arguments), "--json"]))
    told = capsys.readouterr()
    return status, json.loads(told.out) if told.out else told.err


def table(*rows):
    cells = pl.DataFrame([[n, *row] for n, row in enumerate(rows, 1)], orient="row")
    names = {old: ROW if at == 0 else f"c{at - 1}" for at, old in enumerate(cells.columns)}
    return Grid("", cells.rename(names))


def test_sembako_follows_the_deciles_of_the_day_that_is_asked(capsys):
    with (VILLAGE / "dtsen.csv").open(encoding="utf-8-sig") as file:
        deciles = [int(row["desil"]) for row in csv.DictReader(file)]
    for day, limit in (("2025-12-01", 5), ("2026-02-01", 4)):
        status, told = ask(capsys, "SEMBAKO", VILLAGE, "--on", day)
        assert status == 0
        assert told["qualifies"] == sum(decile <= limit for decile in deciles)
        assert told["undecided"] == told["families"] - len(deciles)


def test_every_family_is_answered_once_and_the_verdicts_add_up(capsys, tmp_path):
    out = tmp_path / "answers.csv"
    _status, told = ask(capsys, "pkh", VILLAGE, "--on", "2026-11-22", "--out", out)
    with out.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == told["families"] == told["qualifies"] + told["does_not"] + told["undecided"]
    assert sum(int(row["amount"]) for row in rows) == told["rupiah"]
    for row in rows:
        assert (row["reasons"] == "") == (row["verdict"] == "qualifies")
        assert (row["step_1"] == "unknown") <= (row["verdict"] != "qualifies")


def test_a_rule_about_persons_answers_for_each_person_with_the_decile_of_the_family(capsys):
    _status, told = ask(capsys, "PBI_JKN", VILLAGE, "--on", "2026-11-22")
    assert told["persons"] == len(told["answers"]) == 109
    assert told["rupiah"] == 42_000 * told["qualifies"]
    families = {}
    for answer in told["answers"]:
        families.setdefault(answer["no_kk"], set()).add(answer["verdict"])
    assert all(len(verdicts) == 1 for card, verdicts in families.items() if card)


def test_without_criteria_the_answer_is_not_known_and_never_no(capsys):
    _status, told = ask(capsys, "RASTRADA_BLITAR", VILLAGE, "--on", "2026-11-22")
    assert (told["qualifies"], told["does_not"]) == (0, 0)
    assert told["undecided"] == told["families"]
    assert told["rupiah"] is None


def test_facts_about_persons_decide_what_the_card_leaves_open(capsys, tmp_path):
    with (VILLAGE / "keluarga.csv").open(encoding="utf-8-sig") as file:
        pupil = next(
            r for r in csv.DictReader(file) if r["Pekerjaan"] == "PELAJAR/MAHASISWA" and r["Nomor KK"] and r["NIK"]
        )
    facts = tmp_path / "facts.csv"
    facts.write_text(f"NIK,KIP holder,proposed_by_school,school\n{pupil['NIK']},ya,ya,upper_secondary\n")
    _status, told = ask(capsys, "pip", VILLAGE, "--on", "2026-11-22", "--facts", facts)
    assert (told["qualifies"], told["rupiah"]) == (1, 1_800_000)
    assert next(a for a in told["answers"] if a["verdict"] == "qualifies")["nik"] == pupil["NIK"]


def test_a_file_of_families_alone_leaves_deciles_unknown(capsys, tmp_path):
    alone = tmp_path / "mine.csv"
    alone.write_bytes((VILLAGE / "keluarga.csv").read_bytes())
    _status, told = ask(capsys, "SEMBAKO", alone, "--on", "2026-11-22")
    assert told["undecided"] == told["families"] == 30


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("no-such-rule", VILLAGE), "tidak ada"),
        (("BLT_KESRA", VILLAGE, "--on", "2026-11-22"), "tidak berlaku"),
        (("pkh", VILLAGE / "missing.csv"), "missing.csv tidak ada"),
        (("pkh", VILLAGE / "manifest.json"), ""),
        (("pkh", VILLAGE.parent), "keluarga.csv"),
        (("pkh", VILLAGE, "--out", "answers.docx"), "akhirannya bukan"),
        (("pkh", VILLAGE, "--on", "2026-11-22", "--out", "/no/such/folder/answers.csv"), "No such file"),
    ],
)
def test_what_cannot_be_judged_is_refused_with_a_sentence(capsys, arguments, says):
    status, told = ask(capsys, *arguments)
    assert status == 2
    assert told.startswith("lontar: ")
    assert says in told


def test_housing_is_read_by_the_questions_of_regsosek():
    facts = read_facts(table(("no_kk", "303_lantai", "309a"), ("5371", "8", "1"), ("5372", "99", "")), file="x")
    assert facts.rows.sort("no_kk").rows() == [("5371", "earth", "own"), ("5372", None, None)]
    assert facts.unreadable == {"303_lantai": 1}


def test_a_table_without_a_key_or_without_a_word_is_refused():
    with pytest.raises(Refusal, match="no_kk atau nik"):
        read_facts(table(("nama", "pregnant"), ("a", "ya")), file="x")
    with pytest.raises(Refusal, match="tidak memuat keterangan"):
        read_facts(table(("nik", "warna"), ("1", "biru")), file="x")


def test_facts_that_were_told_go_before_what_the_card_says():
    persons = pl.DataFrame(
        {"family": [0], "sheet": [""], "row": [2], "nik": ["1"], "relation": ["child"], "sex": ["P"],
         "birth_date": [date(2012, 1, 1)], "education": [None], "occupation": ["PETANI/PEKEBUN"], "disability": [None]},
        schema_overrides={"education": pl.String, "disability": pl.String},
    )  # fmt: skip
    facts = read_facts(table(("nik", "school", "pregnant"), ("1", "lower_secondary", "tidak")), file="x")
    member = members_of(persons, [facts]).row(0, named=True)
    assert (member["school"], member["pregnant"], member["works"]) == ("lower_secondary", False, True)


@pytest.mark.parametrize(
    ("occupation", "education", "school", "works", "servant"),
    [
        ("PELAJAR/MAHASISWA", "primary_unfinished", "primary", False, False),
        ("PELAJAR/MAHASISWA", "upper_secondary", "higher", False, False),
        ("PELAJAR/MAHASISWA", None, None, False, False),
        ("BELUM/TIDAK BEKERJA", "none", None, False, False),
        ("PEGAWAI NEGERI SIPIL (PNS)", "bachelor", "none", True, True),
        ("KEPOLISIAN RI (POLRI)", None, "none", True, True),
        ("Petani/Pekebun", None, "none", True, False),
        (None, "primary", None, None, None),
        ("-", "primary", None, None, None),
    ],
)
def test_the_card_decides_only_what_it_says(occupation, education, school, works, servant):
    card = pl.DataFrame(
        {"occupation": [occupation], "education": [education]}, schema={"occupation": pl.String, "education": pl.String}
    )
    found = with_card_words(card).row(0, named=True)
    assert (found["school"], found["works"], found["public_servant"]) == (school, works, servant)


@pytest.mark.parametrize(
    ("disability", "disabled", "severe"), [("none", False, False), ("sight", True, None), (None, None, None)]
)
def test_the_card_knows_of_disability_but_of_no_degrees(disability, disabled, severe):
    card = pl.DataFrame({"disability": [disability]}, schema={"disability": pl.String})
    found = with_card_words(card).row(0, named=True)
    assert (found["disabled"], found["severe_disability"]) == (disabled, severe)


def test_no_decile_does_not_mean_not_listed():
    families = with_list_words(pl.DataFrame({"decile": [3, None]}))
    assert families.get_column("in_dtsen").to_list() == [True, None]


def test_an_answer_is_never_written_over_the_file_it_was_read_from(capsys, tmp_path):
    alone = tmp_path / "keluarga.csv"
    alone.write_bytes((VILLAGE / "keluarga.csv").read_bytes())
    before = alone.read_bytes()
    status, told = ask(
        capsys, "pkh", alone, "--on", "2026-11-22", "--out", tmp_path / ".." / tmp_path.name / "keluarga.csv"
    )
    assert status == 2
    assert "menghapus isinya" in told
    assert alone.read_bytes() == before


@pytest.mark.parametrize(("language", "says"), [("id", "keluarga memenuhi syarat"), ("en", "families qualify")])
def test_a_person_reads_the_answer_in_one_language(capsys, language, says):
    parser = argparse.ArgumentParser()
    eligibility.add_arguments(parser)
    assert eligibility.run(parser.parse_args(["pkh", str(VILLAGE), "--on", "2026-11-22", "--language", language])) == 0
    told = capsys.readouterr().out
    assert says in told
    assert ("desil DTSEN" in told) == (language == "id")
    assert ("setiap triwulan" in told) == (language == "id")
