"""Answers timestamps, OCSP and CRL over HTTP for a development PKI, with certomancer's WSGI animator."""

import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from certomancer.integrations.animator import Animator, AnimatorArchStore
from certomancer.registry import CertomancerConfig

from signatures.devpki.authority import CONFIG_NAME
from signatures.wsgi_server import Server, listen


class Application:
    """The animator, loaded again when the configuration changes (a revocation)."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._animator: Animator | None = None
        self._current()

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer one request (PEP 3333)."""
        answer: Iterable[bytes] = self._current()(environ, start_response)
        return answer

    def _current(self) -> Animator:
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


def start(directory: Path, host: str = "127.0.0.1", port: int = 8010) -> Server:
    """Answer in a thread of this process."""
    return Server(listen(Application(directory), host, port))
