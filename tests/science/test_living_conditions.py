"""Answers of Regsosek 2022-K: what they mean, what is no answer, and what cannot both be true."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lontar.science import living_conditions as lc


def test_every_question_has_one_column_and_every_answer_its_words_in_both_languages():
    assert len(lc.BY_QUESTION) == len(lc.COLUMNS) == 62
    assert set(lc.FAMILY) | set(lc.PERSON) == set(lc.COLUMNS)
    for column in lc.COLUMNS.values():
        assert column.label("id")
        assert column.label("en")
        assert (column.kind == "number") == (not column.answers)
        assert all(answer.id and answer.en for answer in column.answers.values())


@pytest.mark.parametrize(
    ("question", "code", "indonesian", "english"),
    [
        ("303", 8, "Tanah", "Earth"),
        ("304", 4, "Anyaman bambu", "Woven bamboo"),
        ("306a", 10, "Air hujan", "Rain water"),
        ("309a", 6, "Tidak ada fasilitas", "None"),
        ("502k", 1, "Ya", "Yes"),
        ("504d", 3, "3 ekor", "3 head"),
        ("428c", 1, "Sama sekali tidak bisa", "Cannot at all"),
        ("411", 5, "Akta kelahiran, KTP", "Birth certificate, Identity card"),
        ("411", 0, "Tidak memiliki", "None"),
    ],
)
def test_a_code_means_what_the_form_says(question, code, indonesian, english):
    column = lc.COLUMNS[lc.BY_QUESTION[question]]
    assert column.meaning(code, "id") == indonesian
    assert column.meaning(code, "en") == english


def test_roof_codes_5_and_6_are_read_as_the_form_was_and_both_readings_are_told_when_nobody_knows():
    roof = lc.COLUMNS["roof_material"]
    assert roof.meaning(5, "id", lc.REGSOSEK) == roof.meaning(6, "id", lc.REGSOSEK_BAMBOO_5) == "Kayu/sirap"
    assert roof.meaning(6, "id", lc.REGSOSEK) == roof.meaning(5, "id", lc.REGSOSEK_BAMBOO_5) == "Bambu"
    doubtful = roof.meaning(5, "id", lc.REGSOSEK_UNSURE)
    for part in ("Kayu/sirap", "Bambu", "belum dipastikan"):
        assert part in doubtful
    assert roof.meaning(3, "id", lc.REGSOSEK_UNSURE) == "Seng"


@pytest.mark.parametrize("nothing", [None, "", "   "])
def test_a_missing_value_stays_unknown(nothing):
    assert lc.checked({"floor_material": nothing}, "family") == ({}, [])


@pytest.mark.parametrize("written", [8, "8", "08", " 8 ", "8.0"])
def test_a_code_is_read_however_a_spreadsheet_wrote_it(written):
    assert lc.checked({"floor_material": written}, "family") == ({"floor_material": 8}, [])


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("floor_material", 0, "condition_code"),
        ("floor_material", "tanah", "condition_code"),
        ("floor_material", True, "condition_code"),
        ("floor_area", -3, "condition_code"),
        ("floor_area", 2001, "condition_code"),
        ("livestock_pig", "1e9", "condition_code"),
        ("worked_last_week", 1, "condition_column"),
        ("colour", 1, "condition_column"),
    ],
)
def test_what_is_no_answer_is_a_finding_and_stays_unknown(name, value, kind):
    kept, (finding,) = lc.checked({name: value, "lighting": 1}, "family")
    assert kept == {"lighting": 1}
    assert (finding.kind, finding.source.column) == (kind, name)


def test_bits_add_up_and_nothing_beyond_them_is_taken():
    assert lc.checked({"identity_docs": 7}, "person")[0] == {"identity_docs": 7}
    assert lc.checked({"identity_docs": 8}, "person")[0] == {}
    assert lc.checked({"health_insurance": 99}, "person")[0] == {"health_insurance": 99}


def test_answers_that_cannot_both_be_true_are_told_and_none_is_changed():
    answers = {"toilet_facility": 6, "closet_type": 1, "lighting": 4, "power_rating": 1, "asset_refrigerator": 1}
    assert [one.source.column for one in lc.contradictions(answers)] == [
        "closet_type", "power_rating", "asset_refrigerator",
    ]  # fmt: skip
    assert lc.contradictions({"toilet_facility": 1, "closet_type": 1, "lighting": 1, "power_rating": 1}) == []


@given(st.dictionaries(st.sampled_from(lc.FAMILY), st.integers(-5, 120)))
@settings(max_examples=50)
def test_whatever_is_kept_has_a_meaning(given_columns):
    kept, findings = lc.checked(given_columns, "family")
    assert len(kept) + len(findings) == len(given_columns)
    for name, value in kept.items():
        assert lc.COLUMNS[name].meaning(value, "id")


def test_disability_is_known_only_when_one_domain_says_so_or_all_six_were_asked():
    none = dict.fromkeys(
        ("difficulty_seeing", "difficulty_hearing", "difficulty_walking", "difficulty_memory",
         "difficulty_self_care", "difficulty_speech"), 4,
    )  # fmt: skip
    assert lc.difficulty(none) is False
    assert lc.difficulty(none | {"difficulty_walking": 3}) is False
    assert lc.difficulty(none | {"difficulty_walking": 2}) is True
    del none["difficulty_memory"]
    assert lc.difficulty(none) is None
