"""What the owner of the server changes behind everybody's back is found against a checkpoint that was kept elsewhere."""

import json
import os
from argparse import Namespace

import pytest

from ledger.owners import behind_our_back
from lontar.city.ledger import actions, commands, queries
from lontar.city.ledger.models import Leaf
from lontar.city.ledger.queries import log
from lontar.science import leaves, proofs
from lontar.science.notes import BadNote

LOG = ("ledger_account", "ledger_entry", "ledger_posting", "ledger_leaf", "ledger_tile", "ledger_checkpoint")
SECOND = "(SELECT id FROM ledger_entry WHERE key = 'k:500000')"


@pytest.fixture
def kept(superuser, written, sign, settings, tmp_path):
    """A witness's folder with the checkpoint of three leaves; the second leaf is the entry of 500,000."""
    settings.LOG_WITNESS_FOLDER = str(tmp_path / "saksi")
    sign()
    actions.send_to_witnesses()
    return tmp_path / "saksi"


def verified(capsys, *against):
    status = commands.verify(Namespace(json=True, against=list(against)))
    return status, json.loads(capsys.readouterr().out)


def note_in(folder):
    return folder / "checkpoint-000000000003.txt"


def test_an_untouched_log_agrees_with_what_was_kept(kept, post, capsys):
    post(2)
    status, told = verified(capsys, note_in(kept))
    assert (status, told["log"]["agrees_with"], told["log"]["unsequenced"]) == (0, [3], 2)
    assert commands.verify(Namespace(json=False, against=[kept])) == 0
    said = capsys.readouterr().out
    assert "Agrees with the checkpoint of 3 leaves" in said
    assert "2 leaves wait for a number" in said


@pytest.mark.parametrize(
    "harm",
    [
        f"UPDATE ledger_posting SET amount = amount * 2 WHERE entry_id = {SECOND}",
        "UPDATE ledger_entry SET memo = 'lain' WHERE key = 'k:500000'",
        'UPDATE ledger_entry SET "on" = "on" - 1 WHERE key = \'k:500000\'',
        "UPDATE ledger_entry SET at = at - interval '1 day' WHERE key = 'k:500000'",
        "UPDATE ledger_entry SET by_id = '999' WHERE key = 'k:500000'",
        f"UPDATE ledger_posting SET subject = gen_random_uuid() WHERE entry_id = {SECOND}",
        f"DELETE FROM ledger_posting WHERE entry_id = {SECOND}; DELETE FROM ledger_entry WHERE key = 'k:500000'",
        "UPDATE ledger_leaf SET commitment = sha256('lain') WHERE number = 1",
        "DELETE FROM ledger_leaf WHERE number = 1",
        "UPDATE ledger_leaf SET secret = sha256('lain') WHERE number = 1",
    ],
)
def test_whatever_is_changed_or_taken_out_is_named_by_its_leaf(harm, kept, superuser, capsys):
    with behind_our_back(superuser, LOG) as owner:
        owner.execute(harm)
    status, told = verified(capsys, kept)
    assert (status, told["log"]["first_difference"]) == (2, 1)
    assert commands.verify(Namespace(json=False, against=[note_in(kept)])) == 2
    assert "FIRST LEAF THAT DIFFERS: 1." in capsys.readouterr().out


def test_one_leaf_that_was_taken_out_of_the_middle_is_named_and_no_other(
    superuser, written, post, sign, capsys, tmp_path
):
    post(600)
    (tmp_path / "cap.txt").write_text(sign().note)
    with behind_our_back(superuser, LOG) as owner:
        owner.execute("DELETE FROM ledger_leaf WHERE number = 200")
    status, told = verified(capsys, tmp_path / "cap.txt")
    assert (status, told["log"]["first_difference"], told["log"]["size"]) == (2, 200, 602)
    assert [one["message"] for one in told["findings"] if one["kind"] == "leaf"] == [
        "Leaf 200 is gone from the log: the next one that is there is 201."
    ]
    with behind_our_back(superuser, LOG) as owner:
        owner.execute("DELETE FROM ledger_leaf WHERE number BETWEEN 201 AND 209")
    assert commands.verify(Namespace(json=False, against=[tmp_path / "cap.txt"])) == 2
    said = capsys.readouterr().out
    assert "FIRST LEAF THAT DIFFERS: 200. Leaf 200 and all up to 209 are gone from the log" in said
    assert "from the log's end" not in said


def test_a_secret_that_was_destroyed_without_the_verb_is_found(kept, superuser, capsys):
    with behind_our_back(superuser, LOG) as owner:
        owner.execute("UPDATE ledger_leaf SET secret = NULL WHERE number = 1")
    status, told = verified(capsys, note_in(kept))
    assert status == 2
    assert [finding["message"] for finding in told["findings"] if finding["kind"] == "erasure"] == [
        "Leaf 1: its secret is gone, and no erasure was logged for it."
    ]


def test_an_entry_that_was_put_in_without_a_leaf_is_found(kept, superuser, capsys):
    with behind_our_back(superuser, LOG) as owner:
        owner.execute(
            'WITH e AS (INSERT INTO ledger_entry (key, "on", memo, postings_count, by_id, by_role) '
            "VALUES ('diam-diam', '2026-11-22', 'x', 2, '1', 'operator') RETURNING id) "
            "INSERT INTO ledger_posting (entry_id, account_id, amount) SELECT e.id, a.id, "
            "CASE WHEN a.kind = 'owed' THEN 5 ELSE -5 END FROM e, ledger_account a"
        )
    status, told = verified(capsys, note_in(kept))
    assert status == 2
    assert "unlogged" in {finding["kind"] for finding in told["findings"]}


def rewrite(owner):
    """As an owner who knows the program would: amounts, leaf, secret and all checkpoints fit each other again."""
    owner.execute(f"UPDATE ledger_posting SET amount = amount * 2 WHERE entry_id = {SECOND}")
    owner.execute(
        "UPDATE ledger_posting SET amount = amount * 2 WHERE entry_id = "
        f"(SELECT id FROM ledger_entry WHERE reverses_id = {SECOND})"
    )
    reversal = queries.entries().get(reverses__key="k:500000").key
    for content in log.entry_contents(["k:500000", reversal]):
        secret = os.urandom(32)
        owner.execute(
            "UPDATE ledger_leaf SET commitment = %s, secret = %s WHERE about = %s",
            [leaves.shown(content, secret).commitment, secret, content.about],
        )
    owner.execute("DELETE FROM ledger_witnessing")
    owner.execute("DELETE FROM ledger_checkpoint")


def test_a_log_that_was_rewritten_as_a_whole_fits_itself_and_not_what_was_kept(kept, superuser, sign, capsys):
    with behind_our_back(superuser, (*LOG, "ledger_witnessing")) as owner:
        rewrite(owner)
    sign()
    assert queries.verify().sound, "nothing inside of the database can tell"
    status, told = verified(capsys, note_in(kept))
    assert status == 2
    (fork,) = [finding["message"] for finding in told["findings"] if finding["kind"] == "fork"]
    assert "rewritten or forked" in fork
    assert "between 0 and 2" in fork
    status, told = verified(capsys, kept)
    assert (status, told["log"]["first_difference"]) == (2, 1), "by the witness's copy of the leaves it has a number"


def test_a_log_that_was_cut_off_is_found(kept, superuser, capsys):
    with behind_our_back(superuser, (*LOG, "ledger_witnessing")) as owner:
        owner.execute("DELETE FROM ledger_witnessing")
        owner.execute("DELETE FROM ledger_checkpoint")
        owner.execute("DELETE FROM ledger_posting")
        owner.execute("DELETE FROM ledger_entry")
        owner.execute("DELETE FROM ledger_leaf")
    status, told = verified(capsys, note_in(kept))
    assert (status, told["log"]["first_difference"]) == (2, 0)


def test_in_a_large_log_the_tiles_tell_which_leaf_was_exchanged(superuser, written, post, sign, capsys, tmp_path):
    post(600)
    (tmp_path / "cap.txt").write_text(sign().note)
    with behind_our_back(superuser, LOG) as owner:
        owner.execute("UPDATE ledger_leaf SET commitment = sha256('lain'), secret = NULL WHERE number = 300")
    status, told = verified(capsys, tmp_path / "cap.txt")
    assert (status, told["log"]["first_difference"]) == (2, 300)
    with behind_our_back(superuser, LOG) as owner:
        run = b"".join(proofs.leaf_hash(bytes(one)) for one in Leaf.objects.filter(
            number__gte=256, number__lt=512).order_by("number").values_list("commitment", flat=True))  # fmt: skip
        owner.execute("UPDATE ledger_tile SET hashes = %s WHERE index = 1", [run])
    status, told = verified(capsys, tmp_path / "cap.txt")
    assert status == 2
    assert "fork" in {finding["kind"] for finding in told["findings"]}


def test_what_is_no_checkpoint_of_this_log_is_refused(written, sign, tmp_path):
    note = sign().note
    for name, text in (("lain", note.replace("\n3\n", "\n2\n")), ("kosong", ""), ("teks", "halo\n")):
        (tmp_path / name).write_text(text)
        with pytest.raises(BadNote):
            commands.verify(Namespace(json=True, against=[tmp_path / name]))
