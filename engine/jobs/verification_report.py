"""The outcome of a verification as a PDF/A with the entity's seal, for people, and its JSON for systems."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.jobs.official_language import in_spanish
from engine.jobs.plain import plain
from engine.jobs.sealed_paper import sealed_paper
from signatures.verification import Report, SignerReport, TimestampReport, Verdict
from signatures.verification.sentences import HEADLINES, reasons, result_words

_TEMPLATE = "verification.typ"
_TITLE = "Informe de verificación de firmas"
_SOURCES = {"timestamp": "hora de la estampa", "claimed": "hora que declara quien firma"}


@dataclass(frozen=True, kw_only=True)
class VerifiedFile:
    """The file that was verified, and what only the window knows of it.

    Attributes:
        issued: title, number and state of the document, when this window issued exactly this file.
    """

    sha256: str
    size: int
    issued: Mapping[str, str] | None = None


@in_spanish
def report_data(report: Report, file: VerifiedFile, *, now: datetime) -> dict[str, Any]:
    """What the report says to systems: the schema of `Report`, the file and the moment."""
    return {
        "file": {"sha256": file.sha256, "size": file.size},
        "issued": dict(file.issued) if file.issued else None,
        "verifiedAt": plain(now),
        "report": report.to_json(),
    }


@in_spanish
def signed_report(report: Report, file: VerifiedFile, *, now: datetime) -> bytes:
    """The report as a PDF/A with the entity's seal.

    Args:
        report: of the file.
        file: what it is about.
        now: aware moment of the verification.

    Raises:
        RenderFailed: the report could not be written.
        SignatureError: it could not be sealed, for example without a timestamp.
    """
    attached = report_data(report, file, now=now)
    shown = {
        **{key: attached[key] for key in ("file", "verifiedAt")},
        "issued": attached["issued"] or {},
        "verdict": report.verdict.replace("_", "-"),
        "subIndication": report.sub_indication or "",
        "level": report.level,
        **_headline(report, file),
        "signatures": [_signature(signer, report) for signer in report.signers],
        "timestamps": [_timestamp(stamp) for stamp in report.timestamps],
        "reasons": reasons(report),
    }
    return sealed_paper(
        _TEMPLATE,
        _TITLE,
        shown,
        attachment_name="verificacion.json",
        attached=attached,
        now=now,
    )


def _headline(report: Report, file: VerifiedFile) -> dict[str, str]:
    known = "Este archivo es, byte por byte, uno que expidió esta ventanilla."
    unknown = "Este archivo no está entre los que expidió esta ventanilla."
    return {
        "headline": HEADLINES[report.verdict],
        "explanation": known if file.issued else unknown,
    }


def _signature(signer: SignerReport, report: Report) -> dict[str, Any]:
    change = next((each for each in report.modifications if each.after == signer.field), None)
    return {
        "name": signer.name,
        "position": signer.position,
        "organization": signer.organization,
        "issuer": signer.issuer,
        "signedAt": _local(signer.signed_at),
        "timeSource": _SOURCES.get(signer.time_source, "sin hora"),
        "notBefore": _local(signer.certificate_not_before),
        "notAfter": _local(signer.certificate_not_after),
        "result": _result(signer),
        "change": change.text if change else "",
    }


def _timestamp(stamp: TimestampReport) -> dict[str, str]:
    return {"time": _local(stamp.time), "tsa": stamp.tsa or "Sin nombre", "result": _result(stamp)}


def _result(part: SignerReport | TimestampReport) -> str:
    if part.verdict is Verdict.TOTAL_PASSED:
        return "Válida"
    return result_words(part.sub_indication)


def _local(moment: datetime | None) -> str:
    return str(plain(moment)) if moment else ""
