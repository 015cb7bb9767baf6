"""The few bytes for an organisation: age opens ours, we open age's, and nothing else gets in."""

import builtins
import os

import pyrage
import pytest

from app.common.errors import InputError, RefusedError
from app.crypto.age_file import MAX_AGE_BYTES, checked_recipient, is_age_file, open_with, seal_for
from app.crypto.secret import Secret


@pytest.fixture
def identity():
    return pyrage.x25519.Identity.generate()


def test_what_was_sealed_opens_with_the_identity_and_with_no_other(identity):
    content = os.urandom(32)
    sealed = seal_for(str(identity.to_public()), Secret(content))
    assert len(sealed) < 600
    assert pyrage.decrypt(sealed, [identity]) == content
    assert open_with(str(identity), sealed).reveal() == content
    assert open_with(str(pyrage.x25519.Identity.generate()), sealed) is None


def test_the_file_of_age_keygen_with_its_comments_is_read(identity):
    text = f"# created: 2026-11-24T17:00:00Z\n# public key: {identity.to_public()}\n{identity}\n"
    assert open_with(text, seal_for(str(identity.to_public()), Secret(b"x"))).reveal() == b"x"


@pytest.mark.parametrize("text", ["", "age1", "AGE-SECRET-KEY-1", "# alleen uitleg\n", "A" * 100_000, "ssh-ed25519 AAAA", "\x00", "a\nb"])
def test_what_is_no_identity_is_said(text, identity):
    with pytest.raises(InputError) as caught:
        open_with(text, seal_for(str(identity.to_public()), Secret(b"x")))
    assert caught.value.code == "organisation_key_unreadable"


@pytest.mark.parametrize(
    "text", ["", "age1", "age1" + "q" * 58, "age1yubikey1qqq", "AGE-SECRET-KEY-1QQQ", "ssh-ed25519 AAAA", "age1" + "q" * 10_000, "é"]
)
def test_what_is_no_recipient_is_said(text):
    with pytest.raises(InputError) as caught:
        checked_recipient(text)
    assert caught.value.code == "organisation_recipient"


def test_every_flipped_bit_of_the_age_file_is_noticed(identity):
    sealed = bytearray(seal_for(str(identity.to_public()), Secret(b"k" * 32)))
    opened = 0
    for place in range(len(sealed)):
        for bit in (0, 5):
            sealed[place] ^= 1 << bit
            opened += open_with(str(identity), bytes(sealed)) is not None
            sealed[place] ^= 1 << bit
    assert opened == 0


def test_every_cut_is_noticed(identity):
    sealed = seal_for(str(identity.to_public()), Secret(b"k" * 32))
    assert [length for length in range(len(sealed)) if open_with(str(identity), sealed[:length]) is not None] == []


def test_a_passphrase_stanza_and_a_large_file_are_not_even_tried(identity):
    assert not is_age_file(b"age-encryption.org/v1\n-> scrypt c2FsdA 30\n")
    large = pyrage.encrypt(bytes(MAX_AGE_BYTES), [identity.to_public()])
    assert pyrage.decrypt(large, [identity])
    assert open_with(str(identity), large) is None


def test_without_the_library_it_is_refused(monkeypatch, identity):
    real = builtins.__import__

    def without(name, *rest):
        if name == "pyrage":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(RefusedError) as caught:
        checked_recipient(str(identity.to_public()))
    assert caught.value.code == "organisation_not_here"
