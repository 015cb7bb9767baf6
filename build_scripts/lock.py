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

# What the recogniser's packages ask for to fetch models: a client of a hub with all its network code. Ours never loads it
# (app/transcript/recogniser.py), so it is not installed either.
_HUB = (
    *("anyio", "certifi", "click", "filelock", "fsspec", "h11", "hf-xet", "httpcore", "httpcore2", "httpx", "httpx2", "httpx2-jsfetch"),
    *("huggingface-hub", "idna", "requests", "shellingham", "sniffio", "truststore", "typer", "typer-slim", "typing-extensions", "urllib3"),
)


def main(options: list[str]) -> int:
    """Write run.txt, then dev.txt and spraak.txt with the same versions, and the tools or the recogniser on top."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    set_up_tools: list[str] = project["build-system"]["requires"]  # makes the launcher, without a download of its own
    run_lock, dev_lock, speech_lock = (LOCKS / f"{name}.txt" for name in ("run", "dev", "spraak"))
    _compile([*options, "--output-file", str(run_lock)], set_up_tools)
    _compile([*options, "--group", "dev", "--constraint", str(run_lock), "--output-file", str(dev_lock)], set_up_tools)
    without_hub = [option for package in _HUB for option in ("--no-emit-package", package)]
    _compile([*options, "--extra", "spraak", "--constraint", str(run_lock), *without_hub, "--output-file", str(speech_lock)], set_up_tools)
    return 0


def _compile(options: list[str], extra_requirements: list[str]) -> None:
    subprocess.run([*_COMPILE, *options], cwd=ROOT, input="\n".join(extra_requirements), text=True, check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
