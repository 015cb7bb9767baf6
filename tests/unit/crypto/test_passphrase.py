import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from app.common.errors import InputError, RefusedError
from app.crypto.passphrase import KdfSettings, derive, normalised, policy_for

CHEAP = KdfSettings(19, 1, b"0123456789abcdef")


@pytest.mark.parametrize(("memory_mib", "passes"), [(19, 1), (19, 2), (46, 1), (64, 3)])
@pytest.mark.parametrize("passphrase", ["vijf losse woorden", "ë", "x" * 1024])
def test_libsodium_and_openssl_derive_the_same(memory_mib, passes, passphrase):
    settings = KdfSettings(memory_mib, passes)
    other = Argon2id(salt=settings.salt, length=32, iterations=passes, lanes=1, memory_cost=memory_mib * 1024)
    assert derive(passphrase, settings).reveal() == other.derive(passphrase.encode())


def test_the_default_is_256_mib_and_three_passes():
    assert (KdfSettings().memory_mib, KdfSettings().passes, len(KdfSettings().salt)) == (256, 3, 16)


def test_a_small_machine_gets_less_memory_and_more_passes():
    assert (policy_for(3000).memory_mib, policy_for(3000).passes) == (64, 4)
    assert policy_for(4096).memory_mib == 256
    assert policy_for(3000).is_weaker_than(policy_for(8000))
    assert not policy_for(8000).is_weaker_than(policy_for(8000))


def test_every_settings_gets_its_own_salt():
    assert KdfSettings().salt != KdfSettings().salt


def test_composed_and_decomposed_letters_are_the_same_passphrase():
    assert derive("caf\u00e9 Zoë", CHEAP).equals(derive("cafe\u0301 Zoe\u0308", CHEAP).reveal())


@pytest.mark.parametrize("passphrase", ["Café Zoë", "cafe Zoë", "café Zoe", "café Zoë ", " café Zoë", "café  Zoë", "café Zo\u00eb\u200b"])
def test_other_letters_cases_and_spaces_are_other_passphrases(passphrase):
    assert not derive("café Zoë", CHEAP).equals(derive(passphrase, CHEAP).reveal())


@pytest.mark.parametrize("passphrase", ["😀🏠", "пароль", "密码", "a\x00b", " "])
def test_any_script_makes_a_passphrase(passphrase):
    assert len(derive(passphrase, CHEAP)) == 32


def test_the_length_limit_counts_bytes_after_normalising():
    assert len(normalised("e\u0308" * 512)) == 1024
    with pytest.raises(InputError) as caught:
        normalised("é" * 513)
    assert (caught.value.code, caught.value.details) == ("passphrase_too_long", {"limit": 1024})


@pytest.mark.parametrize(("passphrase", "code"), [("", "passphrase_empty"), ("half \ud800 surrogate", "passphrase_unreadable")])
def test_what_cannot_be_a_passphrase_is_said(passphrase, code):
    with pytest.raises(InputError) as caught:
        derive(passphrase, CHEAP)
    assert caught.value.code == code


@pytest.mark.parametrize(("memory", "passes", "salt"), [(18, 3, 16), (2049, 3, 16), (256, 0, 16), (256, 17, 16), (256, 3, 15), (0, 0, 0)])
def test_settings_outside_the_safe_range_are_refused(memory, passes, salt):
    with pytest.raises(RefusedError) as caught:
        KdfSettings(memory, passes, bytes(salt))
    assert caught.value.code == "header_unsafe"
