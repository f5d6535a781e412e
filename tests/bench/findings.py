"""What a part of the bench found: measured values with their targets, and what the page tells of them."""

import json
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Finding:
    """One measured value.

    Attributes:
        target: as it is agreed; empty for what is only told.
        holds: whether the target is reached; None without one.
    """

    what: str
    measured: str
    target: str = ""
    holds: bool | None = None


@dataclass
class Part:
    """Everything that one part of the bench says."""

    title: str
    how: str = ""
    findings: list[Finding] = field(default_factory=list)
    text: str = ""

    def at_least(self, what: str, value: float, target: float, unit: str = "x") -> None:
        self.findings.append(
            Finding(what, f"{value:.2f}{unit}", f"≥ {target:g}{unit}", value >= target)
        )

    def at_most(self, what: str, value: float, target: float, unit: str = "x") -> None:
        self.findings.append(
            Finding(what, f"{value:.2f}{unit}", f"≤ {target:g}{unit}", value <= target)
        )

    def tell(self, what: str, measured: str) -> None:
        self.findings.append(Finding(what, measured))

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Part":
        read = json.loads(text)
        findings = [Finding(**one) for one in read.pop("findings")]
        return cls(**read, findings=findings)


def timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000


def median(values: Iterable[float]) -> float:
    return statistics.median(values)
