"""One timestamp over one digest, for what is no PDF, and the check of a kept one."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

import aiohttp
from asn1crypto import cms

from signatures.certificates import subject_part
from signatures.errors import TimestampUnavailable
from signatures.loop import run
from signatures.timestamps import chain, checks
from signatures.timestamps.errors import AnswerMalformed
from signatures.timestamps.pool import Memory, TimestamperPool
from signatures.trust import TrustSettings

_DIGEST = "sha256"
_memory = Memory()


@dataclass(frozen=True)
class Stamp:
    """A timestamp token over a digest.

    Attributes:
        token: DER of the token (a CMS ContentInfo).
        at: when it was made; aware.
        tsa: common name of the TSA's certificate.
        ends_at: when that certificate ends; aware.
    """

    token: bytes
    at: datetime
    tsa: str
    ends_at: datetime


def open_timestamper(trust: TrustSettings, session: aiohttp.ClientSession) -> TimestamperPool:
    """A timestamper for one signature, over all the services of the trust.

    Every process remembers between them who failed lately and whose chain is good.
    """
    return TimestamperPool(trust, session, _memory)


def forget() -> None:
    """Let this process know nothing of the services, after settings or roots changed."""
    _memory.forget()


def stamp(digest: bytes, trust: TrustSettings) -> Stamp:
    """A checked timestamp over a SHA-256 digest.

    Raises:
        TimestampUnavailable: no service gave one.
    """
    return run(_stamp(digest, trust))


def read_stamp(der: bytes) -> Stamp:
    """A kept token's words; nothing of it is checked.

    Raises:
        TokenRejected: it is no token.
    """
    return _words(_loaded(der))


def check_stamp(der: bytes, digest: bytes, trust: TrustSettings) -> Stamp:
    """Check a kept token: over this digest, sound, and of a TSA that was trusted when it was made.

    Raises:
        TokenRejected: by its type.
    """
    token = _loaded(der)
    checks.check_imprint(token, digest)
    checks.check_seal(token, on=token.time)
    run(chain.require_as_of(token, trust, at=token.time))
    return _words(token)


async def _stamp(digest: bytes, trust: TrustSettings) -> Stamp:
    try:
        async with (
            asyncio.timeout(trust.total_timeout_seconds),
            aiohttp.ClientSession() as session,
        ):
            return _words(await open_timestamper(trust, session).token(digest, _DIGEST))
    except TimeoutError as error:
        raise TimestampUnavailable(url="", reasons=()) from error


def _loaded(der: bytes) -> checks.Token:
    try:
        content = cms.ContentInfo.load(der, strict=True)  # type: ignore[no-untyped-call]
    except ValueError as error:
        raise AnswerMalformed(type(error).__name__) from error
    return checks.read_token(content)


def _words(token: checks.Token) -> Stamp:
    return Stamp(
        token.der,
        token.time,
        subject_part(token.certificate, "common_name"),
        token.certificate.not_valid_after,
    )
