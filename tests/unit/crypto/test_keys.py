import json
import os

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.common.errors import DamagedError
from app.crypto import keys
from app.crypto.secret import Secret


def vectors(folder, name):
    groups = json.loads((folder / "wycheproof" / f"{name}_test.json").read_text())["testGroups"]
    return [(group, case) for group in groups for case in group["tests"]]


def unhex(case, *fields):
    return [bytes.fromhex(case[field]) for field in fields]


def test_key_wrapping_passes_all_wycheproof_vectors(shared_vectors, tally):
    cases = vectors(shared_vectors, "aes_kwp")
    assert len(cases) == 254
    for _, case in cases:
        key, message, ciphertext = unhex(case, "key", "msg", "ct")
        if case["result"] == "invalid":
            with pytest.raises(DamagedError):
                keys.unwrap(Secret(key), ciphertext)
        elif case["result"] == "valid":
            assert keys.unwrap(Secret(key), ciphertext).reveal() == message, case["tcId"]
            assert keys.wrap(Secret(key), Secret(message)) == ciphertext, case["tcId"]
    tally("P1", len(cases), "Wycheproof-vectoren AES-KWP", outcome="anders")


def test_hkdf_passes_all_wycheproof_vectors(shared_vectors, tally):
    cases = vectors(shared_vectors, "hkdf_sha512")
    assert len(cases) == 83
    for _, case in cases:
        ikm, salt, info, expected = unhex(case, "ikm", "salt", "info", "okm")
        if case["result"] == "invalid":
            with pytest.raises(ValueError, match=r"."):
                keys.hkdf_sha512(Secret(ikm), salt=salt, info=info, length=case["size"])
        else:
            assert keys.hkdf_sha512(Secret(ikm), salt=salt, info=info, length=case["size"]).reveal() == expected
    tally("P1", len(cases), "Wycheproof-vectoren HKDF-SHA-512", outcome="anders")


def test_the_hkdf_of_media_passes_all_wycheproof_vectors(shared_vectors, tally):
    cases = vectors(shared_vectors, "hkdf_sha256")
    assert len(cases) == 86
    for _, case in cases:
        ikm, salt, info, expected = unhex(case, "ikm", "salt", "info", "okm")
        if case["result"] == "invalid":
            with pytest.raises(ValueError, match=r"."):
                HKDF(hashes.SHA256(), case["size"], salt, info)
        else:
            assert HKDF(hashes.SHA256(), case["size"], salt, info).derive(ikm) == expected
    tally("P1", len(cases), "Wycheproof-vectoren HKDF-SHA-256", outcome="anders")


def test_the_mac_passes_all_wycheproof_vectors(shared_vectors, tally):
    cases = vectors(shared_vectors, "hmac_sha256")
    assert len(cases) == 174
    for group, case in cases:
        key, message, tag = unhex(case, "key", "msg", "tag")
        assert (keys.mac(Secret(key), message)[: group["tagSize"] // 8] == tag) is (case["result"] == "valid")
    tally("P1", len(cases), "Wycheproof-vectoren HMAC-SHA-256", outcome="anders")


def test_gcm_passes_all_wycheproof_vectors_but_those_with_odd_nonces(shared_vectors, tally):
    tried = with_our_nonce = refused = 0
    for group, case in vectors(shared_vectors, "aes_gcm"):
        key, nonce, aad, message, ciphertext, tag = unhex(case, "key", "iv", "aad", "msg", "ct", "tag")
        tried += 1
        with_our_nonce += group["ivSize"] == 96
        if not 64 <= group["ivSize"] <= 1024:
            with pytest.raises(ValueError, match="Nonce"):
                AESGCM(key).decrypt(nonce, ciphertext + tag, aad)
            refused += case["result"] == "valid"  # we use 96 bits only; an empty nonce is wrong by the vectors too
        elif case["result"] == "valid":
            assert AESGCM(key).encrypt(nonce, message, aad) == ciphertext + tag
            assert AESGCM(key).decrypt(nonce, ciphertext + tag, aad) == message
        else:
            with pytest.raises(InvalidTag):
                AESGCM(key).decrypt(nonce, ciphertext + tag, aad)
    assert (tried, with_our_nonce, refused) == (316, 197, 27)
    tally("P1", tried, f"Wycheproof-vectoren AES-GCM, {refused} met een vreemde nonce geweigerd", outcome="anders")


def test_a_wrapped_key_is_forty_bytes_and_comes_back():
    wrapping, key = keys.new_key(), keys.new_key()
    wrapped = keys.wrap(wrapping, key)
    assert len(wrapped) == keys.WRAPPED_SIZE
    assert keys.unwrap(wrapping, wrapped).equals(key.reveal())


def test_every_flipped_bit_of_a_wrap_is_noticed():
    wrapping = keys.new_key()
    wrapped = keys.wrap(wrapping, keys.new_key())
    for bit in range(len(wrapped) * 8):
        changed = bytearray(wrapped)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(DamagedError) as caught:
            keys.unwrap(wrapping, bytes(changed))
        assert caught.value.code == "header_damaged"


def test_the_check_value_and_the_key_depend_on_everything():
    secret = Secret(os.urandom(32))
    key, check = keys.slot_keys(secret, salt=b"vault", info=b"slot")
    assert (len(key), len(check)) == (32, 16)
    for other in (
        keys.slot_keys(Secret(os.urandom(32)), salt=b"vault", info=b"slot"),
        keys.slot_keys(secret, salt=b"other", info=b"slot"),
        keys.slot_keys(secret, salt=b"vault", info=b"slos"),
    ):
        assert other[1] != check
        assert not other[0].equals(key.reveal())
    assert check not in key.reveal()


def test_a_secret_is_gone_after_wiping_and_never_shows_itself():
    secret = Secret(b"k" * 32)
    assert "k" * 5 not in f"{secret!r}{secret}"
    buffer = secret._buffer
    secret.wipe()
    assert bytes(buffer) == bytes(32)
    with pytest.raises(ValueError, match="wiped"):
        secret.reveal()


def test_a_wiped_key_is_not_told_as_damage_of_the_header():
    wrapping_key = keys.new_key()
    wrapped = keys.wrap(wrapping_key, keys.new_key())
    wrapping_key.wipe()
    with pytest.raises(ValueError, match="wiped"):
        keys.unwrap(wrapping_key, wrapped)
