"""What holds for every command: where words go, exit codes, the passphrase, Ctrl+C."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.clips import numbered_clip
from tests.support.command_line import PROGRAM, ROOT, CommandLineVault, kijkkamer, new_vault, start

pytestmark = [pytest.mark.e2e, pytest.mark.skipif(sys.platform == "win32", reason="terminals and signals of POSIX")]

PASSPHRASE = "gehuld furore bezit jockey volley"


@pytest.fixture(scope="module")
def vault(tmp_path_factory) -> CommandLineVault:
    return new_vault(tmp_path_factory.mktemp("kluis"), PASSPHRASE)


@pytest.mark.parametrize("wrong", ["iets heel anders", PASSPHRASE.upper(), PASSPHRASE + " "])
def test_wrong_passphrase_is_exit_code_four(vault: CommandLineVault, wrong: str):
    outcome = kijkkamer("vault", "info", "--vault", vault.folder, "--passphrase-file", "-", "--json", stdin=f"{wrong}\n")
    assert outcome.code == 4
    assert outcome.document["error"]["code"] == "wrong_passphrase"
    assert outcome.err == f"error: wrong_passphrase: {outcome.document['error']['message']}\n"


def test_damage_to_the_header_is_exit_code_three(tmp_path: Path):
    vault = new_vault(tmp_path)
    for name in ("kluis.json", "kluis.json.2"):
        (vault.folder / name).write_bytes(b"{")
    outcome = vault.run("vault", "info", "--json")
    assert (outcome.code, outcome.document["error"]["code"]) == (3, "header_damaged")


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("vault",),
        ("vault", "bestaat-niet"),
        ("bestaat-niet",),
        ("vault", "info"),
        ("vault", "info", "--vault"),
        ("vault", "info", "--vault", "x", "--passphrase", "geheim"),
        ("vault", "info", "--vaul", "x"),
        ("kader", "check"),
        ("moment", "add", "--vault", "x", "--recording", "y", "--at", "1", "--kind", "mooi"),
        ("package", "make"),
        ("recording", "import", "--vault", "x"),
    ],
)
def test_wrong_usage_is_exit_code_two_and_explained_in_dutch(words: tuple[str, ...]):
    outcome = kijkkamer(*words, "--json")
    assert outcome.code == 2
    assert outcome.document["error"]["code"] == "usage"
    assert outcome.document["error"]["message"].startswith("Deze opdracht klopt niet")
    assert outcome.err.startswith("gebruik: kijkkamer")


@pytest.mark.parametrize("words", [("--help",), ("vault", "--help"), ("fragment", "export", "--help"), ("self-test", "-h")])
def test_help_is_dutch_and_no_error(words: tuple[str, ...]):
    outcome = kijkkamer(*words)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith("gebruik: kijkkamer")
    assert not {"usage", "options", "positional", "show this help"} & set(outcome.out.split())


def test_passphrase_is_never_read_from_where_it_would_show(vault: CommandLineVault):
    outcome = kijkkamer("vault", "info", "--vault", vault.folder, "--json", stdin=f"{PASSPHRASE}\n")
    assert (outcome.code, outcome.document["error"]["code"]) == (1, "passphrase_needed")


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "passphrase_empty"), (b"\n", "passphrase_empty"), (b"\xff\xfe\n", "passphrase_unreadable"), (None, "file_unreadable")]
)
def test_passphrase_file_without_a_passphrase_is_refused(vault: CommandLineVault, tmp_path: Path, content: bytes | None, code: str):
    if content is not None:
        (tmp_path / "w").write_bytes(content)
    outcome = kijkkamer("vault", "info", "--vault", vault.folder, "--passphrase-file", tmp_path / "w", "--json")
    assert (outcome.code, outcome.document["error"]["code"]) == (1, code)


def test_typed_passphrase_is_asked_for_and_not_shown(vault: CommandLineVault):
    code, shown = on_a_terminal(["vault", "info", "--vault", str(vault.folder)], [("Wachtzin: ", PASSPHRASE)])
    assert code == 0
    assert "Kluis " in shown
    assert PASSPHRASE not in shown


def test_new_passphrase_is_typed_twice(tmp_path: Path):
    typed = [("Nieuwe wachtzin: ", PASSPHRASE), ("Nog een keer: ", "iets anders")]
    code, shown = on_a_terminal(["vault", "create", "--vault", str(tmp_path / "k")], typed)
    assert code == 1
    assert "error: passphrase_differs: " in shown
    assert not (tmp_path / "k").exists()


def test_ctrl_c_at_the_question_ends_quietly(vault: CommandLineVault):
    code, shown = on_a_terminal(["vault", "info", "--vault", str(vault.folder)], [("Wachtzin: ", "\x03")])
    assert code == 130
    assert "Traceback" not in shown
    assert "error: cancelled: " in shown


def test_long_work_shows_a_bar_on_a_terminal_and_nothing_in_a_pipe(vault: CommandLineVault, tmp_path: Path):
    words = [*map(str, vault.words("recording", "import", long_recording(tmp_path)))]
    code, shown = on_a_terminal(words, [])
    assert code == 0
    assert "Versleutelen [" in shown
    assert " %" in shown
    outcome = kijkkamer(*words, "--again")
    assert (outcome.code, outcome.err) == (0, "")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_cancelled_import_leaves_nothing_behind(tmp_path: Path, number: signal.Signals):
    vault = new_vault(tmp_path)
    files_before = files_of(vault.folder)
    with start(*vault.words("recording", "import", long_recording(tmp_path), "--json"), stdin=subprocess.DEVNULL) as process:
        wait_until(lambda: any((vault.folder / "bezig").iterdir()))
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert json.loads(out)["error"]["code"] == "cancelled"
    assert err.startswith("error: cancelled: ")
    assert files_of(vault.folder) == files_before
    assert vault.ask("recording", "list") == []
    assert vault.ask("vault", "check", "--deep") == {"ok": True, "findings": []}


def test_reader_that_goes_away_gives_no_traceback(vault: CommandLineVault):
    with start("kader", "check", "--help", stdin=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert "Traceback" not in process.stderr.read()


def test_names_with_strange_letters_come_through(vault: CommandLineVault, tmp_path: Path):
    name = 'opname "ë" \u202e 日本 %s {x}.mp4'
    numbered_clip(tmp_path / name, frames=20)
    (imported,) = vault.ask("recording", "import", tmp_path / name, "--title", "Schuilnaam ë 'x' {y} %d")
    assert imported["title"] == "Schuilnaam ë 'x' {y} %d"


def test_passphrase_reaches_no_argument_no_environment_and_no_file(tmp_path: Path):
    vault = new_vault(tmp_path)
    numbered_clip(tmp_path / "a.mp4")
    vault.ask("recording", "import", tmp_path / "a.mp4")
    written = [path for path in tmp_path.rglob("*") if path.is_file() and path != vault.passphrase_file]
    assert written
    assert not [path for path in written if PASSPHRASE.encode() in path.read_bytes()]


def long_recording(folder: Path) -> Path:
    """A video with a hole of 128 MB behind it: quickly made, and it takes a while to encrypt."""
    path = folder / "lang.mp4"
    content = numbered_clip()
    with path.open("wb") as file:
        file.write(content)
        size = 128 * 1024 * 1024
        file.write(size.to_bytes(4, "big") + b"free")
        file.truncate(len(content) + size)
    return path


def files_of(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and not path.name.startswith("register.db-")}


def wait_until(is_so, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def on_a_terminal(words: list[str], conversation: list[tuple[str, str]]) -> tuple[int, str]:
    """Run a command on a terminal of its own, type each answer after its question, and return exit code and screen."""
    import pty

    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(ROOT)
        os.execv(PROGRAM[0], [*PROGRAM, *words])
    shown = b""
    answers = list(conversation)
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
        if answers and shown.decode("utf-8", "replace").rstrip("\r\n").endswith(answers[0][0]):
            answer = answers.pop(0)[1]
            os.write(terminal, answer.encode() if answer == "\x03" else answer.encode() + b"\n")
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), shown.decode("utf-8", "replace")
