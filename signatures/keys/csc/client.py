"""Requests to a remote signing service: bounded in time and size, and never logged.

pyHanko's own CSC signer speaks version 1 only, and leaves authorization and certificates to the caller.

Source: CSC API 1.0.4.0 (2019-06) and CSC API 2.0; RFC 6749, section 4.4 (client credentials).
"""

import asyncio
import base64
import binascii
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from signatures.errors import RemoteSigningRefused, RemoteSigningUnavailable
from signatures.keys.config import RemoteService
from signatures.keys.csc import credential as credentials
from signatures.keys.csc.credential import NAME_NO_HASH, SHA256_OID, RemoteCredential
from signatures.keys.csc.permission import Permission
from signatures.keys.csc.refusals import named
from signatures.keys.opened import Secrets
from signatures.keys.places import RemotePlace

_LARGEST_BYTES = 1024 * 1024
_ACCEPTED = 202
_UNAUTHORIZED = 401


class Client:
    """Speaks to one service; keeps its access token for as long as the object lives."""

    def __init__(self, service: RemoteService) -> None:
        self._service = service
        self._token = service.token

    async def info(self) -> Mapping[str, Any]:
        """What the service says of itself."""
        async with self._session() as session:
            return await self._post(session, self._service.address("info"), {}, headers={})

    async def credentials(self, user: str = "") -> tuple[str, ...]:
        """Names of the credentials that this client, or the user, can sign with."""
        body = await self._ask("credentials/list", {"userID": user} if user else {})
        found = body.get("credentialIDs")
        if not isinstance(found, list):
            raise self._malformed()
        return tuple(str(name) for name in found)

    async def credential(self, name: str) -> RemoteCredential:
        """One credential with its certificate and chain.

        Raises:
            KeyNotInPlace: there is none of that name, or it is disabled.
        """
        asked = {"credentialID": name, "certificates": "chain", "certInfo": True, "authInfo": True}
        return credentials.read(self._service, name, await self._ask("credentials/info", asked))

    async def send_code(self, place: RemotePlace) -> None:
        """Let the service send the person a one-time code."""
        if self._service.version == 1:
            await self._ask("credentials/sendOTP", {"credentialID": place.credential})
            return
        asked = {"credentialID": place.credential, "authObjectID": "OTP"}
        await self._ask("credentials/getChallenge", asked)

    async def sign(
        self, place: RemotePlace, permission: Permission, hashes: Sequence[bytes]
    ) -> tuple[bytes, ...]:
        """Authorize exactly these SHA-256 hashes and have them signed, all or none.

        Args:
            place: the credential.
            permission: what the person typed, and what it has opened so far; it is spent here.
            hashes: of what is to be signed.

        Raises:
            WrongPin, WrongCode, KeyDeviceLocked, PermissionExpired, KeyNotInPlace,
            RemoteSigningRefused: by the service's own answer.
            RemoteSigningUnavailable: no answer in time.
        """
        texts = [base64.b64encode(digest).decode("ascii") for digest in hashes]
        async with self._session() as session:
            if permission.serves(len(texts)):
                activation = await self._extend(session, place, permission.take(), texts)
            else:
                permission.begin(place, len(texts))
                activation = await self._authorize(session, place, permission, texts)
            asked = self._hashes(place, texts) | {
                "credentialID": place.credential,
                "SAD": activation,
                "signAlgo": place.sign_algorithm,
            }
            body = await self._ask("signatures/signHash", asked, session=session)
            permission.keep(activation, len(texts))
        return self._signatures(body, len(hashes))

    async def _authorize(
        self,
        session: aiohttp.ClientSession,
        place: RemotePlace,
        permission: Permission,
        texts: Sequence[str],
    ) -> str:
        asked = {"credentialID": place.credential, "numSignatures": permission.left}
        given = _given(place, permission.secrets)
        if self._service.version == 1:
            asked |= {"hash": list(texts), **given}
        else:
            asked |= {
                "hashes": list(texts),
                "hashAlgorithmOID": SHA256_OID,
                "authData": [{"id": name, "value": value} for name, value in given.items()],
            }
        sent_code = "OTP" in given
        body = await self._ask("credentials/authorize", asked, session=session, sent_code=sent_code)
        while "handle" in body and "SAD" not in body:
            # The person agrees on their telephone; the session's time limit ends the waiting.
            await asyncio.sleep(self._service.poll_seconds)
            asked = {"handle": body["handle"]}
            body = await self._ask("credentials/authorizeCheck", asked, session=session)
        return self._activation(body)

    async def _extend(
        self,
        session: aiohttp.ClientSession,
        place: RemotePlace,
        activation: str,
        texts: Sequence[str],
    ) -> str:
        """New activation data for new hashes, by the same authorization.

        Source: CSC API 1.0.4 and 2.0, `credentials/extendTransaction`.
        """
        asked: dict[str, Any] = {"credentialID": place.credential, "SAD": activation}
        if self._service.version == 1:
            asked["hash"] = list(texts)
        else:
            asked |= {"hashes": list(texts), "hashAlgorithmOID": SHA256_OID}
        body = await self._ask("credentials/extendTransaction", asked, session=session)
        return self._activation(body)

    def _activation(self, body: Mapping[str, Any]) -> str:
        if not isinstance(body.get("SAD"), str):
            raise self._malformed()
        return str(body["SAD"])

    def _hashes(self, place: RemotePlace, texts: Sequence[str]) -> dict[str, Any]:
        first = self._service.version == 1
        asked: dict[str, Any] = {"hash" if first else "hashes": list(texts)}
        if place.sign_algorithm in NAME_NO_HASH:
            asked["hashAlgo" if first else "hashAlgorithmOID"] = SHA256_OID
        return asked

    def _signatures(self, body: Mapping[str, Any], wanted: int) -> tuple[bytes, ...]:
        try:
            found = tuple(base64.b64decode(text, validate=True) for text in body["signatures"])
        except (KeyError, TypeError, binascii.Error, ValueError) as error:
            raise self._malformed() from error
        if len(found) != wanted:
            raise self._malformed()
        return found

    async def _ask(
        self,
        method: str,
        asked: Mapping[str, Any],
        *,
        session: aiohttp.ClientSession | None = None,
        sent_code: bool = False,
    ) -> Mapping[str, Any]:
        if session is None:
            async with self._session() as own:
                return await self._ask(method, asked, session=own, sent_code=sent_code)
        headers = {"Authorization": f"Bearer {await self._access(session)}"}
        address = self._service.address(method)
        return await self._post(session, address, asked, headers=headers, sent_code=sent_code)

    async def _access(self, session: aiohttp.ClientSession) -> str:
        if not self._token:
            form = {
                "grant_type": "client_credentials",
                "client_id": self._service.client_id,
                "client_secret": self._service.client_secret,
            }
            async with session.post(
                self._service.token_address, data=form, allow_redirects=False
            ) as answer:
                body = await self._read(answer, sent_code=False)
            self._token = str(body.get("access_token") or "")
            if not self._token:
                raise self._malformed()
        return self._token

    async def _post(
        self,
        session: aiohttp.ClientSession,
        address: str,
        asked: Mapping[str, Any],
        *,
        headers: Mapping[str, str],
        sent_code: bool = False,
    ) -> Mapping[str, Any]:
        async with session.post(
            address, json=asked, headers=headers, allow_redirects=False
        ) as answer:
            if answer.status == _UNAUTHORIZED and not self._service.token:
                # The next signature asks for a new access token.
                self._token = ""
            return await self._read(answer, sent_code=sent_code)

    async def _read(self, answer: aiohttp.ClientResponse, *, sent_code: bool) -> Mapping[str, Any]:
        raw = bytearray()
        async for chunk in answer.content.iter_any():
            raw += chunk
            if len(raw) > _LARGEST_BYTES:
                raise self._malformed()
        if answer.status == 204:
            return {}
        try:
            body = json.loads(raw)
        except ValueError:
            body = None
        if answer.status not in (200, _ACCEPTED) or not isinstance(body, dict):
            raise named(self._service.name, answer.status, body, sent_code=sent_code)
        return body

    @asynccontextmanager
    async def _session(self) -> AsyncIterator[aiohttp.ClientSession]:
        """One connection and one time limit for all requests of a signature."""
        try:
            async with (
                asyncio.timeout(self._service.timeout_seconds),
                aiohttp.ClientSession() as session,
            ):
                yield session
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise RemoteSigningUnavailable(service=self._service.name) from error

    def _malformed(self) -> RemoteSigningRefused:
        return RemoteSigningRefused(service=self._service.name, detail="malformed answer")


def _given(place: RemotePlace, secrets: Secrets) -> dict[str, str]:
    given = {"PIN": secrets.pin} if place.needs_pin else {}
    return given | ({"OTP": secrets.code} if place.needs_code else {})
