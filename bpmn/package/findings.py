"""What is wrong with a folder, where, and how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class Severity(StrEnum):
    """An error keeps a folder from being published; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True)
class Finding:
    """One thing to mend.

    Attributes:
        code: stable name of the rule, in kebab-case.
        severity: whether it keeps the folder from being published.
        file: path inside the folder; empty for the folder as a whole.
        element: id of the element, key of the sheet or place in the file; empty if none.
        message: what is wrong, in Spanish, for the analyst.
        remedy: what to do next, in Spanish.
    """

    code: str
    severity: Severity
    file: str
    element: str
    message: str
    remedy: str

    def __str__(self) -> str:
        """One line for a terminal."""
        place = self.file + (f" [{self.element}]" if self.element else "")
        return f"{self.severity.value}: {place}: {self.message} {self.remedy} ({self.code})"

    def as_data(self) -> dict[str, str]:
        """The finding as JSON-safe data."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "file": self.file,
            "element": self.element,
            "message": self.message,
            "remedy": self.remedy,
        }


def error(code: str, file: str, element: str, message: str, remedy: str) -> Finding:
    """A finding that keeps the folder from being published."""
    return Finding(code, Severity.ERROR, file, element, message, remedy)


def warning(code: str, file: str, element: str, message: str, remedy: str) -> Finding:
    """A finding that the analyst should know, and that does not stop anything."""
    return Finding(code, Severity.WARNING, file, element, message, remedy)


def errors_of(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Only those that keep a folder from being published."""
    return tuple(finding for finding in findings if finding.severity is Severity.ERROR)


class FindingsError(Exception):
    """Base of refusals that carry findings.

    Attributes:
        code: stable name in kebab-case.
        findings: all that was found, errors and warnings.
    """

    code: ClassVar[str] = "findings"

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(str(finding) for finding in self.findings))


class FolderRefused(FindingsError):
    """The files do not make a folder of a procedure."""

    code = "folder-refused"
