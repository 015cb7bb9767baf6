"""Unlocking a vault against the bare key derivation, with the settings people get."""

from measure import seconds, side_by_side
from nacl.pwhash import argon2id
from scratch import PASSPHRASE, scratch_folder

from app.services.session import create_session, open_session


def main() -> None:
    """Print the figures."""
    with scratch_folder() as folder:
        session, _ = create_session(folder / "kluis", PASSPHRASE)
        kdf = session.facts().kdf
        session.lock()

        def unlock() -> float:
            opened = []
            took = seconds(lambda: opened.append(open_session(folder / "kluis", PASSPHRASE)))
            opened[0].lock()
            return took * 1000

        def derive() -> float:
            memory = int(kdf["memory_mib"]) * 1024 * 1024
            return 1000 * seconds(lambda: argon2id.kdf(32, PASSPHRASE.encode(), bytes(16), opslimit=int(kdf["passes"]), memlimit=memory))

        side_by_side(unlock, derive, what="ontgrendelen", yardstick_name="alleen Argon2id", unit="ms", aim="hoogstens 200 ms meer")


if __name__ == "__main__":
    main()
