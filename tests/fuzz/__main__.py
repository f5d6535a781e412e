"""`make fuzz`: runs until the seconds are over, prints the count, and the text of anything wrong."""

import argparse
import resource
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from engine.feel import FeelError, check, compile_expression, compile_unary_tests
from engine.feel.wire import CannotBeStored, to_wire
from tests.fuzz.texts import CONTEXT, Texts, samples

_NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
_KIT = Path(__file__).resolve().parents[2].parent / "shared" / "dmn-tck"
_SLOW_SECONDS = 5.0


def main() -> int:
    """Run; 1 when a text gave another error than ours, or took very long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    texts = Texts(options.seed, samples(_KIT) if _KIT.is_dir() else ())
    end = time.monotonic() + options.seconds
    count = refused = values = 0
    worst, slowest = 0.0, ""
    while time.monotonic() < end:
        text = texts.next()
        begin = time.perf_counter()
        try:
            outcomes = _outcomes(text)
        except Exception as error:  # noqa: BLE001 — that is what is looked for
            sys.stdout.write(f"{error!r}\n{text!r}\n")
            return 1
        took = time.perf_counter() - begin
        count += 1
        refused += outcomes == 0
        values += outcomes
        if took > worst:
            worst, slowest = took, text
        if took > _SLOW_SECONDS:
            sys.stdout.write(f"{took:.1f} s\n{text!r}\n")
            return 1
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(
        f"{count} texts, {values} evaluations, {refused} refused by the parser; "
        f"slowest {worst:.2f} s, peak {peak} MB, seed {options.seed}\n{slowest[:200]!r}\n"
    )
    return 0


def _outcomes(text: str) -> int:
    """How many of the two readings of a text gave a value."""
    made = 0
    check(text, CONTEXT.keys())
    try:
        value = compile_expression(text).evaluate(CONTEXT, now=_NOW).value
        made += 1
        to_wire(value)
    except (FeelError, CannotBeStored):
        pass
    try:
        compile_unary_tests(text).evaluate(5, CONTEXT, now=_NOW)
        made += 1
    except FeelError:
        pass
    return made


if __name__ == "__main__":
    sys.exit(main())
