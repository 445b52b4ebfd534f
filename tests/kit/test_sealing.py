"""Numbers at rest."""

import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lontar.kit import sealing


@given(st.lists(st.binary(max_size=40), max_size=5))
def test_what_is_sealed_is_opened_again_and_reads_like_nothing(values):
    sealed = sealing.seal_all(values)
    assert [sealing.unseal(one) for one in sealed] == values
    assert sealing.seal_all(values) != sealed or not values


def test_a_changed_byte_or_a_foreign_key_is_noticed():
    sealed = sealing.seal(b"5371030101900001")
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(b"\x07" + sealed[1:])
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(b"")


def test_a_nik_and_a_kk_of_the_same_digits_have_different_hashes():
    assert sealing.blind("nik", "1") != sealing.blind("kk", "1")
    assert sealing.blind_all("nik", ["1", "2"]) == [sealing.blind("nik", "1"), sealing.blind("nik", "2")]


@pytest.mark.parametrize("words", ["", "5371030101900001", "a" * 200, "Yuliana Ndun · 1990"])
def test_the_keyed_hash_is_the_hmac_of_the_standard_library(words):
    key = sealing.ring().fixed
    assert sealing.blind("family", words) == hmac.digest(key, f"family:{words}".encode(), "sha256")
