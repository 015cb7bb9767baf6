"""A few bytes for the holder of an age key: age v1 files to one X25519 recipient, by the `pyrage` library.

On Windows for ARM that library does not exist; there these functions refuse with `organisation_not_here`.
"""

from typing import Any

from app.common.errors import InputError, RefusedError
from app.crypto.secret import Secret

MAX_AGE_BYTES = 2048
"""What we read and keep: 32 bytes for one recipient take about 320, with age's filler stanza included."""
_MAX_KEY_TEXT = 200
_FIRST_LINE = b"age-encryption.org/v1\n"
_ONLY_RECIPIENT = b"-> X25519 "


def checked_recipient(untrusted_text: str) -> str:
    """Return the public key `age1…` as it is written; InputError `organisation_recipient` when it is none."""
    text = untrusted_text.strip()
    _recipient(text)
    return text


def seal_for(recipient: str, content: Secret) -> bytes:
    """Return the content as a binary age file that only the holder of the recipient's identity can open."""
    sealed: bytes = _library().encrypt(content.reveal(), [_recipient(recipient)])
    return sealed


def open_with(untrusted_identity: str, untrusted_age: bytes) -> Secret | None:
    """Return what is inside, None when it is for somebody else or was changed: the two look the same from outside.

    Raises:
        InputError: `organisation_key_unreadable`, this is not `AGE-SECRET-KEY-1…`.
    """
    identity = _identity(untrusted_identity)
    # A stanza of another kind, a passphrase for one, would let a stranger choose how much work we do.
    if not is_age_file(untrusted_age):
        return None
    library = _library()
    try:
        return Secret(library.decrypt(untrusted_age, [identity]))
    except (library.DecryptError, OSError, ValueError):
        return None


def is_age_file(untrusted_age: bytes) -> bool:
    """Whether it looks like what `seal_for` makes: small, version 1, and the first stanza for one X25519 recipient."""
    return len(untrusted_age) <= MAX_AGE_BYTES and untrusted_age.startswith(_FIRST_LINE + _ONLY_RECIPIENT)


def _recipient(untrusted_text: str) -> Any:
    library = _library()
    try:
        if len(untrusted_text) > _MAX_KEY_TEXT or not untrusted_text.startswith("age1"):
            raise InputError("organisation_recipient")
        return library.x25519.Recipient.from_str(untrusted_text)
    except library.RecipientError as error:
        raise InputError("organisation_recipient") from error


def _identity(untrusted_text: str) -> Any:
    library = _library()
    lines = [line.strip() for line in untrusted_text.splitlines()]
    keys = [line for line in lines if line and not line.startswith("#")]  # age-keygen writes comments above the key
    try:
        if len(keys) != 1 or len(keys[0]) > _MAX_KEY_TEXT:
            raise InputError("organisation_key_unreadable")
        return library.x25519.Identity.from_str(keys[0])
    except library.IdentityError as error:
        raise InputError("organisation_key_unreadable") from error


def _library() -> Any:
    try:
        import pyrage
    except ImportError as error:
        raise RefusedError("organisation_not_here") from error
    return pyrage
