"""`make fuzz`: runs until the seconds are over, prints the count, and the text of anything wrong."""

import argparse
import resource
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from engine import dmn
from engine.feel import FeelError, check, compile_expression, compile_unary_tests
from engine.feel.wire import CannotBeStored, to_wire
from tests.fuzz.models import Models
from tests.fuzz.texts import CONTEXT, Texts, samples

_NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
_KIT = Path(__file__).resolve().parents[2].parent / "shared" / "dmn-tck"
_SLOW_SECONDS = 5.0
T = TypeVar("T")


def main() -> int:
    """Run; 1 when something gave another error than ours, or took very long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    texts = Texts(options.seed, samples(_KIT) if _KIT.is_dir() else ())
    files = [file.read_bytes() for file in sorted(_KIT.rglob("*.dmn"))]
    models = Models(options.seed, files, texts)
    half = options.seconds / 2
    return _run("texts", texts.next, _outcomes, half) or _run("files", models.next, _answers, half)


def _run(name: str, make: Callable[[], T], use: Callable[[T], int], seconds: float) -> int:
    end = time.monotonic() + seconds
    count = refused = values = 0
    worst, slowest = 0.0, ""
    while time.monotonic() < end:
        made = make()
        begin = time.perf_counter()
        try:
            outcomes = use(made)
        except Exception as error:  # noqa: BLE001 — that is what is looked for
            sys.stdout.write(f"{error!r}\n{made!r}\n")
            return 1
        took = time.perf_counter() - begin
        count += 1
        refused += outcomes == 0
        values += outcomes
        if took > worst:
            worst, slowest = took, repr(made)
        if took > _SLOW_SECONDS:
            sys.stdout.write(f"{took:.1f} s\n{made!r}\n")
            return 1
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(
        f"{count} {name}, {values} evaluations, {refused} refused; "
        f"slowest {worst:.2f} s, peak {peak} MB\n  {slowest[:160]}\n"
    )
    return 0


def _answers(xml: bytes) -> int:
    """How many decisions of a file were asked."""
    dmn.check(xml)
    try:
        model = dmn.load_leniently(xml)
    except dmn.DmnRefused:
        return 0
    asked = 0
    for key in list(model.elements)[:20]:
        try:
            dmn.decide(model, key[1], CONTEXT, now=_NOW)
            asked += 1
        except (FeelError, dmn.UnknownDecision):
            pass
    return asked


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
