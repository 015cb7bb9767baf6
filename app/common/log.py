"""The local log: what happened in codes, ids and places in our own source; never a word, a name or a path of the user."""

import logging
import logging.handlers
import traceback
from pathlib import Path

from app.common.errors import AppError

_MAX_BYTES = 512 * 1024
_LOGGER = logging.getLogger("kijkkamer")


def start_log(folder: Path) -> None:
    """Write the log into this folder from now on, in two files that replace each other."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    writer = logging.handlers.RotatingFileHandler(folder / "kijkkamer.log", maxBytes=_MAX_BYTES, backupCount=1, encoding="utf-8")
    writer.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    _LOGGER.addHandler(writer)
    _LOGGER.setLevel(logging.INFO)
    _LOGGER.propagate = False


def log_event(code: str) -> None:
    """Note something that happened, by its code."""
    _LOGGER.info("%s", code)


def describe_error(error: BaseException) -> str:
    """Return kind and place of an error without its message, which may quote what the user typed."""
    code = f" {error.code}" if isinstance(error, AppError) else ""
    places = [f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    cause = [] if error.__cause__ is None else ["caused by " + describe_error(error.__cause__)]
    return "\n".join([f"{type(error).__name__}{code}", *places, *cause])


def log_error(error: BaseException) -> None:
    """Note a failure by kind and place."""
    _LOGGER.error("%s", describe_error(error))
