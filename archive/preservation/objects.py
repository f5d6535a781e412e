"""Looks at every object of a PDF, reachable or not: what older revisions hold is in the file too."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

import pikepdf

from archive.preservation.findings import Finding, FindingCode, Limits
from archive.preservation.streams import Bomb, first_bytes, unpacked_bytes

_ACTIONS = {
    "/JavaScript": FindingCode.JAVASCRIPT,
    "/Launch": FindingCode.LAUNCH,
    "/SubmitForm": FindingCode.SUBMIT,
    "/ImportData": FindingCode.SUBMIT,
    "/Rendition": FindingCode.RICH_MEDIA,
    "/Movie": FindingCode.RICH_MEDIA,
    "/Sound": FindingCode.RICH_MEDIA,
    "/RichMediaExecute": FindingCode.RICH_MEDIA,
    "/GoTo3DView": FindingCode.RICH_MEDIA,
    "/GoToR": FindingCode.OTHER_FILE,
    "/GoToE": FindingCode.OTHER_FILE,
    "/URI": FindingCode.EXTERNAL_LINK,
}
_ANNOTATIONS = {"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}
_KEYS = {
    "/JS": FindingCode.JAVASCRIPT,
    "/JavaScript": FindingCode.JAVASCRIPT,
    "/XFA": FindingCode.XFA,
}
_RUNS = frozenset(
    [
        ".apk",
        ".app",
        ".bat",
        ".cmd",
        ".com",
        ".cpl",
        ".dll",
        ".exe",
        ".hta",
        ".jar",
        ".js",
        ".jse",
        ".lnk",
        ".msi",
        ".ps1",
        ".scr",
        ".sh",
        ".vbe",
        ".vbs",
        ".wsf",
        ".docm",
        ".dotm",
        ".xlsm",
        ".pptm",
    ]
)
_RUNS_BEGIN = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"<script")
_NO_FILE = {"/Type0", "/Type3"}
_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


@dataclass
class Look:
    """What was seen so far."""

    limits: Limits
    findings: dict[FindingCode, Finding] = field(default_factory=dict)
    unpacked: int = 0

    def tell(self, code: FindingCode, detail: str = "") -> None:
        """Note a finding; one of each kind is enough."""
        self.findings.setdefault(code, Finding(code, detail[:120]))


def look_at(pdf: pikepdf.Pdf, look: Look) -> None:
    """Look at all objects.

    Raises:
        Bomb: streams unpack to more than they may.
        Exception: what the reader says of a broken object.
    """
    for number, top in enumerate(pdf.objects, start=1):
        for inner in _containers(top, look):
            if isinstance(inner, pikepdf.Array):
                continue
            _look_at_dictionary(inner, look)
        if isinstance(top, pikepdf.Stream):
            _look_at_stream(top, number, look)


def _containers(top: pikepdf.Object, look: Look) -> Iterator[pikepdf.Object]:
    """The object and all direct containers in it, without recursion."""
    left: list[tuple[pikepdf.Object, int]] = [(top, 0)]
    while left:
        here, depth = left.pop()
        if not isinstance(here, pikepdf.Dictionary | pikepdf.Stream | pikepdf.Array):
            continue
        if depth > look.limits.depth:
            look.tell(FindingCode.TOO_DEEP)
            continue
        yield here
        inner = here if isinstance(here, pikepdf.Array) else _values(here)
        left += [
            (value, depth + 1)
            for value in inner
            if isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect
        ]


def _values(holder: pikepdf.Object) -> Iterator[object]:
    return (value for _, value in holder.items())


def _look_at_dictionary(found: pikepdf.Object, look: Look) -> None:
    keys = set(found.keys())
    for key in keys & _KEYS.keys():
        look.tell(_KEYS[key], key)
    kind, subtype = found.get("/Type"), found.get("/Subtype")
    if "/S" in keys and kind != pikepdf.Name.StructElem:
        action = str(found.get("/S"))
        if action in _ACTIONS:
            look.tell(_ACTIONS[action], action)
    if str(subtype) in _ANNOTATIONS and kind in (None, pikepdf.Name.Annot):
        look.tell(FindingCode.RICH_MEDIA, str(subtype))
    if "/EF" in keys:
        _look_at_attachment(found, look)
    if kind == pikepdf.Name.Font and str(subtype) not in _NO_FILE:
        _look_at_font(found, look)
    if str(subtype) == "/Image" and "/Width" in keys:
        pixels = int(found.get("/Width", 0)) * int(found.get("/Height", 0))
        if pixels > look.limits.pixels:
            look.tell(FindingCode.DECOMPRESSION_BOMB, f"{pixels} pixels")


def _look_at_attachment(spec: pikepdf.Object, look: Look) -> None:
    name = str(spec.get("/UF") or spec.get("/F") or "")
    ending = PurePath(name.replace("\\", "/")).suffix.lower()
    held = spec.get("/EF")
    streams = list(_values(held)) if isinstance(held, pikepdf.Dictionary) else []
    begins = [first_bytes(s, 16) for s in streams if isinstance(s, pikepdf.Stream)]
    if ending in _RUNS or any(begin.startswith(_RUNS_BEGIN) for begin in begins):
        look.tell(FindingCode.EXECUTABLE, ending)
    look.tell(FindingCode.EMBEDDED_FILE, ending)


def _look_at_font(font: pikepdf.Object, look: Look) -> None:
    descriptor = font.get("/FontDescriptor")
    has_file = isinstance(descriptor, pikepdf.Dictionary) and any(
        name in descriptor for name in _FONT_FILES
    )
    if not has_file:
        look.tell(FindingCode.FONT, str(font.get("/BaseFont") or ""))


def _look_at_stream(stream: pikepdf.Object, number: int, look: Look) -> None:
    if "/F" in stream:
        look.tell(FindingCode.EXTERNAL_STREAM, f"object {number}")
    left = look.limits.total_bytes - look.unpacked
    try:
        look.unpacked += unpacked_bytes(stream, min(look.limits.stream_bytes, left))
    except Bomb:
        look.tell(FindingCode.DECOMPRESSION_BOMB, f"object {number}")
        raise
