"""RFC 3161 over HTTP, with one named error for every way in which a timestamp cannot be had."""

from typing import Any

import aiohttp
from asn1crypto import tsp
from pyhanko.sign.timestamps import HTTPTimeStamper

from signatures.errors import TimestampUnavailable


class Timestamper(HTTPTimeStamper):
    """Asks the TSA for tokens; made anew for each signature, since it remembers the TSA's certificate."""

    def __init__(self, url: str, *, session: aiohttp.ClientSession, timeout_seconds: float) -> None:
        super().__init__(url, timeout=timeout_seconds, session=session)

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
        """One token.

        Raises:
            TimestampUnavailable: no answer, or no timestamp in it.
        Source: RFC 3161, section 2.4.2.
        """
        try:
            return await super().async_timestamp(message_digest, md_algorithm)
        except Exception as error:
            raise TimestampUnavailable(url=self.url) from error

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """The TSA's raw answer, refused when there is no address to ask."""
        if not self.url:
            raise TimestampUnavailable(url="")
        return await super().async_request_tsa_response(req)
