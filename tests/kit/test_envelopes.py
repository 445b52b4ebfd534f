"""What a browser seals is opened by this installation alone, and whole."""

import pytest

from envelopes import sealed
from lontar.kit import envelopes


def test_what_was_sealed_to_the_installation_is_opened_and_never_looks_alike():
    assert envelopes.opened(sealed(b"tanda tangan")) == b"tanda tangan"
    assert sealed(b"tanda tangan") != sealed(b"tanda tangan")
    assert envelopes.address() == envelopes.address()
    assert (len(envelopes.address()), envelopes.address()[0]) == (65, 4)


@pytest.mark.parametrize("at", [1, 64, 65, 76, 77, -1])
def test_one_changed_byte_anywhere_is_noticed(at):
    changed = bytearray(sealed(b"tanda tangan"))
    changed[at] ^= 1
    with pytest.raises(envelopes.Unopened):
        envelopes.opened(bytes(changed))


@pytest.mark.parametrize("given", [b"", b"x", b"\x04" * 65, b"\x00" * 200])
def test_what_is_no_envelope_is_refused(given):
    with pytest.raises(envelopes.Unopened):
        envelopes.opened(given)


def test_an_envelope_for_another_installation_stays_closed():
    from cryptography.hazmat.primitives.asymmetric import ec

    with pytest.raises(envelopes.Unopened):
        envelopes.opened(sealed(b"tanda tangan", to=ec.generate_private_key(ec.SECP256R1()).public_key()))
