"""A folder read into frozen, typed objects. This package runs nothing and knows no database."""

from bpmn.package.findings import Finding, FindingsError, FolderRefused, Severity, errors_of
from bpmn.package.folder import Folder, digest_of, from_files, from_zip, read_folder
from bpmn.package.sheet import DocumentSheet, FolderKind, Period, Sheet

__all__ = [
    "DocumentSheet",
    "Finding",
    "FindingsError",
    "Folder",
    "FolderKind",
    "FolderRefused",
    "Period",
    "Severity",
    "Sheet",
    "digest_of",
    "errors_of",
    "from_files",
    "from_zip",
    "read_folder",
]
