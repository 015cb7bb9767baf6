import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
import set_up

RUN = (set_up.LOCKS / "run.txt").read_text("utf-8")
DEV = (set_up.LOCKS / "dev.txt").read_text("utf-8")
SCRIPTS = set_up.ROOT / "build_scripts"


@pytest.mark.parametrize("version", [(2, 7), (3, 8), (3, 10)])
def test_an_old_python_is_refused_in_one_dutch_sentence(version):
    with pytest.raises(SystemExit, match=r"Python 3\.11 of nieuwer nodig"):
        set_up.require_supported_python(version)


@pytest.mark.parametrize("version", [(3, 11), (3, 14), (4, 0)])
def test_a_python_that_is_new_enough_passes_in_silence(version):
    set_up.require_supported_python(version)


@pytest.mark.parametrize("script", ["start.py", "test.py", "set_up.py"])
def test_an_old_python_can_read_the_scripts_far_enough_to_say_that_it_is_too_old(script):
    tree = ast.parse((SCRIPTS / script).read_text("utf-8"), feature_version=(3, 7))
    futures = [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module == "__future__"]
    assert [name.name for node in futures for name in node.names] == ["annotations"]


def test_a_pin_is_read_with_and_without_a_marker():
    text = "av==18.1.0 \\\n    --hash=sha256:00\nnumpy==2.4 ; python_version < '3.12' \\\nnumpy==2.5 ; python_version >= '3.12' \\\n"
    pins = {"av": "18.1.0", "numpy python_version < '3.12'": "2.4", "numpy python_version >= '3.12'": "2.5"}
    assert set_up.locked_versions(text) == pins


def test_the_checks_run_with_exactly_the_versions_that_the_program_runs_with():
    run, dev = set_up.locked_versions(RUN), set_up.locked_versions(DEV)
    assert len(run) > 10
    assert {name: dev.get(name) for name in run} == run


@pytest.mark.parametrize("lock", [RUN, DEV])
def test_every_locked_package_has_a_hash_and_no_lock_names_a_place_to_fetch_from(lock):
    packages = re.split(r"\n(?=[a-z])", lock)
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}", package) for package in packages)
    assert "://" not in lock


def test_a_machine_without_any_library_gets_the_whole_list_and_each_package_once(monkeypatch):
    monkeypatch.setattr(set_up, "_known_libraries", dict)
    monkeypatch.setattr(set_up.shutil, "which", lambda _name: None)
    run, dev = set_up.missing_system_packages("run"), set_up.missing_system_packages("dev")
    assert {"libvlc5", "vlc-plugin-base", "libegl1", "libxcb-cursor0"} <= set(run)
    assert "xvfb" not in run
    assert {"xvfb", "xdotool", "strace"} <= set(dev)
    assert len(dev) == len(set(dev))


def test_a_library_of_another_package_name_still_counts_as_present(monkeypatch):
    monkeypatch.setattr(set_up, "_known_libraries", lambda: {"libglib-2.0.so.0": Path("/usr/lib/libglib-2.0.so.0")})
    assert "libglib2.0-0" not in set_up.missing_system_packages("run")


def test_without_a_package_manager_the_user_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(set_up.shutil, "which", lambda _name: None)
    with pytest.raises(SystemExit, match=r"pakketbeheerder.*libvlc5 libegl1"):
        set_up._install_system_packages(["libvlc5", "libegl1"])


def test_without_the_right_to_install_the_user_is_told_whom_to_ask(monkeypatch):
    monkeypatch.setattr(set_up, "_as_root", lambda: None)
    monkeypatch.setattr(set_up.shutil, "which", lambda _name: "/usr/bin/apt-get")
    with pytest.raises(SystemExit, match=r"Vraag je beheerder.*sudo apt-get install libvlc5"):
        set_up._install_system_packages(["libvlc5"])


def test_a_failing_command_shows_what_it_said_and_ends_with_the_sentence(capsys):
    with pytest.raises(SystemExit, match="Dat lukte niet"):
        set_up._run([sys.executable, "-c", "print('geen schijfruimte'); raise SystemExit(3)"], "Dat lukte niet.")
    assert "geen schijfruimte" in capsys.readouterr().err


def test_a_step_is_done_again_only_when_what_it_was_made_from_changed(tmp_path, monkeypatch):
    monkeypatch.setattr(set_up, "VENV", tmp_path)
    assert not set_up._is_done("run", "aa")
    set_up._mark_done("run", "aa")
    assert set_up._is_done("run", "aa")
    assert not set_up._is_done("run", "bb")


def test_a_second_set_up_finds_nothing_to_do_and_keeps_standard_output_clean(tmp_path):
    start = [getattr(sys, "_base_executable", sys.executable), str(SCRIPTS / "start.py"), "setup"]
    subprocess.run(start, cwd=tmp_path, check=True, capture_output=True)
    again = subprocess.run(start, cwd=tmp_path, check=True, capture_output=True, text=True)
    assert again.stdout == ""
    assert re.fullmatch(r"Klaar\. Starten kan met .*kijkkamer(\.exe)?\n", again.stderr)
