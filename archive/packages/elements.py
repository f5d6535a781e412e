"""Makes XML elements of one namespace by their names; `lxml.builder` does the same without types."""

from collections.abc import Callable, Mapping
from functools import partial

from lxml import etree

Child = etree._Element | str | Mapping[str, str]


class Elements:
    """Elements of a namespace: `made.name("text", another, attribute="value")`.

    Args:
        namespace: of the elements.
        prefixes: of namespaces, also of this one.
    """

    def __init__(self, namespace: str, **prefixes: str) -> None:
        self._namespace = namespace
        self._prefixes = prefixes

    def __call__(self, name: str, *children: Child, **attributes: str) -> etree._Element:
        """An element: texts and elements go into it, mappings become attributes."""
        made = etree.Element(f"{{{self._namespace}}}{name}", nsmap=self._prefixes)
        for key, value in attributes.items():
            made.set(key, value)
        for child in children:
            if isinstance(child, str):
                made.text = _printable(child)
            elif isinstance(child, Mapping):
                for key, value in child.items():
                    made.set(key, value)
            else:
                made.append(child)
        return made

    def __getattr__(self, name: str) -> Callable[..., etree._Element]:
        """A maker of that element."""
        return partial(self, name)


def _printable(text: str) -> str:
    """Without what XML cannot hold. Source: XML 1.0, 2.2 (Char)."""
    return "".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))
