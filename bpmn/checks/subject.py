"""What a rule looks at: the folder, what it may use, and its diagram read once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from bpmn.entity import Entity
from bpmn.package import Finding, Folder, FolderKind, Severity
from bpmn.package.diagram import Diagram, DiagramElement, DiagramRefused, read_diagram
from bpmn.package.pins import needs


@dataclass(frozen=True)
class Use:
    """An element and where the files that it names are looked up, in order."""

    file: str
    element: DiagramElement
    places: tuple[Folder, ...]


@dataclass(frozen=True)
class Subject:
    """A folder under examination.

    Attributes:
        library: shared folders by slug.
        neighbours: slugs of the other procedures; None if nobody said.
        entity: whose offices and TRD the folder must fit; None if nobody said.
    """

    folder: Folder
    library: Mapping[str, Folder]
    neighbours: frozenset[str] | None
    entity: Entity | None

    @cached_property
    def diagram(self) -> Diagram | None:
        """The folder's diagram; None if there is none that can be read."""
        return _diagram_of(self.folder)

    @cached_property
    def shared(self) -> Mapping[str, Folder]:
        """Shared folders that this one uses, all the way down."""
        return needs(self.folder, self.library)

    @property
    def wrapper(self) -> Folder | None:
        """What the procedure is wrapped in; None for nothing."""
        return self.shared.get(self.folder.sheet.wrapper)

    @property
    def is_procedure(self) -> bool:
        """Whether it is a procedure, and not something that procedures share."""
        return self.folder.kind is FolderKind.PROCEDURE

    @property
    def elements(self) -> Iterator[DiagramElement]:
        """Elements of the folder's own diagram."""
        return iter(self.diagram.elements if self.diagram else ())

    @property
    def uses(self) -> Iterator[Use]:
        """Elements that run: the folder's own, and for a procedure those of what it calls."""
        for element in self.elements:
            yield Use("process.bpmn", element, (self.folder,))
        for slug, folder in self.shared.items() if self.is_procedure else ():
            diagram = _diagram_of(folder)
            for element in diagram.elements if diagram else ():
                yield Use(f"{slug}/process.bpmn", element, (self.folder, folder))

    def missing(self, code: str, use: Use, message: str, remedy: str) -> Finding:
        """A file that an element names is nowhere.

        Something shared may leave a file to the procedures that call it, so there it is a warning.
        """
        severity = Severity.ERROR if self.is_procedure else Severity.WARNING
        return Finding(code, severity, use.file, use.element.id, message, remedy)

    def diagram_of(self, slug: str) -> Diagram | None:
        """The diagram of this folder or of one in the library."""
        if slug == self.folder.slug:
            return self.diagram
        return _diagram_of(self.library[slug]) if slug in self.library else None

    def include(self, name: str) -> bytes | None:
        """A group of fields that forms may include."""
        for folder in (self.folder, *self.library.values()):
            form = folder.form(name)
            if form is not None:
                return form
        return None


def _diagram_of(folder: Folder) -> Diagram | None:
    return None if folder.process is None else _read(folder.process)


# Every rule asks for the diagrams of what is called, and every procedure calls the same ones.
@lru_cache(maxsize=128)
def _read(process: bytes) -> Diagram | None:
    try:
        return read_diagram(process)
    except DiagramRefused:
        return None
