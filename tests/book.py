"""The codes of two accounts, as long as the longest of the catalogue: a telephone has to break them."""

PURPOSE = "2026:pengawasan-mutu-benih-bibit-ternak-bahan-pakan-skala-kecil"
BUDGET, OWED = f"budget:{PURPOSE}:53.71", f"owed:{PURPOSE}:53.71.03.1010"
