"""`make bench`: prints every ratio."""

import statistics
import sys

from tests.bench import feel


def main() -> int:
    """Measure and print."""
    found: dict[str, list[float]] = {}
    for heading, measured in feel.ratios():
        if heading not in found:
            sys.stdout.write(f"\nFEEL, {heading}:\n")
        found.setdefault(heading, []).append(measured.times)
        sys.stdout.write(f"{measured}\n")
    for heading, times in found.items():
        middle = statistics.median(times)
        sys.stdout.write(f"\nmedian, {heading}: {middle:.1f}x")
    sys.stdout.write("\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
