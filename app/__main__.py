"""Where the program starts: a child process, the command line, or the window."""

import sys
from pathlib import Path

from app.common.hardening import harden_process


def main(arguments: list[str] | None = None) -> int:
    """Run what the arguments ask for and return the exit code. Nothing heavy is imported before it is known what is needed."""
    words = sys.argv[1:] if arguments is None else arguments
    harden_process()
    if words[:1] == ["--child"]:
        from app.child import main as serve_parent

        return serve_parent()
    if not words:
        return _open_window(None)
    if len(words) == 2 and words[0] == "--vault":
        return _open_window(Path(words[1]))
    from app.cli.main import run

    return run(words)


def _open_window(vault_folder: Path | None) -> int:
    from app.ui.application import run_window

    return run_window(vault_folder)


if __name__ == "__main__":
    sys.exit(main())
