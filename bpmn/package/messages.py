"""What the citizen or the official is told: Markdown with FEEL in `{{ … }}`, rendered to text and HTML.

Values are put in after the Markdown was read, so that nothing a person typed becomes markup.
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, ClassVar

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from engine.feel import Expression, FeelError, compile_expression
from engine.feel.values import normalise
from forms.wording import words

_FRONT_MATTER = re.compile(r"\A---\r?\n(.*?)\r?\n---\r?\n", re.DOTALL)
_PLACEHOLDER = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_LINK = re.compile(r'(href|src)="([^"]*)"')
_SAFE_LINK = re.compile(r"(https?:|mailto:|tel:|/(?!/)|#)", re.IGNORECASE)
_MARK = "vvcampo"
_FIELD = re.compile(_MARK + r"(\d+)z")


class MessageRefused(Exception):
    """A message file cannot be read.

    Attributes:
        code: stable name in kebab-case.
        detail: the expression or the key at fault.
    """

    code: ClassVar[str] = "message-refused"

    def __init__(self, reason: str, detail: str) -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(f"{reason}: {detail}")


@dataclass(frozen=True)
class Message:
    """A message ready to be sent."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class MessageTemplate:
    """A message file read once.

    Attributes:
        subject: the subject with marks where values go.
        body: the Markdown with marks where values go.
        fields: the expressions, in the order of the marks.
    """

    subject: str
    body: str
    fields: tuple[Expression, ...]


def read_message(raw: bytes) -> MessageTemplate:
    """Read a message file: front matter with `subject`, then Markdown.

    Raises:
        MessageRefused: no subject, an unknown key, or an expression that is no FEEL.
    """
    return _read(bytes(raw))


@lru_cache(maxsize=512)
def _read(raw: bytes) -> MessageTemplate:
    text = raw.decode("utf-8")
    found = _FRONT_MATTER.match(text)
    if found is None:
        raise MessageRefused("message-no-front-matter", "---")
    subject = _subject(found[1])
    body = text[found.end() :]
    if _MARK in subject + body:
        raise MessageRefused("message-reserved-word", _MARK)
    fields: list[Expression] = []

    def mark(place: re.Match[str]) -> str:
        fields.append(_compile(place[1].strip()))
        return f"{_MARK}{len(fields) - 1}z"

    return MessageTemplate(
        _PLACEHOLDER.sub(mark, subject), _PLACEHOLDER.sub(mark, body), tuple(fields)
    )


def _subject(front: str) -> str:
    try:
        data = yaml.safe_load(front)
    except yaml.YAMLError as problem:
        raise MessageRefused("message-front-matter-not-yaml", str(problem)) from problem
    if not isinstance(data, dict) or not isinstance(data.get("subject"), str):
        raise MessageRefused("message-no-subject", "subject")
    strange = sorted(str(key) for key in data if key != "subject")
    if strange:
        raise MessageRefused("message-unknown-key", ", ".join(strange))
    return str(data["subject"])


def _compile(text: str) -> Expression:
    try:
        return compile_expression(text)
    except FeelError as problem:
        raise MessageRefused("message-not-feel", text) from problem


def render(raw: bytes, variables: Mapping[str, Any], *, now: datetime | None = None) -> Message:
    """Fill a message in.

    Args:
        raw: the message file.
        variables: what the case holds.
        now: moment that `now()` and `today()` mean.

    Raises:
        MessageRefused: the file cannot be read.
    """
    template = read_message(raw)
    scope = {name: normalise(value) for name, value in variables.items()}
    values = [words(field.evaluate(scope, now=now).value) for field in template.fields]

    def fill(text: str) -> str:
        return _FIELD.sub(lambda place: values[int(place[1])], text)

    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(template.body)
    rendered = _with_links(str(markdown.renderer.render(tokens, markdown.options, {})), values)
    return Message(
        # A line break in a header would begin another header.
        subject=" ".join(fill(template.subject).split()),
        text=fill("".join(_plain(tokens))).strip() + "\n",
        html=_FIELD.sub(lambda place: html.escape(values[int(place[1])]), rendered),
    )


def _with_links(rendered: str, values: list[str]) -> str:
    def guard(place: re.Match[str]) -> str:
        if not _FIELD.search(place[2]):
            return place[0]
        target = _FIELD.sub(lambda mark: html.escape(values[int(mark[1])]), place[2]).strip()
        return f'{place[1]}="{target if _SAFE_LINK.match(target) else "#"}"'

    return _LINK.sub(guard, rendered)


def _plain(tokens: list[Token]) -> Iterator[str]:
    """The text of a message without its marks, for readers of plain mail."""
    depth = 0
    for token in tokens:
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            depth += 1
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            depth -= 1
            yield "\n"
        elif token.type == "list_item_open":
            yield "  " * (depth - 1) + "- "
        elif token.type == "inline":
            yield "".join(_inline(token.children or []))
            yield "\n" if depth else "\n\n"
        elif token.type in {"fence", "code_block"}:
            yield token.content + "\n"


def _inline(tokens: list[Token]) -> Iterator[str]:
    target = ""
    for token in tokens:
        if token.type in {"text", "code_inline"}:
            yield token.content
        elif token.type in {"softbreak", "hardbreak"}:
            yield "\n"
        elif token.type == "link_open":
            target = str(token.attrGet("href") or "")
        elif token.type == "link_close" and target:
            yield f" ({target})"
            target = ""
