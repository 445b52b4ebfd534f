"""The house, its water, its light, its kitchen and its toilet: questions 301 to 310."""

from typing import Final

from lontar.science.living_conditions.columns import Answer, Column, answers

TENURE: Final = answers(
    "1|Milik sendiri|Owned", "2|Kontrak/sewa|Rented", "3|Bebas sewa|Rent-free", "4|Dinas|Official", "5|Lainnya|Other",
)  # fmt: skip
LAND: Final = answers(
    "1|SHM atas nama anggota keluarga|Freehold in a member's name",
    "2|SHM bukan atas nama anggota, dengan perjanjian|Freehold in another name, with a written agreement",
    "3|SHM bukan atas nama anggota, tanpa perjanjian|Freehold in another name, without an agreement",
    "4|Sertifikat selain SHM|Another certificate",
    "5|Surat bukti lainnya (girik, letter C)|Another paper",
    "6|Tidak punya|None",
)
FLOOR: Final = answers(
    "1|Marmer/granit|Marble or granite", "2|Keramik|Ceramic tile", "3|Parket/vinil/karpet|Parquet, vinyl or carpet",
    "4|Ubin/tegel/teraso|Cement tile or terrazzo", "5|Kayu/papan|Wood or planks", "6|Semen/bata merah|Cement or brick",
    "7|Bambu|Bamboo", "8|Tanah|Earth", "9|Lainnya|Other",
)  # fmt: skip
WALL: Final = answers(
    "1|Tembok|Masonry", "2|Plesteran anyaman bambu/kawat|Plastered bamboo or wire",
    "3|Kayu/papan/gipsum/GRC/calciboard|Wood or board", "4|Anyaman bambu|Woven bamboo", "5|Batang kayu|Logs",
    "6|Bambu|Bamboo", "7|Lainnya|Other",
)  # fmt: skip
ROOFS: Final = answers(
    "1|Beton|Concrete", "2|Genteng|Tiles", "3|Seng|Zinc", "4|Asbes|Asbestos", "5|Kayu/sirap|Wood shingle",
    "6|Bambu|Bamboo", "7|Jerami/ijuk/daun/rumbia|Thatch", "8|Lainnya|Other",
)  # fmt: skip
WATER: Final = answers(
    "1|Air kemasan bermerek|Bottled water", "2|Air isi ulang|Refill water", "3|Leding|Piped water",
    "4|Sumur bor/pompa|Borehole or pump", "5|Sumur terlindung|Protected well",
    "6|Sumur tak terlindung|Unprotected well", "7|Mata air terlindung|Protected spring",
    "8|Mata air tak terlindung|Unprotected spring", "9|Air permukaan|Surface water", "10|Air hujan|Rain water",
    "11|Lainnya|Other",
)  # fmt: skip
SEPTIC: Final = answers("1|< 10 meter|< 10 m", "2|≥ 10 meter|≥ 10 m", "3?|Tidak tahu|Not known")
LIGHT: Final = answers(
    "1|Listrik PLN dengan meteran|PLN, metered", "2|Listrik PLN tanpa meteran|PLN, no meter of its own",
    "3|Listrik non-PLN|Other electricity", "4|Bukan listrik|No electricity",
)  # fmt: skip
POWER: Final = answers(
    "1|450 watt|450 VA", "2|900 watt|900 VA", "3|1.300 watt|1,300 VA", "4|2.200 watt|2,200 VA",
    "5|> 2.200 watt|> 2,200 VA",
)  # fmt: skip
FUEL: Final = answers(
    "1|Listrik|Electricity", "2|Elpiji 5,5 kg|LPG 5.5 kg", "3|Elpiji 12 kg|LPG 12 kg",
    "4|Elpiji 3 kg|LPG 3 kg (subsidised)", "5|Gas kota|City gas", "6|Biogas|Biogas", "7|Minyak tanah|Kerosene",
    "8|Briket|Briquettes", "9|Arang|Charcoal", "10|Kayu bakar|Firewood", "11|Lainnya|Other",
    "12|Tidak memasak di rumah|Does not cook at home",
)  # fmt: skip
TOILET: Final = answers(
    "1|Ada, hanya anggota keluarga sendiri|Yes, for the family alone",
    "2|Ada, bersama keluarga tertentu|Yes, shared with certain families",
    "3|Ada, MCK komunal|Communal wash house", "4|Ada, MCK umum|Public toilet",
    "5|Ada, anggota keluarga tidak menggunakan|There is one, the family does not use it",
    "6|Tidak ada fasilitas|None",
)  # fmt: skip
CLOSET: Final = answers(
    "1|Leher angsa|Goose neck", "2|Plengsengan dengan tutup|Slide with a lid",
    "3|Plengsengan tanpa tutup|Slide without a lid", "4|Cemplung/cubluk|Pit",
)  # fmt: skip
SEWAGE: Final = answers(
    "1|Tangki septik|Septic tank", "2|IPAL|Treatment plant", "3|Kolam/sawah/sungai/danau/laut|Pond, field, river or sea",
    "4|Lubang tanah|Hole in the ground", "5|Pantai/tanah lapang/kebun|Beach, open ground or garden", "6|Lainnya|Other",
)  # fmt: skip

HOUSING: Final = (
    Column("dwelling_tenure", "301a", "house", "Status bangunan", "Tenure of the house", TENURE),
    Column("land_title", "301b", "house", "Bukti kepemilikan tanah", "Title to the land", LAND),
    Column(
        "floor_area", "302", "house", "Luas lantai", "Floor area", kind="number", least=1, most=2000,
        unit=Answer("m²", "m²"),
    ),
    Column("floor_material", "303", "house", "Lantai terluas", "Main floor", FLOOR),
    Column("wall_material", "304", "house", "Dinding terluas", "Main wall", WALL),
    Column("roof_material", "305", "house", "Atap terluas", "Main roof", ROOFS),
    Column("drinking_water_source", "306a", "water", "Sumber air minum", "Drinking water", WATER),
    Column("septic_distance", "306b", "water", "Jarak sumber air ke tinja", "Well to sewage", SEPTIC),
    Column("lighting", "307a", "energy", "Penerangan", "Lighting", LIGHT),
    # Several meters may be read; the largest stands for the house.
    Column("power_rating", "307b", "energy", "Daya terpasang", "Installed power", POWER),
    Column("cooking_fuel", "308", "energy", "Bahan bakar memasak", "Cooking fuel", FUEL),
    Column("toilet_facility", "309a", "sanitation", "Fasilitas buang air besar", "Toilet", TOILET),
    Column("closet_type", "309b", "sanitation", "Jenis kloset", "Kind of toilet", CLOSET),
    Column("sewage", "310", "sanitation", "Pembuangan akhir tinja", "Sewage", SEWAGE),
)  # fmt: skip
