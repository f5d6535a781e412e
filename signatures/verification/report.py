"""The report: frozen values that go to JSON and back, so that a child process can hand them over."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

# Changes of meaning get another number; new members do not.
SCHEMA = "https://ventanilla.example/esquemas/verificacion/1"
_UNTIMELY = "not-in-time"


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
    FORM_FILLED = "form-filled"
    NOT_ALLOWED = "content-changed"


_ENDINGS = {
    ModificationKind.VALIDATION_DATA: "el contenido no cambió.",
    ModificationKind.SIGNATURES: "el contenido no cambió.",
    ModificationKind.FORM_FILLED: "quien firmó lo había permitido.",
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
    """What changed after one signature.

    Attributes:
        fields: form fields that changed, those of signatures too.
        signatures: fields of later signatures.
        timestamps: how many document timestamps came later.
        proofs: revocation data or certificates came later.
        filled: fields that are no signature.
    """

    after: str
    kind: ModificationKind
    fields: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    timestamps: int = 0
    proofs: bool = False
    filled: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The same in plain Spanish."""
        if self.kind is ModificationKind.NOTHING:
            return "Nada cambió después de esta firma."
        if self.kind is ModificationKind.NOT_ALLOWED:
            where = f": campos {_listed(self.filled)}" if self.filled else ""
            return f"El documento cambió después de esta firma{where}."
        added = _listed([*self._parts()]) or "datos que no se ven"
        return f"Después de esta firma se agregó {added}; {_ENDINGS[self.kind]}"

    def _parts(self) -> Iterator[str]:
        if self.signatures:
            word = "la firma" if len(self.signatures) == 1 else "las firmas"
            yield f"{word} {_listed([f'«{name}»' for name in self.signatures])}"
        if self.timestamps:
            many = self.timestamps != 1
            yield f"{self.timestamps} estampas de tiempo" if many else "una estampa de tiempo"
        if self.proofs:
            yield "pruebas de validez"
        if self.filled:
            word = "el dato del campo" if len(self.filled) == 1 else "los datos de los campos"
            yield f"{word} {_listed([f'«{name}»' for name in self.filled])}"


def _listed(parts: Sequence[str]) -> str:
    *before, last = parts or [""]
    return f"{', '.join(before)} y {last}" if before else last


@dataclass(frozen=True, kw_only=True)
class SignerReport:
    """One signature.

    Attributes:
        signed_at: from the signature's timestamp, else as the signer claims; see time_source.
        time_source: "timestamp", "claimed" or "".
        intact: the signed bytes are those of the file and the signature is the key's.
        level: B-B, B-T, B-LT or B-LTA (ETSI EN 319 142-1).
        certification: DocMDP level that the signature sets (1 nothing, 2 forms, 3 notes); 0: none.
        locked: form fields that the signature locks; "*": all of them.
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
    certification: int = 0
    locked: tuple[str, ...] = ()


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

    @property
    def is_untimely(self) -> bool:
        """Whether the file was not verified in time: nothing is known about it, and it may be tried again."""
        return any(problem.code == _UNTIMELY for problem in self.problems)

    def to_json(self) -> dict[str, Any]:
        """Plain data; times in ISO 8601."""
        plain: dict[str, Any] = {"schema": SCHEMA, **_plain(asdict(self))}
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
            modifications=tuple(_modification(entry) for entry in plain["modifications"]),
            problems=tuple(Problem(**entry) for entry in plain["problems"]),
        )


def not_verifiable(code: str, detail: str = "") -> Report:
    """The report of a file that gave no answer: never "valid", never "false" either."""
    problems = [Problem(code, detail[:200])]
    if code != "not-verifiable":
        problems.append(Problem("not-verifiable"))
    return Report(valid=False, verdict=Verdict.INDETERMINATE, problems=tuple(problems))


def not_in_time() -> Report:
    """The report of a file that nobody had the time to judge."""
    return Report(valid=False, verdict=Verdict.INDETERMINATE, problems=(Problem(_UNTIMELY),))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, datetime) else value


def _modification(entry: Mapping[str, Any]) -> Modification:
    return Modification(
        entry["after"],
        ModificationKind(entry["kind"]),
        tuple(entry["fields"]),
        tuple(entry["signatures"]),
        entry["timestamps"],
        proofs=entry["proofs"],
        filled=tuple(entry["filled"]),
    )


def _signer(entry: Mapping[str, Any]) -> SignerReport:
    times = {
        name: datetime.fromisoformat(entry[name])
        for name in ("certificate_not_before", "certificate_not_after")
    }
    signed_at = entry["signed_at"] and datetime.fromisoformat(entry["signed_at"])
    return SignerReport(
        **{
            **entry,
            **times,
            "signed_at": signed_at,
            "verdict": Verdict(entry["verdict"]),
            "locked": tuple(entry["locked"]),
        }
    )


def _timestamp(entry: Mapping[str, Any]) -> TimestampReport:
    time = datetime.fromisoformat(entry["time"])
    return TimestampReport(**{**entry, "time": time, "verdict": Verdict(entry["verdict"])})
