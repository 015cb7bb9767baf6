"""Every row of the test catalogue says how much it tried; pytest repeats those lines at its end."""

from collections.abc import Iterable

_PROPERTY = "catalogue"


class Tally:
    """Writes down what a test tried, and fails it when something got past or nothing was tried."""

    def __init__(self, properties: list[tuple[str, object]]) -> None:
        self._properties = properties

    def __call__(self, row: str, tried: int, what: str, missed: int = 0, outcome: str = "onopgemerkt") -> None:
        # Kept with the test's report, so that it also arrives when the tests run in several processes.
        self._properties.append((_PROPERTY, [row, tried, what, missed, outcome]))
        assert tried > 0, f"{row}: nothing tried"
        assert missed == 0, f"{row} {tried} {what}, {missed} {outcome}"

    def note(self, row: str, what: str) -> None:
        """Write down a measurement: a line without a verdict."""
        self._properties.append((_PROPERTY, [row, 0, what, 0, ""]))


def tally_lines(reports: Iterable[object]) -> list[str]:
    """Return the lines of these reports in the order of the catalogue; what was counted in parts is added up."""
    sums: dict[tuple[str, str, str], list[int]] = {}
    for report in reports:
        for name, value in getattr(report, "user_properties", []):
            if name == _PROPERTY:
                row, tried, what, missed, outcome = value
                total = sums.setdefault((row, what, outcome), [0, 0])
                total[0] += tried
                total[1] += missed
    return sorted(_line(*key, *total) for key, total in sums.items())


def _line(row: str, what: str, outcome: str, tried: int, missed: int) -> str:
    return f"{row:<3} {_dutch(tried)} {what}, {_dutch(missed)} {outcome}" if outcome else f"{row:<3} {what}"


def _dutch(number: int) -> str:
    return f"{number:,}".replace(",", ".")
