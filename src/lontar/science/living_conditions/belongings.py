"""What the family has and receives: questions 501 to 506."""

from typing import Final

from lontar.science.living_conditions.columns import YES_NO, Answer, Column, answers

HEADS_MOST: Final = 10_000
AID: Final = (
    ("aid_bpnt", "501a", "Menerima Sembako/BPNT", "Received food aid (BPNT)"),
    ("aid_pkh", "501b", "Menerima PKH", "Received PKH"),
    ("aid_village_cash", "501c", "Menerima BLT Dana Desa", "Received village cash aid"),
    ("aid_electricity_subsidy", "501d", "Menerima subsidi listrik", "Received electricity subsidy"),
    ("aid_local_aid", "501e", "Menerima bantuan pemerintah daerah", "Received local aid"),
    ("aid_fertiliser_subsidy", "501f", "Menerima subsidi pupuk", "Received fertiliser subsidy"),
    ("aid_lpg_subsidy", "501g", "Menerima subsidi elpiji", "Received LPG subsidy"),
)
ASSETS: Final = (
    ("asset_gas_cylinder", "502a", "Tabung gas 5,5 kg atau lebih", "Gas cylinder of 5.5 kg or more"),
    ("asset_refrigerator", "502b", "Lemari es", "Refrigerator"),
    ("asset_air_conditioner", "502c", "AC", "Air conditioner"),
    ("asset_water_heater", "502d", "Pemanas air", "Water heater"),
    ("asset_landline", "502e", "Telepon rumah", "Landline"),
    ("asset_flat_tv", "502f", "Televisi layar datar 30 inci atau lebih", "Flat television of 30 inches or more"),
    ("asset_gold_10g", "502g", "Emas 10 gram atau lebih", "Gold of 10 grams or more"),
    ("asset_computer", "502h", "Komputer/laptop", "Computer"),
    ("asset_motorcycle", "502i", "Sepeda motor", "Motorcycle"),
    ("asset_bicycle", "502j", "Sepeda", "Bicycle"),
    ("asset_car", "502k", "Mobil", "Car"),
    ("asset_boat", "502l", "Perahu", "Boat"),
    ("asset_motor_boat", "502m", "Kapal/perahu motor", "Motor boat"),
    ("asset_smartphone", "502n", "Ponsel pintar", "Smartphone"),
    ("asset_land", "503a", "Lahan selain yang ditempati", "Other land"),
    ("asset_other_house", "503b", "Rumah di tempat lain", "House elsewhere"),
)
LIVESTOCK: Final = (
    ("livestock_cattle", "504a", "Sapi", "Cattle"),
    ("livestock_buffalo", "504b", "Kerbau", "Buffaloes"),
    ("livestock_horse", "504c", "Kuda", "Horses"),
    ("livestock_pig", "504d", "Babi", "Pigs"),
    ("livestock_goat_sheep", "504e", "Kambing/domba", "Goats and sheep"),
)
INTERNET: Final = answers(
    "0|Tidak menggunakan|None", "1|Internet dan TV digital berlangganan|Fixed line", "2|Wifi|Wifi",
    "3|Internet ponsel|Mobile",
)  # fmt: skip
ACCOUNT: Final = answers(
    "1|Ya, untuk usaha|For business", "2|Ya, untuk pribadi|Personal", "3|Ya, usaha dan pribadi|Both", "4|Tidak|None",
)  # fmt: skip

BELONGINGS: Final = (
    *(Column(name, question, "aid", label, english, YES_NO) for name, question, label, english in AID),
    *(Column(name, question, "assets", label, english, YES_NO) for name, question, label, english in ASSETS),
    *(
        Column(name, question, "livestock", label, english, kind="number", most=HEADS_MOST, unit=Answer("ekor", "head"))
        for name, question, label, english in LIVESTOCK
    ),
    Column("internet", "505", "services", "Internet sebulan terakhir", "Internet in the last month", INTERNET),
    Column("active_account", "506", "services", "Rekening/dompet digital aktif", "Active account", ACCOUNT),
)
