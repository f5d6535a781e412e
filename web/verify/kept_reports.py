"""Sealed reports of verifications: each is made once for a day, and only so many in an hour.

Sealing asks the timestamping service, so nobody may make this window ask it without end.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import signing

from engine.jobs.verification_report import VerifiedFile, signed_report
from signatures.verification import Report

_SALT = "ventanilla.verify.report"
_TICKET_LIFE = timedelta(hours=2)
_KEPT_FOR = timedelta(days=1)
_MOST_IN_AN_HOUR = 120


class TooManyReports(Exception):
    """So many reports were sealed in the last hour that the next ones have to wait."""


class TicketRefused(Exception):
    """The ticket is not of this window, or it is too old."""


def ticket(report: Report, file: VerifiedFile, *, now: datetime) -> str:
    """What a result page carries so that its report can be sealed without the file.

    Args:
        report: of the file.
        file: what it is about.
        now: aware moment of the verification.
    """
    content = {
        "report": report.to_json(),
        "sha256": file.sha256,
        "size": file.size,
        "issued": dict(file.issued) if file.issued else None,
        "at": now.isoformat(),
    }
    return signing.dumps(content, salt=_SALT, compress=True)


def sealed(written: str, *, now: datetime) -> tuple[str, bytes]:
    """Fingerprint of the file and the sealed report, made now or kept from today.

    Raises:
        TicketRefused, TooManyReports.
        SignatureError: it could not be sealed.
    """
    try:
        content: dict[str, Any] = signing.loads(written, salt=_SALT, max_age=_TICKET_LIFE)
    except signing.BadSignature as error:
        raise TicketRefused from error
    kept = _folder() / f"{_key(content)}.pdf"
    if kept.exists() and _age(kept, now) < _KEPT_FOR:
        return content["sha256"], kept.read_bytes()
    _make_room(now)
    file = VerifiedFile(sha256=content["sha256"], size=content["size"], issued=content["issued"])
    report = Report.from_json(content["report"])
    pdf = signed_report(report, file, now=datetime.fromisoformat(content["at"]))
    _keep(kept, pdf, now)
    return content["sha256"], pdf


def _key(content: Mapping[str, Any]) -> str:
    """The same file with the same outcome has the same report."""
    same = {name: content[name] for name in ("sha256", "report", "issued")}
    return hashlib.sha256(json.dumps(same, sort_keys=True).encode()).hexdigest()


def _folder() -> Path:
    folder = Path(settings.VAR_DIR) / "verification-reports"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _make_room(now: datetime) -> None:
    """Drop what is old; refuse when too many are new."""
    ages = {path: _age(path, now) for path in _folder().glob("*.pdf")}
    for path, age in ages.items():
        if age >= _KEPT_FOR:
            path.unlink(missing_ok=True)
    if sum(age < timedelta(hours=1) for age in ages.values()) >= _MOST_IN_AN_HOUR:
        raise TooManyReports


def _age(path: Path, now: datetime) -> timedelta:
    return timedelta(seconds=now.timestamp() - path.stat().st_mtime)


def _keep(path: Path, pdf: bytes, now: datetime) -> None:
    made = path.with_suffix(f".{os.getpid()}")
    made.write_bytes(pdf)
    os.utime(made, (now.timestamp(), now.timestamp()))
    made.replace(path)
