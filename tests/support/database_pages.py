"""The pages of a SQLCipher file as somebody with its key could dig them up, free ones too."""

from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from app.crypto.secret import Secret


def decrypted_pages(path: Path, key: Secret) -> bytes:
    """Return every page of the file as AES-256-CBC left it, one after the other."""
    content, pages = path.read_bytes(), b""
    for start in range(0, len(content), 4096):
        page = content[start : start + 4096]
        body, iv = page[16 if start == 0 else 0 : 4016], page[4016:4032]
        decryptor = Cipher(algorithms.AES(key.reveal()), modes.CBC(iv)).decryptor()
        pages += decryptor.update(body)
    return pages
