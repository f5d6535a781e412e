"""What an attacker adds to a signed file: updates, overlays, pages, annotations, signatures.

Sources: "1 Trillion Dollar Refund" (CCS 2019: incremental saving), "Shadow Attacks" (NDSS 2021),
"Breaking the Specification" (S&P 2021: certified documents).
"""

from collections.abc import Callable, Mapping
from datetime import timedelta

from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, MDPPerm
from pyhanko.stamp import TextStampStyle

from tests.signatures.attacks import paper
from tests.signatures.attacks.authority import NOW
from tests.signatures.attacks.cases import Collection, World
from tests.signatures.attacks.strangers import stamped
from tests.signatures.attacks.surgery import catalog, end_of, number_of, object_bytes

INCREMENTAL = Collection()
_NOTE = (
    b"<< /Type /Annot /Subtype /FreeText /Rect [60 690 400 730] /Contents (Pague 900 pesos)"
    b" /DA (/F1 18 Tf) /F 4 >>"
)


def page(pdf: bytes, extra: bytes = b"", content: bytes = b"5 0 R") -> bytes:
    """The first page, with more in its dictionary."""
    written = object_bytes(pdf, 4).replace(b"/Contents 5 0 R", b"/Contents " + content)
    return written[: written.rindex(b">>")] + extra + b" >>"


def _next(pdf: bytes) -> int:
    return int(pdf.rsplit(b"/Size", 1)[1].split()[0])


def _new_content(pdf: bytes) -> Mapping[int, bytes]:
    return {5: paper.page_content("Pague 900 pesos")}


def _other_content(pdf: bytes) -> Mapping[int, bytes]:
    number = _next(pdf)
    return {
        4: page(pdf, content=b"%d 0 R" % number),
        number: paper.page_content("Pague 900 pesos"),
    }


def _rotated(pdf: bytes) -> Mapping[int, bytes]:
    return {4: page(pdf, b" /Rotate 90")}


def _cropped(pdf: bytes) -> Mapping[int, bytes]:
    return {4: page(pdf, b" /CropBox [0 0 612 600]")}


def _pages(kids: bytes, count: int) -> bytes:
    return b"<< /Type /Pages /Kids [%s] /Count %d /MediaBox [0 0 612 792] >>" % (kids, count)


def _page_removed(pdf: bytes) -> Mapping[int, bytes]:
    return {2: _pages(b"4 0 R", 1)}


def _pages_swapped(pdf: bytes) -> Mapping[int, bytes]:
    return {2: _pages(b"6 0 R 4 0 R", 2)}


def _page_added(pdf: bytes) -> Mapping[int, bytes]:
    number = _next(pdf)
    body = paper.objects(("Anexo",))
    return {
        2: _pages(b"4 0 R 6 0 R %d 0 R" % number, 3),
        number: body[4].replace(b"5 0 R", b"%d 0 R" % (number + 1)),
        number + 1: body[5],
    }


def _annotated(pdf: bytes) -> Mapping[int, bytes]:
    number = _next(pdf)
    written = page(pdf)
    if b"/Annots" in written:
        return {4: written.replace(b"/Annots [", b"/Annots [%d 0 R " % number), number: _NOTE}
    return {4: page(pdf, b" /Annots [%d 0 R]" % number), number: _NOTE}


def _font_swapped(pdf: bytes) -> Mapping[int, bytes]:
    return {3: b"<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>"}


def _script_added(pdf: bytes) -> Mapping[int, bytes]:
    number, written = catalog(pdf)
    action = b" /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
    return {number: written[: written.rindex(b">>")] + action + b" >>"}


def _layer_hidden(pdf: bytes) -> Mapping[int, bytes]:
    number, written = catalog(pdf)
    layers = b" /OCProperties << /OCGs [] /D << /OFF [] >> >>"
    return {number: written[: written.rindex(b">>")] + layers + b" >>"}


_CHANGES: Mapping[str, Callable[[bytes], Mapping[int, bytes]]] = {
    "content_rewritten": _new_content,
    "content_exchanged": _other_content,
    "page_rotated": _rotated,
    "page_cropped": _cropped,
    "page_removed": _page_removed,
    "pages_swapped": _pages_swapped,
    "page_added": _page_added,
    "note_added": _annotated,
    "font_swapped": _font_swapped,
    "script_added": _script_added,
    "layer_hidden": _layer_hidden,
}

for _name, _change in _CHANGES.items():

    def _alone(world: World, change: Callable[[bytes], Mapping[int, bytes]] = _change) -> bytes:
        return paper.updated(world.signed, change(world.signed))

    def _stamped(world: World, change: Callable[[bytes], Mapping[int, bytes]] = _change) -> bytes:
        changed = paper.updated(world.signed, change(world.signed))
        return stamped(changed, world.authority, NOW + timedelta(hours=1), "Otra")

    def _signed(world: World, change: Callable[[bytes], Mapping[int, bytes]] = _change) -> bytes:
        changed = paper.updated(world.signed, change(world.signed))
        return world.pen(who=world.luis, name="Segunda").sign(changed)

    def _after_lt(world: World, change: Callable[[bytes], Mapping[int, bytes]] = _change) -> bytes:
        base = world.pen("B-LT").sign(paper.plain())
        return paper.updated(base, change(base))

    for _kind, _make in (
        ("alone", _alone),
        ("then_stamped", _stamped),
        ("then_signed", _signed),
        ("after_level_lt", _after_lt),
    ):
        _make.__name__ = f"{_name}_{_kind}"
        INCREMENTAL.add("incremental-saving")(_make)

for _level in MDPPerm:

    def _noted(world: World, level: MDPPerm = _level) -> bytes:
        once = world.pen(docmdp=level).sign(paper.plain())
        return stamped(
            paper.updated(once, _annotated(once)), world.authority, NOW + timedelta(hours=1)
        )

    _noted.__name__ = f"evil_annotation_{_level.name}".lower()
    INCREMENTAL.add("certified", "changed-after-signing")(_noted)

    def _sneaky(world: World, level: MDPPerm = _level) -> bytes:
        once = world.pen(docmdp=level).sign(paper.plain())
        style = TextStampStyle(stamp_text="Pague 900 pesos")
        pen = world.pen(who=world.luis, name="Encima", box=(60, 690, 400, 730), style=style)
        return pen.sign(once)

    _sneaky.__name__ = f"sneaky_signature_{_level.name}".lower()
    INCREMENTAL.add("certified")(_sneaky)

    def _sneaky_stranger(world: World, level: MDPPerm = _level) -> bytes:
        once = world.pen(docmdp=level).sign(paper.plain())
        style = TextStampStyle(stamp_text="Pague 900 pesos")
        pen = world.pen("B-B", world.mallory, name="Encima", box=(60, 690, 400, 730), style=style)
        return pen.sign(once)

    _sneaky_stranger.__name__ = f"sneaky_signature_of_a_stranger_{_level.name}".lower()
    INCREMENTAL.add("certified")(_sneaky_stranger)


@INCREMENTAL.add("certified", "changed-after-signing")
def signed_after_nothing_was_allowed(world: World) -> bytes:
    once = world.pen(docmdp=MDPPerm.NO_CHANGES).sign(paper.plain())
    return world.pen(who=world.luis, name="Segunda").sign(once)


@INCREMENTAL.add("certified", "changed-after-signing")
def filled_after_nothing_was_allowed(world: World) -> bytes:
    once = world.pen(docmdp=MDPPerm.NO_CHANGES).sign(paper.form())
    return stamped(paper.filled(once, "900"), world.authority, NOW + timedelta(hours=1))


@INCREMENTAL.add("locks", "changed-after-signing")
def locked_field_filled(world: World) -> bytes:
    lock = FieldMDPSpec(FieldMDPAction.INCLUDE, fields=["monto"])
    once = world.pen(lock=lock).sign(paper.form())
    return world.pen(who=world.luis, name="Segunda").sign(paper.filled(once, "900"))


@INCREMENTAL.add("shadow", "changed-after-signing")
def form_filled_without_leave(world: World) -> bytes:
    once = world.pen().sign(paper.form())
    return world.pen(who=world.luis, name="Segunda").sign(paper.filled(once, "900"))


@INCREMENTAL.add("shadow")
def overlay_replaced(world: World) -> bytes:
    once = world.pen().sign(paper.form())
    look = paper.appearance(b"BT /F1 12 Tf 2 4 Td (900) Tj ET")
    return stamped(paper.updated(once, {6: look}), world.authority, NOW + timedelta(hours=1))


@INCREMENTAL.add("shadow")
def overlay_replaced_and_left(world: World) -> bytes:
    once = world.pen("B-LT", docmdp=MDPPerm.FILL_FORMS).sign(paper.form())
    return paper.updated(once, {6: paper.appearance(b"BT /F1 12 Tf 2 4 Td (900) Tj ET")})


@INCREMENTAL.add("shadow")
def overlay_hidden(world: World) -> bytes:
    """A picture that covered the text when it was signed goes away."""
    once = world.pen().sign(_covered())
    gone = b"<< /Type /XObject /Subtype /Form /BBox [0 0 1 1] /Length 0 >>\nstream\n\nendstream"
    return stamped(paper.updated(once, {8: gone}), world.authority, NOW + timedelta(hours=1))


@INCREMENTAL.add("shadow")
def hidden_page_brought_out(world: World) -> bytes:
    """Hide and replace: the signed file carries a second page tree that nothing points to."""
    made = paper.objects()
    made[8] = _pages(b"9 0 R", 1)
    made[9] = made[4].replace(b"/Parent 2 0 R", b"/Parent 8 0 R").replace(b"5 0 R", b"10 0 R")
    made[10] = paper.page_content("Pague 900 pesos")
    once = world.pen().sign(paper.written(made))
    number, written = catalog(once)
    swapped = written.replace(b"/Pages 2 0 R", b"/Pages 8 0 R")
    changed = paper.updated(once, {number: swapped})
    return stamped(changed, world.authority, NOW + timedelta(hours=1))


@INCREMENTAL.add("shadow")
def visible_signature_over_the_text(world: World) -> bytes:
    style = TextStampStyle(stamp_text="Pague 900 pesos")
    pen = world.pen(who=world.luis, name="Encima", box=(60, 690, 400, 730), style=style)
    return pen.sign(world.signed)


@INCREMENTAL.add("shadow")
def look_of_a_signature_changed(world: World) -> bytes:
    style = TextStampStyle(stamp_text="Firmado por %(signer)s")
    once = world.pen(box=(60, 60, 260, 120), style=style).sign(paper.plain())
    number = number_of(once, lambda found: found.get("/Subtype") == "/Form" and "/BBox" in found)
    other = paper.appearance(b"BT /F1 12 Tf 2 4 Td (Firmado por el alcalde) Tj ET")
    return stamped(paper.updated(once, {number: other}), world.authority, NOW + timedelta(hours=1))


@INCREMENTAL.add("shadow")
def place_of_a_signature_changed(world: World) -> bytes:
    style = TextStampStyle(stamp_text="Firmado por %(signer)s")
    once = world.pen("B-LT", box=(60, 60, 260, 120), style=style).sign(paper.plain())
    number = number_of(once, lambda found: found.get("/FT") == "/Sig")
    moved = object_bytes(once, number).replace(b"60 60 260 120", b"60 600 260 720")
    return paper.updated(once, {number: moved})


def _covered() -> bytes:
    made = paper.objects()
    made[8] = paper.appearance(b"1 g 60 690 400 40 re f")
    made[4] = made[4].replace(b"/Resources << ", b"/Resources << /XObject << /X 8 0 R >> ")
    drawn = b"BT /F1 18 Tf 72 700 Td (Pague 900 pesos) Tj ET /X Do"
    made[5] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn)
    return paper.written(made)


@INCREMENTAL.add("incremental-saving")
def update_without_table(world: World) -> bytes:
    body = paper.page_content("Pague 900 pesos")
    return world.signed + b"5 0 obj\n" + body + b"\nendobj\n"


@INCREMENTAL.add("incremental-saving")
def update_without_trailer(world: World) -> bytes:
    changed = paper.updated(world.signed, _new_content(world.signed))
    return changed[: changed.rindex(b"trailer")]


@INCREMENTAL.add("incremental-saving")
def update_with_an_ending_only(world: World) -> bytes:
    body = paper.page_content("Pague 900 pesos")
    tail = world.signed[world.signed.rindex(b"startxref") :]
    return world.signed + b"5 0 obj\n" + body + b"\nendobj\n" + tail


@INCREMENTAL.add("incremental-saving")
def signature_copied_into_the_update(world: World) -> bytes:
    base = world.bare
    number = number_of(base, lambda found: found.get("/Type") == "/Sig")
    copied = object_bytes(base, number)
    return paper.updated(base, {number: copied, **_new_content(base)})


@INCREMENTAL.add("appended")
def newline_appended(world: World) -> bytes:
    return world.signed + b"\n"


@INCREMENTAL.add("appended")
def comment_appended(world: World) -> bytes:
    return world.signed + b"% nada\n"


@INCREMENTAL.add("appended")
def other_document_appended(world: World) -> bytes:
    return world.signed + paper.plain(("Pague 900 pesos", "Hoja dos"))


@INCREMENTAL.add("appended")
def archive_appended(world: World) -> bytes:
    return world.signed + b"PK\x05\x06" + bytes(18)


@INCREMENTAL.add("appended")
def hidden_object_among_the_proofs(world: World) -> bytes:
    base = world.pen("B-LT").sign(paper.plain())
    end = end_of(base)
    hidden = b"5 0 obj\n" + paper.page_content("Pague 900 pesos") + b"\nendobj\n"
    last = base.rindex(b"xref\n", end) if b"xref\n" in base[end:] else len(base)
    moved = base[:last] + hidden + base[last:]
    start = int(base.rsplit(b"startxref", 1)[1].split()[0])
    ending = b"startxref\n%d" % start
    return moved.replace(ending, b"startxref\n%d" % (start + len(hidden)))


@INCREMENTAL.add("proofs-removed")
def proofs_cut_off(world: World) -> bytes:
    return world.signed[: end_of(world.signed)]


@INCREMENTAL.add("proofs-removed")
def store_emptied(world: World) -> bytes:
    number, written = catalog(world.signed)
    at = written.index(b"/DSS")
    emptied = written[:at] + b"/DSX" + written[at + 4 :]
    return paper.updated(world.signed, {number: emptied})


@INCREMENTAL.add("proofs-removed")
def lists_taken_out_of_the_store(world: World) -> bytes:
    base = world.pen("B-LT").sign(paper.plain())
    return base[: end_of(base)] + base[end_of(base) :].replace(b"/CRLs", b"/CRLX")
