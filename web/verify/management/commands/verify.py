"""`manage.py verify FILE.pdf|FOLDER`: what the signatures are worth, in words, as JSON or as a sealed PDF."""

import hashlib
import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError

from engine.commands import clock
from engine.jobs.verification_report import VerifiedFile, signed_report
from signatures import trust
from signatures.verification import Report, SignerReport, verify_isolated
from signatures.verification.sentences import HEADLINES, sentence

_EXIT_VALID, _EXIT_NOT_VALID, _EXIT_UNREADABLE = 0, 1, 2


class Command(BaseCommand):
    help = (
        "Verifica las firmas de un PDF, o de todos los de una carpeta. "
        "Salida: 0 válido (todos), 1 no válido (alguno), 2 no se pudo leer."
    )
    # The check needs neither the database nor the rest of the window.
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django reads it so

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="archivo PDF, o carpeta con archivos PDF")
        parser.add_argument("--json", action="store_true", help="el informe como JSON")
        parser.add_argument(
            "--report", type=Path, help="escribe el informe como PDF con el sello de la entidad"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["file"].is_dir():
            self._folder(options["file"], as_json=options["json"])
        try:
            content = options["file"].read_bytes()
            authority = self._trust()
        except OSError as error:
            self.stderr.write(f"No se pudo leer {error.filename}: {error.strerror}.")
            sys.exit(_EXIT_UNREADABLE)
        report = verify_isolated(content, authority)
        if options["report"]:
            file = VerifiedFile(sha256=hashlib.sha256(content).hexdigest(), size=len(content))
            options["report"].write_bytes(signed_report(report, file, now=clock.now()))
        if options["json"]:
            text = json.dumps(report.to_json(), ensure_ascii=False, indent=2)
        else:
            text = "\n".join(_lines(report))
        self.stdout.write(text)
        sys.exit(_exit_code(report))

    def _folder(self, folder: Path, *, as_json: bool) -> None:
        """Every PDF of the folder and of those in it, one after the other."""
        files = sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".pdf")
        if not files:
            self.stderr.write(f"En {folder} no hay archivos PDF.")
            sys.exit(_EXIT_UNREADABLE)
        authority, rows = self._trust(), []
        for number, path in enumerate(files, 1):
            content = path.read_bytes()
            report = verify_isolated(content, authority)
            name, sha256 = str(path.relative_to(folder)), hashlib.sha256(content).hexdigest()
            rows.append({"file": name, "sha256": sha256, **report.to_json()})
            if not as_json:
                self.stdout.write(_line(name, report))
            if self.stderr.isatty():
                self.stderr.write(f"\r  {number} de {len(files)}", ending="")
        valid = sum(row["valid"] for row in rows)
        if as_json:
            told = {"total": len(rows), "valid": valid, "files": rows}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            self.stdout.write(f"{len(rows)} archivos: {valid} válidos, {len(rows) - valid} no.")
        sys.exit(_EXIT_VALID if valid == len(rows) else _EXIT_NOT_VALID)

    def _trust(self) -> trust.TrustSettings:
        try:
            return trust.from_settings()
        except DatabaseError:
            self.stderr.write("Sin base de datos: solo valen las raíces de la configuración.")
            return trust.without_list()


def _line(name: str, report: Report) -> str:
    words = report.verdict + (f" / {report.sub_indication}" if report.sub_indication else "")
    codes = ", ".join(problem.code for problem in report.problems)
    return f"{'VÁLIDO   ' if report.valid else 'NO VÁLIDO'}  {name}  {words}  {codes}".rstrip()


def _exit_code(report: Report) -> int:
    if report.valid:
        return _EXIT_VALID
    unreadable = any(problem.code == "not-verifiable" for problem in report.problems)
    return _EXIT_UNREADABLE if unreadable else _EXIT_NOT_VALID


def _days(signer: SignerReport) -> str:
    return f"{signer.certificate_not_before:%Y-%m-%d} a {signer.certificate_not_after:%Y-%m-%d}"


def _lines(report: Report) -> list[str]:
    zone = ZoneInfo(settings.TIME_ZONE)
    words = report.verdict + (f" / {report.sub_indication}" if report.sub_indication else "")
    lines = [HEADLINES[report.verdict], f"Veredicto (EN 319 102-1): {words}"]
    if report.level:
        lines.append(f"Nivel: PAdES {report.level}")
    for signer in report.signers:
        who = ", ".join(
            part for part in (signer.name, signer.position, signer.organization) if part
        )
        when = (
            signer.signed_at.astimezone(zone).isoformat(" ", "seconds") if signer.signed_at else "?"
        )
        lines += [
            f"Firma «{signer.field}»: {who}",
            f"  Firmado: {when} ({_SOURCES.get(signer.time_source, 'sin hora')})",
            f"  Certificado: {_days(signer)}, emitido por {signer.issuer}",
            f"  Resultado: {signer.verdict}",
        ]
    lines += [
        f"Estampa de tiempo en «{stamp.field}»: "
        f"{stamp.time.astimezone(zone).isoformat(' ', 'seconds')}, {stamp.tsa}, {stamp.verdict}"
        for stamp in report.timestamps
    ]
    lines += [
        f"Cambios después de «{change.after}»: {change.text}" for change in report.modifications
    ]
    lines += [f"Problema: {sentence(problem.code)} [{problem.code}]" for problem in report.problems]
    return lines


_SOURCES = {"timestamp": "hora de la estampa", "claimed": "hora que declara quien firma"}
