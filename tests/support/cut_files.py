"""The vault's files with the power going out at a chosen step."""

from app.vault.durable_files import DurableFiles, NewFile


class PowerCutError(BaseException):
    """Nothing after this moment reaches the disk."""


class CutFile(NewFile):
    def __init__(self, path, files) -> None:
        self._files = files
        super().__init__(path)

    def write(self, content) -> None:
        self._files.step()
        super().write(content)

    def sync(self) -> None:
        self._files.step()
        super().sync()


class CutFiles(DurableFiles):
    """Counts every change of the disk; from change number `cut_at` on each of them raises instead."""

    def __init__(self, cut_at: int | None = None) -> None:
        self.cut_at = cut_at
        self.steps = 0

    def step(self) -> None:
        self.steps += 1
        if self.cut_at is not None and self.steps >= self.cut_at:
            raise PowerCutError

    def make_folder(self, folder) -> None:
        self.step()
        super().make_folder(folder)

    def new_file(self, path) -> NewFile:
        self.step()
        return CutFile(path, self)

    def replace(self, source, target) -> None:
        self.step()
        super().replace(source, target)

    def sync_folder(self, folder) -> None:
        self.step()
        super().sync_folder(folder)

    def remove(self, path) -> None:
        self.step()
        super().remove(path)
