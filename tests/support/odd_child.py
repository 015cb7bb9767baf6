"""A child process with jobs that misbehave, run as `python -m tests.support.odd_child`."""

import errno
import os
import signal
import socket
import sys
import time
from pathlib import Path

from app.common.errors import InputError
from app.sandbox.child import ParentLink, serve


def _echo(link: ParentLink, arguments: dict) -> None:
    link.item({"size": link.source_size, "arguments": arguments}, link.read_at(0, link.source_size))
    source = link.open_source()
    source.seek(-5, 2)
    link.item({"tail": True}, source.read())


def _talk(link: ParentLink, _arguments: dict) -> None:
    while True:
        header, payload = link.receive()
        link.item({"number": header["number"] * 2}, payload[::-1])


def _work(link: ParentLink, _arguments: dict) -> None:
    for number in range(1, 101):
        link.progress("count", number, 100)
        time.sleep(0.02)


def _die(_link: ParentLink, _arguments: dict) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def _hang(_link: ParentLink, _arguments: dict) -> None:
    time.sleep(60)


def _babble(link: ParentLink, _arguments: dict) -> None:
    while True:
        link.read_at(0, 10)
        link.progress("babble", 1, 2)
        time.sleep(0.01)


def _raise(_link: ParentLink, arguments: dict) -> None:
    raise InputError("no_picture", number=arguments["number"])


def _hoard(_link: ParentLink, _arguments: dict) -> None:
    hoard = []
    while True:
        hoard.append(bytearray(64 * 1024 * 1024))


def _bug(_link: ParentLink, _arguments: dict) -> None:
    raise KeyError("bug")


def _raw(_link: ParentLink, arguments: dict) -> None:
    os.write(int(os.environ["PROTOCOL_FD"]), bytes.fromhex(arguments["bytes"]))
    time.sleep(60)


def _try_things(link: ParentLink, arguments: dict) -> None:
    refused = {}
    for name, attempt in {
        "write": lambda: Path(arguments["folder"], "leak").write_bytes(b"secret"),
        "connect": lambda: socket.create_connection(("127.0.0.1", arguments["port"]), timeout=1),
    }.items():
        try:
            attempt()
            refused[name] = ""
        except OSError as error:
            refused[name] = errno.errorcode.get(error.errno or 0, type(error).__name__)
    link.item({"refused": refused, "loaded": sorted({"av", "vlc", "PySide6", "sqlcipher3"} & set(sys.modules))})


JOBS = {
    "echo": lambda: _echo,
    "talk": lambda: _talk,
    "work": lambda: _work,
    "die": lambda: _die,
    "hang": lambda: _hang,
    "babble": lambda: _babble,
    "raise": lambda: _raise,
    "hoard": lambda: _hoard,
    "bug": lambda: _bug,
    "raw": lambda: _raw,
    "try": lambda: _try_things,
}

if __name__ == "__main__":
    # The protocol's own pipe, before `serve` takes it away from prints.
    os.environ["PROTOCOL_FD"] = str(os.dup(1))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # writing past the limit then fails with a reason instead of a signal
    sys.exit(serve(JOBS))
