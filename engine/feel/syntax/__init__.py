"""Text of FEEL to a tree; the grammar stands in `grammar.ebnf` beside this file."""

from engine.feel.syntax.names import Scope
from engine.feel.syntax.parser import Parser
from engine.feel.syntax.tree import Node

__all__ = ["Node", "Parser", "Scope"]
