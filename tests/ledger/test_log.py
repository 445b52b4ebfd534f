"""The log: every entry has its leaf, leaves are numbered without gaps, and what was signed stays signed."""

import threading

import pytest
from django.core import mail
from django.db import connection

from cast import CAST, TODAY, officer
from lontar import proof
from lontar.city.ledger import actions, jobs, queries
from lontar.city.ledger.models import Checkpoint, Leaf, Tile, Witnessing
from lontar.city.ledger.queries import log
from lontar.science import leaves, notes, proofs
from lontar.science.trouble import NotAllowed, Refusal


def test_every_entry_has_its_leaf_at_once_and_waits_for_nobody(written):
    entries = {entry.key for entry in queries.entries()}
    assert set(Leaf.objects.filter(kind="entry").values_list("about", flat=True)) == entries
    assert queries.unsequenced().count == 3
    assert queries.log_size() == 0
    assert queries.verify().log.waiting == 3


def test_a_refused_command_leaves_no_leaf_and_the_same_one_again_none_further(written, acting, yohanes, post):
    post(2)
    post(2)
    assert Leaf.objects.count() == 5


def test_leaves_are_numbered_in_their_order_without_gaps_however_small_the_batches(written, post):
    post(7)
    while actions.sequence(limit=3):
        pass
    rows = list(Leaf.objects.order_by("id").values_list("number", flat=True))
    assert rows == list(range(10))
    assert queries.unsequenced().count == 0
    assert actions.sequence() == 0


def test_the_tree_of_the_tiles_is_the_tree_of_the_leaves(written, post, sign):
    post(700)
    point = sign()
    run = proofs.leaf_hashes(bytes(one) for one in Leaf.objects.order_by("number").values_list("commitment", flat=True))
    assert (point.size, bytes(point.root)) == (703, proofs.tree_root(run))
    assert Tile.objects.count() == 2
    post(400, first=700)
    later = sign()
    run = proofs.leaf_hashes(bytes(one) for one in Leaf.objects.order_by("number").values_list("commitment", flat=True))
    assert (later.size, bytes(later.root)) == (1103, proofs.tree_root(run))
    path = queries.consistency(703, 1103)
    assert proofs.is_consistent(703, 1103, bytes(point.root), bytes(later.root), path)
    found = queries.proof_of_entry("n:1", point=later)
    leaf = proofs.leaf_hash(leaves.Shown(found.salt, found.text).commitment)
    assert proofs.is_included(leaf, found.number, 1103, found.path, bytes(later.root))
    assert queries.verify().sound


def test_a_text_that_is_shown_tells_the_kinds_of_accounts_and_not_which_ward(written, sign):
    found = queries.proof_of_entry("k:300000", point=sign())
    assert found.state == queries.State.PROVEN
    assert '"postings":[["budget",-300000,"IDR",null],["owed",300000,"IDR",null]]' in found.text
    assert "53.71" not in found.text


def test_the_state_of_an_entry_is_told_until_it_is_signed(written, post, sign):
    assert queries.proof_of_entry("k:300000", point=None).state == queries.State.WAITING
    first = sign()
    post(1)
    assert queries.proof_of_entry("n:0", point=first).state == queries.State.WAITING
    assert queries.proof_of_entry("tidak ada", point=first).state == queries.State.UNLOGGED
    assert queries.proof_of_entry("n:0", point=sign()).state == queries.State.PROVEN


def test_a_checkpoint_is_signed_once_for_its_size_and_by_those_who_may(written, sign, acting):
    point = sign()
    assert sign().pk == point.pk
    read = notes.verified(point.note, queries.verifier())
    assert (read.origin, read.size, read.root) == ("lontar-contoh/53.71", 3, bytes(point.root))
    for username in CAST:
        who = officer(username)
        with acting(who):
            if who.role in ("administrator", "planner"):
                assert actions.sign_checkpoint(by=who, on=TODAY).pk == point.pk
            else:
                with pytest.raises(NotAllowed):
                    actions.sign_checkpoint(by=who, on=TODAY)


def test_an_empty_log_is_not_signed(db, sign):
    assert sign() is None


def test_the_minutely_job_numbers_and_signs_and_the_daily_one_sends(written, post, settings, tmp_path):
    settings.LOG_WITNESS_FOLDER = str(tmp_path / "saksi")
    settings.LOG_WITNESS_MAIL = ["saksi@example.org"]
    jobs.keep_log.func(0)
    assert queries.newest_checkpoint().size == 3
    post(2)
    jobs.keep_log.func(0)
    assert queries.newest_checkpoint().size == 3, "signed an hour ago at least, or not again"
    assert queries.unsequenced().count == 0
    jobs.witness.func(0)
    newest = queries.newest_checkpoint()
    assert newest.size == 5
    folder = tmp_path / "saksi"
    assert (folder / "checkpoint-000000000005.txt").read_text() == newest.note
    commitments = Leaf.objects.order_by("number").values_list("commitment", flat=True)
    assert (folder / "leaves.bin").read_bytes() == b"".join(bytes(one) for one in commitments)
    (sent,) = mail.outbox
    assert newest.note in sent.body
    assert sent.to == ["saksi@example.org"]
    assert "tanda tangan kota atas 5 catatan bantuan" in sent.body
    ((name, content, _kind),) = sent.attachments
    (tmp_path / name).write_bytes(content)
    assert proof.main([f"--key={queries.verifier()}", str(tmp_path / name)]) == 0
    assert actions.send_to_witnesses() == [], "each witness gets it once"


def test_a_witness_that_cannot_be_reached_is_noted_and_tried_again(written, sign, settings, tmp_path):
    (tmp_path / "berkas").write_text("bukan folder")
    settings.LOG_WITNESS_FOLDER = str(tmp_path / "berkas")
    sign()
    (failed,) = actions.send_to_witnesses()
    assert "FileExistsError" in failed.trouble
    settings.LOG_WITNESS_FOLDER = str(tmp_path / "saksi")
    (tmp_path / "saksi").mkdir()
    (tmp_path / "saksi" / "leaves.bin").write_bytes(b"setengah")  # as a crash leaves it
    (again,) = actions.send_to_witnesses()
    assert again.trouble == ""
    assert (tmp_path / "saksi" / "leaves.bin").stat().st_size == 3 * 32
    assert Witnessing.objects.count() == 2


def test_a_log_that_no_longer_begins_with_what_was_signed_is_not_signed_again(written, sign, post, superuser):
    from ledger.owners import behind_our_back

    sign()
    with behind_our_back(superuser, ["ledger_leaf"]) as owner:
        owner.execute("UPDATE ledger_leaf SET commitment = sha256('lain') WHERE number = 1")
    post(1)
    with pytest.raises(actions.LogForked, match="3 daun"):
        sign()
    assert Checkpoint.objects.count() == 1


def test_sequencers_at_once_number_every_leaf_once(committed, written, post):
    post(60)
    start = threading.Barrier(4)

    def run():
        try:
            start.wait()
            for _turn in range(12):
                actions.sequence(limit=10)
        finally:
            connection.close()

    workers = [threading.Thread(target=run) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    while actions.sequence():
        pass
    assert sorted(Leaf.objects.values_list("number", flat=True)) == list(range(63))
    assert queries.verify().sound


def test_a_sequencer_that_dies_leaves_nothing_half_numbered(written, post, monkeypatch):
    post(300)

    def dies(*_arguments):
        raise OSError("killed")

    with monkeypatch.context() as broken:
        broken.setattr(proofs, "tree_root", dies)
        with pytest.raises(OSError, match="killed"):
            actions.sequence()
    assert (queries.log_size(), Tile.objects.count()) == (0, 0)
    assert actions.sequence() == 303
    assert queries.verify().sound


@pytest.fixture
def files(written, post, sign, tmp_path):
    """Two checkpoints and the proof between them, as the public page gives them out."""
    first = sign()
    post(5)
    second = sign()
    import json

    (tmp_path / "first.txt").write_text(first.note)
    (tmp_path / "second.txt").write_text(second.note)
    (tmp_path / "growth.json").write_text(json.dumps(queries.growth_file(first, second)))
    return tmp_path


def test_the_program_proves_checkpoints_and_growth(files, capsys):
    key = f"--key={queries.verifier()}"
    assert proof.main([key, str(files / "first.txt")]) == 0
    assert proof.main([key, f"--kept={files / 'first.txt'}", str(files / "growth.json")]) == 0
    assert "agrees with the checkpoint that you kept" in capsys.readouterr().out
    assert proof.main([str(files / "growth.json")]) == 0
    assert "the key came with the file" in capsys.readouterr().out
    assert proof.main([f"--kept={files / 'first.txt'}", key, str(files / "second.txt")]) == 1
    assert "ask the city's page for the consistency proof" in capsys.readouterr().out
    assert proof.main([f"--kept={files / 'second.txt'}", key, str(files / "first.txt")]) == 1
    assert "or the log was cut off" in capsys.readouterr().out


def test_whoever_holds_a_signature_that_this_log_never_gave_is_told_what_it_means(files, client):
    size = f"{queries.newest_checkpoint().size:,}".replace(",", ".")
    assert client.get("/log/pertumbuhan", {"dari": size}).status_code == 200, "as the page writes the number"
    for answer in (client.get("/log/pertumbuhan", {"dari": "4"}), client.get("/api/log/consistency", {"first": 4})):
        assert answer.status_code == 404
        assert "dua cerita" in answer.content.decode()
    assert "Apa gunanya bagi saya?" in client.get("/log/").content.decode()


def test_the_program_refuses_what_was_changed_what_is_strange_and_what_is_not_there(files, capsys):
    key = f"--key={queries.verifier()}"
    text = (files / "growth.json").read_text()
    at = text.index('"consistency": ["') + len('"consistency": ["')
    changed = {
        "path": text[:at] + ("0" if text[at] != "0" else "1") + text[at + 1 :],
        "list": "[]", "empty": "", "other": '{"lontar": "apa", "key": "x"}', "half": text[:200], "null": '{"lontar": null}',
    }  # fmt: skip
    for name, words in changed.items():
        (files / name).write_text(words)
        assert proof.main([key, str(files / name)]) == 1, name
    assert proof.main([key, str(files / "tidak-ada")]) == 2
    forged = (files / "first.txt").read_text().replace("\n3\n", "\n4\n")
    (files / "forged.txt").write_text(forged)
    assert proof.main([key, str(files / "forged.txt")]) == 1
    assert "signature under the checkpoint is wrong" in capsys.readouterr().out
    assert proof.main([str(files / "first.txt")]) == 1
    assert "needs the public key" in capsys.readouterr().out


def test_a_month_that_is_closed_takes_nothing_and_stays_closed(written, acting, ester, yohanes):
    from datetime import date

    from book import BUDGET, OWED
    from lontar.science.postings import transfer

    with acting(ester):
        with pytest.raises(Refusal, match="belum selesai"):
            actions.close_period("2026-11", by=ester, on=TODAY)
        with pytest.raises(Refusal, match="bukan bulan"):
            actions.close_period("2026-13", by=ester, on=TODAY)
        made = actions.close_period("2026-11", by=ester, on=date(2026, 12, 3))
        with pytest.raises(Refusal, match="sudah ditutup sampai"):
            actions.close_period("2026-10", by=ester, on=date(2026, 12, 3))
    with acting(yohanes):
        late = transfer(BUDGET, OWED, 7, memo="terlambat")
        with pytest.raises(Refusal, match="Buku sudah ditutup"):
            actions.post(late, key="t", by=yohanes, on=TODAY)
        with pytest.raises(Refusal, match="Buku sudah ditutup"):
            actions.reverse(written[0], reason="terlambat", by=yohanes, on=TODAY)
        actions.reverse(written[0], reason="bulan berikutnya", by=yohanes, on=date(2026, 12, 3))
        with pytest.raises(NotAllowed):
            actions.close_period("2026-12", by=yohanes, on=date(2027, 1, 3))
    assert queries.balances_digest(made.until) == made.balances_sha256
    assert log.leaf_of("period", "2026-11") is not None
    assert queries.verify().sound
