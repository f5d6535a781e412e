"""Several timestamping services as one: each is asked in its turn until one gives a good token.

Within one signature only the first that answered is asked again: what proves that its certificate
stands goes into the document before its second token is asked for.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import aiohttp
from asn1crypto import cms
from pyhanko.sign.timestamps import TimeStamper

from signatures.errors import TimestampUnavailable
from signatures.moment import moment
from signatures.timestamps import checks, client
from signatures.timestamps.chain import TrustedChains
from signatures.timestamps.checks import Asked, Token
from signatures.timestamps.errors import TokenRejected, WrongSigner
from signatures.timestamps.health import Health
from signatures.trust import TrustSettings
from signatures.tsas import TimestampAuthority


@dataclass
class Memory:
    """What one process knows of the services: who failed lately, and whose chain is good."""

    health: Health = field(default_factory=Health)
    chains: TrustedChains = field(default_factory=TrustedChains)

    def forget(self) -> None:
        """Know nothing again."""
        self.chains.forget()
        self.health = Health()


class TimestamperPool(TimeStamper):
    """pyHanko's timestamper over all configured services; made anew for each signature.

    Attributes:
        times: aware moments of the tokens so far, in the order in which they were asked for.
        answered_by: address of the service that gave each of them.
    """

    def __init__(
        self,
        trust: TrustSettings,
        session: aiohttp.ClientSession,
        memory: Memory,
        now: Callable[[], datetime] = lambda: moment(None),
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.times: list[datetime] = []
        self.answered_by: list[str] = []
        self._trust, self._session, self._memory, self._now = trust, session, memory, now
        self._chosen: TimestampAuthority | None = None
        self._certificate: bytes | None = None

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """One token that passed every check.

        Raises:
            TimestampUnavailable: no service gave one; `reasons` has each one's.
        """
        token = await self.token(message_digest, md_algorithm)
        return token.content

    async def token(self, digest: bytes, algorithm: str) -> Token:
        """The same, with its parts read.

        Raises:
            TimestampUnavailable: no service gave one.
        """
        reasons = []
        for authority in self._candidates():
            try:
                token = await self._from(authority, digest, algorithm)
            except TokenRejected as error:
                self._memory.health.failed(authority)
                reasons.append({"url": authority.url, "code": error.code, "detail": error.detail})
                continue
            self._memory.health.answered(authority)
            self._choose(authority, token)
            return token
        raise TimestampUnavailable(
            url=reasons[-1]["url"] if reasons else "", reasons=tuple(reasons)
        )

    def _candidates(self) -> list[TimestampAuthority]:
        if self._chosen is not None:
            return [self._chosen]
        return self._memory.health.in_order(self._trust.tsas)

    def _choose(self, authority: TimestampAuthority, token: Token) -> None:
        self._chosen, self._certificate = authority, token.certificate.sha256
        self.times.append(token.time)
        self.answered_by.append(authority.url)

    async def _from(self, authority: TimestampAuthority, digest: bytes, algorithm: str) -> Token:
        nonce, request = self.request_cms(digest, algorithm)  # type: ignore[no-untyped-call]
        begun = self._now()
        body = await client.ask(
            request, authority, self._session, timeout_seconds=self._limit(authority)
        )
        asked = Asked(
            imprint=digest, algorithm=algorithm, nonce=nonce, at=begun, answered_at=self._now()
        )
        token = checks.read_response(body)
        checks.check(token, asked, authority)
        await self._memory.chains.require(token, self._trust, self._session, at=asked.answered_at)
        if self._certificate not in {None, token.certificate.sha256}:
            raise WrongSigner("certificate changed between two tokens")
        return token

    def _limit(self, authority: TimestampAuthority) -> float:
        """One slow service leaves time for the others, and for the signature itself."""
        own = authority.timeout_seconds or self._trust.fetch_timeout_seconds
        return min(own, self._trust.total_timeout_seconds / (len(self._trust.tsas) + 1))


def reasons_of(error: TimestampUnavailable) -> list[dict[str, Any]]:
    """Why each service gave none, in the order in which they were asked."""
    return list(error.data.get("reasons", ()))
