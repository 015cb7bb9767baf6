"""The recovery code on paper: 8 blocks of 4 symbols, 150 random bits and two check symbols that can point at a typing error.

The symbols are the 32 digits and capitals without 0, O, 1 and I. Each stands for an element of GF(32), and a code
c[0..31] is right when both sums below are zero:

    s0 = sum of c[i]        s1 = sum of i * c[i]

One wrong symbol at i by e gives s0 = e and s1 = i * e, so i = s1 / s0: its block is named with certainty. Two swapped
neighbours always give s0 = 0 and s1 other than 0: noticed for certain. Any other mistake is noticed 1023 times in 1024.
"""

import secrets

from app.common.errors import InputError
from app.crypto.secret import Secret

SYMBOLS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
BLOCKS = 8
BLOCK_SIZE = 4
LENGTH = BLOCKS * BLOCK_SIZE
_CHECKS = 2
_FIELD_POLYNOMIAL = 0b100101  # x^5 + x^2 + 1
_SEPARATORS = " -\t\r\n\u2013\u2014"


def new_recovery_code() -> str:
    """Return a fresh code as it is printed: eight blocks with a dash between."""
    content = [secrets.randbelow(32) for _ in range(LENGTH - _CHECKS)]
    total, weighted = _sums(content)
    # Positions 30 and 31 differ by 1, which makes the two equations solvable at once.
    check_30 = weighted ^ _times(LENGTH - 1, total)
    return _written([*content, check_30, total ^ check_30])


def code_blocks(code: str) -> list[str]:
    """Return the eight blocks of a code as it was made, for showing and for having two of them typed back."""
    return code.split("-")


def read_recovery_code(untrusted_code: str) -> Secret:
    """Return the 20 bytes a code stands for: 32 symbols of 5 bits, first symbol highest. Case, spaces and dashes do not matter.

    Raises:
        InputError: `recovery_code_symbol` (block), `recovery_code_length` (symbols, expected), `recovery_code_block`
            (block: here is the mistake) or `recovery_code_wrong` (somewhere).
    """
    typed = [symbol for symbol in untrusted_code.upper() if symbol not in _SEPARATORS]
    for position, symbol in enumerate(typed[:LENGTH]):
        if symbol not in SYMBOLS:
            raise InputError("recovery_code_symbol", block=position // BLOCK_SIZE + 1)
    if len(typed) != LENGTH:
        raise InputError("recovery_code_length", symbols=len(typed), expected=LENGTH)
    values = [SYMBOLS.index(symbol) for symbol in typed]
    _check_sums(values)
    packed = 0
    for value in values:
        packed = packed << 5 | value
    return Secret(packed.to_bytes(LENGTH * 5 // 8, "big"))


def _check_sums(values: list[int]) -> None:
    total, weighted = _sums(values)
    if total == weighted == 0:
        return
    if total == 0:
        raise InputError("recovery_code_wrong")
    position = next(place for place in range(LENGTH) if _times(place, total) == weighted)
    raise InputError("recovery_code_block", block=position // BLOCK_SIZE + 1)


def _sums(values: list[int]) -> tuple[int, int]:
    total = weighted = 0
    for position, value in enumerate(values):
        total ^= value
        weighted ^= _times(position, value)
    return total, weighted


def _times(left: int, right: int) -> int:
    """Multiply in GF(32)."""
    product = 0
    for bit in range(5):
        if right >> bit & 1:
            product ^= left << bit
    for bit in range(8, 4, -1):
        if product >> bit & 1:
            product ^= _FIELD_POLYNOMIAL << (bit - 5)
    return product


def _written(values: list[int]) -> str:
    text = "".join(SYMBOLS[value] for value in values)
    return "-".join(text[start : start + BLOCK_SIZE] for start in range(0, LENGTH, BLOCK_SIZE))
