import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.common.hardening import harden_process
from app.common.windows_guard import access_list
from tests.support.source_tree import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks with Linux's means")

FALL = """
import ctypes, os, resource, sys
resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
if sys.argv[1] == "hardened":
    from app.common.hardening import harden_process
    harden_process()
print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), *resource.getrlimit(resource.RLIMIT_CORE), oct(os.umask(0)), flush=True)
ctypes.string_at(8)
"""

LOOK_INTO = """
import ctypes, os, resource, sys, time  # all of it now: nobody may not read where Python is
from app.common.hardening import harden_process
NOBODY = 65534
def become_nobody():
    os.setgid(NOBODY)
    os.setuid(NOBODY)
ready, told = os.pipe()
watched = os.fork()
if not watched:
    become_nobody()
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
    if sys.argv[1] == "hardened":
        harden_process()
    os.write(told, b"x")
    time.sleep(30)
os.close(told)
assert os.read(ready, 1)
become_nobody()
for name in ("environ", "maps", "mem"):
    try:
        with open(f"/proc/{watched}/{name}", "rb") as file:
            if name != "mem":
                file.read()
        print(name)
    except PermissionError:
        pass
os.kill(watched, 9)
"""


def run(program, *arguments, cwd):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, "-c", program, *arguments], cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def core_files(folder):
    return [file.name for file in folder.iterdir() if file.name.startswith("core")]


def test_a_crash_leaves_no_core(tmp_path):
    done = run(FALL, "hardened", cwd=tmp_path)
    assert done.stdout.split() == ["0", "0", "0", "0o77"]
    assert done.returncode == -signal.SIGSEGV
    assert core_files(tmp_path) == []


def test_the_test_for_cores_can_see_one(tmp_path):
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    if hard != resource.RLIM_INFINITY and os.geteuid() != 0:
        pytest.skip("this machine allows no cores at all")
    if Path("/proc/sys/kernel/core_pattern").read_text().startswith(("|", "/")):
        pytest.skip("this machine sends its cores elsewhere")
    done = run(FALL, "plain", cwd=tmp_path)
    assert done.stdout.split()[0] == "1"
    assert core_files(tmp_path)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to become another user")
def test_another_program_of_the_same_user_may_not_look_in(tmp_path):
    assert run(LOOK_INTO, "plain", cwd=tmp_path).stdout.split()[:2] == ["environ", "maps"]
    assert run(LOOK_INTO, "hardened", cwd=tmp_path).stdout.split() == []


def test_a_child_process_is_hardened_before_anything_else(monkeypatch):
    import app.__main__ as start
    import app.child

    order = []
    monkeypatch.setattr(start, "harden_process", lambda: order.append("hardened"))
    monkeypatch.setattr(app.child, "main", lambda: order.append("serves") or 0)
    assert start.main(["--child"]) == 0
    assert order == ["hardened", "serves"]
    assert callable(harden_process)


def test_the_access_list_for_windows_holds_neither_reading_nor_writing_of_memory():
    rights = int(access_list("OW").split(";")[2], 16)
    read, write, operation, duplicate, create_thread = 0x10, 0x20, 0x08, 0x40, 0x02
    assert rights & (read | write | operation | duplicate | create_thread) == 0
    assert rights & 0x1000
    assert access_list("OW").startswith("D:P(A;;0x101001;;;OW)")
