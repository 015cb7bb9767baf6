"""The program's version, kept in one place: pyproject.toml from source, a copy of its number in the frozen program."""

import tomllib
from functools import cache

from app.common.paths import program_root


@cache
def program_version() -> str:
    """Return the version, for instance 0.1.0. The build puts pyproject.toml at the root of the frozen program too."""
    with (program_root() / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])
