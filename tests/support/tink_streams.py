"""The other implementation of our media format: Google's tink library, fed with a key of our choice."""

import io

import tink
from tink import proto_keyset_format, secret_key_access, streaming_aead
from tink.proto import aes_gcm_hkdf_streaming_pb2, common_pb2, tink_pb2

streaming_aead.register()


def tink_primitive(key: bytes, segment_size: int = 1024 * 1024):
    """AES256_GCM_HKDF streaming AEAD with SHA-256, as tink itself has it."""
    params = aes_gcm_hkdf_streaming_pb2.AesGcmHkdfStreamingParams(
        ciphertext_segment_size=segment_size, derived_key_size=32, hkdf_hash_type=common_pb2.SHA256
    )
    streaming_key = aes_gcm_hkdf_streaming_pb2.AesGcmHkdfStreamingKey(version=0, params=params, key_value=key)
    keyset = tink_pb2.Keyset(primary_key_id=1)
    keyset.key.add(
        key_id=1,
        status=tink_pb2.ENABLED,
        output_prefix_type=tink_pb2.RAW,
        key_data=tink_pb2.KeyData(
            type_url="type.googleapis.com/google.crypto.tink.AesGcmHkdfStreamingKey",
            value=streaming_key.SerializeToString(),
            key_material_type=tink_pb2.KeyData.SYMMETRIC,
        ),
    )
    handle = proto_keyset_format.parse(keyset.SerializeToString(), secret_key_access.TOKEN)
    return handle.primitive(streaming_aead.StreamingAead)


def tink_encrypt(key: bytes, plaintext: bytes, associated_data: bytes, segment_size: int = 1024 * 1024) -> bytes:
    """Let tink write."""
    kept = []

    class Target(io.BytesIO):
        def close(self) -> None:
            kept.append(self.getvalue())
            super().close()

    with tink_primitive(key, segment_size).new_encrypting_stream(Target(), associated_data) as stream:
        stream.write(plaintext)
    return kept[0]


def tink_decrypt(key: bytes, ciphertext: bytes, associated_data: bytes, segment_size: int = 1024 * 1024) -> bytes:
    """Let tink read; raises tink.TinkError when it refuses."""
    with tink_primitive(key, segment_size).new_decrypting_stream(io.BytesIO(ciphertext), associated_data) as stream:
        return stream.read()


TinkError = tink.TinkError
