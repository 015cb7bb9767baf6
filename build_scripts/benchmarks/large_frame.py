"""A frame of 200 indicators beside the shipped one of 40: ms to read, to check while writing, to put in the vault, and to take over from XLSX."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from scratch import PASSPHRASE, scratch_folder

from app.common.progress import JobContext
from app.domain.kader_editing import new_indicator, with_indicator
from app.domain.kijkkader import Kader
from app.kader.reader import read_frame
from app.services.session import Session, create_session

_MORE = 160


def main() -> None:
    """Print the figures."""
    with scratch_folder() as folder:
        session, _ = create_session(folder / "kluis", PASSPHRASE)
        shipped = session.kijkkader.shipped()
        small = session.own_kaders.save(session.own_kaders.start_copy(shipped.kader_id, shipped.version, "klein").kader_id)
        draft = session.own_kaders.start_copy(shipped.kader_id, shipped.version, "groot")
        session.own_kaders.change(_larger(draft))
        large = session.own_kaders.save(draft.kader_id)
        for words, work in (
            ("lezen", lambda kader: read_frame(session.kijkkader.content(kader.kader_id, kader.version).encode())),
            ("nakijken tijdens het schrijven", lambda kader: session.own_kaders.unfinished(session.own_kaders.start_next(kader.kader_id))),
            ("een wijziging bewaren", lambda kader: session.own_kaders.change(session.own_kaders.start_next(kader.kader_id))),
            ("overnemen uit XLSX", lambda kader: _from_sheet(session, kader, folder)),
        ):
            figures = [_ms(work, kader) for kader in (small, large)]
            print(f"{words}: {figures[0]:.0f} ms met {len(small.indicators)}, {figures[1]:.0f} ms met {len(large.indicators)} indicatoren")
        session.lock()


def _larger(kader: Kader) -> Kader:
    example = kader.indicators[0]
    for number in range(_MORE):
        cell = kader.cells[number % len(kader.cells)]
        added = new_indicator(kader, cell, ())
        filled = replace(added, name=example.name, description=example.description, helps=example.helps, chafes=example.chafes)
        kader = with_indicator(kader, replace(filled, questions=example.questions))
    return kader


def _from_sheet(session: Session, kader: Kader, folder: Path) -> None:
    path = folder / "kader.xlsx"
    session.own_kaders.export(kader.kader_id, kader.version, path, overwrite=True)
    session.own_kaders.read_file(path, JobContext())


def _ms(work: Callable[[Kader], object], kader: Kader) -> float:
    started = time.perf_counter()
    work(kader)
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    main()
