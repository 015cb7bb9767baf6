"""A key in a buffer of its own, that can be wiped and does not show itself."""

import hmac


class Secret:
    """Key bytes. Wiping is best effort: Python and the libraries may have made copies, so locking also ends the process."""

    def __init__(self, content: bytes) -> None:
        self._buffer = bytearray(content)
        self._is_wiped = False

    def reveal(self) -> bytes:
        """Return the bytes; using a wiped secret is a bug."""
        if self._is_wiped:
            raise ValueError("the secret is wiped")
        return bytes(self._buffer)

    def wipe(self) -> None:
        """Overwrite the bytes with zeros."""
        self._buffer[:] = bytes(len(self._buffer))
        self._is_wiped = True

    def equals(self, other: bytes) -> bool:
        """Compare without telling by the time taken where the difference is."""
        return hmac.compare_digest(self.reveal(), other)

    def __len__(self) -> int:
        """Return the number of bytes."""
        return len(self._buffer)

    def __repr__(self) -> str:
        """Say what it is without saying what is in it."""
        return "Secret(…)"
