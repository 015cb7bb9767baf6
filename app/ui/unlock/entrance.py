"""Which entrance a folder gets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.common.paths import default_vaults_folder
from app.ui.jobs import JobRunner
from app.ui.theme import Theme
from app.ui.unlock.unlock import Unlock

if TYPE_CHECKING:
    from app.ui.unlock.first_start import FirstStart


def entrance_to(folder: Path | None, theme: Theme, jobs: JobRunner, parent: QWidget, *, has_motion: bool) -> FirstStart | Unlock:
    """Return the closed shutters of the vault in this folder, or the first start when there is none."""
    if folder is not None and folder.is_dir() and any(folder.iterdir()):
        return Unlock(theme, jobs, folder, parent, has_motion=has_motion)
    from app.ui.unlock.first_start import FirstStart

    return FirstStart(theme, jobs, folder or _free_folder(), parent)


def _free_folder() -> Path:
    """Return a folder for a first vault that is not there yet."""
    from app.services.places import export_place

    home = default_vaults_folder()
    if export_place(home).leaves_this_device:
        home = Path.home()  # on Windows the documents are often OneDrive's
    names = ["Werk.kluis", *(f"Werk {number}.kluis" for number in range(2, 100))]
    return next((home / name for name in names if not (home / name).exists()), home / "Nieuw.kluis")
