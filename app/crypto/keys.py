"""Deriving keys from keys, wrapping them, and telling a wrong secret from a damaged wrap."""

import os

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap_with_padding, aes_key_wrap_with_padding

from app.common.errors import DamagedError
from app.crypto.secret import Secret

KEY_SIZE = 32
WRAPPED_SIZE = 40
CHECK_SIZE = 16


def new_key() -> Secret:
    """Return 256 random bits."""
    return Secret(os.urandom(KEY_SIZE))


def hkdf_sha512(secret: Secret, *, salt: bytes, info: bytes, length: int = KEY_SIZE) -> Secret:
    """Return `length` bytes of HKDF-SHA-512 (RFC 5869)."""
    return Secret(HKDF(hashes.SHA512(), length, salt, info).derive(secret.reveal()))


def slot_keys(secret: Secret, *, salt: bytes, info: bytes) -> tuple[Secret, bytes]:
    """Return the key that wraps the vault's master key, and the check value that says whether `secret` was the right one."""
    both = hkdf_sha512(secret, salt=salt, info=info, length=KEY_SIZE + CHECK_SIZE).reveal()
    return Secret(both[:KEY_SIZE]), both[KEY_SIZE:]


def wrap(wrapping_key: Secret, key: Secret) -> bytes:
    """Return the 40 bytes of AES-256-KWP (RFC 5649): deterministic, no nonce to get wrong."""
    return aes_key_wrap_with_padding(wrapping_key.reveal(), key.reveal())


def unwrap(wrapping_key: Secret, wrapped: bytes) -> Secret:
    """Return the key inside.

    Raises:
        DamagedError: `header_damaged`, the wrap was changed or belongs to another key.
    """
    wrapping = wrapping_key.reveal()  # outside: that a key is wiped says nothing about the header
    try:
        return Secret(aes_key_unwrap_with_padding(wrapping, wrapped))
    except InvalidUnwrap as error:
        raise DamagedError("header_damaged") from error


def mac(key: Secret, content: bytes) -> bytes:
    """Return the 32 bytes of HMAC-SHA-256."""
    keyed = hmac.HMAC(key.reveal(), hashes.SHA256())
    keyed.update(content)
    return keyed.finalize()
