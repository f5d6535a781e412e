"""Where a key that is not a file lives, as one frozen value that travels to the table and back."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class TokenPlace:
    """A key in a PKCS#11 token.

    Attributes:
        module: name of the library in the settings, never a path.
        token: label of the token.
        serial: its serial number, hexadecimal; empty: the label is enough.
        key_id: CKA_ID of the key, hexadecimal; empty: the label is enough.
        key_label: CKA_LABEL of the key; empty: the id is enough.
    """

    module: str
    token: str
    serial: str = ""
    key_id: str = ""
    key_label: str = ""


@dataclass(frozen=True, kw_only=True)
class RemotePlace:
    """A credential at a remote signing service.

    Attributes:
        service: its name in the settings, never an address.
        sign_algorithm: OID of the signature algorithm, from those that the credential offers.
        needs_pin: whether an authorization takes a PIN.
        needs_code: whether it takes a one-time code.
        most: how many hashes one authorization can sign.
    """

    service: str
    credential: str
    sign_algorithm: str
    needs_pin: bool = True
    needs_code: bool = False
    most: int = 1


def as_kept(place: TokenPlace | RemotePlace) -> dict[str, Any]:
    """The value for the table."""
    return asdict(place)


def token_place(kept: Mapping[str, Any]) -> TokenPlace:
    """The place of a token's key, from the table."""
    return TokenPlace(**kept)


def remote_place(kept: Mapping[str, Any]) -> RemotePlace:
    """The place of a remote credential, from the table."""
    return RemotePlace(**kept)
