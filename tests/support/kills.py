"""Kill a process that works on a vault, at a random moment, again and again: `python -m tests.support.kills FLOW FOLDER TIMES SEED`.

Each child is forked from this process, so that starting one costs nothing, opens the vault itself and says what it was
told is kept. After each kill this process opens the vault and looks. Prints one JSON document.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.kill_flows import FLOWS, Flow

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Outcome:
    """What the kills brought to light: `interrupted` are those that hit work under way."""

    kills: int = 0
    acknowledged: int = 0
    interrupted: int = 0
    bad: list[str] = field(default_factory=list)


def run_kills(flow: str, folder: Path, times: int, seed: int, *, seconds: float = 280) -> Outcome:
    """Run it in a process of its own and return what it saw."""
    command = [sys.executable, "-m", "tests.support.kills", flow, str(folder), str(times), str(seed)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=seconds, check=False)
    assert done.returncode == 0, done.stderr
    return Outcome(**json.loads(done.stdout))


def _kills(flow: Flow, times: int, chance: random.Random) -> Outcome:
    outcome = Outcome()
    flow.prepare()
    for _ in range(times):
        said = _one_kill(flow, chance.uniform(0, flow.most_s))
        outcome.kills += 1
        outcome.acknowledged += len(said)
        try:
            outcome.interrupted += bool(flow.verify(said))
        except Exception:  # noqa: BLE001 - whatever it is, it is what we look for
            outcome.bad.append(f"kill {outcome.kills}, after {said[-3:]}: {traceback.format_exc(limit=-3)}")
            if len(outcome.bad) > 3:
                break
    flow.finish()
    return outcome


def _one_kill(flow: Flow, after_s: float) -> list[str]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            flow.work(lambda label: os.write(writing, f"{label}\n".encode()))
        except BaseException:  # noqa: BLE001 - the parent tells it
            os.write(writing, f"crash {traceback.format_exc(limit=-3)!r}\n".encode())
        finally:
            os._exit(3)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as lines:
        first = lines.readline()
        time.sleep(after_s)
        os.kill(child, signal.SIGKILL)
        rest = lines.read()
    os.waitpid(child, 0)
    said = [first.rstrip("\n"), *rest.split("\n")[:-1]]
    crash = next((line for line in said if line.startswith("crash")), None)
    if crash is not None or said[0] != "ready":
        raise RuntimeError(crash or "the child did not begin")
    return said[1:]


if __name__ == "__main__":
    _name, _folder, _times, _seed = sys.argv[1:]
    print(json.dumps(vars(_kills(FLOWS[_name](Path(_folder)), int(_times), random.Random(int(_seed))))))
