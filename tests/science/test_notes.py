"""Signed notes and checkpoints: as others write them, strictly read."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lontar.science import notes
from lontar.science.notes import BadNote, Checkpoint, Verifier
from lontar.science.proofs import EMPTY_ROOT

# The examples of C2SP's signed-note, of Go's package note, and a checkpoint of sum.golang.org.
SPEC = (
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
    "This is an example message.\n\n\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZ"
    "XsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n",
)
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_SECRET = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
GO_LINE = (
    "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
SUM_KEY = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
SUM_NOTE = (
    "go.sum database tree\n13485\n/ZWur4obeiqK+ASdnPK+/Rmz6LPQMUeSmHh0+UkL54Y=\n\n\u2014 sum.golang.org "
    "Az3grnQReYTvpCrRxT+w50vixbqBlB/aPS8bL8f8KW4HHP+UjLSXOJgCh4f54n8hO6lrESglzyRXMXnhaWzaeY3zqw8=\n"
)

SECRET = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OURS = Verifier("lontar.example/53.71", SECRET.public_key().public_bytes_raw())
POINT = Checkpoint("lontar.example/53.71", 3, EMPTY_ROOT)
NOTE = notes.sign(POINT, OURS, SECRET.sign)


def test_the_published_examples_are_signed_by_their_published_keys():
    for key, note in (SPEC, (GO_KEY, f"{GO_TEXT}\n{GO_LINE}")):
        verifier = notes.read_verifier(key)
        assert str(verifier) == key
        read = notes.read_note(note)
        (line,) = read.signatures
        assert (line.name, line.key_id) == (verifier.name, verifier.key_id)
        with pytest.raises(BadNote, match="no checkpoint"):  # the signature was right; its text is no checkpoint
            notes.verified(note, verifier)


def test_go_signs_the_same_text_with_the_same_letters():
    secret = Ed25519PrivateKey.from_private_bytes(base64.b64decode(GO_SECRET)[1:])
    assert secret.sign(GO_TEXT.encode()) == notes.read_note(f"{GO_TEXT}\n{GO_LINE}").signatures[0].signature


def test_a_checkpoint_of_another_log_is_read_and_verified():
    found = notes.verified(SUM_NOTE, notes.read_verifier(SUM_KEY))
    assert (found.origin, found.size) == ("go.sum database tree", 13485)


def test_what_was_signed_is_read_again_as_it_was():
    assert notes.verified(NOTE, OURS) == POINT
    assert notes.read_verifier(str(OURS)) == OURS


def test_a_line_of_an_unknown_key_says_nothing_beside_a_good_one():
    assert notes.verified(NOTE + GO_LINE, OURS) == POINT


def test_every_changed_letter_of_text_or_signature_is_refused():
    for at, letter in enumerate(NOTE):
        other = NOTE[:at] + ("B" if letter != "B" else "C") + NOTE[at + 1 :]
        with pytest.raises(BadNote):
            notes.verified(other, OURS)


def test_another_key_under_the_same_name_is_refused():
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    stranger = Verifier(OURS.name, other.public_key().public_bytes_raw())
    with pytest.raises(BadNote, match="not signed by"):
        notes.verified(notes.sign(POINT, stranger, other.sign), OURS)
    forged = notes.sign(POINT, OURS, other.sign)
    with pytest.raises(BadNote, match="signature of this checkpoint is wrong"):
        notes.verified(forged, OURS)
    with pytest.raises(BadNote, match="signature of this checkpoint is wrong"):
        notes.verified(NOTE + forged.split("\n\n")[1], OURS)


def signed(text):
    line = f"\u2014 {OURS.name} {base64.b64encode(OURS.key_id + SECRET.sign(text.encode())).decode()}\n"
    return f"{text}\n{line}"


ROOT = base64.b64encode(EMPTY_ROOT).decode()


@pytest.mark.parametrize(
    "text",
    [
        "\n3\n" + ROOT + "\n", "log\n03\n" + ROOT + "\n", "log\n-1\n" + ROOT + "\n", "log\n\uff13\n" + ROOT + "\n",
        "log\n9223372036854775808\n" + ROOT + "\n", "log\n3\n" + ROOT[:-1] + "\n", "log\n3\n" + ROOT[:-2] + "V=\n",
        "log\n3\n\n", "log\n3\n", "log\n3\n" + base64.b64encode(b"short").decode() + "\n",
    ],
)  # fmt: skip
def test_what_is_well_signed_and_no_checkpoint_is_refused(text):
    with pytest.raises(BadNote):
        notes.verified(signed(text), OURS)


@pytest.mark.parametrize(
    "note",
    [
        "", "text\n", "text\n\n", NOTE[:-1], NOTE.replace("\u2014 ", "- "), NOTE.replace("\n\n", "\n"), NOTE + "\n",
        NOTE.replace("lontar", "lon\ttar"), NOTE + "\u2014 a b c\n", NOTE + "\u2014 a+b AAAAAAA=\n", "x" * 70_000,
        NOTE + GO_LINE * 16, NOTE + "\u2014 short AAAA\n",
    ],
)  # fmt: skip
def test_what_is_no_signed_note_is_refused(note):
    with pytest.raises(BadNote):
        notes.verified(note, OURS)


@pytest.mark.parametrize(
    "key", ["", "name", "name+00000000+AAAA", GO_KEY.replace("c74f20a3", "c74f20a4"), GO_KEY[:-4], "a b+" + GO_KEY]
)
def test_what_is_no_public_key_is_refused(key):
    with pytest.raises(BadNote):
        notes.read_verifier(key)


def test_nothing_is_signed_that_a_note_cannot_hold():
    for name, origin in (("a b", "log"), ("log", ""), ("log", "two\nlines")):
        with pytest.raises(ValueError, match="no note can hold"):
            notes.sign(Checkpoint(origin, 1, EMPTY_ROOT), Verifier(name, OURS.key), SECRET.sign)
