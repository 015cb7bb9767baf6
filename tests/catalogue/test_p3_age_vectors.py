"""P3: the public age vectors through pyrage, with every deviation pinned: an upgrade that changes one is noticed."""

import hashlib
import zlib
from dataclasses import dataclass

import pytest

pyrage = pytest.importorskip("pyrage")

ACCEPTED_AGAINST_THE_VECTORS = {"stanza_missing_body", "stanza_missing_final_line"}
REFUSED_AGAINST_THE_VECTORS = {"armor_whitespace_outside"}
NOT_TRIED = {"scrypt_work_factor_23": "asks 8 GiB of memory; pyrage's own limit depends on the speed of the machine"}
REFUSALS = (pyrage.DecryptError, OSError, ValueError)


@dataclass(frozen=True)
class Vector:
    name: str
    fields: dict[str, list[str]]
    content: bytes

    @property
    def is_for_us(self) -> bool:
        """Whether pyrage has the kind of key this one is for: it has no post-quantum identity."""
        identities = self.fields.get("identity", [])
        return not any(identity.startswith("AGE-SECRET-KEY-PQ") for identity in identities) and self.name not in NOT_TRIED

    @property
    def should_open(self) -> bool:
        return self.fields["expect"] == ["success"]


def read_vector(path) -> Vector:
    head, _, content = path.read_bytes().partition(b"\n\n")
    fields: dict[str, list[str]] = {}
    for line in head.decode().splitlines():
        name, _, value = line.partition(": ")
        fields.setdefault(name, []).append(value)
    return Vector(path.name, fields, zlib.decompress(content) if fields.get("compressed") == ["zlib"] else content)


def opened(vector: Vector) -> bytes:
    if "passphrase" in vector.fields:
        return pyrage.passphrase.decrypt(vector.content, vector.fields["passphrase"][0])
    identities = [pyrage.x25519.Identity.from_str(text) for text in vector.fields.get("identity", [])]
    return pyrage.decrypt(vector.content, identities or [pyrage.x25519.Identity.generate()])


def test_pyrage_agrees_with_the_public_vectors_but_for_a_pinned_list(shared_vectors, tally):
    vectors = [read_vector(path) for path in sorted((shared_vectors / "age-cctv").iterdir())]
    tried, accepted, refused = 0, set(), set()
    for vector in vectors:
        if not vector.is_for_us:
            continue
        tried += 1
        try:
            payload = opened(vector)
        except REFUSALS:
            if vector.should_open:
                refused.add(vector.name)
            continue
        if not vector.should_open:
            accepted.add(vector.name)
        else:
            assert hashlib.sha256(payload).hexdigest() == vector.fields["payload"][0], vector.name
    assert accepted == ACCEPTED_AGAINST_THE_VECTORS
    assert refused == REFUSED_AGAINST_THE_VECTORS
    assert (len(vectors), tried) == (143, 123)
    tally("P3", tried, f"age-vectoren, {len(accepted) + len(refused)} vastgelegde afwijkingen", outcome="nieuwe afwijkingen")
