"""The report: frozen values that go to JSON and back, so that a child process can hand them over."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """Main indications (ETSI EN 319 102-1, clause 5.1.3)."""

    TOTAL_PASSED = "TOTAL_PASSED"
    INDETERMINATE = "INDETERMINATE"
    TOTAL_FAILED = "TOTAL_FAILED"


class ModificationKind(StrEnum):
    """What came into the file after a signature."""

    NOTHING = "nothing"
    VALIDATION_DATA = "validation-data-added"
    SIGNATURES = "signatures-added"
    NOT_ALLOWED = "content-changed"


_PLAIN_WORDS = {
    ModificationKind.NOTHING: "Nada cambió después de esta firma.",
    ModificationKind.VALIDATION_DATA: (
        "Después de esta firma solo se agregaron pruebas de validez y estampas de tiempo."
    ),
    ModificationKind.SIGNATURES: (
        "Después de esta firma se agregaron otras firmas; el contenido no cambió."
    ),
    ModificationKind.NOT_ALLOWED: "El documento cambió después de esta firma.",
}


@dataclass(frozen=True)
class Problem:
    """One reason why the document is not simply valid.

    Attributes:
        code: stable name in kebab-case; sub-indications of the standard in lower case.
        detail: for the expert; never shown alone.
        field: signature that it belongs to, or nothing.
    """

    code: str
    detail: str = ""
    field: str = ""


@dataclass(frozen=True)
class Modification:
    """What changed after one signature."""

    after: str
    kind: ModificationKind
    fields: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The same in plain Spanish."""
        return _PLAIN_WORDS[self.kind]


@dataclass(frozen=True, kw_only=True)
class SignerReport:
    """One signature.

    Attributes:
        signed_at: from the signature's timestamp, else as the signer claims; see time_source.
        time_source: "timestamp", "claimed" or "".
        intact: the signed bytes are those of the file and the signature is the key's.
        level: B-B, B-T, B-LT or B-LTA (ETSI EN 319 142-1).
    """

    field: str
    name: str
    position: str
    organization: str
    issuer: str
    serial: str
    reason: str
    location: str
    signed_at: datetime | None
    time_source: str
    certificate_not_before: datetime
    certificate_not_after: datetime
    intact: bool
    level: str
    verdict: Verdict
    sub_indication: str | None


@dataclass(frozen=True, kw_only=True)
class TimestampReport:
    """One timestamp; `kind` is "signature" or "document", `field` the signature that carries it."""

    field: str
    kind: str
    time: datetime
    tsa: str
    verdict: Verdict
    sub_indication: str | None


@dataclass(frozen=True, kw_only=True)
class Report:
    """What the signatures of one document are worth.

    Attributes:
        valid: TOTAL_PASSED for every signature, and no rule of ours is broken.
        level: lowest level of its signatures; empty without signatures.
    """

    valid: bool
    verdict: Verdict
    sub_indication: str | None = None
    signers: tuple[SignerReport, ...] = ()
    timestamps: tuple[TimestampReport, ...] = ()
    level: str = ""
    modifications: tuple[Modification, ...] = ()
    problems: tuple[Problem, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain data; times in ISO 8601."""
        plain: dict[str, Any] = _plain(asdict(self))
        for modification, source in zip(plain["modifications"], self.modifications, strict=True):
            modification["text"] = source.text
        return plain

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> "Report":
        """The report again; raises KeyError, TypeError or ValueError for anything else."""
        return cls(
            valid=plain["valid"] is True,
            verdict=Verdict(plain["verdict"]),
            sub_indication=plain["sub_indication"],
            signers=tuple(_signer(entry) for entry in plain["signers"]),
            timestamps=tuple(_timestamp(entry) for entry in plain["timestamps"]),
            level=plain["level"],
            modifications=tuple(
                Modification(
                    entry["after"], ModificationKind(entry["kind"]), tuple(entry["fields"])
                )
                for entry in plain["modifications"]
            ),
            problems=tuple(Problem(**entry) for entry in plain["problems"]),
        )


def not_verifiable(code: str, detail: str = "") -> Report:
    """The report of a file that gave no answer: never "valid", never "false" either."""
    problems = [Problem(code, detail[:200])]
    if code != "not-verifiable":
        problems.append(Problem("not-verifiable"))
    return Report(valid=False, verdict=Verdict.INDETERMINATE, problems=tuple(problems))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, datetime) else value


def _signer(entry: Mapping[str, Any]) -> SignerReport:
    times = {
        name: datetime.fromisoformat(entry[name])
        for name in ("certificate_not_before", "certificate_not_after")
    }
    signed_at = entry["signed_at"] and datetime.fromisoformat(entry["signed_at"])
    return SignerReport(
        **{**entry, **times, "signed_at": signed_at, "verdict": Verdict(entry["verdict"])}
    )


def _timestamp(entry: Mapping[str, Any]) -> TimestampReport:
    time = datetime.fromisoformat(entry["time"])
    return TimestampReport(**{**entry, "time": time, "verdict": Verdict(entry["verdict"])})
