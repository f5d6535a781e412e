"""What an inspection can find in a PDF, and which of it keeps the file out of the record."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

STRUCTURAL = "estructural"


class FindingCode(StrEnum):
    """One thing that an inspection tells."""

    MALFORMED = "malformed"
    ENCRYPTED = "encrypted"
    EMPTY = "empty"
    TOO_LARGE = "too-large"
    TOO_MANY_PAGES = "too-many-pages"
    TOO_MANY_OBJECTS = "too-many-objects"
    TOO_DEEP = "too-deep"
    DECOMPRESSION_BOMB = "decompression-bomb"
    OUT_OF_BOUNDS = "out-of-bounds"
    JAVASCRIPT = "javascript"
    LAUNCH = "launch-action"
    SUBMIT = "submit-action"
    XFA = "xfa-form"
    RICH_MEDIA = "rich-media"
    EXECUTABLE = "embedded-executable"
    EXTERNAL_STREAM = "external-stream"
    EMBEDDED_FILE = "embedded-file"
    EXTERNAL_LINK = "external-link"
    OTHER_FILE = "link-to-another-file"
    FONT = "font-not-embedded"
    REPAIRED = "read-with-warnings"
    NO_CLAIM = "no-pdfa-claim"
    NOT_COMPLIANT = "pdfa-not-compliant"
    VALIDATOR_FAILED = "validator-did-not-answer"


_BROKEN = {FindingCode.MALFORMED, FindingCode.EMPTY}
_BOUNDS = {
    FindingCode.TOO_LARGE,
    FindingCode.TOO_MANY_PAGES,
    FindingCode.TOO_MANY_OBJECTS,
    FindingCode.TOO_DEEP,
    FindingCode.DECOMPRESSION_BOMB,
    FindingCode.OUT_OF_BOUNDS,
}
_ACTIVE = {
    FindingCode.JAVASCRIPT,
    FindingCode.LAUNCH,
    FindingCode.SUBMIT,
    FindingCode.XFA,
    FindingCode.RICH_MEDIA,
    FindingCode.EXECUTABLE,
    FindingCode.EXTERNAL_STREAM,
}

# Why a file is refused, as the person who sent it is told: the first that applies.
REFUSED: Mapping[str, frozenset[FindingCode]] = {
    "encrypted": frozenset({FindingCode.ENCRYPTED}),
    "bounds": frozenset(_BOUNDS),
    "active": frozenset(_ACTIVE),
    "broken": frozenset(_BROKEN),
}


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Bounds of one inspection.

    Attributes:
        stream_bytes: what one stream may unpack to.
        total_bytes: what all streams may unpack to.
        pixels: of one image.
        depth: of containers inside one object.
        seconds: of processor and of wall clock, each.
        memory_bytes: of the child's address space.
    """

    size_bytes: int = 50_000_000
    pages: int = 2_000
    objects: int = 200_000
    stream_bytes: int = 200_000_000
    total_bytes: int = 600_000_000
    pixels: int = 200_000_000
    depth: int = 60
    seconds: float = 10.0
    memory_bytes: int = 1024**3


@dataclass(frozen=True)
class Finding:
    """One finding; `detail` is for the record, in English, without content of the file."""

    code: FindingCode
    detail: str = ""

    def to_json(self) -> dict[str, str]:
        """As it is kept."""
        return {"code": self.code.value, "detail": self.detail}


@dataclass(frozen=True, kw_only=True)
class Conformance:
    """What a full validator said.

    Attributes:
        validator: name and version.
        profile: as PDF/A-3B; what the file was validated against.
        failures: rules that do not hold, as the validator names them.
    """

    validator: str
    profile: str
    is_compliant: bool
    failures: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Inspection:
    """What was found in one file.

    Attributes:
        check_name: `estructural`, or the validator's name as well when one spoke.
        claim: PDF/A part and level that the file says of itself, as 3b; empty: none.
        is_compliant: what a full validator said; None: none was asked, or it did not answer.
    """

    pages: int = 0
    claim: str = ""
    findings: tuple[Finding, ...] = ()
    check_name: str = STRUCTURAL
    is_compliant: bool | None = None
    validated: Conformance | None = field(default=None, compare=False)

    @property
    def refusal(self) -> str:
        """Why it may not enter: `encrypted`, `bounds`, `active`, `broken`, or empty when it may."""
        codes = {finding.code for finding in self.findings}
        return next((reason for reason, group in REFUSED.items() if codes & group), "")

    @property
    def is_archival(self) -> bool:
        """Whether it can stand for itself for the long term: it claims PDF/A and nothing denies it."""
        denied = {FindingCode.NOT_COMPLIANT, FindingCode.FONT, FindingCode.REPAIRED}
        found = {finding.code for finding in self.findings}
        return bool(self.claim) and not self.refusal and not denied & found

    def with_conformance(self, said: Conformance) -> "Inspection":
        """The same with a full validator's word."""
        told = () if said.is_compliant else (_not_compliant(said),)
        return replace(
            self,
            check_name=f"{STRUCTURAL} + {said.validator}",
            is_compliant=said.is_compliant,
            findings=self.findings + told,
            validated=said,
        )

    def to_json(self) -> dict[str, Any]:
        """As the child tells it."""
        return {
            "pages": self.pages,
            "claim": self.claim,
            "findings": [finding.to_json() for finding in self.findings],
        }

    @staticmethod
    def from_json(told: Mapping[str, Any]) -> "Inspection":
        """What the child told.

        Raises:
            KeyError, TypeError, ValueError: it told something else.
        """
        found = tuple(
            Finding(FindingCode(row["code"]), str(row["detail"])) for row in told["findings"]
        )
        return Inspection(pages=int(told["pages"]), claim=str(told["claim"]), findings=found)


def refused(code: FindingCode, detail: str = "") -> Inspection:
    """An inspection that ended with one finding."""
    return Inspection(findings=(Finding(code, detail),))


def _not_compliant(said: Conformance) -> Finding:
    return Finding(FindingCode.NOT_COMPLIANT, f"{said.profile}: {', '.join(said.failures[:5])}")
