"""The child that `verify_isolated` asks: each order is carried out in a process of its own, with limits.

It has loaded everything once, so that a thousand files do not pay for it a thousand times. An order is a
line with its limits and its size, and then its bytes; an answer is a line.
"""

import base64
import json
import os
import resource
import select
import signal
import sys
import time
from datetime import datetime
from typing import Any, BinaryIO, NoReturn

from signatures.verification.document import verify
from signatures.verification.isolation import trust_of

# Nobody asked for so long: the memory is of more use elsewhere, and the next one who asks starts another.
_IDLE_SECONDS = 60
_CHUNK = 1 << 16


def main() -> None:
    """Answer one order after the other until the window ends or nobody asks any more."""
    source = sys.stdin.buffer
    while select.select([source], [], [], _IDLE_SECONDS)[0]:
        head = source.readline()
        if not head:
            return
        limits = json.loads(head)
        answer = _carried_out(source.read(limits["size"]), limits)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _carried_out(order: bytes, limits: dict[str, Any]) -> dict[str, Any]:
    """What a process of its own says to the order, or how it ended without saying anything."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        with os.fdopen(writing, "wb") as out:
            _verify(order, limits, out)
    os.close(writing)
    with os.fdopen(reading, "rb", buffering=0) as answers:
        said = _said(answers, time.monotonic() + limits["seconds"])
    if said is None:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    ended_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if said is None or ended_by in (signal.SIGXCPU, signal.SIGALRM):
        return {"untimely": True}
    return {"report": json.loads(said)} if said and status == 0 else {"ended": status}


def _said(answers: Any, until: float) -> bytes | None:
    """All that comes, or None when it has not come by then."""
    parts: list[bytes] = []
    while select.select([answers], [], [], max(0.0, until - time.monotonic()))[0]:
        part = answers.read(_CHUNK)
        if not part:
            return b"".join(parts)
        parts.append(part)
    return None


def _verify(order: bytes, limits: dict[str, Any], out: BinaryIO) -> NoReturn:
    """In the process of its own: limit it, verify, end without running what the parent has at its end."""
    code = 1
    try:
        # Nothing in a file gets near the channel on which other files' answers go.
        for channel in (0, 1):
            os.dup2(os.open(os.devnull, os.O_RDWR), channel)
        for limit, amount in (
            (resource.RLIMIT_AS, limits["memory_bytes"]),
            (resource.RLIMIT_CPU, limits["cpu_seconds"]),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_FSIZE, 0),
        ):
            resource.setrlimit(limit, (amount, amount))
        asked = json.loads(order)
        report = verify(
            base64.b64decode(asked["pdf"]),
            trust_of(asked["trust"]),
            now=asked["now"] and datetime.fromisoformat(asked["now"]),
        )
        out.write(json.dumps(report.to_json()).encode())
        out.flush()
        code = 0
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
