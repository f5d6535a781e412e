"""Asks a full PDF/A validator, where one is configured: any command that reads a file and prints its verdict.

Understood are veraPDF's own reports in XML and in JSON, and the plain form
`{"compliant": true, "profile": "PDF/A-3B", "validator": "veraPDF 1.30", "failures": ["6.2.11.4.1-1"]}`.
"""

import json
import shlex
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from lxml import etree

from archive.preservation.findings import Conformance, Finding, FindingCode, Inspection

_SECONDS = 120.0


class ValidatorFailed(Exception):
    """The validator did not answer, or said something that is no verdict."""


def validated(inspection: Inspection, pdf: bytes, command: str) -> Inspection:
    """The inspection with the word of a full validator; as it is when none is configured.

    Args:
        inspection: what the structural check found.
        pdf: the same file.
        command: as on a command line, without the file; empty: none is configured.
    """
    if not command or inspection.refusal or not inspection.claim:
        return inspection
    try:
        return inspection.with_conformance(ask_validator(pdf, command))
    except ValidatorFailed as error:
        told = Finding(FindingCode.VALIDATOR_FAILED, str(error)[:120])
        return replace(inspection, findings=(*inspection.findings, told))


def ask_validator(pdf: bytes, command: str, *, seconds: float = _SECONDS) -> Conformance:
    """The validator's verdict on a PDF.

    Raises:
        ValidatorFailed: it could not be started, took too long or gave no verdict.
    """
    with tempfile.TemporaryDirectory(prefix="ventanilla-pdfa-") as folder:
        place = Path(folder) / "documento.pdf"
        place.write_bytes(pdf)
        try:
            # The exit status is left aside: veraPDF's says 1 for a file that does not conform.
            done = subprocess.run(  # noqa: S603  the administrator's own command
                [*shlex.split(command), str(place)],
                capture_output=True,
                timeout=seconds,
                check=False,
                stdin=subprocess.DEVNULL,
            )
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            raise ValidatorFailed(type(error).__name__) from error
    return read_verdict(done.stdout)


def read_verdict(said: bytes) -> Conformance:
    """A verdict in any of the forms that are understood.

    Raises:
        ValidatorFailed: it is none.
    """
    text = said.strip()
    try:
        if text.startswith(b"<"):
            return _from_xml(text)
        told = json.loads(text)
        return _from_report(told) if "report" in told else _from_plain(told)
    except (ValueError, KeyError, IndexError, TypeError, etree.XMLSyntaxError) as error:
        raise ValidatorFailed(f"no verdict: {type(error).__name__}") from error


def _from_plain(told: Mapping[str, Any]) -> Conformance:
    return Conformance(
        validator=str(told.get("validator") or "veraPDF"),
        profile=str(told.get("profile") or ""),
        is_compliant=_truth(told["compliant"]),
        failures=tuple(str(failure) for failure in told.get("failures", ())),
    )


def _from_report(told: Mapping[str, Any]) -> Conformance:
    """Source: veraPDF CLI, `--format json`."""
    result = told["report"]["jobs"][0]["validationResult"]
    result = result[0] if isinstance(result, list) else result
    rules = result.get("details", {}).get("ruleSummaries", [])
    return Conformance(
        validator=f"veraPDF {told['report']['buildInformation']['releaseDetails'][0]['version']}",
        profile=str(result["profileName"]),
        is_compliant=_truth(result["compliant"]),
        failures=tuple(f"{rule['clause']}-{rule['testNumber']}" for rule in rules),
    )


def _from_xml(text: bytes) -> Conformance:
    """Source: veraPDF CLI, machine-readable report (`--format mrr`)."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(text, parser)
    report = next(root.iter("{*}validationReport"), None)
    if report is None:
        raise ValueError
    release = next(root.iter("{*}releaseDetails"), None)
    version = release.get("version", "") if release is not None else ""
    return Conformance(
        validator=f"veraPDF {version}".strip(),
        profile=report.get("profileName", ""),
        is_compliant=_truth(report.get("isCompliant")),
        failures=tuple(
            f"{rule.get('clause')}-{rule.get('testNumber')}" for rule in report.iter("{*}rule")
        ),
    )


def _truth(value: object) -> bool:
    if value in (True, "true"):
        return True
    if value in (False, "false"):
        return False
    raise ValueError(value)
