"""RFC 3161 over HTTP, with one named error for every way in which a timestamp cannot be had."""

from datetime import datetime
from typing import Any

import aiohttp
from asn1crypto import tsp
from pyhanko.sign.timestamps import HTTPTimeStamper

from signatures.certificates import token_time
from signatures.errors import TimestampUnavailable


class Timestamper(HTTPTimeStamper):
    """Asks the TSA for tokens; made anew for each signature, since it remembers the TSA's certificate.

    Attributes:
        times: aware moments of the tokens so far, in the order in which they were asked for.
    """

    def __init__(self, url: str, *, session: aiohttp.ClientSession, timeout_seconds: float) -> None:
        super().__init__(url, timeout=timeout_seconds, session=session)
        self.times: list[datetime] = []

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
        """One token.

        Raises:
            TimestampUnavailable: no answer, or no timestamp in it.
        Source: RFC 3161, section 2.4.2.
        """
        try:
            token: Any = await super().async_timestamp(message_digest, md_algorithm)
            self.times.append(token_time(token["content"]))
        except Exception as error:
            raise TimestampUnavailable(url=self.url) from error
        return token

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """The TSA's raw answer, refused when there is no address to ask."""
        if not self.url:
            raise TimestampUnavailable(url="")
        return await super().async_request_tsa_response(req)
