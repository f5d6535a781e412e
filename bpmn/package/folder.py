"""A folder of a procedure, read from disk, a zip or a mapping into one frozen value with its digest.

It never follows a link, never leaves the folder, and bounds how much it reads.
"""

import hashlib
import io
import lzma
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from bpmn.package.findings import Finding, FolderRefused, error
from bpmn.package.sheet import FolderKind, Sheet
from bpmn.package.sheet_reader import SHEET_FILES, read_sheet

MAX_FILE_BYTES = 2 * 1024 * 1024
MAX_FILES = 200
MAX_BYTES = 40 * 1024 * 1024
# Text of a procedure shrinks to a tenth; a file of zeros to a thousandth.
_MAX_RATIO = 200
_SMALL_BYTES = 64 * 1024
PROCESS_FILE = "process.bpmn"
# What each inner folder may hold; pictures are what a template shows.
CONTENTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "forms": (".form",),
        "decisions": (".dmn",),
        "documents": (".typ", ".svg", ".png", ".jpg"),
        "messages": (".md",),
        "scenarios": (".yaml",),
    }
)
_PICTURES = (".png", ".jpg")
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    OSError,
    RuntimeError,
    NotImplementedError,
    EOFError,
    ValueError,
)
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, eq=False)
class Folder:
    """The files of one procedure, with what its sheet says.

    Attributes:
        slug: name of the folder.
        files: bytes by path, with "/" between parts.
        digest: SHA-256, in hexadecimal, of the canonical content (see `digest_of`).
        findings: what is wrong with the sheet; a folder with errors can be shown but not published.
    """

    slug: str
    kind: FolderKind
    files: Mapping[str, bytes]
    digest: str
    sheet: Sheet
    findings: tuple[Finding, ...] = field(default=(), repr=False)

    def __eq__(self, other: object) -> bool:
        """Two folders are the same when name and content are."""
        return isinstance(other, Folder) and (self.slug, self.digest) == (other.slug, other.digest)

    def __hash__(self) -> int:
        """By name and content."""
        return hash((self.slug, self.digest))

    @property
    def sheet_file(self) -> str:
        """Name of the sheet's file."""
        return next((name for name in SHEET_FILES if name in self.files), "procedure.toml")

    @property
    def process(self) -> bytes | None:
        """The diagram, if the folder has one."""
        return self.files.get(PROCESS_FILE)

    def inside(self, part: str) -> dict[str, bytes]:
        """Files of one inner folder by their name without it: `inside("decisions")`."""
        prefix = f"{part}/"
        return {
            path.removeprefix(prefix): content
            for path, content in self.files.items()
            if path.startswith(prefix)
        }

    def form(self, form_id: str) -> bytes | None:
        """The form with that id, which is the name of its file."""
        return self.files.get(f"forms/{form_id}.form")

    def message(self, message_id: str) -> bytes | None:
        """The message with that id, which is the name of its file."""
        return self.files.get(f"messages/{message_id}.md")

    def template(self, document_id: str) -> bytes | None:
        """The template of a document of the sheet."""
        document = self.sheet.documents.get(document_id)
        return self.files.get(f"documents/{document.template}") if document else None

    def to_zip(self) -> bytes:
        """The folder as a zip that is the same bytes for the same content."""
        return zip_of(self.slug, self.files)


def zip_of(slug: str, files: Mapping[str, bytes]) -> bytes:
    """Files under a folder of that name, as a zip that is the same bytes for the same content."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path in sorted(files):
            info = zipfile.ZipInfo(f"{slug}/{path}", _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            info.create_system = 3
            archive.writestr(info, files[path])
    return buffer.getvalue()


def digest_of(files: Mapping[str, bytes]) -> str:
    r"""SHA-256 of the manifest: one line "path\0sha256\n" for each file, sorted by path."""
    lines = (
        f"{path}\0{hashlib.sha256(content).hexdigest()}\n"
        for path, content in sorted(files.items())
    )
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def from_files(slug: str, files: Mapping[str, bytes]) -> Folder:
    """Make a folder of files in memory.

    Raises:
        FolderRefused: the files do not have the shape of a folder.
    """
    kept = {path: content for path, content in files.items() if not _is_hidden(path)}
    findings = list(_structure(kept))
    if findings:
        raise FolderRefused(findings)
    sheet_file = next(name for name in SHEET_FILES if name in kept)
    sheet, sheet_findings = read_sheet(slug, sheet_file, kept[sheet_file])
    return Folder(
        slug=slug,
        kind=sheet.kind,
        files=MappingProxyType(dict(sorted(kept.items()))),
        digest=digest_of(kept),
        sheet=sheet,
        findings=sheet_findings,
    )


def read_folder(path: Path) -> Folder:
    """Read a folder from disk.

    Raises:
        FolderRefused: it is no folder of a procedure, or holds a link.
    """
    root = path.resolve()
    if not root.is_dir():
        raise FolderRefused([_refuse("folder-missing", "", f"No hay una carpeta en «{path}».")])
    files: dict[str, bytes] = {}
    findings: list[Finding] = []
    try:
        findings += _read_into(files, root)
    except OSError as problem:
        findings.append(_refuse("folder-unreadable", "", f"No se puede leer: {problem}."))
    if findings:
        raise FolderRefused(findings)
    return from_files(root.name, files)


def _read_into(files: dict[str, bytes], root: Path) -> Iterator[Finding]:
    for entry, name in _walk(root):
        if entry.is_symlink():
            yield _refuse("folder-link", name, f"«{name}» es un enlace.")
        elif not entry.is_file():
            # Reading a pipe would never end.
            yield _refuse("folder-not-file", name, f"«{name}» no es un archivo.")
        elif entry.stat().st_size > MAX_FILE_BYTES or len(files) > MAX_FILES:
            yield _too_big(name)
        else:
            files[name] = entry.read_bytes()


def _walk(root: Path) -> Iterator[tuple[Path, str]]:
    pending = [root]
    while pending:
        for entry in sorted(pending.pop().iterdir()):
            if entry.name.startswith("."):
                continue
            if entry.is_dir() and not entry.is_symlink():
                pending.append(entry)
            else:
                yield entry, entry.relative_to(root).as_posix()


def from_zip(content: bytes, slug: str | None = None) -> Folder:
    """Read a folder from a zip, with or without one outer folder that names it.

    Raises:
        FolderRefused: it is no zip of a procedure, or one that reaches outside itself.
    """
    outer, files = zipped_files(content)
    if not (slug or outer):
        raise FolderRefused([_refuse("folder-unnamed", "", "El ZIP no dice cómo se llama.")])
    return from_files(slug or outer, files)


def zipped_files(content: bytes) -> tuple[str, dict[str, bytes]]:
    """Name of a zip's one outer folder, empty if it has none, and its files by path inside it.

    Raises:
        FolderRefused: it is no zip, holds a link or a name twice, or swells beyond what a folder may hold.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = _unzip(archive)
    except _UNREADABLE as problem:
        raise FolderRefused(
            [_refuse("folder-not-zip", "", "El archivo no es un ZIP que se pueda leer.")]
        ) from problem
    outer = _outer_folder(files)
    if outer:
        files = {name.removeprefix(f"{outer}/"): data for name, data in files.items()}
    return outer, files


def _unzip(archive: zipfile.ZipFile) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    swollen = 0
    for info in archive.infolist():
        if info.is_dir() or _is_hidden(info.filename):
            continue
        if _leaves(info.filename):
            raise FolderRefused([_outside(info.filename)])
        if stat.S_ISLNK(info.external_attr >> 16):
            raise FolderRefused(
                [_refuse("folder-link", info.filename, f"«{info.filename}» es un enlace.")]
            )
        if info.file_size > MAX_FILE_BYTES or len(files) > MAX_FILES:
            raise FolderRefused([_too_big(info.filename)])
        swollen += info.file_size
        if swollen > MAX_BYTES or _is_bomb(info):
            raise FolderRefused([_bomb(info.filename)])
        if info.filename in files:
            raise FolderRefused(
                [_refuse("folder-twice", info.filename, f"«{info.filename}» está dos veces.")]
            )
        # The size in the directory may lie, so the reading itself is bounded too.
        with archive.open(info) as stream:
            files[info.filename] = stream.read(MAX_FILE_BYTES + 1)
    return files


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    return info.file_size > _SMALL_BYTES and info.file_size > _MAX_RATIO * info.compress_size


def _bomb(path: str) -> Finding:
    return _refuse(
        "folder-bomb",
        path,
        f"«{path}» se infla demasiado al descomprimir.",
        "Comprima otra vez la carpeta original, sin archivos de relleno.",
    )


def _outer_folder(files: Mapping[str, bytes]) -> str:
    first = {name.split("/", 1)[0] for name in files}
    if len(first) != 1 or any("/" not in name for name in files):
        return ""
    outer = first.pop()
    return "" if outer in CONTENTS else outer


def _is_hidden(path: str) -> bool:
    return any(
        part.startswith(".") and part not in {".", ".."} for part in PurePosixPath(path).parts
    )


def _structure(files: Mapping[str, bytes]) -> Iterator[Finding]:
    if len(files) > MAX_FILES:
        yield _refuse(
            "folder-too-many-files", "", f"La carpeta tiene {len(files)} archivos.", "Deje 200."
        )
        return
    sheets = [name for name in SHEET_FILES if name in files]
    if len(sheets) != 1:
        yield _refuse(
            "folder-sheet",
            "",
            "La carpeta debe tener una sola ficha.",
            "Ponga procedure.toml (trámite) o subprocess.toml (compartido).",
        )
    for path, content in sorted(files.items()):
        yield from entry_findings(path, content)


def entry_findings(path: str, content: bytes) -> Iterator[Finding]:
    """What keeps one file from being part of a folder: its place, its size or its encoding."""
    parts = path.split("/")
    if _leaves(path):
        yield _outside(path)
        return
    if not _is_known(parts):
        yield _refuse(
            "folder-unknown-entry",
            path,
            f"«{path}» no es parte de un trámite.",
            "Bórrelo, o póngalo donde va: docs/procedure-folder.md dice dónde.",
        )
    if len(content) > MAX_FILE_BYTES:
        yield _too_big(path)
    elif not path.endswith(_PICTURES) and not _is_text(content):
        yield _refuse(
            "folder-not-utf8", path, f"«{path}» no es texto UTF-8.", "Guárdelo como UTF-8."
        )


def _leaves(path: str) -> bool:
    parts = set(path.split("/"))
    return path.startswith("/") or "\\" in path or ":" in path or bool({"", ".", ".."} & parts)


def _outside(path: str) -> Finding:
    return _refuse("folder-path", path, f"La ruta «{path}» sale de la carpeta.")


def _is_known(parts: list[str]) -> bool:
    if len(parts) == 1:
        return parts[0] in SHEET_FILES or parts[0] == PROCESS_FILE
    return len(parts) == 2 and parts[1].endswith(CONTENTS.get(parts[0], ("\0",)))


def _is_text(content: bytes) -> bool:
    try:
        # A NUL is UTF-8, but no database and no program that reads text takes it.
        return "\0" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return False


def _too_big(path: str) -> Finding:
    return _refuse(
        "folder-too-big",
        path,
        f"«{path}» es demasiado grande, o la carpeta tiene demasiados archivos.",
        "Cada archivo puede tener hasta 2 MB, y la carpeta hasta 200 archivos.",
    )


def _refuse(code: str, path: str, message: str, remedy: str = "") -> Finding:
    return error(code, path, "", message, remedy or "Quítelo y vuelva a intentar.")
