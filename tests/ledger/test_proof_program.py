"""The program that outsiders run: it takes what mail and editors do to a file, and says what is wrong with a forged one."""

import json
from argparse import Namespace

import pytest

from lontar import proof
from lontar.city.ledger import commands, queries


@pytest.fixture
def growth(written, sign, post, tmp_path):
    """A consistency proof from three leaves to eight, and the checkpoint of three that somebody kept."""
    first = sign()
    post(5)
    (tmp_path / "cap.txt").write_text(first.note, newline="")
    return queries.growth_file(first, sign())


def checked(tmp_path, file, *more, key=None):
    path = tmp_path / "berkas.json"
    path.write_text(file if isinstance(file, str) else json.dumps(file), newline="")
    return proof.main([f"--key={key or queries.verifier()}", *more, str(path)])


@pytest.mark.parametrize(
    "change", [lambda t: t.replace("\n", "\r\n"), lambda t: "\ufeff" + t, lambda t: t.rstrip("\n")]
)
def test_a_kept_checkpoint_is_read_as_mail_and_editors_leave_it(change, growth, tmp_path):
    kept = tmp_path / "cap.txt"
    kept.write_text(change(kept.read_text()), newline="")
    assert checked(tmp_path, growth, f"--kept={kept}") == 0
    assert commands.verify(Namespace(json=True, against=[kept])) == 0


def test_a_leaf_has_a_whole_number(growth, tmp_path, capsys):
    point = queries.newest_checkpoint()
    made = queries.proof_of_entry("k:300000", point=point).as_json()
    file = {"lontar": "entry", "key": str(queries.verifier()), "checkpoint": point.note, "entry": made}
    assert checked(tmp_path, file) == 0
    for number in (0.0, False, -1, 8, "0", None):
        assert checked(tmp_path, {**file, "entry": made | {"leaf": number}}) == 1
    assert "Traceback" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("forge", "says"),
    [
        (lambda g: {**g, "first": g["second"]}, "the proof is too long"),
        (lambda g: {**g, "consistency": []}, "the proof is empty"),
        (lambda g: {**g, "first": g["second"], "second": g["first"]}, "smaller than the older one"),
        (lambda g: {**g, "consistency": ["11" * 32, *g["consistency"][1:]]}, "something was changed or taken out"),
        (lambda _g: '{"lontar":' + "[" * 200_000, "no file of Lontar's log"),
    ],
)
def test_a_forged_file_proves_nothing_and_is_told_what_is_wrong(forge, says, growth, tmp_path, capsys):
    assert checked(tmp_path, forge(growth)) == 1
    told = capsys.readouterr().out
    assert says in told
    assert "forked" not in told


def test_a_key_that_is_no_key_is_called_so(growth, tmp_path, capsys):
    for key in ("kunci", "nama+1234", "nama+12345678+***"):
        assert checked(tmp_path, growth, key=key) == 1
        assert "the public key is malformed" in capsys.readouterr().out
