"""A small WSGI server for what is simulated and for development: in a thread, or until the process ends."""

import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Self

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """A request is no news, and its body is nobody's business."""


class Server:
    """A server that answers in a thread of this process; as a context manager it stops at the end."""

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


def listen(application: "WSGIApplication", host: str, port: int) -> BaseWSGIServer:
    """A server that listens; `serve_forever` answers. Port 0: a free one."""
    return make_server(host, port, application, threaded=True, request_handler=_Quiet)


def serve(
    application: "WSGIApplication",
    host: str,
    port: int,
    *,
    ready: Callable[[int], None] = lambda port: None,
) -> None:
    """Answer until the process ends.

    Args:
        application: what answers.
        host: address to listen at; loopback unless you know why not.
        port: port to listen at; 0: a free one.
        ready: called with the port when requests are answered.
    """
    server = listen(application, host, port)
    ready(server.server_port)
    server.serve_forever()


def announce(port: int) -> None:
    """Say on standard output where it answers, for whoever started the process."""
    sys.stdout.write(f"http://127.0.0.1:{port}\n")
    sys.stdout.flush()
