"""Make the lock files again: every package with its version and the hashes of all its files, for every platform.

Run by hand after a change of the dependencies in pyproject.toml, with uv on the PATH (`pip install uv`). A pin moves only
when asked: `python3 build_scripts/lock.py --upgrade`, or `--upgrade-package NAME`.
"""

import subprocess
import sys
import tomllib

from set_up import LOCKS, ROOT

# No address of a package index is written, so that everybody's own pip configuration decides where packages come from.
_COMPILE = ["uv", "pip", "compile", "pyproject.toml", "-", "--universal", "--python-version", "3.11", "--generate-hashes",
            "--no-emit-index-url", "--no-header", "--quiet"]  # fmt: skip


def main(options: list[str]) -> int:
    """Write run.txt, then dev.txt with the same versions and the tools on top."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    set_up_tools: list[str] = project["build-system"]["requires"]  # makes the launcher, without a download of its own
    run_lock, dev_lock = LOCKS / "run.txt", LOCKS / "dev.txt"
    _compile([*options, "--output-file", str(run_lock)], set_up_tools)
    _compile([*options, "--group", "dev", "--constraint", str(run_lock), "--output-file", str(dev_lock)], set_up_tools)
    return 0


def _compile(options: list[str], extra_requirements: list[str]) -> None:
    subprocess.run([*_COMPILE, *options], cwd=ROOT, input="\n".join(extra_requirements), text=True, check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
