"""Ask for the passphrase and open the vault for one command."""

import getpass
import signal
import sys
import warnings
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.common.errors import InputError
from app.services.session import Session, open_session

_LONGEST_LINE = 8192
"""More than the longest passphrase takes, and little enough to read from anywhere."""


@contextmanager
def opened_vault(options: Namespace) -> Iterator[Session]:
    """Open the vault of --vault with the passphrase of --passphrase-file or the terminal, and lock it afterwards."""
    session = open_session(options.vault, passphrase_of(options))
    try:
        yield session
    finally:
        session.lock()


def passphrase_of(options: Namespace) -> str:
    """Return the passphrase of an existing vault.

    Raises:
        InputError: `file_unreadable`, `passphrase_empty`, `passphrase_unreadable` or `passphrase_needed`.
    """
    if options.passphrase_file is not None:
        return _first_line(options.passphrase_file)
    return _typed("Wachtzin: ")


def new_passphrase_of(options: Namespace) -> str:
    """Return the passphrase for a new vault; typed twice when it is typed.

    Raises:
        InputError: as `passphrase_of`, and `passphrase_differs`.
    """
    if options.passphrase_file is not None:
        return _first_line(options.passphrase_file)
    return _typed_twice()


def next_passphrase_of(options: Namespace) -> str:
    """Return the passphrase that an existing vault is to get; typed twice when it is typed. Raises as `new_passphrase_of`."""
    if options.new_passphrase_file is not None:
        return _first_line(options.new_passphrase_file)
    return _typed_twice()


def recovery_code_of(options: Namespace) -> str:
    """Return the recovery code of --recovery-code-file or the terminal; InputError as `passphrase_of`."""
    if options.recovery_code_file is not None:
        return _first_line(options.recovery_code_file)
    return _typed("Herstelcode: ")


def organisation_key_of(options: Namespace) -> str:
    """Return the text of --organisation-key-file, as age-keygen writes it; InputError `file_unreadable`."""
    try:
        with Path(options.organisation_key_file).open("rb") as file:
            return file.read(_LONGEST_LINE).decode("utf-8-sig")
    except OSError as error:
        raise InputError("file_unreadable") from error
    except UnicodeDecodeError as error:
        raise InputError("organisation_key_unreadable") from error


def _first_line(file_name: str) -> str:
    try:
        if file_name == "-":
            with _plain_interrupt():
                line = sys.stdin.buffer.readline(_LONGEST_LINE)
        else:
            with Path(file_name).open("rb") as file:
                line = file.readline(_LONGEST_LINE)
        passphrase = line.decode("utf-8-sig").rstrip("\r\n")
    except OSError as error:
        raise InputError("file_unreadable") from error
    except UnicodeDecodeError as error:
        raise InputError("passphrase_unreadable") from error
    if not passphrase:
        raise InputError("passphrase_empty")
    return passphrase


def _typed_twice() -> str:
    first = _typed("Nieuwe wachtzin: ")
    if _typed("Nog een keer: ") != first:
        raise InputError("passphrase_differs")
    return first


def _typed(question: str) -> str:
    """Ask on the terminal, unechoed; never read from somewhere that would show it."""
    with warnings.catch_warnings(), _plain_interrupt():
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return getpass.getpass(question)
        except (getpass.GetPassWarning, EOFError, UnicodeDecodeError) as error:
            raise InputError("passphrase_needed") from error


@contextmanager
def _plain_interrupt() -> Iterator[None]:
    """While waiting for the user there is no work to round off: Ctrl+C ends the wait at once."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
