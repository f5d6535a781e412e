"""What a file is when it enters the record, and the copy that is kept beside it for the long term.

Files of unknown origin are only ever opened in a child process with limits. Only `keeping` knows a table.
"""

from archive.preservation.findings import (
    REFUSED,
    Conformance,
    Finding,
    FindingCode,
    Inspection,
    Limits,
)
from archive.preservation.isolation import inspect

__all__ = [
    "REFUSED",
    "Conformance",
    "Finding",
    "FindingCode",
    "Inspection",
    "Limits",
    "inspect",
]
