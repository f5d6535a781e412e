"""Answers timestamps, OCSP and CRL over HTTP for a development PKI, with certomancer's WSGI animator."""

import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Self

from certomancer.integrations.animator import Animator, AnimatorArchStore
from certomancer.registry import CertomancerConfig
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from signatures.devpki.authority import CONFIG_NAME


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """A request is no news."""


class _Application:
    """The animator, loaded again when the configuration changes (a revocation)."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._animator: Animator | None = None

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        answer: Iterable[bytes] = self.current()(environ, start_response)
        return answer

    def current(self) -> Animator:
        path = self._directory / CONFIG_NAME
        with self._lock:
            found = path.stat()
            stamp = (found.st_mtime_ns, found.st_ino)
            if self._animator is None or stamp != self._stamp:
                config = CertomancerConfig.from_file(str(path), key_search_dir=str(self._directory))
                self._animator = Animator(
                    AnimatorArchStore(config.pki_archs),
                    with_web_ui=False,
                    allow_time_override=False,
                )
                self._stamp = stamp
            return self._animator


class Server:
    """A running server; as a context manager it stops at the end."""

    def __init__(self, server: BaseWSGIServer) -> None:
        self._server = server
        self._thread = threading.Thread(target=server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """Port that it answers on."""
        return self._server.server_port

    def stop(self) -> None:
        """Close the port."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def start(directory: Path, host: str = "127.0.0.1", port: int = 8010) -> Server:
    """Answer in a thread of this process."""
    return Server(_listen(directory, host, port))


def serve(
    directory: Path,
    host: str = "127.0.0.1",
    port: int = 8010,
    *,
    ready: Callable[[int], None] = lambda port: None,
) -> None:
    """Answer until the process ends.

    Args:
        directory: folder of a PKI made by `create`.
        host: address to listen at; loopback unless you know why not.
        port: port to listen at.
        ready: called with the port when requests are answered.
    """
    server = _listen(directory, host, port)
    ready(server.server_port)
    server.serve_forever()


def _listen(directory: Path, host: str, port: int) -> BaseWSGIServer:
    application = _Application(directory)
    application.current()
    return make_server(host, port, application, threaded=True, request_handler=_Quiet)
