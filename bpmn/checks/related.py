"""Related procedures are on the shelf."""

from collections.abc import Iterator

from bpmn.checks.subject import Subject
from bpmn.package import Finding
from bpmn.package.findings import warning


def findings(subject: Subject) -> Iterator[Finding]:
    """A warning for each related procedure that is not there; it may come later."""
    if subject.neighbours is None:
        return
    for other in subject.folder.sheet.related:
        if other.slug not in subject.neighbours:
            yield warning(
                "related-unknown",
                subject.folder.sheet_file,
                f"related.{other.slug}",
                f"No hay un trámite «{other.slug}».",
                "Corrija el nombre, o déjelo si ese trámite va a llegar.",
            )
