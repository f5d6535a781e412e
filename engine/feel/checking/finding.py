"""What is told, and how it is gathered."""

from collections.abc import Iterable
from dataclasses import dataclass

from engine.feel.checking.sentences import nearest_name, unknown
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
        name: what does not exist, where that is what is wrong.
        nearest: the known name that looks most like it; or none.
    """

    code: str
    line: int
    column: int
    sentence: str
    name: str = ""
    nearest: str = ""

    def __str__(self) -> str:
        """As the shell prints it."""
        return f"línea {self.line}, columna {self.column}: {self.sentence}"


class Finder:
    """Gathers findings."""

    def __init__(self) -> None:
        self._found: list[Diagnostic] = []

    def tell(self, node: Node | TypeName, code: str, sentence: str) -> None:
        """Add a finding about the place of a node."""
        self._add(Diagnostic(code, node.line, node.column, sentence))

    def tell_unknown(
        self, node: Node | TypeName, code: str, what: str, name: str, known: Iterable[str]
    ) -> None:
        """Add a finding about a name that does not exist, with the nearest one that does."""
        nearest = nearest_name(name, known)
        sentence = unknown(what, name, nearest)
        self._add(Diagnostic(code, node.line, node.column, sentence, name, nearest))

    def _add(self, diagnostic: Diagnostic) -> None:
        if diagnostic not in self._found and len(self._found) < _MOST:
            self._found.append(diagnostic)

    def sorted(self) -> tuple[Diagnostic, ...]:
        """Findings in the order of the text."""
        return tuple(sorted(self._found, key=lambda found: (found.line, found.column)))
