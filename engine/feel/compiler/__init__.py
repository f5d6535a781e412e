"""The tree of an expression to closures, once; a closure takes a frame and gives a value."""

from engine.feel.compiler import calls, cells, expressions, loops
from engine.feel.compiler.builder import Builder, Closure, TestClosure
from engine.feel.compiler.free import free_names

# Each of these modules enters its makers of closures into the builder's table.
MODULES = (expressions, loops, calls, cells)

__all__ = ["MODULES", "Builder", "Closure", "TestClosure", "free_names"]
