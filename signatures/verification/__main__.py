"""The child of `verify_isolated`: an order as JSON comes in, a report as JSON goes out."""

import base64
import json
import resource
import sys
from datetime import datetime

from signatures.verification.document import verify
from signatures.verification.isolation import trust_of


def main() -> None:
    """Limit this process, then verify."""
    order = json.load(sys.stdin)
    for limit, amount in (
        (resource.RLIMIT_AS, order["memory_bytes"]),
        (resource.RLIMIT_CPU, order["cpu_seconds"]),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        resource.setrlimit(limit, (amount, amount))
    report = verify(
        base64.b64decode(order["pdf"]),
        trust_of(order["trust"]),
        now=order["now"] and datetime.fromisoformat(order["now"]),
    )
    sys.stdout.write(json.dumps(report.to_json()))


if __name__ == "__main__":
    main()
