"""The codes of receipts: nobody guesses them, mistyping is caught before anything is asked."""

from hypothesis import given
from hypothesis import strategies as st

from lontar.science.receipt_codes import ALPHABET, read_code, receipt_code

secrets = st.binary(min_size=32, max_size=32)
subjects = st.binary(min_size=16, max_size=16)


@given(secrets, subjects)
def test_a_code_is_read_however_it_is_typed(secret, subject):
    code = receipt_code(secret, subject)
    assert read_code(code) == code
    assert read_code(code.lower().replace("-", " ")) == code
    assert read_code(code.replace("-", "").replace("0", "o").replace("1", "l")) == code


@given(secrets, subjects, st.integers(0, 16), st.sampled_from(ALPHABET))
def test_one_wrong_letter_is_caught(secret, subject, place, letter):
    letters = receipt_code(secret, subject).replace("-", "")
    wrong = letters[:place] + letter + letters[place + 1 :]
    assert (read_code(wrong) is None) == (wrong != letters)


@given(secrets, subjects, st.integers(0, 14))
def test_two_neighbours_swapped_are_caught(secret, subject, place):
    letters = receipt_code(secret, subject).replace("-", "")
    swapped = letters[:place] + letters[place + 1] + letters[place] + letters[place + 2 :]
    assert (read_code(swapped) is None) == (swapped != letters)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_whole_code_or_none(typed):
    code = read_code(typed)
    assert code is None or read_code(code) == code


@given(secrets, secrets, subjects)
def test_another_secret_gives_another_code(secret, other, subject):
    assert (receipt_code(secret, subject) == receipt_code(other, subject)) == (secret == other)
