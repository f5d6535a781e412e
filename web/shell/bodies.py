"""A form whose connection breaks half-way is not taken for a whole one.

A server reads what came and stops; Django would parse it, and an attachment or a field would silently be missing.
"""

from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


class _Promised:
    """The body of a request that says how long it is."""

    def __init__(self, source: Any, length: int) -> None:
        self._source, self._missing = source, length

    def read(self, size: int = -1) -> bytes:
        """Like the source's own.

        Raises:
            OSError: less came than was promised; Django answers as to a connection that is gone.
        """
        return self._counted(self._source.read(size), size)

    def readline(self, size: int = -1) -> bytes:
        """Like the source's own, with the same refusal."""
        return self._counted(self._source.readline(size), size)

    def _counted(self, part: bytes, asked: int) -> bytes:
        self._missing -= len(part)
        if self._missing > 0 and asked != 0 and (not part or asked < 0):
            raise OSError(f"the connection ended {self._missing} bytes too early")
        return part


def demand_whole_body(environ: dict[str, Any]) -> dict[str, Any]:
    """The same request, whose body is either whole or an error."""
    length = environ.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and int(length):
        environ["wsgi.input"] = _Promised(environ["wsgi.input"], int(length))
    return environ


def whole_bodies(application: Application) -> Application:
    """The application, which never sees half a body."""

    def guarded(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        return application(demand_whole_body(environ), start_response)

    return guarded
