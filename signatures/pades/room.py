"""How much room a container needs, known before it is there; without it pyHanko signs twice to measure."""

from collections.abc import Hashable

from cryptography.hazmat.primitives.serialization import Encoding

from signatures.keys.opened import OpenKey
from signatures.pades.profile import Level
from signatures.trust import TrustSettings

# Attributes, algorithms and headers, and a signature of RSA-4096 among them.
_FRAME = 1536
_NEW_TOKEN = 8192
_SPARE = 512

_largest: dict[Hashable, int] = {}


class Room:
    """Bytes to keep free.

    Args:
        key: that signs.
        authority: whose timestamping services are asked; what their tokens need is learnt.
    """

    def __init__(self, key: OpenKey, authority: TrustSettings) -> None:
        self._key = key
        self._services = tuple(service.url for service in authority.tsas)

    def for_token(self) -> int:
        """Bytes for a timestamp token alone."""
        known = _largest.get(self._services)
        return _NEW_TOKEN if known is None else known + _SPARE

    def for_signature(self, level: Level) -> int:
        """Bytes for the container of a signature."""
        chain = {
            one.public_bytes(Encoding.DER) for one in (self._key.certificate, *self._key.chain)
        }
        token = self.for_token() if level.has_token else 0
        return _FRAME + sum(map(len, chain)) + token

    def learn(self, size: int) -> None:
        """A token of these services had so many bytes."""
        _largest[self._services] = max(size, _largest.get(self._services, 0))
