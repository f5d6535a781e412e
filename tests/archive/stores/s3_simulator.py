"""A small S3 server with Object Lock that keeps everything in memory, and lies where it is told to.

It checks no signatures. Told nothing, it keeps its word, which shows that nothing in the store needs MinIO.
"""

import base64
import contextlib
import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from urllib.parse import parse_qsl, unquote, urlsplit
from xml.etree import ElementTree as ET

_numbers = count(1)


@dataclass
class Kept:
    name: str
    content: bytes
    headers: dict[str, str]
    is_mark: bool = False
    version: str = field(default_factory=lambda: f"v{next(_numbers):06}")

    @property
    def mode(self) -> str:
        return self.headers.get("x-amz-object-lock-mode", "")

    @property
    def until(self) -> str:
        return self.headers.get("x-amz-object-lock-retain-until-date", "")

    @property
    def is_held(self) -> bool:
        return self.headers.get("x-amz-object-lock-legal-hold") == "ON"


class S3Simulator:
    """The server.

    Args:
        allows: names of attempts (see `archive.stores.s3.attempts`) that it should refuse and does not;
            "forget-lock" takes a lock and forgets it, "no-lock" has no Object Lock, "no-sums" keeps no
            checksum, "no-conditions" knows no conditional put.
    """

    def __init__(self, *allows: str) -> None:
        self.allows = set(allows)
        self.kept: list[Kept] = []
        self.buckets: set[str] = set()
        self.lock = threading.Lock()

    @contextlib.contextmanager
    def running(self) -> Iterator[str]:
        """Its address as the endpoint of a store."""
        handler = type("Handler", (_Handler,), {"simulator": self})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()

    def versions(self, name: str) -> list[Kept]:
        """Newest first."""
        there = [one for one in self.kept if one.name == name]
        return there[::-1]

    def put(self, kept: Kept) -> Kept:
        if "in-place" in self.allows:
            self.kept = [one for one in self.kept if one.name != kept.name]
        self.kept.append(kept)
        return kept

    def may_remove(self, kept: Kept, *, is_bypass: bool) -> bool:
        if kept.is_held:
            return "delete-held" in self.allows
        if not kept.mode or "delete-version" in self.allows:
            return True
        return is_bypass and "delete-with-bypass" in self.allows

    def may_set(self, kept: Kept, mode: str, until: str, *, is_bypass: bool) -> bool:
        if not kept.mode or (mode == kept.mode and until >= kept.until):
            return True
        if not mode:
            return "release" in self.allows
        if mode != kept.mode:
            return "downgrade" in self.allows
        return ("shorten-with-bypass" if is_bypass else "shorten") in self.allows


class Refused(Exception):
    """An answer that says no."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


_LOCKED = (403, "AccessDenied")


class _Handler(BaseHTTPRequestHandler):
    simulator: S3Simulator
    protocol_version = "HTTP/1.1"
    wbufsize = 64 * 1024
    disable_nagle_algorithm = True

    def log_message(self, *_args: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self._serve()

    do_GET = do_PUT = do_DELETE = do_HEAD  # noqa: N815

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        self.query = dict(parse_qsl(parts.query, keep_blank_values=True))
        self.bucket, _, self.name = unquote(parts.path).lstrip("/").partition("/")
        self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.is_bypass = "x-amz-bypass-governance-retention" in self.headers
        try:
            with self.simulator.lock:
                answer = self._object() if self.name else self._of_bucket()
        except Refused as refused:
            self._say(refused.status, _error(refused.code), {"Content-Type": "application/xml"})
        else:
            self._say(*answer)

    def _say(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response_only(status)
        self.send_header("Date", formatdate(usegmt=True))
        self.send_header("Content-Length", headers.pop("Content-Length", str(len(body))))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _of_bucket(self) -> tuple[int, bytes, dict[str, str]]:
        mine, allows = self.simulator, self.simulator.allows
        if self.command == "PUT" and not self.query:
            mine.buckets.add(self.bucket)
        elif self.bucket not in mine.buckets:
            raise Refused(404, "NoSuchBucket")
        elif "object-lock" in self.query:
            if "no-lock" in allows:
                raise Refused(404, "ObjectLockConfigurationNotFoundError")
            return 200, b"<ObjectLockConfiguration/>", {}
        elif "versioning" in self.query and "suspend-versions" not in allows:
            raise Refused(409, "InvalidBucketState")
        elif "versions" in self.query:
            return 200, self._listing(), {}
        elif self.command == "DELETE" and "remove-bucket" not in allows:
            raise Refused(409, "BucketNotEmpty")
        elif self.command == "DELETE":
            mine.kept.clear()
        return 200, b"", {}

    def _listing(self) -> bytes:
        root = ET.Element("ListVersionsResult")
        ET.SubElement(root, "Name").text = self.bucket
        names = sorted({one.name for one in self.simulator.kept})
        for name in names:
            if not name.startswith(self.query["prefix"]) or name <= self.query.get(
                "key-marker", ""
            ):
                continue
            for one in self.simulator.versions(name):
                entry = ET.SubElement(root, "DeleteMarker" if one.is_mark else "Version")
                ET.SubElement(entry, "Key").text = name
                ET.SubElement(entry, "VersionId").text = one.version
        return ET.tostring(root)

    def _object(self) -> tuple[int, bytes, dict[str, str]]:
        if self.command == "PUT" and not self.query:
            return self._put()
        if self.command == "DELETE" and "versionId" not in self.query:
            if "mark-deleted" in self.simulator.allows:
                self.simulator.kept.clear()
            self.simulator.put(Kept(self.name, b"", {}, is_mark=True))
            return 204, b"", {}
        kept = self._asked()
        if self.command == "DELETE":
            if not self.simulator.may_remove(kept, is_bypass=self.is_bypass):
                raise Refused(*_LOCKED)
            self.simulator.kept.remove(kept)
            return 204, b"", {}
        if "retention" in self.query:
            return self._set_retention(kept)
        if "legal-hold" in self.query:
            status = ET.fromstring(self.body).findtext("{*}Status") or ""  # noqa: S314
            kept.headers["x-amz-object-lock-legal-hold"] = status
            return 200, b"", {}
        told = kept.headers | {"x-amz-version-id": kept.version}
        return 200, kept.content, told | {"Content-Length": str(len(kept.content))}

    def _put(self) -> tuple[int, bytes, dict[str, str]]:
        there, allows = self.simulator.versions(self.name), self.simulator.allows
        if "If-None-Match" in self.headers:
            if "no-conditions" in allows:
                raise Refused(501, "NotImplemented")
            if there and not there[0].is_mark:
                raise Refused(412, "PreconditionFailed")
        kept_names = ("content-type", "x-amz-meta-", "x-amz-object-lock-")
        headers = {
            name.lower(): value
            for name, value in self.headers.items()
            if name.lower().startswith(kept_names)
        }
        if "forget-lock" in allows:
            headers = {n: v for n, v in headers.items() if "object-lock" not in n}
        if "no-sums" not in allows:
            digest = hashlib.sha256(self.body).digest()
            headers["x-amz-checksum-sha256"] = base64.b64encode(digest).decode()
        kept = self.simulator.put(Kept(self.name, self.body, headers))
        return 200, b"", {"x-amz-version-id": kept.version}

    def _set_retention(self, kept: Kept) -> tuple[int, bytes, dict[str, str]]:
        asked = ET.fromstring(self.body)  # noqa: S314
        mode, until = asked.findtext("{*}Mode") or "", asked.findtext("{*}RetainUntilDate") or ""
        if not self.simulator.may_set(kept, mode, until, is_bypass=self.is_bypass):
            raise Refused(*_LOCKED)
        kept.headers["x-amz-object-lock-mode"] = mode
        kept.headers["x-amz-object-lock-retain-until-date"] = until
        if not mode:
            del kept.headers["x-amz-object-lock-mode"]
            del kept.headers["x-amz-object-lock-retain-until-date"]
        return 200, b"", {}

    def _asked(self) -> Kept:
        there = self.simulator.versions(self.name)
        if "versionId" in self.query:
            there = [one for one in there if one.version == self.query["versionId"]]
        if not there:
            raise Refused(404, "NoSuchKey")
        if there[0].is_mark and self.command != "DELETE":
            raise Refused(404, "NoSuchKey")
        return there[0]


def _error(code: str) -> bytes:
    return f"<Error><Code>{code}</Code><Message/></Error>".encode()
