"""Codes of receipts: derived from a secret, easy to read aloud, with a letter that catches mistyping."""

import hashlib
import hmac

# Crockford's: without I, L, O and U, which are misread or make words.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOK_ALIKES = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
VALUES = {letter: value for value, letter in enumerate(ALPHABET)}
DOUBLED = [2 * value ^ (0b100101 if value & 0b10000 else 0) for value in range(32)]  # in GF(32)
CODE_LETTERS = 16  # 80 bits: a guess a microsecond finds nothing in the age of the universe
GROUP = 4


def receipt_code(secret: bytes, subject: bytes) -> str:
    """The code of what `subject` names; without the secret it can neither be made nor turned back.

    The first 80 bits of HMAC-SHA256(secret, subject) in base 32, and one letter to check them.

    >>> receipt_code(b"secret", b"subject")
    '6WEQ-90RW-8Z71-4Z89-3'
    """
    bits = int.from_bytes(hmac.new(secret, subject, hashlib.sha256).digest()[:10], "big")
    letters = "".join(ALPHABET[bits >> 5 * place & 31] for place in reversed(range(CODE_LETTERS)))
    return written(letters + check_letter(letters))


def check_letter(letters: str) -> str:
    """One letter over GF(32): any single wrong letter and any two neighbours swapped give another one.

    Horner's scheme with the generator 2 of GF(32) = GF(2)[x] / (x^5 + x^2 + 1).

    >>> check_letter("6WEQ90RW8Z714Z89"), check_letter("6WEQ90RW8Z714Z98")
    ('3', '5')
    """
    state = 0
    for letter in letters:
        state = DOUBLED[state ^ VALUES[letter]]
    return ALPHABET[state]


def written(letters: str) -> str:
    """In groups of four, as it stands on paper.

    >>> written("6WEQ90RW8Z714Z893")
    '6WEQ-90RW-8Z71-4Z89-3'
    """
    return "-".join(letters[i : i + GROUP] for i in range(0, len(letters), GROUP))


def read_code(typed: str) -> str | None:
    """The code as it was meant, however it was typed; None where it is no code at all.

    >>> read_code(" 6weq 9orw 8z7l 4z89 3 "), read_code("6WEQ-90RW-8Z71-4Z98-3")
    ('6WEQ-90RW-8Z71-4Z89-3', None)
    """
    letters = "".join(typed.upper().split()).replace("-", "").translate(LOOK_ALIKES)
    if len(letters) != CODE_LETTERS + 1 or any(letter not in ALPHABET for letter in letters):
        return None
    if check_letter(letters[:-1]) != letters[-1]:
        return None
    return written(letters)


def digest(code: str) -> bytes:
    """What is kept of a code: enough to find its receipt, too little to print it again.

    >>> digest("6WEQ-90RW-8Z71-4Z89-3").hex()[:8]
    'c804cbf2'
    """
    return hashlib.sha256(code.encode()).digest()
