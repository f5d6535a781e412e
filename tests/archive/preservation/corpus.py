"""Bad PDFs, each made here from the description of its class; none is longer than a few hundred kilobytes."""

import io
import zlib
from collections.abc import Callable, Mapping
from functools import cache

import pikepdf
from pikepdf import Array, Dictionary, Name, String

GIGABYTE = 1_000_000_000


def _saved(pdf: pikepdf.Pdf, **options: object) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def _blank(pages: int = 1) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(612, 792))
    return pdf


def plain() -> bytes:
    return _saved(_blank())


def encrypted() -> bytes:
    return _saved(_blank(), encryption=pikepdf.Encryption(owner="dueño", user="secreta"))


def encrypted_without_password() -> bytes:
    return _saved(_blank(), encryption=pikepdf.Encryption(owner="dueño", user=""))


def truncated() -> bytes:
    whole = _saved(_blank(20))
    return whole[: len(whole) * 2 // 3]


def not_a_pdf() -> bytes:
    return b"%PDF-1.7\n" + b"nada de nada\n" * 100


@cache
def flate_bomb() -> bytes:
    pdf = _blank()
    machine = zlib.compressobj(9)
    zeros = bytes(10_000_000)
    packed = b"".join(machine.compress(zeros) for _ in range(GIGABYTE // len(zeros)))
    pdf.pages[0].Contents = _raw(pdf, packed + machine.flush(), Name.FlateDecode)
    return _saved(pdf, recompress_flate=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def bomb_in_a_bomb() -> bytes:
    pdf = _blank()
    packed = zlib.compress(zlib.compress(bytes(250_000_000), 9), 9)
    filters = Array([Name.FlateDecode, Name.FlateDecode])
    pdf.pages[0].Contents = _raw(pdf, packed, filters)
    return _saved(pdf, recompress_flate=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


@cache
def bomb_in_an_object_stream() -> bytes:
    """The cross-reference sends object 1 into an object stream that unpacks to a gigabyte."""
    machine = zlib.compressobj(9)
    blanks = b" " * 10_000_000
    packed = machine.compress(b"1 0 <</Type/Catalog/Pages 3 0 R>>")
    packed += b"".join(machine.compress(blanks) for _ in range(GIGABYTE // len(blanks)))
    packed += machine.flush()
    parts = [b"%PDF-1.7\n"]
    places = {}

    def put(number: int, body: bytes) -> None:
        places[number] = sum(map(len, parts))
        parts.append(b"%d 0 obj\n%b\nendobj\n" % (number, body))

    head = b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>" % len(packed)
    put(2, head + b"stream\n" + packed + b"\nendstream")
    put(3, b"<</Type/Pages/Kids[]/Count 0>>")
    start = sum(map(len, parts))
    rows = b"\x00\x00\x00\x00\x00\xff\x02\x00\x00\x00\x02\x00"
    rows += b"".join(b"\x01" + places[n].to_bytes(4) + b"\x00" for n in (2, 3))
    rows += b"\x01" + start.to_bytes(4) + b"\x00"
    head = b"<</Type/XRef/Size 5/W[1 4 1]/Root 1 0 R/Length %d>>" % len(rows)
    parts.append(b"4 0 obj\n" + head + b"stream\n" + rows + b"\nendstream\nendobj\n")
    parts.append(b"startxref\n%d\n%%%%EOF\n" % start)
    return b"".join(parts)


def huge_image() -> bytes:
    pdf = _blank()
    image = _raw(pdf, zlib.compress(b"0"), Name.FlateDecode)
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.Width, image.Height = 100_000, 100_000
    image.BitsPerComponent, image.ColorSpace = 8, Name.DeviceRGB
    pdf.pages[0].Resources = Dictionary(XObject=Dictionary(Im0=image))
    return _saved(pdf)


def deep_nesting() -> bytes:
    body = plain()
    nest = b"99 0 obj\n" + b"[" * 50_000 + b"]" * 50_000 + b"\nendobj\n"
    return _rebuilt(body, nest)


def deep_enough_to_hurt() -> bytes:
    return _rebuilt(plain(), b"99 0 obj\n" + b"[" * 200 + b"]" * 200 + b"\nendobj\n")


def javascript() -> bytes:
    pdf = _blank()
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert('hola')"))
    return _saved(pdf)


def javascript_by_name() -> bytes:
    pdf = _blank()
    action = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), action])))
    return _saved(pdf)


def launch() -> bytes:
    pdf = _blank()
    note = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([0, 0, 10, 10]),
        A=Dictionary(Type=Name.Action, S=Name.Launch, F=String("cmd.exe")),
    )
    pdf.pages[0].Annots = Array([pdf.make_indirect(note)])
    return _saved(pdf)


def submit() -> bytes:
    pdf = _blank()
    pdf.pages[0].AA = Dictionary(
        O=Dictionary(S=Name.SubmitForm, F=Dictionary(FS=Name.URL, F=String("http://x.test/")))
    )
    return _saved(pdf)


def xfa() -> bytes:
    pdf = _blank()
    form = pdf.make_stream(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>")
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=form)
    return _saved(pdf)


def embedded_program() -> bytes:
    pdf = _blank()
    pdf.attachments["foto.png"] = b"MZ\x90\x00" + bytes(200)
    return _saved(pdf)


def embedded_script_by_name() -> bytes:
    pdf = _blank()
    pdf.attachments["instalar.vbs"] = b"Set x = 1"
    return _saved(pdf)


def rich_media() -> bytes:
    pdf = _blank()
    note = Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=Array([0, 0, 9, 9]))
    pdf.pages[0].Annots = Array([pdf.make_indirect(note)])
    return _saved(pdf)


def external_stream() -> bytes:
    pdf = _blank()
    stream = pdf.make_stream(b"")
    stream.F = String("otro.bin")
    pdf.pages[0].Contents = stream
    return _saved(pdf)


def many_pages() -> bytes:
    return _saved(_blank(5_000), object_stream_mode=pikepdf.ObjectStreamMode.generate)


def page_tree_loop() -> bytes:
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 1>>",
    }
    return _classic(objects)


def xref_loop() -> bytes:
    whole = _classic({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[]/Count 0>>"})
    start = whole.rindex(b"xref\n", 0, whole.rindex(b"startxref"))
    return whole.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % start)


def length_loop() -> bytes:
    stream = b"<</Length 3 0 R>>stream\nq Q\nendstream"
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[4 0 R]/Count 1>>",
        3: stream,
        4: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 3 0 R>>",
    }
    return _classic(objects)


def hidden_in_an_old_revision() -> bytes:
    """JavaScript that no page reaches, as an incremental update leaves it."""
    return _rebuilt(plain(), b"99 0 obj\n<</S/JavaScript/JS(app.alert\\(1\\))>>\nendobj\n")


def _raw(pdf: pikepdf.Pdf, packed: bytes, filters: object) -> pikepdf.Object:
    stream = pdf.make_stream(b"")
    stream.write(packed, filter=filters, type_check=False)
    return stream


def _rebuilt(whole: bytes, extra: bytes) -> bytes:
    """The file with one more object, by a proper incremental update."""
    with pikepdf.open(io.BytesIO(whole)) as pdf:
        size = max(int(pdf.trailer.Size), 100)
        root = pdf.Root.objgen[0]
    previous = int(whole.rsplit(b"startxref", 1)[1].split()[0])
    place, table = len(whole), len(whole) + len(extra)
    update = b"xref\n99 1\n%010d 00000 n \n" % place
    update += b"trailer\n<</Size %d/Root %d 0 R/Prev %d>>\n" % (size, root, previous)
    return whole + extra + update + b"startxref\n%d\n%%%%EOF\n" % table


def _classic(objects: Mapping[int, bytes]) -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, body in objects.items():
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\n" % (len(objects) + 1)
    return out + b"startxref\n%d\n%%%%EOF\n" % start


# Each class with the reason for which it is refused.
BAD: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "encrypted with a password": (encrypted, "encrypted"),
    "encrypted without a password": (encrypted_without_password, "encrypted"),
    "truncated": (truncated, "broken"),
    "only a header": (not_a_pdf, "broken"),
    "a gigabyte in a stream": (flate_bomb, "bounds"),
    "packed twice": (bomb_in_a_bomb, "bounds"),
    "a gigabyte in an object stream": (bomb_in_an_object_stream, "broken"),
    "an image of ten gigapixels": (huge_image, "bounds"),
    "nested fifty thousand deep": (deep_nesting, "bounds"),
    "nested two hundred deep": (deep_enough_to_hurt, "bounds"),
    "JavaScript on opening": (javascript, "active"),
    "JavaScript by name": (javascript_by_name, "active"),
    "JavaScript that nothing reaches": (hidden_in_an_old_revision, "active"),
    "a program to launch": (launch, "active"),
    "sends itself away": (submit, "active"),
    "an XFA form": (xfa, "active"),
    "a program called a picture": (embedded_program, "active"),
    "a script inside": (embedded_script_by_name, "active"),
    "rich media": (rich_media, "active"),
    "content in another file": (external_stream, "active"),
    "five thousand pages": (many_pages, "bounds"),
    "pages that contain themselves": (page_tree_loop, "broken"),
    "a table that comes before itself": (xref_loop, "broken"),
    "a length that is its own stream": (length_loop, "broken"),
}
