"""A hundred processes open the same vault at once: `python -m tests.support.openers FOLDER COUNT`. Prints what each of them was told, as JSON."""

import json
import os
import signal
import sys
import time
from pathlib import Path

from app.common.errors import AppError
from app.vault.vault import Vault
from tests.support.vaults import PASSPHRASE


def open_at_once(folder: Path, count: int) -> list[str]:
    """Return "opened" or the error's code for each; the one that opens keeps it open until it is killed."""
    start_reading, start_writing = os.pipe()
    reading, writing = os.pipe()
    children = [_opener(folder, start_reading, start_writing, writing) for _ in range(count)]
    os.close(start_reading)
    os.close(writing)
    os.close(start_writing)  # the shot: all of them read the end of the pipe
    said: list[str] = []
    with os.fdopen(reading, encoding="ascii") as lines:
        for line in lines:
            said.append(line.strip())
            if len(said) == count:
                break
    for child in children:
        os.kill(child, signal.SIGKILL)
    for child in children:
        os.waitpid(child, 0)
    return said


def _opener(folder: Path, start_reading: int, start_writing: int, writing: int) -> int:
    child = os.fork()
    if child:
        return child
    try:
        os.close(start_writing)
        os.read(start_reading, 1)
        try:
            Vault.open(folder, PASSPHRASE)
            os.write(writing, b"opened\n")
        except AppError as error:
            os.write(writing, f"{error.code}\n".encode())
        time.sleep(60)
    finally:
        os._exit(0)


if __name__ == "__main__":
    _folder = Path(sys.argv[1])
    _said = open_at_once(_folder, int(sys.argv[2]))
    _again = time.monotonic()
    Vault.open(_folder, PASSPHRASE).close()
    print(json.dumps({"said": _said, "reopened_after_s": time.monotonic() - _again}))
