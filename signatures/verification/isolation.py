"""Verifies in a child process with limits on time and memory; whatever happens there, an answer comes."""

import base64
import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from signatures.trust import TrustSettings
from signatures.verification.report import Report, not_verifiable

_ROOT = Path(__file__).resolve().parent.parent.parent


def verify_isolated(
    pdf: bytes,
    trust: TrustSettings,
    *,
    now: datetime | None = None,
    timeout_seconds: float = 20,
    memory_bytes: int = 1024**3,
) -> Report:
    """Verify a file of unknown origin.

    Args:
        pdf: any bytes.
        trust: roots.
        now: aware moment as of which it is judged; this moment if not given.
        timeout_seconds: limit on wall clock and on processor time.
        memory_bytes: limit on the child's address space.

    Returns:
        The report; `not-verifiable` when the child broke, hung or ran out of memory.
    """
    order = {
        "roots": [root.decode("ascii") for root in trust.roots],
        "extra_intermediates": [extra.decode("ascii") for extra in trust.extra_intermediates],
        "now": now.isoformat() if now else None,
        "memory_bytes": memory_bytes,
        "cpu_seconds": int(timeout_seconds) + 1,
        "pdf": base64.b64encode(pdf).decode("ascii"),
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", "signatures.verification"],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=timeout_seconds,
            cwd=_ROOT,
            # Nothing of the window's environment (database, keys) is of use in there.
            env={"PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
            check=True,
        )
        return Report.from_json(json.loads(done.stdout))
    except (subprocess.SubprocessError, OSError, ValueError, KeyError, TypeError) as error:
        return not_verifiable("not-verifiable", type(error).__name__)
