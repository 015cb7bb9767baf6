"""Look for secrets in the memory of running processes, from outside, as root may."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

_PIECE = 16 * 1024 * 1024


def family(pid: int) -> list[int]:
    """Return this process and all that descend from it."""
    found = [pid]
    for each in found:
        for task in sorted(Path(f"/proc/{each}/task").glob("*/children")):
            found += [int(child) for child in task.read_text().split()]
    return found


def copies(pid: int, needles: Mapping[str, bytes]) -> Counter[str]:
    """Count each needle in all memory of this process that can be read; one that ends meanwhile counts as empty."""
    found: Counter[str] = Counter()
    longest = max(len(needle) for needle in needles.values())
    try:
        with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
            for begin, end in _used_regions(pid):
                for offset in range(begin, end, _PIECE):
                    content = _read(memory, offset, min(end, offset + _PIECE + longest - 1) - offset)
                    for name, needle in needles.items():
                        # What lies wholly in the overlap is counted with the next piece.
                        found[name] += content.count(needle, 0, _PIECE + len(needle) - 1)
    except (FileNotFoundError, ProcessLookupError):
        pass
    return +found


def encodings(name: str, secret: bytes) -> dict[str, bytes]:
    """Return a key in the ways it can lie in memory: raw, as hexadecimal text and in base64."""
    import base64

    texts = {"hex": secret.hex(), "HEX": secret.hex().upper(), "base64": base64.b64encode(secret).decode().rstrip("=")[:-1]}
    ways = {f"{name} raw": secret}
    for way, text in texts.items():
        ways[f"{name} {way}"] = text.encode()
    return ways


def words(name: str, text: str) -> dict[str, bytes]:
    """Return a text in the ways it can lie in memory."""
    return {f"{name} utf-8": text.encode(), f"{name} utf-16": text.encode("utf-16-le"), f"{name} utf-32": text.encode("utf-32-le")}


def _used_regions(pid: int) -> list[tuple[int, int]]:
    """Return the ranges that can be written, of which at least a page is in memory or swapped out; the others are as in their files."""
    regions, current = [], None
    for line in Path(f"/proc/{pid}/smaps").read_text().splitlines():
        first = line.split(" ", 1)[0]
        if "-" in first and not first.endswith(":"):
            begin, end = (int(part, 16) for part in first.split("-"))
            current = (begin, end) if line.split()[1].startswith("rw") else None
        elif first in {"Rss:", "Swap:"} and current and int(line.split()[1]):
            regions.append(current)
            current = None
    return regions


def _read(memory, offset: int, length: int) -> bytes:
    try:
        memory.seek(offset)
        return memory.read(length)
    except (OSError, ValueError):
        return b""
