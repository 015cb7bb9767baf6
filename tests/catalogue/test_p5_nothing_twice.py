"""P5: the same bytes stored again and again share no key, salt, nonce, file name or ciphertext; tests/long does it a hundred thousand times."""

import os

from app.crypto.secret import Secret
from app.crypto.streaming_aead import SegmentLayout, StreamWriter
from tests.catalogue.repeats import repeats_in_imports
from tests.support.sealed_streams import sealed

PLAINTEXT = bytes(300)


def test_imports_of_the_same_bytes_share_nothing(tmp_path, tally):
    tally("P5", 150, "keer dezelfde bytes bewaard", repeats_in_imports(tmp_path / "kluis", 150), "herhaald")


def test_streams_of_the_same_bytes_under_one_key_share_no_salt_or_segment(tally):
    key, layout = Secret(os.urandom(32)), SegmentLayout(128)
    salts, segments = set(), set()
    for _ in range(5000):
        writer = StreamWriter(key, b"", layout)
        header = writer.header()
        content = sealed(writer, PLAINTEXT, layout)[len(header) :]
        salts |= {header[1:33], header[33:]}
        segments |= {content[:88], content[88:216], content[216:344], content[344:]}
    tally("P5", 5000, "stromen onder dezelfde sleutel", 2 * 5000 - len(salts) + 4 * 5000 - len(segments), "herhaald")
