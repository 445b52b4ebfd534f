"""The house rules that no import can show. A failure names the file and the mend."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

import lontar

SRC = Path(lontar.__file__).parent
ROOT = SRC.parent.parent
FILES = [f for f in sorted(SRC.rglob("*.py")) if "migrations" not in f.parts and f.read_text().strip()]
FLOORS = [
    {"portal", "reports", "privacy"},
    {"scenarios"},
    {"indicators"},
    {"counter", "grievances", "followup"},
    {"delivery", "loans", "works", "learning", "health"},
    {"targeting", "stores"},
    {"programmes"},
    {"community", "fieldwork"},
    {"registry", "ledger"},
    {"access"},
    {"places"},
    {"journal"},
]
FLOOR = {room: len(FLOORS) - i for i, rooms in enumerate(FLOORS) for room in rooms}
ROOMS = {config.label: config for config in apps.get_app_configs() if config.name.startswith("lontar.city.")}
# Tables of Django that a room may lean on; a new one is added here on purpose.
GROUND = {"auth", "contenttypes", "pghistory"}
VAGUE = {"utils", "helpers", "misc", "common", "core", "base", "managers", "services"}
CLOCK_AND_CHANCE = {"now", "today", "utcnow", "default_rng", "open"}
FUNCTION_LINES_MAX = 60
FILE_LINES_MAX = 400


def test_there_is_a_house_to_look_at():
    assert len(FILES) > 10
    assert ROOMS, "the house test looks in the wrong folder"


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(SRC)))
def test_file_is_tidy(file):
    source = file.read_text()
    tree = ast.parse(source)
    assert file.stem not in VAGUE, "name the file for what it holds"
    assert source.count("\n") <= FILE_LINES_MAX, "split the file by subject"
    if file.name not in ("apps.py", "urls.py"):
        assert ast.get_docstring(tree), "open with one sentence that says what this file is for"
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            assert node.end_lineno - node.lineno < FUNCTION_LINES_MAX, f"{node.name}: split by decision"
        name = getattr(node, "attr", None) or getattr(node, "id", None)
        assert name not in ("import_module", "__import__"), "an import by name hides an arrow from import-linter"
        if isinstance(node, ast.Call) and "city" in file.parts:
            assert name_of(node) not in ("get_model", "get_user_model"), "another room's table by string"
        if isinstance(node, ast.Call) and "science" in file.relative_to(SRC).parts:
            called = name_of(node)
            seeded = called == "default_rng" and node.args
            assert called not in CLOCK_AND_CHANCE or seeded, f"{called}: take it as an argument"
            assert "random." not in ast.unparse(node.func) or seeded, f"{ast.unparse(node.func)}: take a generator"


def test_a_file_of_tests_is_no_longer_than_one_of_the_house():
    tests = (SRC.parent.parent / "tests").rglob("*.py")
    assert [str(file) for file in tests if file.read_text().count("\n") > FILE_LINES_MAX] == [], "split it by subject"


def name_of(call):
    return getattr(call.func, "attr", None) or getattr(call.func, "id", "")


def arrows():
    """Every stored relation of a room's tables, many-to-many and one-to-one too."""
    for label, config in ROOMS.items():
        for model in config.get_models(include_auto_created=True):
            for field in model._meta.get_fields():
                if field.is_relation and not field.auto_created and field.related_model is not None:
                    yield label, model, field, field.related_model._meta.app_label


def test_tables_point_down():
    wrong = [
        f"{model.__name__}.{field.name} -> {there}"
        for here, model, field, there in arrows()
        if here != there and there not in GROUND and not (there in FLOOR and FLOOR[here] > FLOOR[there])
    ]
    assert wrong == [], "a lower room may keep a number or a text of an upper one, never a key"


def test_no_way_back_up_through_a_key():
    """Without this, person.entitlement_set walks up where import-linter cannot see."""
    wrong = [
        f"{model.__name__}.{field.name}"
        for here, model, field, there in arrows()
        if here != there and there in FLOOR and not field.remote_field.hidden
    ]
    assert wrong == [], 'say related_name="+" on a key to another room'


def test_templates_stay_in_their_room():
    wrong = []
    for page in (SRC / "city").rglob("templates/**/*.html"):
        room = page.relative_to(SRC / "city").parts[0]
        for other in re.findall(r"""\{%\s*(?:include|extends)\s+["']([a-z_]+)/""", page.read_text()):
            if other in FLOOR and other != room:
                wrong.append(f"{page.name} -> {other}")
    assert wrong == []


def test_every_room_is_on_a_floor_and_in_the_guide():
    guide = (ROOT / "ARCHITECTURE.md").read_text()
    assert sorted(set(ROOMS) - set(FLOOR)) == []
    assert [room for room in FLOOR if f"`{room}`" not in guide] == []
