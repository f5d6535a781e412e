"""The methods of the service, each as the specification orders its checks.

Source: CSC API 1.0.4.0 (2019-06), section 11; CSC API 2.0, section 11.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from signatures.csc_simulator.credentials import Credential
from signatures.csc_simulator.permissions import TOKEN_SECONDS, Permissions
from signatures.csc_simulator.refusals import Refused, invalid, missing
from signatures.moment import moment

SHA256_OID = "2.16.840.1.101.3.4.2.1"
_NAME_NO_HASH = frozenset({"1.2.840.113549.1.1.1", "1.2.840.10045.2.1"})
Answer = tuple[int, dict[str, Any] | None]


@dataclass
class Mood:
    """How the service behaves.

    Attributes:
        fails: answers 500 to everything.
        stall: while it is given, every request waits until it is set.
        lies: signs something else than it was asked to.
        babbles: answers with something that is no JSON.
        asks_elsewhere: times that an authorization says "still underway" (version 2).
    """

    fails: bool = False
    stall: threading.Event | None = None
    lies: bool = False
    babbles: bool = False
    asks_elsewhere: int = 0


class SimulatedService:
    """One certification entity.

    Args:
        credentials: what it holds.
        clients: secrets of the applications that may ask, by their id.
        outbox: folder where one-time codes appear.
        clock: gives aware moments; the machine's unless given.
    """

    def __init__(
        self,
        credentials: Iterable[Credential],
        clients: Mapping[str, str],
        outbox: Path,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        self.mood = Mood()
        self.credentials = {credential.name: credential for credential in credentials}
        self.permissions = Permissions(clock or (lambda: moment(None)), outbox)
        self.asked: list[str] = []
        self._clients = dict(clients)
        self._lock = threading.Lock()
        self._methods: Mapping[str, Callable[[int, Mapping[str, Any]], Answer]] = {
            "credentials/list": self._list,
            "credentials/info": self._info,
            "credentials/authorize": self._authorize,
            "credentials/authorizeCheck": self._authorize_check,
            "credentials/extendTransaction": self._extend,
            "credentials/sendOTP": self._send_code,
            "credentials/getChallenge": self._send_code,
            "signatures/signHash": self._sign,
        }

    def answer(
        self, version: int, method: str, authorization: str, asked: Mapping[str, Any]
    ) -> Answer:
        """Status and body; no body with 204.

        Raises:
            Refused: the service says no.
        """
        with self._lock:
            self.asked.append(method)
            if method == "info":
                return 200, self._itself(version)
            if method == "oauth2/token":
                return 200, self._access(asked)
            if method not in self._methods:
                raise Refused("The method is not implemented", "not_implemented_method", 501)
            self.permissions.require_token(authorization)
            return self._methods[method](version, asked)

    def _itself(self, version: int) -> dict[str, Any]:
        return {
            "specs": "1.0.4.0" if version == 1 else "2.0.0.2",
            "name": "Simulador de firma remota",
            "logo": "",
            "region": "CO",
            "lang": "es-CO",
            "description": "Simulador sobre la PKI de desarrollo; no es una entidad de certificación.",
            "authType": ["oauth2client"],
            "methods": ["info", *self._methods],
        }

    def _access(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        expected = self._clients.get(str(asked.get("client_id", "")), "")
        given = str(asked.get("client_secret", ""))
        if asked.get("grant_type") != "client_credentials":
            raise Refused("Unsupported grant type", "unsupported_grant_type")
        if not expected or not hmac.compare_digest(expected.encode(), given.encode()):
            raise Refused("Client authentication failed", "invalid_client", 401)
        return {
            "access_token": self.permissions.new_token(),
            "token_type": "Bearer",
            "expires_in": TOKEN_SECONDS,
        }

    def _list(self, _version: int, asked: Mapping[str, Any]) -> Answer:
        user = asked.get("userID")
        if user is not None and not isinstance(user, str):
            raise invalid("userID")
        names = [one.name for one in self.credentials.values() if user in (None, one.user)]
        return 200, {"credentialIDs": names}

    def _info(self, version: int, asked: Mapping[str, Any]) -> Answer:
        credential = self._credential(asked)
        if asked.get("certificates", "single") not in ("none", "single", "chain"):
            raise invalid("certificates")
        described = credential.described(version)
        wanted = {"none": 0, "single": 1}.get(str(asked.get("certificates", "single")))
        described["cert"]["certificates"] = described["cert"]["certificates"][:wanted]
        return 200, described

    def _send_code(self, version: int, asked: Mapping[str, Any]) -> Answer:
        credential = self._credential(asked)
        if version != 1 and asked.get("authObjectID") != "OTP":
            raise invalid("authObjectID")
        self.permissions.send_code(credential.name)
        return 204, None

    def _authorize(self, version: int, asked: Mapping[str, Any]) -> Answer:
        credential = self._credential(asked)
        if not credential.enabled:
            raise Refused("The credential identified by credentialID is disabled")
        count = asked.get("numSignatures")
        if not isinstance(count, int) or isinstance(count, bool):
            raise missing("numSignatures", "integer")
        if count < 1:
            raise Refused("Invalid value for parameter numSignatures")
        if count > credential.most:
            raise Refused("Numbers of signatures is too high")
        hashes = self._bound(version, credential, asked)
        self._judge(version, credential, asked)
        activation = self.permissions.activate(credential.name, hashes, count)
        if version == 2 and self.mood.asks_elsewhere:
            return 202, {"handle": self._later(activation)}
        return 200, {"SAD": activation, "expiresIn": 60}

    def _authorize_check(self, _version: int, asked: Mapping[str, Any]) -> Answer:
        activation = self.permissions.pending.pop(str(asked.get("handle")), None)
        if activation is None:
            raise invalid("handle")
        self.mood.asks_elsewhere -= 1
        if self.mood.asks_elsewhere:
            return 202, {"handle": self._later(activation)}
        return 200, {"SAD": activation, "expiresIn": 60}

    def _extend(self, version: int, asked: Mapping[str, Any]) -> Answer:
        if not isinstance(asked.get("SAD"), str):
            raise missing("SAD")
        credential = self._credential(asked)
        hashes = self._bound(version, credential, asked)
        return 200, {
            "SAD": self.permissions.extend(str(asked["SAD"]), credential.name, hashes),
            "expiresIn": 60,
        }

    def _later(self, activation: str) -> str:
        handle = secrets.token_urlsafe(12)
        self.permissions.pending[handle] = activation
        return handle

    def _judge(self, version: int, credential: Credential, asked: Mapping[str, Any]) -> None:
        if credential.is_locked:
            raise Refused("PIN locked" if version == 1 else "Credential locked")
        given = asked if version == 1 else _objects(asked)
        if not hmac.compare_digest(str(given.get("PIN", "")).encode(), credential.pin.encode()):
            credential.wrong_pins += 1
            raise _wrong(version, "invalid_pin", "The PIN is invalid")
        credential.wrong_pins = 0
        code = str(given.get("OTP", ""))
        if credential.needs_code and not self.permissions.use_code(credential.name, code):
            raise _wrong(version, "invalid_otp", "The OTP is invalid")

    def _bound(
        self, version: int, credential: Credential, asked: Mapping[str, Any]
    ) -> list[bytes] | None:
        name = "hash" if version == 1 else "hashes"
        if name not in asked and not credential.binds_hashes:
            return None
        if version != 1 and asked.get("hashAlgorithmOID") != SHA256_OID:
            raise invalid("hashAlgorithmOID")
        return _digests(asked, name)

    def _sign(self, version: int, asked: Mapping[str, Any]) -> Answer:
        if not isinstance(asked.get("SAD"), str):
            raise missing("SAD")
        credential = self._credential(asked)
        digests = _digests(asked, "hash" if version == 1 else "hashes")
        algorithm = asked.get("signAlgo")
        if not isinstance(algorithm, str):
            raise missing("signAlgo")
        named = "hashAlgo" if version == 1 else "hashAlgorithmOID"
        if algorithm in _NAME_NO_HASH and not isinstance(asked.get(named), str):
            raise missing(named)
        if asked.get(named, SHA256_OID) != SHA256_OID:
            raise invalid(named)
        if algorithm not in credential.algorithms:
            raise invalid("signAlgo")
        self.permissions.use(str(asked["SAD"]), credential.name, digests)
        signed = [credential.sign(self._truth(digest), algorithm) for digest in digests]
        return 200, {"signatures": [base64.b64encode(one).decode("ascii") for one in signed]}

    def _truth(self, digest: bytes) -> bytes:
        return hashlib.sha256(digest).digest() if self.mood.lies else digest

    def _credential(self, asked: Mapping[str, Any]) -> Credential:
        name = asked.get("credentialID")
        if not isinstance(name, str):
            raise missing("credentialID")
        if name not in self.credentials:
            raise invalid("credentialID")
        return self.credentials[name]


def _wrong(version: int, error: str, description: str) -> Refused:
    if version == 1:
        return Refused(description, error)
    return Refused("The authentication data is invalid", "invalid_authentication_data")


def _objects(asked: Mapping[str, Any]) -> dict[str, Any]:
    given = asked.get("authData")
    if not isinstance(given, list):
        raise missing("authData", "array")
    return {str(one.get("id")): one.get("value") for one in given if isinstance(one, dict)}


def _digests(asked: Mapping[str, Any], name: str) -> list[bytes]:
    given: Sequence[Any] | None = asked.get(name)
    if not isinstance(given, list):
        raise missing(name, "array")
    if not given:
        raise Refused("Empty hash array")
    try:
        digests = [base64.b64decode(text, validate=True) for text in given]
    except (binascii.Error, TypeError, ValueError) as error:
        raise Refused("Invalid Base64 hash string parameter") from error
    if any(len(digest) != hashlib.sha256().digest_size for digest in digests):
        raise Refused("Invalid digest value length")
    return digests
