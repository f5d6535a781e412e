"""RFC 3161 over HTTP: one question to one TSA, one answer in bounded time and size."""

import aiohttp
from asn1crypto import tsp

from signatures.timestamps.errors import TsaUnreachable
from signatures.tsas import TimestampAuthority

_MEDIA_TYPE = "application/timestamp-reply"
_MOST_BYTES = 128 * 1024
_HEADERS = {"Content-Type": "application/timestamp-query", "Accept": _MEDIA_TYPE}


async def ask(
    request: tsp.TimeStampReq,
    authority: TimestampAuthority,
    session: aiohttp.ClientSession,
    *,
    timeout_seconds: float,
) -> bytes:
    """The TSA's answer, not judged.

    Raises:
        TsaUnreachable: no answer in time, an error or a redirection instead of one, or too large.
    Source: RFC 3161, section 3.4.
    """
    if not authority.url:
        raise TsaUnreachable("no address")
    try:
        # A redirection would carry the credentials to whom nobody configured.
        async with session.post(
            authority.url,
            data=request.dump(),  # type: ignore[no-untyped-call]
            headers=_headers(authority),
            allow_redirects=False,
            timeout=aiohttp.ClientTimeout(total=timeout_seconds),
        ) as response:
            if response.status != 200:
                raise TsaUnreachable(f"HTTP {response.status}")
            if response.content_type != _MEDIA_TYPE:
                raise TsaUnreachable(response.content_type)
            return await _bounded(response)
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise TsaUnreachable(type(error).__name__) from error


def _headers(authority: TimestampAuthority) -> dict[str, str]:
    if not authority.username:
        return _HEADERS
    login = aiohttp.encode_basic_auth(authority.username, authority.password)
    return {**_HEADERS, "Authorization": login}


async def _bounded(response: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for part in response.content.iter_chunked(16 * 1024):
        body += part
        if len(body) > _MOST_BYTES:
            raise TsaUnreachable("too large")
    return bytes(body)
