"""Verifies in a child process with limits on time and memory; whatever happens there, an answer comes."""

import base64
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from signatures.trust import TrustSettings
from signatures.verification import children
from signatures.verification.report import Report, not_in_time, not_verifiable

_FILES = ("roots", "extra_intermediates", "former_roots")
_NAMES = ("signers_only", "tsas_only")
_PLAIN = ("fetch_timeout_seconds", "total_timeout_seconds", "fetches_revocation")


def verify_isolated(
    pdf: bytes,
    trust: TrustSettings,
    *,
    now: datetime | None = None,
    timeout_seconds: float = 20,
    memory_bytes: int = 1024**3,
    largest_bytes: int = 50 * 1024**2,
) -> Report:
    """Verify a file of unknown origin.

    Args:
        pdf: any bytes.
        trust: roots.
        now: aware moment as of which it is judged; this moment if not given.
        timeout_seconds: limit on wall clock and on processor time.
        memory_bytes: limit on the child's address space.
        largest_bytes: what is larger is not read.

    Returns:
        The report; `not-verifiable` when the file is too large, or when the child broke or ran out of memory;
        `not-in-time` when it took too long, which says nothing about the file.
    """
    if len(pdf) > largest_bytes:
        return not_verifiable("too-large", str(len(pdf)))
    order = {
        "trust": _plain(trust),
        "now": now.isoformat() if now else None,
        "pdf": base64.b64encode(pdf).decode("ascii"),
    }
    limits = {
        "seconds": timeout_seconds,
        "memory_bytes": memory_bytes,
        "cpu_seconds": int(timeout_seconds) + 1,
    }
    try:
        said = children.ask(limits, json.dumps(order).encode())
        if said.get("untimely"):
            return not_in_time()
        return Report.from_json(said["report"])
    except (children.ChildGone, OSError, ValueError, KeyError, TypeError) as error:
        return not_verifiable("not-verifiable", type(error).__name__)


def _plain(trust: TrustSettings) -> dict[str, Any]:
    """What verifying needs of the trust, without the secrets of the TSAs."""
    return {
        **{name: [file.decode("ascii") for file in getattr(trust, name)] for name in _FILES},
        **{name: sorted(getattr(trust, name)) for name in _NAMES},
        **{name: getattr(trust, name) for name in _PLAIN},
        "distrusted_after": {root: end.isoformat() for root, end in trust.distrusted_after.items()},
    }


def trust_of(plain: Mapping[str, Any]) -> TrustSettings:
    """The trust again, in the child."""
    parts: dict[str, Any] = {name: plain[name] for name in _PLAIN}
    parts |= {name: tuple(file.encode("ascii") for file in plain[name]) for name in _FILES}
    parts |= {name: frozenset(plain[name]) for name in _NAMES}
    return TrustSettings(
        **parts,
        distrusted_after={
            root: datetime.fromisoformat(end) for root, end in plain["distrusted_after"].items()
        },
    )
