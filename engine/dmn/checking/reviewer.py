"""Looks at expressions and tables while a file is read."""

from lxml import etree

from engine.dmn.checking.overlaps import first_overlap
from engine.dmn.model import DmnFinding
from engine.dmn.xml import line_of
from engine.feel.checking import diagnose
from engine.feel.syntax import Node, Scope
from engine.feel.types import ANY, Type

_MOST = 200


class Reviewer:
    """Gathers what a reader does not refuse and an author should know.

    Attributes:
        findings: what was found so far.
    """

    def __init__(self) -> None:
        self.findings: list[DmnFinding] = []

    def review(
        self,
        tree: Node,
        scope: Scope,
        element: str,
        node: etree._Element,
        *,
        knows_all: bool,
        given: Type = ANY,
    ) -> None:
        """Look at an expression or at the tests of a cell."""
        for found in diagnose(tree, scope, given=given, knows_all=knows_all):
            self._tell(f"feel-{found.code}", element, str(found), node)

    def review_table(
        self,
        table: str,
        columns: list[str],
        rows: list[tuple[int, list[Node | None]]],
        node: etree._Element,
    ) -> None:
        """Look at a table of hit policy UNIQUE.

        Args:
            table: id of the table.
            columns: what each input reads.
            rows: number and cells of each row; a cell that takes anything is None.
            node: the table.
        """
        overlap = first_overlap(rows)
        if overlap is not None:
            first, second, values = overlap
            example = ", ".join(
                f"{column} = {value}"
                for column, value in zip(columns, values, strict=True)
                if value
            )
            detail = f"{first}, {second}" + (f": {example}" if example else "")
            self._tell("overlapping-rows", table, detail, node)

    def _tell(self, code: str, element: str, detail: str, node: etree._Element) -> None:
        if len(self.findings) < _MOST:
            self.findings.append(DmnFinding(code, element, detail, line_of(node)))
