"""Manifests that pose as a recording: nothing may open what they point at."""

import socket
import struct
import threading
import time

import pytest

from app.common.byte_source import MemorySource
from app.common.errors import RefusedError
from app.domain.recording import MediaFacts
from app.media.player import Player, PlayerState
from app.media.probe import probe
from app.media.vlc_engine import VlcEngine
from app.media.vlc_picture import VlcPicture
from app.media.vlc_source import VlcSource
from tests.support.waiting import wait_until

_RealSocket = socket.socket  # the tests' own ban on sockets comes later

FACTS = MediaFacts("mp4", 5000, 64, 48, 25.0, 0, "h264", None)


class Trap:
    """A listener on this machine that every manifest points at; a connection stays in its queue until it is counted."""

    def __init__(self) -> None:
        self._listener = _RealSocket()
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen(20)
        self._listener.setblocking(False)
        self.port = self._listener.getsockname()[1]

    def visits(self) -> int:
        count = 0
        while True:
            try:
                descriptor, _ = self._listener._accept()
            except BlockingIOError:
                return count
            _RealSocket(fileno=descriptor).close()
            count += 1

    def close(self) -> None:
        self._listener.close()


@pytest.fixture
def trap():
    trap = Trap()
    yield trap
    trap.close()


def manifests(port: int) -> dict[str, bytes]:
    url = f"http://127.0.0.1:{port}/film.ts"
    reference = b"\0" * 4 + b"url " + struct.pack(">I", len(url) + 1) + url.encode() + b"\0"
    for kind in (b"rdrf", b"rmda", b"rmra", b"moov"):
        reference = struct.pack(">I4s", 8 + len(reference), kind) + reference
    texts = {
        "hls": f"#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{url}\n#EXT-X-ENDLIST\n",
        "m3u": f"#EXTM3U\n#EXTINF:10,film\n{url}\n",
        "bare": f"{url}\n",
        "dash": '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT10S">'
        f'<BaseURL>http://127.0.0.1:{port}/</BaseURL><Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1">'
        f"<BaseURL>{url}</BaseURL></Representation></AdaptationSet></Period></MPD>",
        "xspf": f'<?xml version="1.0"?><playlist version="1" xmlns="http://xspf.org/ns/0/"><trackList><track><location>{url}</location>'
        "</track></trackList></playlist>",
        "asx": f'<ASX version="3.0"><ENTRY><REF HREF="{url}"/></ENTRY></ASX>',
        "rtsptext": f"RTSPtext\nrtsp://127.0.0.1:{port}/film\n",
        "sdp": f"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=video {port} RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n",
        "ffconcat": f"ffconcat version 1.0\nfile '{url}'\n",
        "pls": f"[playlist]\nFile1={url}\nNumberOfEntries=1\n",
    }
    return {**{name: text.encode() for name, text in texts.items()}, "reference movie": reference}


NAMES = list(manifests(1))


@pytest.mark.parametrize("name", NAMES)
def test_a_manifest_is_refused_without_a_visit(name, trap) -> None:
    with pytest.raises(RefusedError, match="not_a_media_file"):
        probe(MemorySource(manifests(trap.port)[name]))
    assert trap.visits() == 0


@pytest.mark.parametrize("prefix", [b"\xef\xbb\xbf", b"\n\n  ", b" " * 3000])
def test_a_manifest_behind_white_space_is_refused(prefix, trap) -> None:
    with pytest.raises(RefusedError, match="not_a_media_file"):
        probe(MemorySource(prefix + manifests(trap.port)["hls"]))


@pytest.mark.parametrize("name", ["hls", "dash", "reference movie"])
def test_the_player_fails_on_a_manifest_that_slipped_through_without_a_visit(name, trap) -> None:
    player = Player(MemorySource(manifests(trap.port)[name]), FACTS, sound=False)
    player.play()
    wait_until(lambda: player.state is PlayerState.FAILED)
    player.close()
    assert player.wait_closed(10)
    assert trap.visits() == 0


class _Marks:
    def __init__(self) -> None:
        self.over = threading.Event()

    def time_told(self, at_ms: int) -> None:
        pass

    def ended(self) -> None:
        self.over.set()

    def failed(self) -> None:
        self.over.set()


@pytest.mark.slow
@pytest.mark.parametrize("demux", ["mp4", "mkv", "avi", "ts", "ps", "any"])
def test_libvlc_itself_visits_nothing_whatever_the_manifest(demux, trap) -> None:
    for content in manifests(trap.port).values():
        source, marks = VlcSource(MemorySource(content)), _Marks()
        engine = VlcEngine(source, demux, VlcPicture(FACTS, lambda: 0), marks, sound=False)
        engine.start(0, 5000, 1.0)
        marks.over.wait(0.5)
        engine.close()
    time.sleep(0.1)
    assert trap.visits() == 0


def test_the_trap_counts_a_visit(trap) -> None:
    visitor = _RealSocket()
    visitor.connect(("127.0.0.1", trap.port))
    visitor.close()
    assert trap.visits() == 1
