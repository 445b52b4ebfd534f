"""One person once: siblings and twins stay apart, spoilt copies are found, and every weight can be explained."""

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from linkage.people import town
from lontar.engine import linkage
from lontar.engine.linkage.by_splink import compared_by_splink
from lontar.engine.linkage.comparing import compared
from lontar.house.bench import duplicates as bench
from lontar.science.linkage.blocks import pairs
from lontar.science.linkage.facts import facts
from lontar.science.linkage.groups import groups
from lontar.science.linkage.keys import keys
from lontar.science.linkage.measures import quality
from lontar.science.linkage.sieve import promising
from lontar.science.linkage.stories import BANDS, sample
from lontar.science.trouble import Refusal

MARIA = {
    "nik": "5371034112900001", "no_kk": "5371031708170003", "nama": "MARIA BENU", "nama_ibu": "YOSEFINA NALLE",
    "tanggal_lahir": "01-12-1990", "jenis_kelamin": "P", "kode_kelurahan": "53.71.03.1010", "rt": "003", "rw": "005",
    "alamat": "JL. MAWAR NO. 3",
}  # fmt: skip


@pytest.fixture(scope="module")
def people() -> pl.DataFrame:
    return town(900, 11, copies=0.12, dirt=0.35).with_columns(record_id=pl.int_range(pl.len()))


@pytest.fixture(scope="module")
def found(people):
    return linkage.find_and_group(people)


def measured(people: pl.DataFrame, grouped: pl.DataFrame):
    ids = people.join(grouped, on="record_id", how="left", maintain_order="left")
    return quality(people["truth"], ids["cluster_id"].fill_null(ids["record_id"]))


def test_copies_spoilt_in_ways_the_example_city_does_not_know_are_found(people, found):
    told = measured(people, found[1])
    assert told.f1 > 0.96, told
    assert told.wrongly_merged < 0.03 * told.true_pairs, told


def test_a_pair_stands_once_with_the_smaller_id_left_and_the_heaviest_first(found):
    pairs = found[0].pairs
    assert (pairs["left_id"] < pairs["right_id"]).all()
    assert pairs.select("left_id", "right_id").is_unique().all()
    assert pairs["weight"].is_sorted(descending=True)
    assert set(pairs["band"].unique()) <= set(BANDS)


def test_what_the_bands_promise_is_kept(people, found):
    """Of the pairs called the same nearly all are; what is called different hides hardly any."""
    truth = people["truth"].to_numpy()
    pairs = found[0].pairs
    right = truth[pairs["left_id"].to_numpy()] == truth[pairs["right_id"].to_numpy()]
    same, different = (pairs["band"] == band for band in ("same", "different"))
    assert right[same.to_numpy()].mean() > 0.98
    assert right[different.to_numpy()].sum() < 0.03 * right.sum()


def test_twins_and_siblings_are_not_one_person():
    twin = MARIA | {"nik": "5371034112900002", "nama": "MARTA BENU"}
    brother = MARIA | {
        "nik": "5371030112920001",
        "nama": "YOHANES BENU",
        "tanggal_lahir": "01-12-1992",
        "jenis_kelamin": "L",
    }
    for other in (twin, brother):
        why = linkage.explain(MARIA, other)
        assert why.band != "same", why
        assert why.against == "kin"


def test_one_nik_on_two_people_does_not_make_them_one():
    other = {
        "nik": MARIA["nik"], "nama": "AGUS PRASETYO", "nama_ibu": "SRI WAHYUNI", "tanggal_lahir": "17-08-1971",
        "jenis_kelamin": "L", "kode_kelurahan": "53.71.01.1001", "alamat": "JL. KENARI 9",
    }  # fmt: skip
    assert linkage.explain(MARIA, other).band == "different"


@pytest.mark.parametrize(
    "changes",
    [
        {"nik": None, "nama": "Benu, Marya"},
        {"nik": "5371034112900010", "tanggal_lahir": "12-01-1990", "no_kk": None},
        {
            "nama": "MARIA NDUN",
            "no_kk": "5371010101250001",
            "alamat": "JL. KENARI 9",
            "kode_kelurahan": "53.71.01.1001",
        },
        {"nik": "", "nama_ibu": None, "no_kk": "", "nama": "Maria B.", "jenis_kelamin": "perempuan"},
    ],
)
def test_one_person_written_twice_is_not_called_different(changes):
    assert linkage.explain(MARIA, MARIA | changes).band != "different"


def test_an_explanation_adds_up_and_speaks_two_languages():
    why = linkage.explain(MARIA, MARIA | {"nik": None, "tanggal_lahir": "12-01-1990"})
    assert why.start + sum(one.weight for one in why.reasons) == pytest.approx(why.weight, abs=1e-6)
    assert [one.field for one in why.reasons] == list(linkage.FIELDS)
    by_field = {one.field: one for one in why.reasons}
    assert by_field["birth"].level == "birth.swapped"
    assert by_field["birth"].words["id"] == "tanggal dan bulan lahir tertukar"
    assert (by_field["nik"].level, by_field["nik"].weight) == ("nik.unknown", 0.0)


def test_new_records_meet_known_ones_and_each_other_only(people):
    new, known = people.tail(60), people.head(len(people) - 60)
    pairs = linkage.find_new(new, known)
    ids = set(new["record_id"])
    assert len(pairs) > 0
    assert all(left in ids for left in pairs["left_id"])
    whole = linkage.find(people)
    wanted = whole.filter(
        pl.col("left_id").is_in(list(ids)) | pl.col("right_id").is_in(list(ids)), pl.col("band") == "same"
    )
    both = {frozenset(pair) for pair in pairs.select("left_id", "right_id").iter_rows()}
    missed = [pair for pair in wanted.select("left_id", "right_id").iter_rows() if frozenset(pair) not in both]
    assert len(missed) <= 1, missed


def test_who_is_being_typed_in_is_found_among_a_few_candidates(people):
    row = people.row(0, named=True)
    typed = {name: row[name] for name in ("nama", "tanggal_lahir", "nama_ibu", "jenis_kelamin", "nik")}
    pairs = linkage.find_one(typed, people.head(40))
    assert pairs["right_id"].to_list()[0] == 0
    assert (
        linkage.find_one(typed, people.slice(1, 30).filter(pl.col("truth") != row["truth"]))["band"]
        .to_list()
        .count("same")
        == 0
    )


@pytest.mark.parametrize("size", [0, 1, 2])
def test_a_file_of_hardly_anybody_is_no_trouble(people, size):
    found, grouped = linkage.find_and_group(people.head(size))
    assert len(found.pairs) <= 1
    assert len(grouped) in (0, 2)


def test_names_alone_make_nobody_the_same(people):
    names = people.select("record_id", "nama")
    assert linkage.find(names, bands=("same",)).height <= 3


def test_a_group_holds_no_two_who_are_plainly_apart():
    """The brother resembles the twin, the twin her namesake: three people, not one."""
    links = pl.DataFrame({"left_id": [1, 2], "right_id": [2, 3], "weight": [9.0, 5.0]})
    apart = pl.DataFrame({"left_id": [1], "right_id": [3], "weight": [-12.0]})
    assert groups(links, pl.concat([links, apart])).rows() == [(1, 1), (2, 1)]
    assert groups(links, links).rows() == [(1, 1), (2, 1), (3, 1)]


def test_an_odd_copy_joins_the_others_that_vouch_for_it():
    """Of five copies one is spoilt so much that another of them does not know it again."""
    links = pl.DataFrame(
        {"left_id": [1, 1, 2, 1, 2], "right_id": [2, 3, 3, 4, 4], "weight": [30.0, 28.0, 25.0, 8.0, 7.0]}
    )
    against = pl.DataFrame({"left_id": [3], "right_id": [4], "weight": [-11.0]})
    assert groups(links, pl.concat([links, against])).get_column("cluster_id").to_list() == [1, 1, 1, 1]


def test_a_list_without_families_holds_hardly_any_kin(people):
    """Where nobody shares a card or an address but copies, a likeness is no brother's."""
    heads = people.unique("no_kk", keep="first").unique("alamat", keep="first")
    alone = linkage.find_and_group(pl.concat([heads, heads.head(300).with_columns(pl.col("record_id") + 100_000)]))[0]
    assert alone.expected.kin < linkage.find_and_group(people)[0].expected.kin / 2


def test_the_saved_model_is_what_the_code_compares(tmp_path):
    model = linkage.saved_model()
    path = tmp_path / "model.json"
    path.write_text(model.as_json(), encoding="utf-8")
    assert linkage.read_model(path) == model
    document = json.loads(model.as_json())
    document["splink"]["comparisons"][0]["comparison_levels"][1]["m_probability"] = 0.0
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(Refusal):
        linkage.read_model(path)
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(Refusal):
        linkage.read_model(path)


def test_the_saved_model_was_counted_on_another_city_than_the_one_that_is_measured():
    assert bench.SEED_TRAINED != bench.SEED
    assert linkage.saved_model().trained_on.endswith(bench.trained_on())


def test_what_is_unknown_weighs_nothing():
    why = linkage.explain({"nama": "ANA"}, {"nama": "ANA"})
    assert np.count_nonzero([one.weight for one in why.reasons]) == 1


ODD = [
    {"nama": "A B C D E F G H", "nik": "53710341129000011", "no_kk": "5371031708170003", "rt": "1", "alamat": "JL " + "AB " * 60},
    {"nama": "ABC DE FGH", "nik": "53710341129000012", "no_kk": "537103170817000", "rw": "1", "alamat": "JL " + "AB " * 60 + "C"},
    {"nama": "A B C D E F G I", "nik": "5371034112900001", "no_kk": "5371031708170030", "kode_kelurahan": "1"},
    {"nama": "MAR", "nik": "537103411290001", "no_kk": "53710317081700033", "rt": "1", "rw": "1", "alamat": "MAWAR 3"},
    {"nama": "MARIA", "nik": "5371034113900001", "kode_kelurahan": "1", "rt": "1", "rw": "1", "alamat": "MAWAR MERAH 3"},
    {"nama": "MARTA BENU", "nama_ibu": "ANA", "kode_kelurahan": "2", "rt": "1", "rw": "1", "alamat": "MAWAR MERAH"},
    {"nama": "BENU", "nama_ibu": "ANI BENU", "alamat": "MELATI MERAH 3 BLOK A", "tanggal_lahir": "01-12-1990"},
    {"nama": "MAR IA", "nama_ibu": "ANIBENU", "alamat": "MELATI MERAH 3 BLOK B", "tanggal_lahir": "12-01-1990"},
]  # fmt: skip


def test_splink_itself_gives_the_same_levels_and_weights(people):
    """The saved model is a Splink model: what we compute faster is what its `predict` says."""
    model = linkage.saved_model()
    keyed = keys(pl.concat([people, pl.DataFrame(ODD)], how="diagonal"), on=date(2026, 11, 22))
    odd = [rows + len(people) for rows in np.triu_indices(len(ODD), 1)]
    known = facts(keyed)
    few, strangers = promising(known, *pairs(keyed), model.shares, look=-6.0), sample(len(keyed), 400)
    left, right = (np.concatenate([rows[:1_200], *more]) for rows, *more in zip(few, strangers, odd, strict=True))
    ours = compared(keyed, left, right, model, known=known).sort("left", "right")
    theirs = compared_by_splink(keyed, left, right, model).sort("left", "right")
    for field in linkage.FIELDS:
        assert ours[f"level_{field}"].to_list() == theirs[f"level_{field}"].to_list(), field
        assert ours[f"bits_{field}"].to_list() == pytest.approx(theirs[f"bits_{field}"].to_list(), abs=1e-6), field


def test_looking_for_duplicates_is_imported_without_starting_threads_that_a_fork_would_lose():
    told = "import lontar.engine.linkage; from pathlib import Path; "
    told += "print(*[one.read_text().strip() for one in Path('/proc/self/task').glob('*/comm')])"
    if not Path("/proc/self/task").exists():
        pytest.skip("this system does not list threads")
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert not [name for name in done.stdout.split() if re.fullmatch(r"polars-\d+", name)], done.stdout
