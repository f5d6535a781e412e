"""Where the demonstration serves its window, and that nobody else is there."""

import os
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import CommandError

from web.demo.processes import free_port

_PORT = 8000


def choose_port(wanted: int | None) -> int:
    """The port of the window: what was asked for, PORT, or that of its address.

    Where nobody set PUBLIC_URL the window's address follows, here and in the parts that are started later.
    """
    if wanted is not None:
        os.environ["PORT"] = str(wanted)
        if "PUBLIC_URL" not in os.environ:
            settings.PUBLIC_URL = f"http://127.0.0.1:{wanted}"
        return wanted
    if "PORT" in os.environ:
        return int(settings.PORT)
    return urlsplit(settings.PUBLIC_URL).port or _PORT


def require_free(port: int, remedy: str) -> None:
    """Stop before anything is started where somebody else has the port.

    Raises:
        CommandError: with what to do.
    """
    if free_port(port) != port:
        raise CommandError(f"El puerto {port} está ocupado. {remedy}")
