"""Key files at rest: encrypted once more, with a key of the window that the database does not have.

Who steals the database alone cannot even begin to guess PINs.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from signatures.errors import KeyEncryptionUnknown
from signatures.keys.config import KeySettings

# A PKCS#12 is a DER sequence; one of the first release stands in the table as it came.
_DER_SEQUENCE = b"\x30"


def encrypt(packed: bytes, config: KeySettings) -> bytes:
    """The file as the table keeps it."""
    return _cipher(config).encrypt(packed)


def decrypt(kept: bytes, config: KeySettings) -> bytes:
    """The file as it came.

    Raises:
        KeyEncryptionUnknown: none of the configured keys encrypted it.
    """
    if kept[:1] == _DER_SEQUENCE:
        return kept
    try:
        return _cipher(config).decrypt(kept)
    except InvalidToken as error:
        raise KeyEncryptionUnknown from error


def _cipher(config: KeySettings) -> MultiFernet:
    if not config.encryption:
        raise KeyEncryptionUnknown
    return MultiFernet([Fernet(_key(text)) for text in config.encryption])


def _key(text: str) -> bytes:
    derived = HKDF(SHA256(), 32, salt=None, info=b"ventanilla: key files at rest")
    return base64.urlsafe_b64encode(derived.derive(text.encode()))
