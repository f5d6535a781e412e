"""What is told, and how it is gathered."""

from dataclasses import dataclass

from engine.feel.syntax.tree import Node, TypeName

_MOST = 20


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing that is wrong.

    Attributes:
        code: stable name in kebab-case.
        line: from 1.
        column: from 1.
        sentence: what is wrong and what to do, in Spanish.
    """

    code: str
    line: int
    column: int
    sentence: str

    def __str__(self) -> str:
        """As the shell prints it."""
        return f"línea {self.line}, columna {self.column}: {self.sentence}"


class Finder:
    """Gathers findings."""

    def __init__(self) -> None:
        self._found: list[Diagnostic] = []

    def tell(self, node: Node | TypeName, code: str, sentence: str) -> None:
        """Add a finding about the place of a node."""
        diagnostic = Diagnostic(code, node.line, node.column, sentence)
        if diagnostic not in self._found and len(self._found) < _MOST:
            self._found.append(diagnostic)

    def sorted(self) -> tuple[Diagnostic, ...]:
        """Findings in the order of the text."""
        return tuple(sorted(self._found, key=lambda found: (found.line, found.column)))
