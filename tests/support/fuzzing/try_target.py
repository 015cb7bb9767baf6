"""Try one reader in a process with little memory: `python -m tests.support.fuzzing.try_target NAME EXAMPLES`. Prints how many were refused."""

import sys

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.fuzzing.targets import TARGETS, Target, tried

MEMORY = 256 * 1024 * 1024
MOST_MS = 2000


@st.composite
def changed(draw, seeds: tuple[bytes, ...]) -> bytes:
    """A seed with up to four places replaced, doubled, cut or filled with something else."""
    content = bytearray(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(content)))
        end = draw(st.integers(start, min(len(content), start + 40)))
        how = draw(st.sampled_from(("replace", "double", "flip", "cut")))
        if how == "replace":
            content[start:end] = draw(st.binary(max_size=12) | st.sampled_from((b"\x00", b"-1", b"1e999", b"null", b'"', b"\\u0000", b"\xff\xfe")))
        elif how == "double":
            content[start:start] = content[start:end]
        elif how == "flip" and start < len(content):
            content[start] ^= 1 << draw(st.integers(0, 7))
        elif how == "cut":
            del content[start:]
    return bytes(content)


def try_target(target: Target, examples: int) -> tuple[int, int]:
    """Return how many were tried and how many of them refused; what else happens comes out."""
    counts = [0, 0]

    @settings(max_examples=examples, deadline=MOST_MS, database=None, suppress_health_check=list(HealthCheck))
    @given(changed(target.seeds) | st.binary(max_size=300))
    def run(content: bytes) -> None:
        counts[0] += 1
        counts[1] += tried(target, content)

    for seed in target.seeds:
        counts[0] += 1
        counts[1] += tried(target, seed)
    run()
    return counts[0], counts[1]


def limit_memory() -> None:
    """Allow 256 MiB more than what this process has now."""
    import resource

    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - not a file of ours
        has_now = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (has_now + MEMORY, has_now + MEMORY))


if __name__ == "__main__":
    if sys.platform == "linux":
        limit_memory()
    print(*try_target(TARGETS[sys.argv[1]], int(sys.argv[2])))
