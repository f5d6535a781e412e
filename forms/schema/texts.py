"""A text of a form: Markdown with FEEL in `{{ … }}`.

Values are put in after the Markdown was read, so that nothing a person typed becomes markup.
"""

import html
import re
from collections.abc import Sequence

from markdown_it import MarkdownIt

PLACEHOLDER = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False})
# Letters of the private use area: no text holds them, and Markdown passes them on.
_OPEN, _CLOSE = "\ue000", "\ue001"
_FIELD = re.compile(_OPEN + r"(\d+)" + _CLOSE)
# Markdown writes the marks of an address as octets.
_LINK = re.compile(r'(href|src)="[^"]*%EE%80%80[^"]*"')


def questions(text: str) -> list[str]:
    """The expressions of a text, in their order."""
    return [found.strip() for found in PLACEHOLDER.findall(text)]


def filled(text: str, values: Sequence[str]) -> str:
    """The text as HTML, with a value in the place of each expression; none in an address."""
    at = iter(range(len(values)))
    marked = PLACEHOLDER.sub(lambda _: f"{_OPEN}{next(at)}{_CLOSE}", text)
    rendered = _LINK.sub(r'\1="#"', str(_MARKDOWN.render(marked)))
    return _FIELD.sub(lambda mark: html.escape(values[int(mark[1])]), rendered)
