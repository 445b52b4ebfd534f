"""Groups the rows of a file into families, and looks at each family as a whole."""

from typing import Final

import polars as pl

from lontar.science import identity
from lontar.science.family_file.notes import Notes
from lontar.science.trouble import words

FAMILY_PERSONS_MAX: Final = 30
"""Larger families exist; more often a number was copied down a column."""

GROUPED_BY_TEXT: Final = (
    identity.WRONG_LENGTH,
    identity.NOT_DIGITS,
    identity.BAD_PLACE,
    identity.BAD_DATE,
    identity.BAD_SERIAL,
)
"""A mistyped card number still holds its family together; a lost or missing one holds nothing."""

CARD_MESSAGES: Final = {
    identity.MISSING: words(
        "Keluarga ini tanpa nomor KK. Keluarganya tetap masuk dengan nomor lokal; lengkapi bila kartunya sudah ada."
    ),
    identity.SCIENTIFIC: words(
        "Nomor KK berubah menjadi bentuk seperti 5,37E+15 sehingga angkanya hilang. "
        "Anggota dikelompokkan menurut urutan kepala keluarga; isi ulang nomornya dan atur kolomnya sebagai Teks."
    ),
    identity.LOST_DIGITS: words(
        "Nomor KK tersimpan sebagai angka dan digit terakhirnya mungkin dibulatkan Excel. "
        "Anggota dikelompokkan menurut urutan kepala keluarga; isi ulang nomornya dan atur kolomnya sebagai Teks."
    ),
    identity.WRONG_LENGTH: words("Nomor KK tidak 16 angka. Keluarganya masuk dengan nomor lokal; periksa kartunya."),
    identity.NOT_DIGITS: words(
        "Nomor KK memuat tanda selain angka. Keluarganya masuk dengan nomor lokal; periksa kartunya."
    ),
    identity.BAD_PLACE: words(
        "Nomor KK tidak mungkin benar: kode wilayah di awalnya tidak ada. "
        "Keluarganya masuk dengan nomor lokal; periksa kartunya."
    ),
    identity.BAD_DATE: words(
        "Nomor KK tidak mungkin benar: tanggal terbit di dalamnya tidak ada di kalender. "
        "Keluarganya masuk dengan nomor lokal; periksa kartunya."
    ),
    identity.BAD_SERIAL: words(
        "Nomor KK tidak mungkin benar: berakhir dengan 0000. Keluarganya masuk dengan nomor lokal; periksa kartunya."
    ),
}


def with_family(rows: pl.DataFrame) -> pl.DataFrame:
    """Add `family`, numbered from 0 in the order in which families begin in the file.

    With a card the number decides. Without one, a family begins at its head, where the file goes over
    to another address, or after a row with a card: the order in which people write lists.
    """
    by_text = pl.col("kk_state").is_in(GROUPED_BY_TEXT)
    loose = pl.col("kk").is_null() & ~by_text
    moved = pl.any_horizontal(
        (pl.col(key) != pl.col(key).shift(1)).fill_null(False) for key in ("place_id", "rt", "rw", "address")
    )
    begins = (
        (pl.col("relation") == "head").fill_null(False)
        | ~loose.shift(1, fill_value=False)
        | (pl.col("sheet") != pl.col("sheet").shift(1)).fill_null(True)
        | moved
    )
    number = (loose & begins).cast(pl.UInt32).cum_sum()
    key = (
        pl.when(pl.col("kk").is_not_null())
        .then(pl.col("kk"))
        .when(by_text)
        .then(pl.format("t{}/{}", identity.bare_number(pl.col("kk_text")), pl.col("place_id").fill_null(0)))
        .otherwise(pl.format("n{}", number))
    )
    rows = rows.with_columns(key.alias("family_key"))
    keys = rows.select(pl.col("family_key").unique(maintain_order=True)).with_row_index("family")
    return rows.join(keys, on="family_key", how="left", maintain_order="left").drop("family_key")


def families_of(rows: pl.DataFrame) -> pl.DataFrame:
    """One row for each family: where it lives is where its head lives, else its first row that says so.

    `local_source` is by what a family is known again while it has no card: name and birth date of its
    head (or first person) and the ward; two without a card that share all three are told apart by order.
    """
    place = ("place_id", "rt", "rw", "address")
    # Few files give them: a column of nothing is not carried through.
    located = [key for key in ("latitude", "longitude") if rows.get_column(key).null_count() < rows.height]
    needed = ("sheet", "row", "position", "family", "kk", "kk_state", "name_key", "birth_date", *place, *located)
    head_first = rows.select(*needed, (pl.col("relation") == "head").fill_null(False).alias("is_head")).sort(
        "family", "is_head", "position", descending=[False, True, False]
    )
    families = head_first.group_by("family", maintain_order=True).agg(
        pl.col("sheet").first(),
        pl.col("position").first().alias("head_position"),
        pl.col("row").min().alias("row"),
        pl.col("kk").drop_nulls().first(),
        pl.col("kk_state").first(),
        *(pl.col(key).drop_nulls().first() for key in (*place, *located)),
        pl.col("is_head").sum().alias("heads"),
        pl.len().alias("size"),
        pl.col("name_key").first().alias("head_key"),
        pl.col("birth_date").first().alias("head_birth"),
    )
    nowhere = [pl.lit(None, pl.Float64).alias(key) for key in ("latitude", "longitude") if key not in located]
    families = families.with_columns(nowhere)
    source = pl.format(
        "{}|{}|{}",
        pl.col("head_key").fill_null(""),
        pl.col("head_birth").dt.strftime("%Y-%m-%d").fill_null(""),
        pl.col("place_id").fill_null(0),
    )
    cardless = pl.col("kk").is_null()
    families = families.with_columns(source.alias("local_source"))
    again = cardless.cast(pl.UInt32).cum_sum().over("local_source")
    numbered = pl.format("{}#{}", pl.col("local_source"), again)
    return families.with_columns(
        pl.when(cardless & (again > 1)).then(numbered).otherwise(pl.col("local_source")).alias("local_source")
    ).drop("head_key", "head_birth")


def note_families(rows: pl.DataFrame, families: pl.DataFrame, notes: Notes) -> None:
    """What is wrong with families as a whole; located at the family's first row."""
    for state, message in CARD_MESSAGES.items():
        notes.add(families.filter(pl.col("kk_state") == state), "warning", "kk", f"kk_{state}", message)
    # Without a head the family goes in: the head has often just died, and those left behind are the ones
    # who must not be missing from the list. With two, nobody can say whose family it is: mend that first.
    notes.add(
        families.filter(pl.col("heads") == 0),
        "warning",
        "relation",
        "head_missing",
        words("Keluarga ini tanpa kepala keluarga. Keluarganya tetap masuk; tentukan siapa kepala keluarganya."),
    )
    note_two_heads(rows, families, notes)
    notes.add(
        families.filter(pl.col("size") > FAMILY_PERSONS_MAX),
        "warning",
        "kk",
        "family_large",
        words("Satu nomor KK dipakai %(persons)s orang. Periksa apakah nomornya tersalin ke keluarga lain."),
        persons=pl.col("size"),
    )
    note_two_places(rows, families, notes)


def note_two_heads(rows: pl.DataFrame, families: pl.DataFrame, notes: Notes) -> None:
    crowded = families.filter(pl.col("heads") > 1).select("family")
    if crowded.is_empty():
        return
    heads = rows.join(crowded, on="family", how="semi").filter(pl.col("relation") == "head")
    first = heads.group_by("family").agg(pl.col("row").min().alias("first_row"))
    second = heads.join(first, on="family").filter(pl.col("row") != pl.col("first_row"))
    notes.add(
        second,
        "error",
        "relation",
        "head_twice",
        words(
            "Keluarga ini punya dua kepala keluarga: baris %(row)s dan baris ini. "
            "Pilih satu, atau pisahkan menjadi dua nomor KK."
        ),
        row=pl.col("first_row"),
    )


def note_two_places(rows: pl.DataFrame, families: pl.DataFrame, notes: Notes) -> None:
    """The same card in two wards, RTs or RWs: the family is put where its head lives."""
    home = families.select("family", *(pl.col(key).alias(f"home_{key}") for key in ("place_id", "rt", "rw")))
    spread = (
        rows.group_by("family")
        .agg(pl.col(key).n_unique() > 1 for key in ("place_id", "rt", "rw"))
        .filter(pl.any_horizontal("place_id", "rt", "rw"))
    )
    if spread.is_empty():
        return
    apart = rows.join(spread.select("family"), on="family", how="semi").join(home, on="family")
    other_ward = pl.col("place_id") != pl.col("home_place_id")
    notes.add(
        apart.filter(other_ward),
        "warning",
        "ward",
        "kk_two_wards",
        words(
            "Satu nomor KK di dua kelurahan. Keluarganya dicatat di kelurahan kepala keluarga; periksa alamat baris ini."
        ),
    )
    other_unit = ((pl.col("rt") != pl.col("home_rt")) | (pl.col("rw") != pl.col("home_rw"))).fill_null(False)
    notes.add(
        apart.filter(~other_ward.fill_null(False) & other_unit),
        "warning",
        "rt",
        "kk_two_units",
        words("Satu nomor KK di dua RT atau RW. Keluarganya dicatat di RT dan RW kepala keluarga; periksa baris ini."),
    )
