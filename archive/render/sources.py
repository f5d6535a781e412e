"""The private folder a template is compiled in: what may enter it, and nothing else.

It never reads from the disk: files come as bytes, so no link can come with them.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from archive.render.errors import RenderFailed

LIBRARY = "ventanilla.typ"
ENTRY = "_documento.typ"
MAX_FILES = 64
MAX_FILE_BYTES = 2_000_000
MAX_TOTAL_BYTES = 8_000_000

_LIBRARY_FILE = Path(__file__).parent / "library" / LIBRARY
_NAME = re.compile(r"[\w][\w.\-]*(/[\w][\w.\-]*)*")
# A PDF can only be attached: Typst refuses to draw one in PDF/A.
_SUFFIXES = frozenset({".typ", ".svg", ".png", ".jpg", ".jpeg", ".json", ".csv", ".txt", ".pdf"})
# A datum given to `eval` would run as code, a plugin is machine code, "@" names a package to download.
_REFUSED_CONSTRUCT = re.compile(r"\b(?:eval|plugin)\b|\bimport\s+\"@|\binclude\s+\"@")

_ENTRY_TEXT = """\
#set document(title: sys.inputs.title, author: sys.inputs.author)
#set text(lang: "es", region: "co")
#pdf.attach(
  sys.inputs.attachment_name,
  bytes(sys.inputs.attachment),
  relationship: "data",
  mime-type: "application/json",
  description: "Datos con los que se produjo este documento",
)
#include sys.inputs.main
"""


def check(files: Mapping[str, bytes], main: str) -> None:
    """Refuse files that may not stand beside a template.

    Raises:
        RenderFailed: a name, a size or a construct is not allowed, or `main` is missing.
    """
    if main not in files or not main.endswith(".typ"):
        raise RenderFailed("template-main-missing", main)
    if len(files) > MAX_FILES or sum(map(len, files.values())) > MAX_TOTAL_BYTES:
        raise RenderFailed("template-too-large")
    for name, content in files.items():
        _check_file(name, content)


def _check_file(name: str, content: bytes) -> None:
    is_named_well = _NAME.fullmatch(name) and PurePosixPath(name).suffix.lower() in _SUFFIXES
    if not is_named_well or name in {LIBRARY, ENTRY}:
        raise RenderFailed("template-name-refused", file=name)
    if len(content) > MAX_FILE_BYTES:
        raise RenderFailed("template-too-large", file=name)
    if name.lower().endswith(".typ"):
        _check_template(name, content)


def _check_template(name: str, content: bytes) -> None:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise RenderFailed("template-failed", "not UTF-8", file=name) from None
    found = _REFUSED_CONSTRUCT.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        raise RenderFailed("template-construct-refused", found.group(), file=name, line=line)


def library() -> bytes:
    """The library that stands beside every template."""
    return _LIBRARY_FILE.read_bytes()


def lay_out(root: Path, files: Mapping[str, bytes]) -> None:
    """Write the files, our library and the entry into an empty, private folder."""
    for name, content in files.items():
        _write(root, name, content)
    _write(root, LIBRARY, library())
    _write(root, ENTRY, _ENTRY_TEXT.encode())


def _write(root: Path, name: str, content: bytes) -> None:
    path = root / name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
