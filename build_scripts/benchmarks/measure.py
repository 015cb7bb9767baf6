"""Run two ways in turn, several times, and print medians and the ratio of the pairs."""

import statistics
import time
from collections.abc import Callable


def seconds(work: Callable[[], object]) -> float:
    """Return how long one call takes, in seconds of the wall clock."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def side_by_side(
    ours: Callable[[], float], yardstick: Callable[[], float], *, what: str, yardstick_name: str, unit: str, aim: str, rounds: int = 5
) -> None:
    """Run both in turn `rounds` times, after one round that does not count, and print one line.

    Both return a figure in `unit`. The ratio is ours divided by the yardstick, pair by pair, and its median is printed.
    """
    ours(), yardstick()
    pairs = [(ours(), yardstick()) for _ in range(rounds)]
    our_median = statistics.median(pair[0] for pair in pairs)
    their_median = statistics.median(pair[1] for pair in pairs)
    ratio = statistics.median(mine / theirs for mine, theirs in pairs)
    print(f"{what}: {our_median:.4g} {unit}; {yardstick_name}: {their_median:.4g} {unit}; verhouding {ratio:.2f} (doel {aim})", flush=True)


def spread(figures: list[float]) -> str:
    """Return median and 95th percentile as text."""
    ordered = sorted(figures)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    return f"mediaan {statistics.median(ordered):.4g}, p95 {p95:.4g}"
