"""The explanation of one family, in both languages."""

from datetime import date
from pathlib import Path

from lontar.science.eligibility.explanation import tell
from lontar.science.eligibility.reading import read_family
from lontar.science.eligibility.rule_file import read_rule

RULES = Path(__file__).parents[3] / "rules"


def read(rule, family, members=()):
    return read_family(read_rule((RULES / f"{rule}.yaml").read_text()).on(date(2026, 11, 22)), family, members)


def test_the_explanation_names_the_value_its_source_and_its_day():
    family = {"decile": 5, "decile_on": date(2026, 10, 1), "decile_source": "DTSEN"}
    told = tell(read("sembako", family), "id")
    assert told.steps[0].question == "Desil DTSEN 1 sampai 4"
    assert told.steps[0].found == ("Desil DTSEN 5 (DTSEN, 1 Oktober 2026).",)
    assert told.steps[0].answer == "tidak terpenuhi"
    assert told.verdict == "Keluarga ini tidak memenuhi syarat."
    assert told.changes == ("Seandainya syarat 1 terpenuhi, keluarga ini memenuhi syarat.",)


def test_the_explanation_tells_every_value_with_its_unit_its_days_and_how_far_its_source_was_read():
    told = tell(read("sembako", {"decile": 3}), "id")
    assert told.sources[1].startswith("Desil yang dilayani: desil 1 sampai 4, berlaku sejak 1 Februari 2026. Sumber: ")
    assert (
        "Aid for each family: Rp 200,000 a month, in force since 1 January 2020."
        in tell(read("sembako", {}), "en").text
    )
    last = read_family(read_rule((RULES / "sembako.yaml").read_text()).on(date(2025, 11, 22)), {"decile": 5}, ())
    assert "Desil yang dilayani: desil 1 sampai 5, berlaku 1 Juni 2025 sampai 31 Januari 2026." in tell(last, "id").text


def test_the_explanation_tells_each_member_without_a_name():
    members = [
        {"birth_date": date(1990, 1, 1), "disabled": False, "relation": "head"},
        {"birth_date": None, "disabled": None, "relation": "parent"},
    ]
    told = tell(read("bantuan-sosial-kesejahteraan-keluarga", {"decile": 1}, members), "en")
    assert told.steps[1].found == (
        "Member 1 (head of the family): age 36 years.",
        "Member 2 (parent): age not known.",
    )
    assert told.verdict == "It cannot be decided yet: something is not known."
    assert "If condition 2 were met, this family would qualify." in told.changes


def test_a_made_up_criterion_says_that_it_is_made_up():
    told = tell(read("bantuan-sosial-kesejahteraan-keluarga", {"decile": 1}), "id")
    assert "dibuat untuk contoh" in told.text
    assert "sumber belum dibaca" in told.text


def test_who_asks_about_themselves_reads_no_age_of_another():
    members = [
        {"birth_date": date(1990, 1, 1), "disabled": False, "relation": "head"},
        {"birth_date": date(2011, 1, 1), "disabled": True, "relation": "child"},
    ]
    reading = read("bantuan-sosial-kesejahteraan-keluarga", {"decile": 1}, members)
    told = tell(reading, "id", members=[2])
    assert told.steps[0].found == ("Desil DTSEN 1.",), "what is of the whole family stays"
    assert told.steps[1].found == (
        "Anggota 2 (anak): umur 15 tahun.",
        "Data anggota lain hanya diceritakan kepada mereka.",
    )
    assert "36" not in tell(reading, "id", members=[]).text
    assert "umur 36 tahun" in tell(reading, "id").text
