"""The child of `isolation`: an order as one line of JSON and a file come in, an answer goes out."""

import json
import resource
import sys
from collections.abc import Mapping
from typing import Any

from archive.preservation.findings import Limits


def main() -> None:
    """Limit this process, then do what the order says."""
    order = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**order["limits"])
    _confine(limits)
    sys.stdout.buffer.write(_answer(order, sys.stdin.buffer.read(), limits))


def _confine(limits: Limits) -> None:
    for limit, amount in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, int(limits.seconds) + 1),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(limit, (amount, amount))


def _answer(order: Mapping[str, Any], content: bytes, limits: Limits) -> bytes:
    if order["task"] == "inspect":
        # A reader that is not needed is not loaded.
        from archive.preservation.reading import inspect_here  # noqa: PLC0415

        return json.dumps(inspect_here(content, limits).to_json()).encode()
    from archive.preservation.frames import frames_of  # noqa: PLC0415

    return frames_of(content, order["media_type"], order["most_pages"], order["dpi"])


if __name__ == "__main__":
    main()
