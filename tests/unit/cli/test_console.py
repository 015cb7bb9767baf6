"""The bar and the answers of the command line."""

import io
import json

import pytest

from app.cli import console
from app.cli.console import Console, ProgressBar, progress_line, time_left
from app.common.errors import InputError
from app.common.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("progress", "elapsed_s", "line"),
    [
        (Progress("encrypt", 0, 100), 0.0, "Versleutelen [........................] 0 %"),
        (Progress("encrypt", 25, 100), 40.0, "Versleutelen [######..................] 25 %, nog zo'n 2 minuten"),
        (Progress("detect", 50, 100), 5.0, "Gezichten zoeken [############............] 50 %, nog 5 s"),
        (Progress("render", 100, 100), 9.0, "Onherkenbaar maken [########################] 100 %"),
        (Progress("render", 200, 100), 9.0, "Onherkenbaar maken [########################] 100 %"),
        (Progress("iets nieuws", 1, 0), 9.0, "Bezig"),
    ],
)
def test_line_tells_step_part_and_time_left(progress: Progress, elapsed_s: float, line: str):
    assert progress_line(progress, elapsed_s) == line


@pytest.mark.parametrize(("seconds", "words"), [(0.1, "nog 1 s"), (59, "nog 59 s"), (70, "nog zo'n minuut"), (3000, "nog zo'n 50 minuten")])
def test_time_left_is_no_more_exact_than_it_is_known(seconds: float, words: str):
    assert time_left(seconds) == words


def test_short_work_shows_no_bar():
    terminal = Terminal()
    bar = ProgressBar(terminal)
    bar.show(Progress("encrypt", 1, 2))
    bar.clear()
    assert terminal.getvalue() == ""


def test_bar_is_taken_away_before_the_answer(monkeypatch):
    monkeypatch.setattr(console, "_SHOWN_AFTER_S", 0.0)
    terminal = Terminal()
    bar = ProgressBar(terminal)
    bar.show(Progress("encrypt", 1, 2))
    bar.show(Progress("encrypt", 2, 2))
    bar.clear()
    bar.clear()
    assert terminal.getvalue().count("\r\x1b[K") == 3
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_answer_is_the_document_or_the_lines(capsys):
    Console(as_json=False).answer({"a": "ë"}, ["een", "twee"])
    assert capsys.readouterr() == ("een\ntwee\n", "")
    Console(as_json=True).answer({"a": "ë"}, ["een", "twee"])
    out, err = capsys.readouterr()
    assert (json.loads(out), err) == ({"a": "ë"}, "")
    assert "ë" in out


def test_refusal_is_one_line_and_with_json_a_document_too(capsys):
    Console(as_json=False).refuse(InputError("unknown_id"))
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("error: unknown_id: Dit nummer")
    assert err.count("\n") == 1
    Console(as_json=True).refuse(InputError("unknown_id"))
    out, err = capsys.readouterr()
    assert err == f"error: unknown_id: {json.loads(out)['error']['message']}\n"
