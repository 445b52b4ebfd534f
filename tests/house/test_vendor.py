"""Files of others that travel with us are the ones we looked at, with their licences beside them."""

import hashlib
import json
from pathlib import Path

import pytest

import lontar

FOLDER = Path(lontar.__file__).parent / "house/static/lontar"
VENDORED = json.loads((FOLDER / "vendor.json").read_text())
OURS = {".css", ".svg"}
PERMISSIVE = {"0BSD", "MIT", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Apache-2.0", "OFL-1.1"}


@pytest.mark.parametrize("entry", VENDORED, ids=lambda entry: entry["file"])
def test_a_vendored_file_is_the_one_we_looked_at(entry):
    found = hashlib.sha256((FOLDER / entry["file"]).read_bytes()).hexdigest()
    assert found == entry["sha256"], f"{entry['file']} changed: take it from its package again"


@pytest.mark.parametrize("entry", VENDORED, ids=lambda entry: entry["file"])
def test_a_vendored_file_carries_its_licence(entry):
    assert entry["licence"] in PERMISSIVE
    assert len((FOLDER / entry["licence_file"]).read_text()) > 200


def test_nothing_of_others_lies_there_unnamed():
    named = {entry[key] for entry in VENDORED for key in ("file", "licence_file")}
    strangers = [
        file.name
        for file in FOLDER.iterdir()
        if file.suffix not in OURS and file.name not in named | {"vendor.json", "lontar.js"}
    ]
    assert strangers == [], "name it in vendor.json with version, licence and sha256"
