"""The child process that compiles templates: started by path, imports nothing of ours.

Reads requests from standard input and answers on standard output, each a four-byte length and
JSON (an answer's PDF follows as raw bytes). Ends when its input ends.
"""

import datetime
import json
import os
import resource
import struct
import sys
from pathlib import Path
from typing import Any, BinaryIO

import typst

_MEMORY_BYTES = 2 * 1024**3
_LENGTH = struct.Struct(">I")
# A port where nothing listens: a package in a template must not become a download.
_NOWHERE = "http://127.0.0.1:9"


def confine() -> None:
    """Give up what a compiler does not need: disk writes, core dumps, memory, the network."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        os.environ[name] = os.environ[name.upper()] = _NOWHERE
    os.environ.pop("NO_PROXY", None)
    os.environ.pop("no_proxy", None)


def allow_processor(seconds: int) -> None:
    """Let the process run so many more seconds, so that an orphan cannot loop for ever."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    limit = int(used.ru_utime + used.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (limit, hard))


def has_links(root: Path) -> bool:
    """Whether anything but plain files and folders stands under the root (Typst follows links)."""
    return any(
        path.is_symlink() or not (path.is_file() or path.is_dir()) for path in root.rglob("*")
    )


def make_compiler(fonts: str) -> typst.Compiler:
    """A compiler that knows our fonts only, and no place for packages."""
    faces = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts]
    )
    nowhere = os.devnull
    return typst.Compiler(
        font_paths=faces,
        ignore_system_fonts=True,
        package_path=nowhere,
        package_cache_path=nowhere,
    )


def answer(compiler: typst.Compiler, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Compile one document; an error of the template is an answer, not an end of the process."""
    root = Path(request["root"])
    if has_links(root):
        return {"error": "link"}, b""
    allow_processor(request["seconds"])
    try:
        pdf = compiler.compile(
            input=str(root / request["entry"]),
            root=str(root),
            format="pdf",
            sys_inputs=request["inputs"],
            pdf_standards=request["standard"].split(),
            # Typst 0.15 panics on a fraction of a second.
            timestamp=datetime.datetime.fromisoformat(request["timestamp"]).replace(microsecond=0),
        )
    except typst.TypstError as error:
        said = {"message": error.message, "diagnostic": error.diagnostic}
        return {"error": "template", **said}, b""
    return {"error": None}, pdf if isinstance(pdf, bytes) else b""


def read_frame(source: BinaryIO) -> dict[str, Any] | None:
    """One request, or None when the input has ended."""
    head = source.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    request: dict[str, Any] = json.loads(source.read(_LENGTH.unpack(head)[0]))
    return request


def main(fonts: str) -> None:
    """Answer until the input ends."""
    confine()
    compiler = make_compiler(fonts)
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while (request := read_frame(source)) is not None:
        said, pdf = answer(compiler, request)
        head = json.dumps({**said, "size": len(pdf)}).encode()
        sink.write(_LENGTH.pack(len(head)) + head + pdf)
        sink.flush()


if __name__ == "__main__":
    main(sys.argv[1])
