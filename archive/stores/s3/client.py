"""The `minio` client with the requests that it lacks, and every failure of it as StoreUnavailable.

Missing in minio-py 7.2: a put with a checksum and a condition, and retention with the bypass header.
"""

import base64
import contextlib
import hashlib
import os
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import ParseError

import certifi
import urllib3
from minio import Minio
from minio.error import MinioException, S3Error
from urllib3.exceptions import HTTPError

from archive.stores.errors import StoreUnavailable
from archive.stores.s3.address import AccessKeys, S3Address

_CONNECT_SECONDS = 5.0
# Answers that say "not now" or "not you", never "this is locked".
_NO_ANSWER = frozenset(
    (
        "RequestTimeTooSkewed",
        "SignatureDoesNotMatch",
        "InvalidAccessKeyId",
        "SlowDown",
        "NoSuchBucket",
    )
)


class LockClient(Minio):
    """A client that can also ask what Object Lock has to refuse."""

    def put_once(
        self, bucket: str, name: str, content: bytes, headers: Mapping[str, str]
    ) -> Mapping[str, str]:
        """Put in one request, so that there is all of it or nothing; the headers of the answer.

        Source: S3 API, PutObject. Object Lock asks for a checksum, and over TLS this client adds Content-MD5.
        """
        # An empty body has no length of its own in this client.
        length = {"Content-Length": str(len(content))}
        return self._execute(
            "PUT", bucket, name, body=content, headers={**headers, **length}
        ).headers

    def put_retention(
        self, bucket: str, name: str, version_id: str, document: bytes, *, is_bypass: bool
    ) -> None:
        """Set or take away the retention of a version.

        Source: S3 API, PutObjectRetention.
        """
        headers = {"Content-MD5": _base64(hashlib.md5(document, usedforsecurity=False).digest())}
        if is_bypass:
            headers["x-amz-bypass-governance-retention"] = "true"
        self._execute(
            "PUT",
            bucket,
            name,
            body=document,
            headers={**headers},
            query_params={"retention": "", "versionId": version_id},
        )

    def remove_version(self, bucket: str, name: str, version_id: str, *, is_bypass: bool) -> None:
        """Remove one version.

        Source: S3 API, DeleteObject.
        """
        headers = {"x-amz-bypass-governance-retention": "true"} if is_bypass else {}
        self._execute(
            "DELETE", bucket, name, headers={**headers}, query_params={"versionId": version_id}
        )

    def ask_bucket(self, bucket: str) -> Mapping[str, str]:
        """The headers of the bucket: the server's time is among them.

        Source: S3 API, HeadBucket.
        """
        return self._execute("HEAD", bucket).headers


def connect(address: S3Address, keys: AccessKeys) -> LockClient:
    """A client whose every wait ends."""
    timeout = urllib3.Timeout(
        connect=min(_CONNECT_SECONDS, address.timeout_seconds), read=address.timeout_seconds
    )
    # Every request of ours may be sent twice: a put is conditional and named by its content.
    retries = urllib3.Retry(
        total=2,
        backoff_factor=0.2,
        status_forcelist=(500, 502, 503, 504),
        raise_on_status=False,
        respect_retry_after_header=False,
    )
    pool = urllib3.PoolManager(
        timeout=timeout,
        retries=retries,
        maxsize=10,
        cert_reqs="CERT_REQUIRED",
        ca_certs=os.environ.get("SSL_CERT_FILE") or certifi.where(),
    )
    return LockClient(
        address.host,
        access_key=keys.access,
        secret_key=keys.secret,
        secure=address.is_secure,
        region=address.region,
        http_client=pool,
    )


@contextlib.contextmanager
def answering() -> Iterator[None]:
    """Turn what the client raises into StoreUnavailable, which names the server's own code."""
    try:
        yield
    except S3Error as error:
        raise StoreUnavailable(error.code or "no code") from error
    except (MinioException, HTTPError, OSError, ParseError, ValueError) as error:
        raise StoreUnavailable(type(error).__name__) from error


def is_refusal(error: S3Error) -> bool:
    """Whether the server understood, knew us, and said no."""
    status = error.response.status
    return (status < 500 or status == 501) and error.code not in _NO_ANSWER


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
