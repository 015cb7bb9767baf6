"""The whole journey opens no internet socket, and a manifest that pretends to be a video opens none either."""

import shutil
import sys

import pytest

from tests.support.command_line import kijkkamer

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.skipif(not shutil.which("strace"), reason="needs strace, which Linux has")]

HLS = """#EXTM3U
#EXT-X-TARGETDURATION:4
#EXTINF:4,
http://127.0.0.1:9/deel.ts
#EXT-X-ENDLIST
"""
DASH = """<?xml version="1.0"?>
<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT4S" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011">
<Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1"><BaseURL>http://127.0.0.1:9/film.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>
"""


@pytest.fixture
def traced(tmp_path):
    """Run something under strace and return the lines about internet sockets of the process and all its children."""
    log = tmp_path / "oproepen"

    def internet_calls() -> list[str]:
        return [line for line in log.read_text().splitlines() if "AF_INET" in line]

    return ("strace", "-f", "--seccomp-bpf", "-e", "trace=%network", "-o", str(log)), internet_calls


def test_strace_sees_an_internet_socket(traced):
    import subprocess

    before, internet_calls = traced
    subprocess.run([*before, sys.executable, "-c", "import socket; socket.socket()"], check=True)

    assert internet_calls()


def test_the_journey_opens_no_internet_socket(traced, tmp_path, tally):
    before, internet_calls = traced

    ended = kijkkamer("demo", "--out", str(tmp_path / "demo"), "--json", before=before)

    assert ended.code == 0, ended.err
    assert internet_calls() == []
    tally("D3", 1, "hele reis onder strace", len(internet_calls()), "sockets naar buiten")


@pytest.mark.parametrize("manifest", [HLS, DASH], ids=["HLS", "DASH"])
def test_a_manifest_in_a_video_s_clothes_is_refused_without_a_socket(traced, tmp_path, manifest):
    before, internet_calls = traced
    (film := tmp_path / "film.mp4").write_text(manifest)
    (passphrase := tmp_path / "wachtzin").write_text("ladder fluit regen lepel oranje\n")
    options = ("--vault", str(tmp_path / "kluis"), "--passphrase-file", str(passphrase), "--json")
    assert kijkkamer("vault", "create", *options).code == 0

    ended = kijkkamer("recording", "import", str(film), *options, before=before)

    assert ended.code == 1
    assert ended.err.startswith("error: ")
    assert internet_calls() == []
    assert kijkkamer("recording", "list", *options).document == []
