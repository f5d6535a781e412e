"""What the settings allow keys to use: token libraries, remote services, and the key of files at rest."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from signatures.errors import KeyPlaceUnknown

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, kw_only=True)
class RemoteService:
    """A service that speaks the API of the Cloud Signature Consortium.

    Attributes:
        base: what stands before `/csc/v1/` or `/csc/v2/`.
        version: 1 (API 1.0.4) or 2 (API 2).
        client_id: for OAuth 2.0 client credentials; empty: `token` is used as it is.
        client_secret: the same.
        token: a service token that was given for good; empty: client credentials.
        timeout_seconds: for all requests of one signature together.
        poll_seconds: how long to wait before asking again whether the person has agreed.
    """

    name: str
    base: str
    version: int = 1
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    timeout_seconds: float = 6.0
    poll_seconds: float = 1.0

    def address(self, method: str) -> str:
        """Where a method of the API answers."""
        return f"{self.base.rstrip('/')}/csc/v{self.version}/{method}"

    @property
    def is_private(self) -> bool:
        """Whether nobody on the way can read PINs and codes: TLS, or this machine."""
        address = urlsplit(self.base)
        return address.scheme == "https" or address.hostname in _LOOPBACK

    @property
    def token_address(self) -> str:
        """Where access tokens are given (RFC 6749, section 4.4)."""
        return f"{self.base.rstrip('/')}/csc/v{self.version}/oauth2/token"


@dataclass(frozen=True, kw_only=True)
class KeySettings:
    """What may be used, by the names that administrators choose from.

    Attributes:
        encryption: texts that files at rest are encrypted with; the first encrypts, all decrypt.
    """

    modules: Mapping[str, Path] = field(default_factory=dict)
    services: Mapping[str, RemoteService] = field(default_factory=dict)
    encryption: tuple[str, ...] = field(default=(), repr=False)

    def module(self, name: str) -> Path:
        """The library of that name.

        Raises:
            KeyPlaceUnknown: the settings have none.
        """
        if name not in self.modules:
            raise KeyPlaceUnknown(place=name)
        return self.modules[name]

    def service(self, name: str) -> RemoteService:
        """The remote service of that name.

        Raises:
            KeyPlaceUnknown: the settings have none, or one whose address is without TLS.
        """
        if name not in self.services or not self.services[name].is_private:
            raise KeyPlaceUnknown(place=name)
        return self.services[name]


def from_settings() -> KeySettings:
    """What this window's settings allow."""
    return KeySettings(
        modules={name: Path(path) for name, path in settings.PKCS11_MODULES.items()},
        services={
            name: RemoteService(name=name, **given) for name, given in settings.CSC_SERVICES.items()
        },
        encryption=tuple(settings.KEY_ENCRYPTION),
    )
