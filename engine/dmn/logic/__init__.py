"""Boxed expressions and tables of DMN to closures over FEEL."""

from engine.dmn.logic.boxed import LogicReader, Place, Reviews
from engine.dmn.logic.session import Session, typed

__all__ = ["LogicReader", "Place", "Reviews", "Session", "typed"]
