"""A way to a server that breaks where a test wants it to."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator


class Proxy:
    """Passes bytes on, and tells of them, until somebody breaks it.

    Args:
        port: of the server.
        on_sent: told how many bytes a connection has sent, before they are passed on.
        on_answer: told before an answer is passed back.
    """

    def __init__(
        self,
        port: int,
        *,
        on_sent: Callable[[int], None] = lambda _count: None,
        on_answer: Callable[[bytes], None] = lambda _piece: None,
    ) -> None:
        self._port = port
        self._on_sent = on_sent
        self._on_answer = on_answer

    @contextlib.contextmanager
    def running(self) -> Iterator[str]:
        """Its host and port."""
        with socket.create_server(("127.0.0.1", 0)) as listening:
            threading.Thread(target=self._accept, args=(listening,), daemon=True).start()
            yield f"127.0.0.1:{listening.getsockname()[1]}"
            listening.shutdown(socket.SHUT_RDWR)

    def _accept(self, listening: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                inner, _ = listening.accept()
                threading.Thread(target=self._connect, args=(inner,), daemon=True).start()

    def _connect(self, inner: socket.socket) -> None:
        with (
            contextlib.suppress(OSError),
            inner,
            socket.create_connection(("127.0.0.1", self._port)) as outer,
        ):
            back = threading.Thread(target=self._back, args=(outer, inner), daemon=True)
            back.start()
            self._forth(inner, outer)
            back.join()

    def _forth(self, inner: socket.socket, outer: socket.socket) -> None:
        sent = 0
        with contextlib.suppress(OSError):
            while piece := inner.recv(16384):
                sent += len(piece)
                self._on_sent(sent)
                outer.sendall(piece)
            outer.shutdown(socket.SHUT_WR)

    def _back(self, outer: socket.socket, inner: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := outer.recv(16384):
                self._on_answer(piece)
                inner.sendall(piece)
        with contextlib.suppress(OSError):
            inner.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def silent_server() -> Iterator[str]:
    """The host and port of a server that takes every connection and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"127.0.0.1:{listening.getsockname()[1]}"
