"""Where the program's own files and the user's settings are."""

import sys
from pathlib import Path

import platformdirs

_ROOT = Path(__file__).resolve().parents[2]


def program_root() -> Path:
    """Return the folder that holds `app/`, `resources/` and `kijkkader_data/`, from source and frozen alike."""
    return _ROOT


def resource_path(*parts: str) -> Path:
    """Return a file of `resources/`. The same line works from source and in the frozen program."""
    return _ROOT.joinpath("resources", *parts)


def kijkkader_path(*parts: str) -> Path:
    """Return a file of `kijkkader_data/`."""
    return _ROOT.joinpath("kijkkader_data", *parts)


def libvlc_folder() -> Path:
    """Return the folder with our own libVLC and its safe plugins: `libvlc/` in the .venv, or in the frozen program."""
    return Path(sys.prefix) / "libvlc"


def settings_folder() -> Path:
    """Return the folder for what is kept outside the vault: window size, theme, the last vault's place. Not created here."""
    return Path(platformdirs.user_config_dir("kijkkamer", appauthor=False))


def log_folder() -> Path:
    """Return the folder of the local log. Not created here."""
    return Path(platformdirs.user_log_dir("kijkkamer", appauthor=False))


def default_vaults_folder() -> Path:
    """Return where a first vault is proposed: the user's own documents."""
    return Path(platformdirs.user_documents_dir())
