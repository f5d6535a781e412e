"""What differs between two folders of a procedure, in words: by element, field, cell, line and key."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bpmn.package.folder import PROCESS_FILE
from bpmn.package.sheet_reader import SHEET_FILES
from bpmn.versions._flow_difference import flow_changes
from bpmn.versions._form_difference import form_changes
from bpmn.versions._sheet_difference import sheet_details
from bpmn.versions._table_difference import table_changes
from bpmn.versions._text_difference import Line, text_lines
from bpmn.versions.change import Change, Detail, Kind

Files = Mapping[str, bytes]
_NOTHING: Files = {}


@dataclass(frozen=True, kw_only=True)
class FileDifference:
    """One file that differs.

    Attributes:
        changes: what differs inside, for forms and tables.
        lines: what differs line by line, for texts.
    """

    path: str
    kind: Kind
    changes: tuple[Change, ...] = ()
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Everything that differs between two contents of a procedure.

    Attributes:
        shared: folders that both use, of which the later one uses another content.
        others: files that are neither text nor data, such as pictures.
    """

    flow: tuple[Change, ...]
    forms: tuple[FileDifference, ...]
    tables: tuple[FileDifference, ...]
    texts: tuple[FileDifference, ...]
    sheet: tuple[Detail, ...]
    shared: tuple[Detail, ...]
    others: tuple[FileDifference, ...]

    @property
    def is_empty(self) -> bool:
        """Whether both are the same."""
        parts = (self.flow, self.forms, self.tables, self.texts, self.sheet, self.shared)
        return not any(parts) and not self.others


def difference(
    before: Files | None,
    after: Files,
    *,
    pins: tuple[Mapping[str, str], Mapping[str, str]] = ({}, {}),
) -> Difference:
    """What changed from one content to another.

    Args:
        before: files by path; None where there was nothing.
        after: files by path; they may be wrong.
        pins: digest of each shared folder by its slug, before and after.
    """
    earlier = before or _NOTHING
    found = list(_files(earlier, after))
    return Difference(
        flow=flow_changes(earlier.get(PROCESS_FILE), after.get(PROCESS_FILE)),
        forms=_inside(found, "forms/"),
        tables=_inside(found, "decisions/"),
        texts=tuple(one for one in found if one.lines),
        sheet=sheet_details(_sheet(earlier), _sheet(after)),
        shared=tuple(_shared(*pins)),
        others=tuple(one for one in found if not one.lines and not one.changes),
    )


def _files(before: Files, after: Files) -> Iterator[FileDifference]:
    for path in sorted({*before, *after} - {PROCESS_FILE, *SHEET_FILES}):
        old, new = before.get(path), after.get(path)
        if old != new:
            yield _file(path, old, new)


def _file(path: str, old: bytes | None, new: bytes | None) -> FileDifference:
    kind = Kind.ADDED if old is None else Kind.REMOVED if new is None else Kind.CHANGED
    reading = {"forms": form_changes, "decisions": table_changes}.get(path.partition("/")[0])
    changes = reading(old, new) if reading else ()
    if changes:
        return FileDifference(path=path, kind=kind, changes=changes)
    return FileDifference(path=path, kind=kind, lines=text_lines(old, new))


def _inside(found: list[FileDifference], folder: str) -> tuple[FileDifference, ...]:
    return tuple(one for one in found if one.changes and one.path.startswith(folder))


def _sheet(files: Files) -> bytes | None:
    return next((files[name] for name in SHEET_FILES if name in files), None)


def _shared(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Detail]:
    for slug in sorted({*before, *after}):
        old, new = before.get(slug, ""), after.get(slug, "")
        if old != new:
            yield Detail(label=slug, before=old[:12], after=new[:12])
