"""What a remote signing service answers when it says no, as this room's errors.

Source: CSC API 1.0.4, section 10.1 and the tables of errors of each method; CSC API 2.0, section 11.
"""

from collections.abc import Callable, Mapping
from typing import Any

from signatures.errors import (
    KeyDeviceLocked,
    KeyNotInPlace,
    PermissionExpired,
    RemoteSigningRefused,
    RemoteSigningUnavailable,
    SignatureError,
    WrongCode,
    WrongPin,
    WrongPinOrCode,
)

_LONGEST = 200
_BY_ERROR: Mapping[str, Callable[[], SignatureError]] = {
    "invalid_pin": WrongPin,
    "invalid_otp": WrongCode,
}
# Several cases share the code `invalid_request`: only their description, fixed by the API, tells them.
_BY_DESCRIPTION: tuple[tuple[str, Callable[[], SignatureError]], ...] = (
    ("locked", KeyDeviceLocked),
    ("sad expired", PermissionExpired),
    ("invalid parameter sad", PermissionExpired),
    ("is disabled", KeyNotInPlace),
    ("invalid parameter credentialid", KeyNotInPlace),
)


def named(service: str, status: int, body: object, *, sent_code: bool = False) -> SignatureError:
    """The error that an answer means.

    Args:
        service: name of the service in the settings.
        status: HTTP status of the answer.
        body: the answer's JSON, or anything else that came.
        sent_code: whether the request carried a one-time code beside the PIN.
    """
    if status >= 500 or not isinstance(body, Mapping):
        return RemoteSigningUnavailable(service=service, status=status)
    error, description = _text(body, "error"), _text(body, "error_description")
    low = description.lower()
    for part, kind in _BY_DESCRIPTION:
        if part in low:
            return kind()
    if error == "invalid_authentication_data":
        # Version 2 does not say which of the two was wrong.
        return WrongPinOrCode() if sent_code else WrongPin()
    if error in _BY_ERROR:
        return _BY_ERROR[error]()
    return RemoteSigningRefused(service=service, detail=f"{error}: {description}"[:_LONGEST])


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    return value if isinstance(value, str) else ""
